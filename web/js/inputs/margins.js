// @ts-check
/** How far a picture is extended on each side; pure. */

/**
 * @typedef {import('../base/core.js').Size} Size
 * @typedef {{left: number, top: number, right: number, bottom: number}} Margins pixels, 0 or more
 */

/** As pictures may be at most: see wasm/pixels/image.h. */
export const MAX_EDGE = 16384;
const MAX_PIXELS = 64 * 1024 * 1024;

/** @type {Margins} */
export const NO_MARGINS = { left: 0, top: 0, right: 0, bottom: 0 };

/** @param {Size} size @param {Margins} margins @returns {Size} */
export const extended = ({ width, height }, { left, top, right, bottom }) => ({ width: left + width + right, height: top + height + bottom });

/** The same on two sides that face each other, one pixel more on the second where it must.
 * @param {number} total @returns {[number, number]} */
const halves = (total) => [Math.floor(total / 2), Math.ceil(total / 2)];

/** The least that gives a picture this shape, its own part in the middle.
 * @param {Size} size @param {number} ratio width by height @returns {Margins} */
export function marginsForShape({ width, height }, ratio) {
  const [left, right] = halves(Math.max(0, Math.round(height * ratio) - width));
  const [top, bottom] = halves(Math.max(0, Math.round(width / ratio) - height));
  return { left, top, right, bottom };
}

/** The same share of each side all around. @param {Size} size @param {number} share @returns {Margins} */
export function marginsAround({ width, height }, share) {
  const [x, y] = [Math.round(width * share), Math.round(height * share)];
  return { left: x, top: y, right: x, bottom: y };
}

/** Why a picture cannot be extended so, '' where it can. @param {Size} size @param {Margins} margins */
export function refusalOf(size, margins) {
  const { width, height } = extended(size, margins);
  if (width === size.width && height === size.height) return 'Say how far on at least one side.';
  if (Math.max(width, height) > MAX_EDGE) return `It would have ${width} x ${height} pixels; a side can have ${MAX_EDGE} at most.`;
  if (width * height > MAX_PIXELS) return `It would have ${width} x ${height} pixels; 64 megapixels are the most.`;
  return '';
}
