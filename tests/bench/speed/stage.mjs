// @ts-check
// What a stage of the work is to the benchmark, and what its stages share.

/** @typedef {import('../../../web/js/base/core.js').Size} Size */

/**
 * @template T what the work is done with
 * @typedef {object} Case
 * @property {() => Promise<T>} prepare
 * @property {Record<string, number>} wanted how many times as long a rival should take, by its name
 * @property {(string | number)[]} [native] what the native program is called with; names of files in build/bench
 * @property {boolean} [long] left out of the short form
 */

/**
 * @template T
 * @typedef {object} Stage
 * @property {string} title
 * @property {Record<string, Case<T>>} cases
 * @property {Record<string, (input: T) => unknown>} ways the first is ours; what comes back, or what is
 *   in it, is counted where it is bytes
 * @property {(input: T) => string | Promise<string>} [notes] what else there is to say of a case once it was run
 */

/** @template T @param {Stage<T>} stage @returns {Stage<any>} */
export const stage = (stage) => stage;

/** Puts a file where the native program finds it. @param {string} name @param {Blob} file */
export async function save(name, file) {
  await fetch(`made/${name}`, { method: 'PUT', body: file });
  return file;
}

/** A canvas with a picture on it. @param {ImageData | ImageBitmap} picture */
export function canvasWith(picture) {
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  if (picture instanceof ImageData) context.putImageData(picture, 0, 0);
  else context.drawImage(picture, 0, 0);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
export const toBlob = (canvas) => new Promise((resolve) => canvas.toBlob((blob) => resolve(/** @type {Blob} */ (blob))));

/** The pixels that the browser decodes. @param {Blob} file */
export async function pixelsByBrowser(file) {
  const bitmap = await createImageBitmap(file);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true }));
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}
