// @ts-check
// A PNG file to RGBA.

import { startOurs } from './ours.mjs';
import { fromPng } from './peers.mjs';
import { bytesOf, pngOf } from './pictures.mjs';
import { pixelsByBrowser, stage } from './stage.mjs';

const ours = await startOurs();

/** @typedef {{file: Blob, bytes: Uint8Array<ArrayBuffer>}} File */

/** @param {string} name @returns {Promise<File>} */
async function png(name) {
  const file = await pngOf(name);
  return { file, bytes: await bytesOf(file) };
}

const wanted = { 'createImageBitmap and getImageData': 1, '@jsquash/png': 1.3 };

export const pngIn = stage({
  title: 'PNG in',
  cases: {
    'photo of 1536 x 1024': { prepare: () => png('photo-1.5'), wanted: {}, native: ['decode', 'photo-1.5.png'] },
    'photo of 4032 x 3024': { prepare: () => png('photo-12'), wanted, native: ['decode', 'photo-12.png'] },
  },
  ways: {
    ours: (/** @type {File} */ { bytes }) => void ours.decode(bytes),
    'createImageBitmap and getImageData': async (/** @type {File} */ { file }) => void (await pixelsByBrowser(file)),
    ...Object.fromEntries(Object.entries(fromPng).map(([name, decode]) => [name, async (/** @type {File} */ { bytes }) => void (await decode(bytes))])),
  },
});
