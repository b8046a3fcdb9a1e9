// @ts-check
// Chance that is the same every time: a hash of words, and the numbers that follow from it.

/**
 * @param {string} words
 * @returns {number} 32 bits, spread evenly over all texts (FNV-1a, stirred)
 */
export function hash(words) {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(words)) h = Math.imul(h ^ byte, 0x01000193);
  return stir(h);
}

/** @param {number} h @returns {number} every bit of the answer depends on every bit of `h` */
export function stir(h) {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * @param {string} words
 * @returns {() => number} numbers in [0, 1), always the same row for the same words
 */
export function chance(words) {
  let state = hash(words);
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    return stir(state) / 2 ** 32;
  };
}
