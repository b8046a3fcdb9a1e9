// @ts-check
/** What a picture file really is, from its first bytes; pure. */

/** @type {{type: string, extension: string, at: number, bytes: number[]}[]} */
const KINDS = [
  { type: 'image/png', extension: 'png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', extension: 'jpg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/webp', extension: 'webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { type: 'image/avif', extension: 'avif', at: 4, bytes: [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66] },
  { type: 'image/gif', extension: 'gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
];

/** Shown as an image it runs no script, and opened by itself it is under this page's policy. */
const SVG = { type: 'image/svg+xml', extension: 'svg' };
const SVG_START = /^\ufeff?\s*(<\?xml\b[^>]*>\s*)?(<!--[^]*?-->\s*)*(<!DOCTYPE\s+svg\b|<svg[\s>])/;
const SVG_HEAD = 1024;

const UNKNOWN = { type: 'application/octet-stream', extension: 'bin' };

/** @param {Uint8Array} file */
export const isPicture = (file) => sniff(file).type !== UNKNOWN.type;

/** @param {Uint8Array} file @returns {{type: string, extension: string}} */
export function sniff(file) {
  const drawing = () => (SVG_START.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.subarray(0, SVG_HEAD))) ? SVG : UNKNOWN);
  const kind = KINDS.find(({ at, bytes }) => bytes.every((byte, i) => file[at + i] === byte)) ?? drawing();
  return { type: kind.type, extension: kind.extension };
}
