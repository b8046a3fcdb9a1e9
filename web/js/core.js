// @ts-check
/**
 * The page's own instance of the C core: schema, checks and painting, without waiting.
 *
 * Knows the functions of wasm/door/page_door.c, and nobody else does.
 */
import { createBorder } from './border.js';

/**
 * @typedef {{name: string, label: string, help: string, kind: 'text' | 'model' | 'integer' | 'choice',
 *   default: string, min: number, max: number, choices: {value: string, label: string}[],
 *   sent: boolean, advanced: boolean}} Setting
 * @typedef {{id: string, summary: string, shutdown: string | null, successor: string | null, ended: boolean}} Model
 * @typedef {{settings: Setting[], models: Model[], models_as_of: string, limits: {images: number}}} Schema
 * @typedef {{x: number, y: number, width: number, height: number}} Rect
 * @typedef {{scale: number, x: number, y: number}} View screen pixels per image pixel, and where the image's corner is
 * @typedef {{width: number, height: number}} Size
 */

/** Today, as the C core takes it. */
export const today = () => new Date().toISOString().slice(0, 10);

/** @param {any} core what createCore resolved to */
export function createPageCore(core) {
  const { check, give, lend, reply, take } = createBorder(core);

  return {
    /** @returns {Schema} */
    schema() {
      check(lend([today()], (date) => core._page_schema(date)));
      return reply();
    },

    /**
     * Throws the Fault that a run with these would end in before anything is sent.
     * @param {Record<string, string | number>} params
     * @param {{baseUrl: string, images: Size[], mask: Size | null}} inputs
     */
    check(params, { baseUrl, images, mask }) {
      const [first] = images;
      check(
        lend([JSON.stringify(params), baseUrl, today()], (p, pLength, u, uLength, date) =>
          core._page_check(p, pLength, u, uLength, date, images.length, first?.width ?? 0, first?.height ?? 0, mask?.width ?? 0, mask?.height ?? 0)),
      );
    },

    /** Throws the Fault of a base URL that may not be used. @param {string} url */
    checkUrl: (url) => check(lend([url], core._page_check_url)),

    /** Throws the Fault of a key that cannot be sent. @param {string} key */
    checkKey: (key) => check(lend([key], core._page_check_key)),

    /** The seed of the next run. @param {Record<string, string | number>} params @returns {number} */
    nextSeed(params) {
      check(lend([JSON.stringify(params)], (p, length) => core._page_next_seed(p, length, Math.random())));
      return reply().seed;
    },

    /** The size an image is sent at; 'budget' in pixels, 0 for none.
     * @param {Size} size @param {number} budget @returns {Size} */
    fit({ width, height }, budget) {
      check(core._page_fit(width, height, budget));
      return reply();
    },

    /** A mask for an image of this size, nothing painted yet. @param {Size} size */
    openPainting: ({ width, height }) => createPainting(width, height),
  };

  /**
   * @param {number} width
   * @param {number} height
   */
  function createPainting(width, height) {
    const handle = check(core._page_paint_open(width, height));

    return {
      width,
      height,

      close: () => core._page_paint_close(handle),

      /** Remembers the state to undo to: before each stroke or other change. */
      begin: () => check(core._page_paint_begin(handle)),

      /**
       * One segment of a stroke, in image pixels; the same point twice is a dot.
       * @param {{size: number, hardness: number, erase: boolean}} brush size: diameter, hardness: 0..1
       * @param {{x: number, y: number}} from
       * @param {{x: number, y: number}} to
       */
      segment: (brush, from, to) =>
        check(core._page_paint_segment(handle, brush.size, brush.hardness, brush.erase, from.x, from.y, to.x, to.y)),

      /** Whether there was a step to undo. @returns {boolean} */
      undo: () => !!core._page_paint_undo(handle),

      /** Whether there was a step to redo. @returns {boolean} */
      redo: () => !!core._page_paint_redo(handle),

      clear: () => check(core._page_paint_clear(handle)),

      /** @returns {{share: number, canUndo: boolean, canRedo: boolean}} share: painted, 0..1 */
      state() {
        check(core._page_paint_state(handle));
        return reply();
      },

      /** The screen rectangle that changed since last asked; width 0 for none.
       * @param {View} view @returns {Rect} */
      takeDirty({ scale, x, y }) {
        check(core._page_paint_take_dirty(handle, scale, x, y));
        return reply();
      },

      /**
       * The overlay's pixels for a screen rectangle, for putImageData.
       * @param {View} view
       * @param {Rect} area not empty
       * @param {number} color 0xRRGGBBAA
       */
      overlay({ scale, x, y }, area, color) {
        const address = check(core._page_paint_overlay(handle, scale, x, y, area.x, area.y, area.width, area.height, color));
        const pixels = new Uint8ClampedArray(take(address, area.width * area.height * 4).buffer);
        return new ImageData(pixels, area.width, area.height);
      },

      /** All coverage, a byte per pixel. @returns {Uint8Array} */
      read() {
        const address = check(core._page_paint_read(handle));
        const coverage = take(address, width * height);
        core._free(address);
        return coverage;
      },

      /** Replaces all coverage. @param {Uint8Array} coverage */
      write: (coverage) => check(core._page_paint_write(handle, give(coverage))),
    };
  }
}

/** @typedef {ReturnType<typeof createPageCore>} PageCore */
/** @typedef {ReturnType<PageCore['openPainting']>} Painting */
