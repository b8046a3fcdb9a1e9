// @ts-check
// Nothing that was asked for: opaque pixels of any colour.

import { blank } from './picture.mjs';
import { hash, stir } from './random.mjs';

/** @param {number} width @param {number} height @param {string} seed */
export function drawNoise(width, height, seed) {
  const picture = blank(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  const opaque = new Uint32Array(Uint8Array.of(0, 0, 0, 255).buffer)[0];
  const salt = hash(seed);
  for (let i = 0; i < pixels.length; i++) pixels[i] = stir(salt + i) | opaque;
  return picture;
}
