// @ts-check
// Pictures in another size: bilinear when they grow, a triangle as wide as the step when they shrink.
// Colours count by their alpha, so nothing hidden under transparency bleeds out.

import { blank } from './picture.mjs';

/** @typedef {import('./picture.mjs').Picture} Picture */
/** @typedef {{ first: number, weights: number[] }} Taps what one pixel of the answer is made of */

/**
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 * @returns {Picture} the same one where nothing is to do
 */
export function scale(picture, width, height) {
  if (picture.width === width && picture.height === height) return picture;
  return resample(picture, taps(picture.width, width), taps(picture.height, height));
}

/**
 * @param {Picture} picture
 * @param {Taps[]} columns of the answer
 * @param {Taps[]} rows
 */
export function resample(picture, columns, rows) {
  return acrossRows(acrossColumns(picture, columns), columns.length, rows);
}

/**
 * The largest size of the picture's shape within `width` and `height`, scaled to it.
 * @param {Picture} picture @param {number} width @param {number} height
 */
export function scaleWithin(picture, width, height) {
  const share = Math.min(width / picture.width, height / picture.height);
  const [scaledWidth, scaledHeight] = [picture.width, picture.height].map((edge) =>
    Math.max(1, Math.round(edge * share)),
  );
  return scale(picture, scaledWidth, scaledHeight);
}

/** @param {number} from @param {number} to @returns {Taps[]} */
function taps(from, to) {
  const step = from / to;
  const reach = Math.max(1, step);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * step - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(from - 1, Math.floor(centre + reach));
    const raw = Array.from(
      { length: last - first + 1 },
      (_, k) => 1 - Math.abs(first + k - centre) / reach,
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

/**
 * @param {Picture} picture
 * @param {Taps[]} columns
 * @returns {Float32Array} colours multiplied by alpha, as wide as there are columns
 */
function acrossColumns({ width, height, data }, columns) {
  const out = new Float32Array(columns.length * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (const { first, weights } of columns) {
      for (let k = 0, from = (y * width + first) * 4; k < weights.length; k++, from += 4) {
        const alpha = weights[k] * data[from + 3];
        out[at] += alpha * data[from];
        out[at + 1] += alpha * data[from + 1];
        out[at + 2] += alpha * data[from + 2];
        out[at + 3] += alpha;
      }
      at += 4;
    }
  }
  return out;
}

/**
 * @param {Float32Array} lines
 * @param {number} width of them, in pixels
 * @param {Taps[]} rows
 * @returns {Picture}
 */
function acrossRows(lines, width, rows) {
  const picture = blank(width, rows.length);
  const line = new Float32Array(width * 4);
  rows.forEach(({ first, weights }, y) => {
    line.fill(0);
    weights.forEach((weight, k) => {
      for (let i = 0, from = (first + k) * line.length; i < line.length; i++)
        line[i] += weight * lines[from + i];
    });
    for (let i = 0, at = y * line.length; i < line.length; i += 4, at += 4) {
      const alpha = line[i + 3];
      picture.data[at + 3] = alpha;
      for (let c = 0; c < 3 && alpha > 0; c++) picture.data[at + c] = line[i + c] / alpha;
    }
  });
  return picture;
}
