// @ts-check
// The pictures a client sends, decoded in Node.

import webp from '@cwasm/webp';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { upright } from './upright.mjs';

/** @typedef {import('../draw/picture.mjs').Picture} Picture */

/** @type {Record<string, (bytes: Buffer) => Picture>} */
const decoders = {
  'image/png': (bytes) => rgba(PNG.sync.read(bytes)),
  'image/jpeg': decodeJpeg,
  'image/webp': (bytes) => rgba(webp.decode(bytes)),
};

/**
 * @param {Uint8Array} bytes
 * @param {string} type
 * @returns {Promise<Picture>} upright; rejects where the file cannot be read
 */
export async function decode(bytes, type) {
  return decoders[type](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** @param {Buffer} bytes @returns {Picture} */
function decodeJpeg(bytes) {
  const image = jpeg.decode(bytes, { maxMemoryUsageInMB: 2048 });
  const exif = /** @type {{ exifBuffer?: Uint8Array }} */ (image).exifBuffer;
  return exif ? upright(rgba(image), exif.subarray(1)) : rgba(image);
}

/**
 * @param {{ width: number, height: number, data: Uint8Array | Uint8ClampedArray }} image
 * @returns {Picture}
 */
function rgba({ width, height, data }) {
  return {
    width,
    height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, width * height * 4),
  };
}
