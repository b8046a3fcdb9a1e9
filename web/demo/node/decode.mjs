// @ts-check
// The pictures a client sends, decoded in Node.

import webp from '@cwasm/webp';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

/** @typedef {import('../draw/picture.mjs').Picture} Picture */

/** @type {Record<string, (bytes: Buffer) => { width: number, height: number, data: Uint8Array | Uint8ClampedArray }>} */
const decoders = {
  'image/png': (bytes) => PNG.sync.read(bytes),
  'image/jpeg': (bytes) => jpeg.decode(bytes, { maxMemoryUsageInMB: 2048 }),
  'image/webp': (bytes) => webp.decode(bytes),
};

/** @param {Uint8Array} bytes @param {string} type @returns {Promise<Picture>} rejects where the file cannot be read */
export async function decode(bytes, type) {
  const { width, height, data } = decoders[type](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return { width, height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, width * height * 4) };
}
