// @ts-check
/** All that a click on Generate sends, as it is then: later edits change nothing of it. */
import { newId } from '../archive/entry.js';
import { markedImage } from '../inputs/markups.js';
import { maskOf } from '../inputs/masks.js';

/**
 * @typedef {import('../base/core.js').Crop} Crop
 * @typedef {import('../base/store.js').State} State
 * @typedef {{width: number, height: number, area: import('../studio/painting.js').Rect, coverage: Uint8Array}} SentMask
 * @typedef {{crop: Crop | null, mask: SentMask | null, renditions?: (Promise<import('./renditions.js').Rendition | null> | null)[]}} Part
 *   what one request is about; renditions of the images, as far as there are any
 *
 * @typedef {object} Order shared by all jobs of a click
 * @property {import('../endpoint/endpoint.js').Endpoint} endpoint
 * @property {File[]} files
 * @property {Blob | null} markup over the first
 * @property {number[]} images their ids
 * @property {import('../base/core.js').Size[]} sizes theirs
 * @property {import('../base/store.js').Source | null} source
 * @property {Part[]} parts one for each request that has to come after another
 */

/** What is painted, or what of it one request is about. @param {import('../studio/painting.js').Painting} painting @param {Crop | null} crop @returns {SentMask} */
function maskToSend(painting, crop) {
  const { width, height } = painting;
  const area = crop?.area ?? painting.extent();
  return { width, height, area, coverage: painting.read(area) };
}

/** What is edited: the first image, and the mask. @param {State} state @param {Crop[]} crops @returns {import('../base/store.js').Source | null} */
function sourceOf(state, crops) {
  const [first] = state.images;
  if (!first) return null;
  const { file, id, width, height, markup } = first;
  return { key: newId(), file, inputs: state.images.map((image) => image.file), id, width, height, pack: maskOf(state)?.pack() ?? null, crops, markup };
}

/** What a permit is asked for. @param {State} state @returns {import('./permit.js').Inputs} */
export const inputsOf = (state) => ({ images: state.images, mask: maskOf(state), markup: markedImage(state) });

/** @param {State} state @param {Crop[]} crops @param {Blob | null} markup @param {import('../endpoint/endpoint.js').Endpoint} endpoint @returns {Order} */
export function takeOrder(state, crops, markup, endpoint) {
  const painting = maskOf(state);
  const cut = crops.length ? crops : [null];
  return {
    endpoint,
    files: state.images.map(({ file }) => file),
    markup,
    images: state.images.map(({ id }) => id),
    sizes: state.images.map(({ width, height }) => ({ width, height })),
    source: sourceOf(state, crops),
    parts: cut.map((crop) => ({ crop, mask: painting && maskToSend(painting, crop) })),
  };
}
