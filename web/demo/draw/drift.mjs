// @ts-check
// What models do to all of a picture, even where they were to leave it: it moves a little and takes on a tint.

import { resample } from './scale.mjs';

/** @typedef {import('./picture.mjs').Picture} Picture */
/** @typedef {import('./picture.mjs').Color} Color */
/** @typedef {import('./scale.mjs').Taps} Taps */
/**
 * @typedef {object} Drift what is left out changes nothing; the last four are a value for each channel
 * @property {[x: number, y: number]} [shift] pixels, to the right and down
 * @property {number} [scale] about the middle
 * @property {Color} [gain]
 * @property {Color} [offset] levels
 * @property {Color} [across] levels by which the right edge gets more than the left, the middle nothing
 * @property {Color} [down] the same from the upper edge to the lower
 */

/** @type {Color} */ const same = [1, 1, 1];
/** @type {Color} */ const nothing = [0, 0, 0];

/**
 * @param {Picture} picture
 * @param {Drift} how
 * @returns {Picture} of the same size; what comes in from outside is the edge, repeated
 */
export function drift(picture, how) {
  const drifted = move(picture, how);
  tint(drifted, how);
  return drifted;
}

/** @param {Picture} picture @param {Drift} how */
function move({ width, height, data }, { shift: [right, down] = [0, 0], scale = 1 }) {
  if (!right && !down && scale === 1) return { width, height, data: data.slice() };
  const columns = cubicTaps(width, right, scale);
  return resample({ width, height, data }, columns, cubicTaps(height, down, scale));
}

/**
 * @param {number} length @param {number} shift @param {number} scale
 * @returns {Taps[]} where each pixel comes from, by Catmull and Rom's cubic
 */
function cubicTaps(length, shift, scale) {
  const last = length - 1;
  return Array.from({ length }, (_, i) => {
    const from = (i - shift - last / 2) / scale + last / 2;
    const before = Math.floor(from);
    const places = [-1, 0, 1, 2].map((k) => Math.min(last, Math.max(0, before + k)));
    const weights = new Array(places[3] - places[0] + 1).fill(0);
    cubic(from - before).forEach((weight, k) => (weights[places[k] - places[0]] += weight));
    return { first: places[0], weights };
  });
}

/** @param {number} t 0 to 1, from the second of four pixels to the third */
function cubic(t) {
  return [
    ((2 - t) * t - 1) * t * 0.5,
    ((3 * t - 5) * t * t + 2) * 0.5,
    ((4 - 3 * t) * t + 1) * t * 0.5,
    (t - 1) * t * t * 0.5,
  ];
}

/** @param {Picture} picture @param {Drift} how */
function tint(
  { width, height, data },
  { gain = same, offset = nothing, across = nothing, down = nothing },
) {
  for (let y = 0, at = 0; y < height; y++) {
    const below = (y + 0.5) / height - 0.5;
    for (let x = 0; x < width; x++, at += 4) {
      const right = (x + 0.5) / width - 0.5;
      for (let i = 0; i < 3; i++) {
        const levels = offset[i] + across[i] * right + down[i] * below;
        data[at + i] = data[at + i] * gain[i] + levels;
      }
    }
  }
}
