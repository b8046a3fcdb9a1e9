// @ts-check
// A JPEG file to RGBA.

import { startOurs } from './ours.mjs';
import { fromJpeg } from './peers.mjs';
import { bytesOf, jpegOf } from './pictures.mjs';
import { pixelsByBrowser, stage } from './stage.mjs';

const ours = await startOurs();

/** @typedef {{file: Blob, bytes: Uint8Array<ArrayBuffer>}} File */

/** @param {string} name @returns {Promise<File>} */
async function jpeg(name) {
  const file = await jpegOf(name);
  return { file, bytes: await bytesOf(file) };
}

const wanted = { 'createImageBitmap and getImageData': 1.5, '@jsquash/jpeg': 2 };

export const jpegIn = stage({
  title: 'JPEG in',
  cases: {
    'photo of 4032 x 3024': { prepare: () => jpeg('photo-12'), wanted, native: ['decode', 'photo-12.jpg'] },
    'a real photo of 1800 x 1200': { prepare: () => jpeg('corpus'), wanted: {}, native: ['decode', 'corpus.jpg'] },
    'photo of 8064 x 6048': { prepare: () => jpeg('photo-48'), wanted: {}, native: ['decode', 'photo-48.jpg'], long: true },
  },
  ways: {
    ours: (/** @type {File} */ { bytes }) => void ours.decode(bytes),
    'createImageBitmap and getImageData': async (/** @type {File} */ { file }) => void (await pixelsByBrowser(file)),
    ...Object.fromEntries(Object.entries(fromJpeg).map(([name, decode]) => [name, async (/** @type {File} */ { bytes }) => void (await decode(bytes))])),
  },
});
