// @ts-check
// Others' ways to do it, from npm; each told to do as little as it can.

import decodeMozjpeg from '@jsquash/jpeg/decode.js';
import decodeSquoosh from '@jsquash/png/decode.js';
import encodeSquoosh from '@jsquash/png/encode.js';
import resizeSquoosh from '@jsquash/resize';
import { decode as decodeFast, encode as encodeFast } from 'fast-png';
import { decode as decodeJpegJs } from 'jpeg-js';
import { Pica } from 'pica';
// @ts-ignore it has no types for this file
import { PNG } from 'pngjs/browser.js';
// @ts-ignore nor has this one
import UPNG from 'upng-js';

/** @typedef {import('../../../web/js/base/core.js').Size} Size */

const pica = new (/** @type {any} */ (Pica))({ features: ['wasm'] });

/** What pngjs has for node's Buffer, and does not show. @type {any} */
const Buffer = PNG.sync.write(new PNG({ width: 1, height: 1 })).constructor;

/** @param {ImageData} image */
const bytesOf = ({ data }) => new Uint8Array(data.buffer);

/** Pixels to PNG. @type {Record<string, (image: ImageData) => Promise<Uint8Array | ArrayBuffer> | Uint8Array | ArrayBuffer>} */
export const toPng = {
  '@jsquash/png': (image) => encodeSquoosh(image),
  'fast-png': ({ data, width, height }) => encodeFast({ data: new Uint8Array(data.buffer), width, height, channels: 4, depth: 8 }),
  pngjs: ({ data, width, height }) => PNG.sync.write(/** @type {any} */ ({ data, width, height })),
  'upng-js': ({ data, width, height }) => UPNG.encode([data.buffer], width, height, 0),
};

/** PNG to pixels. @type {Record<string, (file: Uint8Array<ArrayBuffer>) => unknown>} */
export const fromPng = {
  '@jsquash/png': (file) => decodeSquoosh(file.buffer),
  'fast-png': (file) => decodeFast(file),
  pngjs: (file) => PNG.sync.read(Buffer.from(file)),
  'upng-js': (file) => UPNG.toRGBA8(UPNG.decode(file.buffer)),
};

/** JPEG to pixels. @type {Record<string, (file: Uint8Array<ArrayBuffer>) => any>} */
export const fromJpeg = {
  '@jsquash/jpeg': (file) => decodeMozjpeg(file.buffer),
  'jpeg-js': (file) => decodeJpegJs(/** @type {any} */ (file), { useTArray: true, maxMemoryUsageInMB: 2048 }),
};

/** By Lanczos-3. @type {Record<string, (image: ImageData, to: Size) => Promise<Uint8Array | ImageData>>} */
export const toSize = {
  'pica (wasm)': (image, to) => pica.resizeBuffer({ src: bytesOf(image), width: image.width, height: image.height, toWidth: to.width, toHeight: to.height, filter: 'lanczos3' }),
  '@jsquash/resize': (image, to) => resizeSquoosh(image, { ...to, method: 'lanczos3', premultiply: false, linearRGB: false }),
};
