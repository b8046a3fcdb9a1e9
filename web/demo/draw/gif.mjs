// @ts-check
// GIF out: the picture, then a bar that grows along its lower edge, one piece a frame.
// The colours are a cube of 6 x 6 x 6; nothing is packed, every pixel is a code of nine bits.

/** @typedef {import('./picture.mjs').Picture} Picture */
/** @typedef {{ left: number, top: number, width: number, height: number }} Rect */

const levels = 6;
const white = levels ** 3 - 1;
const codeBits = 9;
const clear = 256;
const end = 257;
/** So many codes after a clear are of nine bits still, whatever a decoder adds to its table. */
const run = 250;

/** @param {number} value 16 bits */
const word = (value) => [value & 255, value >> 8];

/** @param {number} value 0 to 255 */
const level = (value) => Math.round((value / 255) * (levels - 1));

/** @returns {number[]} 256 colours */
function palette() {
  const step = 255 / (levels - 1);
  const cube = Array.from({ length: levels ** 3 }, (_, i) => [Math.floor(i / levels ** 2), Math.floor(i / levels) % levels, i % levels]);
  return [...cube.flat().map((value) => value * step), ...new Array((256 - cube.length) * 3).fill(0)];
}

/** @param {Picture} picture @returns {Uint8Array} */
function indexed({ width, height, data }) {
  return Uint8Array.from({ length: width * height }, (_, i) => (level(data[i * 4]) * levels + level(data[i * 4 + 1])) * levels + level(data[i * 4 + 2]));
}

/** @param {Uint8Array} pixels @returns {Uint8Array} its codes, the lowest bit first */
function coded(pixels) {
  const bytes = new Uint8Array(Math.ceil(((pixels.length + Math.ceil(pixels.length / run) + 1) * codeBits) / 8));
  let bit = 0;
  const put = (/** @type {number} */ code) => {
    for (let i = 0; i < codeBits; i++, bit++) bytes[bit >> 3] |= ((code >> i) & 1) << (bit & 7);
  };
  pixels.forEach((pixel, i) => {
    if (i % run === 0) put(clear);
    put(pixel);
  });
  put(end);
  return bytes;
}

/** In pieces of at most 255 bytes. @param {Uint8Array} bytes */
function blocks(bytes) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const piece = bytes.subarray(at, at + 255);
    pieces.push(Uint8Array.of(piece.length), piece);
  }
  return [...pieces, Uint8Array.of(0)];
}

/** @param {Rect} rect @param {Uint8Array} pixels @param {number} hundredths it is shown for */
function frame({ left, top, width, height }, pixels, hundredths) {
  return [
    Uint8Array.of(0x21, 0xf9, 4, 1 << 2, ...word(hundredths), 0, 0),
    Uint8Array.of(0x2c, ...word(left), ...word(top), ...word(width), ...word(height), 0),
    Uint8Array.of(8),
    ...blocks(coded(pixels)),
  ];
}

/**
 * @param {Picture} picture
 * @param {{ frame_count?: number, frame_duration_ms?: number }} how
 * @returns {Promise<Uint8Array>} the file
 */
export async function encodeGif(picture, { frame_count: count = 9, frame_duration_ms: duration = 200 }) {
  const { width, height } = picture;
  const hundredths = Math.round(duration / 10);
  const piece = { width: Math.floor(width / count), height: Math.ceil(height / 40) };
  const parts = [
    new TextEncoder().encode('GIF89a'),
    Uint8Array.of(...word(width), ...word(height), 0xf7, 0, 0),
    Uint8Array.from(palette()),
    Uint8Array.of(0x21, 0xff, 11, ...new TextEncoder().encode('NETSCAPE2.0'), 3, 1, 0, 0, 0),
    ...frame({ left: 0, top: 0, width, height }, indexed(picture), hundredths),
  ];
  for (let i = 1; i < count; i++) {
    const rect = { ...piece, left: (i - 1) * piece.width, top: height - piece.height };
    parts.push(...frame(rect, new Uint8Array(piece.width * piece.height).fill(white), hundredths));
  }
  return new Uint8Array(await new Blob(/** @type {Uint8Array<ArrayBuffer>[]} */ ([...parts, Uint8Array.of(0x3b)])).arrayBuffer());
}
