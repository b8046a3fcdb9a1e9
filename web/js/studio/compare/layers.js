// @ts-check
/**
 * Pictures that lie on one another at the size of the source.
 *
 * They are the files themselves: the browser decodes what is seen, and lets go of it
 * when the memory is wanted.
 */
import { make } from '../../base/dom.js';

/**
 * @typedef {import('../../base/store.js').Source} Source
 * @typedef {import('../../base/store.js').Crop} Crop
 */

/** @param {string} url @param {string} alt */
const image = (url, alt) => make('img', { src: url, alt, decoding: 'async', draggable: false });

/** @param {...HTMLElement} content */
const layer = (...content) => make('div', { className: 'compare-layer' }, ...content);

/** A picture of the source's size. @param {string} url @param {string} alt */
export const wholeLayer = (url, alt) => layer(image(url, alt));

/** Puts a picture where its crop was taken. @param {HTMLElement} picture @param {Crop} crop @param {Source} source */
function place(picture, { frame }, { width, height }) {
  const percent = (/** @type {number} */ part, /** @type {number} */ whole) => `${(part / whole) * 100}%`;
  Object.assign(picture.style, {
    left: percent(frame.x, width),
    top: percent(frame.y, height),
    width: percent(frame.width, width),
    height: percent(frame.height, height),
  });
  return picture;
}

/** Answers as they came, over the source they were asked about. @param {Source} source @param {string} sourceUrl @param {string[]} urls one per part @param {string} alt */
export function receivedLayer(source, sourceUrl, urls, alt) {
  if (source.crops.length) return layer(image(sourceUrl, ''), ...urls.map((url, i) => place(image(url, i ? '' : alt), source.crops[i], source)));
  const answer = wholeLayer(urls[0], alt);
  answer.classList.add('contain');
  return answer;
}

/** @param {import('../retouch.js').Difference} difference @param {string} label */
export function mapLayer({ width, height, pixels }, label) {
  const canvas = make('canvas', { width, height, role: 'img', 'aria-label': label });
  const levels = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length);
  canvas.getContext('2d')?.putImageData(new ImageData(levels, width, height), 0, 0);
  return layer(canvas);
}
