// @ts-check
// What the stand-in makes of pictures it is given.
//
// With a mask: a new scene where the mask is transparent, fading with its alpha, and everywhere else the
// picture as it was, but each pixel a little off (1 to 3 levels a channel): the real model changes
// everything slightly too, and a client that pastes its result back must be seen to need it. For the same
// reason all of it may drift, what is kept and what is new alike.
// Without one: the whole picture in other colours, and what is drawn as markup over it. Further pictures are
// shown small along the upper edge.

import { blank, mix, placeOver } from './picture.mjs';
import { drawCaption } from './caption.mjs';
import { drift } from './drift.mjs';
import { chance, hash, stir } from './random.mjs';
import { drawScene, pickPalette } from './scene.mjs';
import { scale, scaleWithin } from './scale.mjs';

/** @typedef {import('./picture.mjs').Picture} Picture */
/** @typedef {{ left: number, top: number, width: number, height: number }} Box */
/**
 * @typedef {object} Wish
 * @property {number} width
 * @property {number} height
 * @property {string} seed
 * @property {string} prompt
 * @property {string} facts the small line under the prompt
 * @property {boolean} transparent
 * @property {import('./drift.mjs').Drift} [drift]
 */

/** Words this far from the edges of a square are whole in the circle within it. */
const insideCircle = 0.16;

/**
 * @param {Wish} wish
 * @param {Picture[]} inputs at least one
 * @param {Picture | undefined} mask
 * @param {Picture} [markup]
 * @returns {Picture}
 */
export function drawEdit(wish, inputs, mask, markup) {
  const base = scale(inputs[0], wish.width, wish.height);
  const drawn = mask
    ? repaint(wish, base, scale(mask, wish.width, wish.height))
    : recolor(wish, base);
  const picture = wish.drift ? drift(drawn, wish.drift) : drawn;
  if (markup) placeOver(picture, scale(markup, wish.width, wish.height), 0, 0);
  drawThumbnails(picture, inputs.slice(1));
  if (!mask) drawCaption(picture, wish.prompt, wish.facts);
  if (!wish.transparent) layOnWhite(picture);
  return picture;
}

/** @param {Wish} wish @param {Picture} base @param {Picture} mask both of the wished size */
function repaint(wish, base, mask) {
  const picture = alter(base, wish.seed);
  const box = holeOf(mask);
  if (!box) return picture;
  const scene = drawScene(box.width, box.height, wish.seed, wish.transparent);
  drawCaption(scene, wish.prompt, wish.facts, insideCircle);
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const at = ((box.top + y) * picture.width + box.left + x) * 4;
      blend(picture.data, at, scene.data, (y * box.width + x) * 4, 1 - mask.data[at + 3] / 255);
    }
  }
  return picture;
}

/**
 * @param {Picture} mask
 * @returns {Box | null} the smallest box around everything not fully opaque
 */
function holeOf({ width, height, data }) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, at = 3; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      if (data[at] === 255) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * Turns `share` of one pixel into another; colours count by their alpha.
 * @param {Uint8ClampedArray} data
 * @param {number} at
 * @param {Uint8ClampedArray} other
 * @param {number} from
 * @param {number} share
 */
function blend(data, at, other, from, share) {
  const old = data[at + 3] * (1 - share);
  const fresh = other[from + 3] * share;
  if (old + fresh > 0) {
    for (let i = 0; i < 3; i++)
      data[at + i] = (data[at + i] * old + other[from + i] * fresh) / (old + fresh);
  }
  data[at + 3] = old + fresh;
}

/**
 * @param {Picture} base
 * @param {string} seed
 * @returns {Picture} every colour value 1 to 3 levels off, in blocks of 8 by 8
 */
function alter(base, seed) {
  const salt = hash(seed);
  const picture = blank(base.width, base.height);
  for (let y = 0, at = 0; y < base.height; y++) {
    for (let x = 0; x < base.width; x++, at += 4) {
      const dice = stir(salt ^ ((y >> 3) * 4096 + (x >> 3)));
      for (let i = 0; i < 3; i++)
        picture.data[at + i] = moved(base.data[at + i], (dice >> (4 * i)) & 15);
      picture.data[at + 3] = base.data[at + 3];
    }
  }
  return picture;
}

/**
 * @param {number} value
 * @param {number} dice 0 to 15
 * @returns {number} another value, never the same
 */
function moved(value, dice) {
  const step = ((dice & 7) % 3) + 1;
  const down = dice > 7 ? value >= step : value + step > 255;
  return down ? value - step : value + step;
}

/** @param {Wish} wish @param {Picture} base @returns {Picture} */
function recolor({ seed, transparent }, base) {
  const { near, sun } = pickPalette(chance(seed));
  const shades = Array.from({ length: 256 }, (_, light) => mix(near, sun, light / 255));
  const picture = { ...base, data: base.data.slice() };
  const { data } = picture;
  for (let at = 0; at < data.length; at += 4) {
    const shade = shades[Math.round(0.3 * data[at] + 0.59 * data[at + 1] + 0.11 * data[at + 2])];
    for (let i = 0; i < 3; i++) data[at + i] += (shade[i] - data[at + i]) * 0.5;
  }
  if (transparent) cutOut(picture);
  return picture;
}

/**
 * Leaves an oval with a soft edge: the stand-in cannot tell a subject from its background.
 * @param {Picture} picture
 */
function cutOut({ width, height, data }) {
  for (let y = 0, at = 3; y < height; y++) {
    const down = (2 * (y + 0.5)) / height - 1;
    for (let x = 0; x < width; x++, at += 4) {
      const along = (2 * (x + 0.5)) / width - 1;
      data[at] *= Math.min(1, Math.max(0, (1 - along * along - down * down) * 12));
    }
  }
}

/** @param {Picture} picture @param {Picture[]} others */
function drawThumbnails(picture, others) {
  const gap = Math.ceil(Math.min(picture.width, picture.height) / 60);
  const room = Math.min(picture.width / 5, picture.height / 5, picture.width / (others.length + 1));
  const side = Math.max(1, Math.floor(room - gap));
  others.forEach((other, i) => {
    const small = scaleWithin(other, side, side);
    placeOver(picture, framed(small), gap + i * (side + gap), gap);
  });
}

/** @param {Picture} small @returns {Picture} the same with a white edge around, one pixel wide */
function framed(small) {
  const frame = blank(small.width + 2, small.height + 2);
  frame.data.fill(255);
  placeOver(frame, small, 1, 1);
  return frame;
}

/** @param {Picture} picture */
function layOnWhite({ data }) {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] / 255;
    for (let i = 0; i < 3 && alpha < 1; i++)
      data[at + i] = data[at + i] * alpha + 255 * (1 - alpha);
    data[at + 3] = 255;
  }
}
