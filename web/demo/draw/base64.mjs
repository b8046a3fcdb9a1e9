// @ts-check
// Bytes as base64, quick enough for pictures of many megabytes.

const digits = new TextEncoder().encode(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
);
const padding = 61;

/** @param {Uint8Array} bytes @returns {string} */
export function base64(bytes) {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const left = bytes.length - from;
    const group = (bytes[from] << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    out[to] = digits[group >> 18];
    out[to + 1] = digits[(group >> 12) & 63];
    if (left > 1) out[to + 2] = digits[(group >> 6) & 63];
    if (left > 2) out[to + 3] = digits[group & 63];
  }
  return new TextDecoder('ascii').decode(out);
}
