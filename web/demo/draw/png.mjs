// @ts-check
// PNG out: one IDAT, every row filtered by "up", colour without alpha where nothing is transparent.
// CompressionStream does the deflating, so this runs in Node and in a service worker alike.

import { isOpaque } from './picture.mjs';

/** @typedef {import('./picture.mjs').Picture} Picture */

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const filterUp = 2;

/** @param {Picture} picture @returns {Promise<Uint8Array>} the file */
export async function encodePng(picture) {
  const channels = isOpaque(picture) ? 3 : 4;
  const pixels = await deflate(filteredRows(picture, channels));
  return joined([
    signature,
    chunk('IHDR', header(picture, channels)),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** @param {Picture} picture @param {number} channels */
function header({ width, height }, channels) {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  view.setUint8(8, 8);
  view.setUint8(9, channels === 4 ? 6 : 2);
  return bytes;
}

/** @param {Picture} picture @param {number} channels */
function filteredRows({ width, height, data }, channels) {
  const rows = new Uint8Array(height * (1 + width * channels));
  const above = width * 4;
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    rows[to++] = filterUp;
    for (let x = 0; x < width; x++, from += 4) {
      for (let i = from; i < from + channels; i++) rows[to++] = data[i] - (y ? data[i - above] : 0);
    }
  }
  return rows;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function deflate(bytes) {
  const stream = new CompressionStream('deflate');
  const packed = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  await Promise.all([writer.write(bytes), writer.close()]);
  return new Uint8Array(await packed);
}

/** @param {string} name @param {Uint8Array} content */
export function chunk(name, content) {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
