// @ts-check
// Pictures to put in, and pictures compared.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';

/** @typedef {(x: number, y: number) => number[]} Paint red, green, blue, alpha */
/** @typedef {import('./page.mjs').Upload} Upload */

const script = fileURLToPath(new URL('pillow.py', import.meta.url));
const corpus = process.env.CORPUS ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));

/** @param {string} path @returns {Buffer | null} a file of the corpus, null where that is absent */
export const corpusFile = (path) => (existsSync(`${corpus}/${path}`) ? readFileSync(`${corpus}/${path}`) : null);

/** @param {Buffer} picture @param {...(string | number)} command see pillow.py @returns {Buffer} */
export const pillow = (picture, ...command) => execFileSync(script, command.map(String), { input: picture, maxBuffer: 2 ** 28 });

/** A PNG without alpha, which is all that JPEG can hold. */
export const RGB = { colorType: /** @type {const} */ (2) };

/** @param {number} width @param {number} height @param {Paint} paint @param {import('pngjs').PNGOptions} [options] @returns {Buffer} a PNG file */
export function png(width, height, paint, options) {
  const picture = new PNG({ width, height });
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) for (const level of paint(x, y)) picture.data[at++] = level;
  }
  return PNG.sync.write(picture, { deflateLevel: 1, filterType: 1, ...options });
}

/** @param {Uint8Array} file a PNG */
export const decoded = (file) => PNG.sync.read(Buffer.from(file));

/** @param {Buffer} buffer @param {string} [name] @returns {Upload} */
export const upload = (buffer, name = 'picture.png') => ({ name, mimeType: '', buffer });

/** Every colour once in a while. @type {Paint} */
export const gradient = (x, y) => [x % 256, y % 256, (x + y) % 256, 255];

/** @param {number} value */
const level = (value) => Math.min(Math.max(value | 0, 0), 255);

/** Slopes, edges and grain, as photographs have them. @type {Paint} */
export function scenery(x, y) {
  const hill = 700 + ((x % 800) - 400) ** 2 / 500;
  const light = y < hill ? 200 - y / 12 : 70 + ((x + 2 * y) % 140) / 2;
  const grain = (Math.imul(x * 7919 + y * 104_729, 2_654_435_761) >>> 27) - 16;
  return [level(light + grain), level(light * 0.9 + 25 + grain), level(240 - light / 2 + grain), 255];
}

/** @param {{ data: Buffer }} a @param {{ data: Buffer }} b of the same size
 * @returns {{ mean: number, most: number, close: number }} differences in levels; 'close': the share within one */
export function difference({ data: a }, { data: b }) {
  const counts = new Array(256).fill(0);
  for (let i = 0; i < a.length; i++) counts[Math.abs(a[i] - b[i])]++;
  const sum = counts.reduce((total, count, level) => total + count * level, 0);
  return { mean: sum / a.length, most: counts.findLastIndex((count) => count > 0), close: (counts[0] + counts[1]) / a.length };
}
