// @ts-check
/**
 * The studio's other side in its worker: masks as plain bytes, pictures to select from
 * and to enlarge.
 *
 * Knows the functions of wasm/door/mask_door.c and picture_door.c, and nobody else does.
 */
import { createBorder } from '../js/base/border.js';

/**
 * @typedef {import('./engine.js').Mask} Mask
 * @typedef {import('./engine.js').Pixels} Pixels
 * @typedef {import('../js/studio/painting.js').Rect & {coverage: Uint8Array}} Selection where all of it lies in the picture
 * @typedef {{left: number, top: number, right: number, bottom: number}} Margins pixels to be added
 * @typedef {{tolerance: number, softness: number, everywhere: boolean}} Selecting
 *   tolerance: 0 the colour itself .. 100 all; softness: 0..1, how far past it the selection fades
 */

/** @param {any} studio what startAlone resolved to */
export function createEasel(studio) {
  const { check, give, lend, reply, takeBlock } = createBorder(studio);

  /** @param {number} address where coverage lies whose size is in the reply @returns {Mask} */
  function takeMask(address) {
    const { width, height } = reply();
    return { width, height, coverage: takeBlock(address, width * height) };
  }

  /** @param {number} address where coverage lies whose place is in the reply @returns {Selection} */
  function takeSelection(address) {
    const place = reply();
    return { ...place, coverage: takeBlock(address, place.width * place.height) };
  }

  return {
    /** @param {Uint8Array} file @returns {import('./engine.js').Photo} */
    inspect(file) {
      check(studio._file_inspect(give(file), file.length));
      return reply();
    },

    /** @param {Uint8Array} file PNG or JPEG */
    maskFromFile: (file) => takeMask(check(studio._mask_from_file(give(file), file.length))),

    /** @param {Pixels} image */
    maskFromPixels: ({ pixels, width, height }) =>
      takeMask(check(studio._mask_from_pixels(give(pixels), width, height))),

    /** @param {Mask} mask @param {import('../js/studio/painting.js').Change} name @param {number} amount @returns {Mask} */
    changeMask({ coverage, width, height }, name, amount) {
      const address = check(lend([name], (text) => studio._mask_change(give(coverage), width, height, text, amount)));
      return { width, height, coverage: takeBlock(address, width * height) };
    },

    /** @param {Mask} mask @param {import('../js/base/core.js').Size} size @returns {Mask} */
    fitMask({ coverage, width: fromWidth, height: fromHeight }, { width, height }) {
      const address = check(studio._mask_fit(give(coverage), fromWidth, fromHeight, width, height));
      return { width, height, coverage: takeBlock(address, width * height) };
    },

    /** A PNG: grey, white repaints, or black, transparent repaints. @param {Mask} mask @param {boolean} grey */
    exportMask({ coverage, width, height }, grey) {
      const address = check(studio._mask_export(give(coverage), width, height, grey));
      return takeBlock(address, reply().length);
    },

    /** A picture: a file (PNG or JPEG) or its pixels. @param {Uint8Array | Pixels} picture */
    openPicture(picture) {
      const handle = check(
        picture instanceof Uint8Array
          ? studio._picture_open(give(picture), picture.length)
          : studio._picture_open_pixels(give(picture.pixels), picture.width, picture.height),
      );
      return {
        /** For whatever else is made of it, see composer.js. @type {number} */
        handle,

        /** By the colour at a pixel. @param {import('../js/studio/painting.js').Point} at @param {Selecting} how */
        select: ({ x, y }, { tolerance, softness, everywhere }) =>
          takeSelection(check(studio._picture_select(handle, x, y, tolerance, softness, everywhere))),

        /** What is transparent. */
        selectTransparency: () => takeSelection(check(studio._picture_select_transparency(handle))),

        /** A PNG of it on a larger canvas. @param {Margins} margins */
        extend({ left, top, right, bottom }) {
          const address = check(studio._picture_extend(handle, left, top, right, bottom));
          const { length, width, height } = reply();
          return { file: takeBlock(address, length), width, height };
        },

        /** A PNG of it whose transparency is a mask of its size. @param {Mask} mask */
        withMask({ coverage, width, height }) {
          const address = check(studio._picture_mask(handle, give(coverage), width, height));
          return takeBlock(address, reply().length);
        },

        close: () => studio._picture_close(handle),
      };
    },
  };
}
