// @ts-check
// Pixels to fewer pixels, by Lanczos-3 or what a browser has instead.

import { startOurs } from './ours.mjs';
import { toSize } from './peers.mjs';
import { SENT, pixelsOf } from './pictures.mjs';
import { stage } from './stage.mjs';

const ours = await startOurs();

/** @typedef {{image: ImageData, bitmap: ImageBitmap}} Picture */

/** @param {string} name @returns {Promise<Picture>} */
async function picture(name) {
  const image = await pixelsOf(name);
  return { image, bitmap: await createImageBitmap(image) };
}

/** @param {Picture} picture */
function byCanvas({ bitmap }) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(SENT.width, SENT.height).getContext('2d', { willReadFrequently: true }));
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, SENT.width, SENT.height);
  return context.getImageData(0, 0, SENT.width, SENT.height);
}

const wanted = { 'pica (wasm)': 4, '@jsquash/resize': 5, 'drawImage (high) and getImageData': 1.3 };

export const resize = stage({
  title: `Resize to ${SENT.width} x ${SENT.height}`,
  cases: {
    'photo of 4032 x 3024': { prepare: () => picture('photo-12'), wanted, native: ['resize', 'photo-12.jpg', SENT.width, SENT.height] },
    'photo of 8064 x 6048': { prepare: () => picture('photo-48'), wanted: {}, native: ['resize', 'photo-48.jpg', SENT.width, SENT.height], long: true },
  },
  ways: {
    ours: (/** @type {Picture} */ { image }) => void ours.resize(image, SENT),
    'drawImage (high) and getImageData': (/** @type {Picture} */ picture) => void byCanvas(picture),
    ...Object.fromEntries(Object.entries(toSize).map(([name, scale]) => [name, async (/** @type {Picture} */ { image }) => void (await scale(image, SENT))])),
  },
});
