// @ts-check
// What the bytes of a file say they are, without decoding them.

/**
 * @typedef {object} Sniffed
 * @property {'image/png' | 'image/jpeg' | 'image/webp'} type
 * @property {boolean} plain eight bits a channel, grey or RGB: the modes the real API is known to take
 * @property {boolean} alpha whether it has a real alpha channel (PNG only)
 */

/** @param {Uint8Array} bytes @returns {Sniffed | null} null where it is none of the three */
export function sniff(bytes) {
  if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return sniffPng(bytes);
  if (text(bytes, 0, 3) === '\xff\xd8\xff') return sniffJpeg(bytes);
  if (text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 12) !== 'WEBP') return null;
  return { type: 'image/webp', plain: true, alpha: false };
}

/** @param {Uint8Array} bytes @returns {Sniffed | null} */
function sniffPng(bytes) {
  if (bytes.length < 33 || text(bytes, 12, 16) !== 'IHDR') return null;
  const [depth, color] = [bytes[24], bytes[25]];
  return {
    type: 'image/png',
    plain: depth === 8 && color !== 3,
    alpha: depth === 8 && (color === 4 || color === 6),
  };
}

/**
 * Walks the segments to the frame header; CMYK and files of several pictures are not plain.
 * @param {Uint8Array} bytes @returns {Sniffed | null}
 */
function sniffJpeg(bytes) {
  let several = false;
  for (let at = 2; at + 10 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xe2 && text(bytes, at + 4, at + 8) === 'MPF\0') several = true;
    if (isFrame(marker)) {
      const [depth, components] = [bytes[at + 4], bytes[at + 9]];
      return { type: 'image/jpeg', plain: !several && depth === 8 && components < 4, alpha: false };
    }
    at += 2 + bytes[at + 2] * 256 + bytes[at + 3];
  }
  return null;
}

/** @param {number} marker SOF0 to SOF15, without the tables whose numbers lie between */
function isFrame(marker) {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** @param {Uint8Array} bytes @param {number} from @param {number} to */
function text(bytes, from, to) {
  return String.fromCharCode(...bytes.subarray(from, to));
}
