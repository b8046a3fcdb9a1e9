// @ts-check
// Turns a JPEG's pixels the way its EXIF data says, as browsers do on their own.

import { blank } from '../draw/picture.mjs';

/** @typedef {import('../draw/picture.mjs').Picture} Picture */

const orientationTag = 0x0112;

/**
 * Where the upright pixel (x, y) lies in a stored picture whose last column and row are `right` and `bottom`.
 * @type {Record<number, (x: number, y: number, right: number, bottom: number) => [x: number, y: number]>}
 */
const sources = {
  2: (x, y, right) => [right - x, y],
  3: (x, y, right, bottom) => [right - x, bottom - y],
  4: (x, y, _, bottom) => [x, bottom - y],
  5: (x, y) => [y, x],
  6: (x, y, _, bottom) => [y, bottom - x],
  7: (x, y, right, bottom) => [right - y, bottom - x],
  8: (x, y, right) => [right - y, x],
};

/**
 * @param {Picture} picture
 * @param {Uint8Array} tiff the EXIF data, from its byte order mark on
 * @returns {Picture}
 */
export function upright(picture, tiff) {
  const orientation = readOrientation(tiff);
  const source = sources[orientation];
  if (!source) return picture;
  const { width, height } = picture;
  const turned = orientation < 5 ? blank(width, height) : blank(height, width);
  const [from, to] = [picture, turned].map(
    ({ data }) => new Uint32Array(data.buffer, data.byteOffset, data.length / 4),
  );
  for (let y = 0, at = 0; y < turned.height; y++) {
    for (let x = 0; x < turned.width; x++, at++) {
      const [column, row] = source(x, y, width - 1, height - 1);
      to[at] = from[row * width + column];
    }
  }
  return turned;
}

/** @param {Uint8Array} tiff @returns {number} 1, upright, where it is broken or does not say */
function readOrientation(tiff) {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const little = view.getUint8(0) === 0x49;
    const first = view.getUint32(4, little) + 2;
    const end = first + view.getUint16(first - 2, little) * 12;
    for (let at = first; at < end; at += 12) {
      if (view.getUint16(at, little) === orientationTag) return view.getUint16(at + 8, little);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}
