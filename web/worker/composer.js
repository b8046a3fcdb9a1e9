// @ts-check
/**
 * Putting answers back into a picture, in the studio's worker.
 *
 * Knows the functions of wasm/door/compose_door.c, and nobody else does.
 */
import { createBorder } from '../js/base/border.js';

/**
 * @typedef {import('./engine.js').Pixels} Pixels
 * @typedef {import('../js/studio/painting.js').Rect} Rect
 * @typedef {{align: boolean, match: boolean, gradient: boolean, feather: number}} ComposeOptions
 *   feather: percent of the width that suits the mask
 * @typedef {{area: Rect, coverage: Uint8Array, frame: Rect}} Place where an answer belongs
 * @typedef {{aligned: boolean, shift_x: number, shift_y: number, scale: number, matched: boolean,
 *   color_before: number, color_after: number, feather: number}} Report pixels of the picture, levels
 * @typedef {{inside: number, outside: number, width: number, height: number, pixels: Uint8Array}} Difference
 *   changed pixels of the whole picture, and the map of them, RGBA
 */

/** @param {any} studio what startAlone resolved to */
export function createComposer(studio) {
  const { check, give, reply, takeBlock } = createBorder(studio);

  /** Copies two blocks in, or none. @param {Uint8Array} first @param {Uint8Array} second */
  function giveBoth(first, second) {
    const address = give(first);
    try {
      return [address, give(second)];
    } catch (error) {
      studio._free(address);
      throw error;
    }
  }

  /** @param {Rect} rect */
  const sides = ({ x, y, width, height }) => [x, y, width, height];

  return {
    /** @param {number} picture its handle @param {ComposeOptions} options */
    open(picture, { align, match, gradient, feather }) {
      const handle = check(studio._compose_open(picture, align, match, gradient, feather));
      const { width, height, profile } = reply();
      return {
        width,
        height,
        /** What became of the colour profile. @type {'none' | 'kept' | 'dropped'} */
        profile,

        /**
         * Fits an answer: a file (PNG or JPEG) or its pixels.
         * @param {Place} place @param {Uint8Array | Pixels} answer @returns {Report}
         */
        add({ area, coverage, frame }, answer) {
          const isFile = answer instanceof Uint8Array;
          const [mask, block] = giveBoth(coverage, isFile ? answer : answer.pixels);
          const where = [handle, mask, ...sides(area), ...sides(frame), block];
          check(
            isFile
              ? studio._compose_add_file(...where, answer.length)
              : studio._compose_add_pixels(...where, answer.width, answer.height),
          );
          return reply();
        },

        /** The next piece of the PNG file, empty at its end, and the share of the work that is done.
         * @returns {{piece: Uint8Array, share: number}} */
        next() {
          const address = check(studio._compose_next(handle));
          const { length, share } = reply();
          return { piece: takeBlock(address, length), share };
        },

        /** What was composed, smaller, to be looked at; null where it is small enough itself. @returns {Pixels | null} */
        small() {
          const address = check(studio._compose_small(handle));
          const size = reply();
          const pixels = takeBlock(address, size.width * size.height * 4);
          return size.width ? { ...size, pixels } : null;
        },

        /** What is not the picture's any more. @param {boolean} raw of the answers as they came @returns {Difference} */
        difference(raw) {
          const address = check(studio._compose_difference(handle, raw));
          const facts = reply();
          return { ...facts, pixels: takeBlock(address, facts.width * facts.height * 4) };
        },

        close: () => studio._compose_close(handle),
      };
    },
  };
}
