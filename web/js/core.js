// @ts-check
/**
 * The page's own instance of the C core: schema, checks and painting, without waiting.
 *
 * Knows the functions of wasm/door/page_door.c and paint_door.c, and nobody else does.
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
 * @typedef {{x: number, y: number}} Point in image pixels
 *
 * @typedef {object} Brush
 * @property {number} size diameter in image pixels
 * @property {number} hardness 0..1
 * @property {number} opacity 0..1
 * @property {boolean} square
 * @property {boolean} subtract
 * @property {boolean} sizeByPressure
 * @property {boolean} opacityByPressure
 * @property {number} string image pixels between the pointer and the brush it pulls, 0 for none
 *
 * @typedef {object} Look what the overlay shows; colours are 0xRRGGBBAA
 * @property {number} veil over what is painted
 * @property {number} [dash] the outline; none without
 * @property {number} [gap] what it is dashed with; solid without
 * @property {number} [phase] screen pixels by which the dashes have marched
 * @property {boolean} [bare] the mask alone, white on black
 *
 * @typedef {'invert' | 'fill' | 'harden' | 'grow' | 'shrink' | 'border' | 'feather' | 'fillHoles' | 'dropSpecks'} Change
 *   see wasm/paint/change.h
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
    const handle = check(core._paint_open(width, height));
    const whole = { x: 0, y: 0, width, height };

    /** Lends points as pairs or more of doubles. @param {number[][]} points @param {(points: number, count: number) => boolean} call */
    const lendPoints = (points, call) =>
      check(lend([new Uint8Array(Float64Array.from(points.flat()).buffer)], (address) => call(address, points.length)));

    return {
      width,
      height,

      close: () => core._paint_close(handle),

      /** Remembers the state to undo to: before each stroke or other change. */
      begin: () => check(core._paint_begin(handle)),

      /** Back to what `begin` remembered: a preview drawn anew, an action given up. */
      revert: () => check(core._paint_revert(handle)),

      /** Whether there was a step to undo. @returns {boolean} */
      undo: () => !!core._paint_undo(handle),

      /** Whether there was a step to redo. @returns {boolean} */
      redo: () => !!core._paint_redo(handle),

      /** @returns {{share: number, canUndo: boolean, canRedo: boolean}} share: painted, 0..1 */
      state() {
        check(core._paint_state(handle));
        return reply();
      },

      /**
       * Starts a stroke; nothing else may be painted until its end.
       * @param {Brush} brush
       */
      stroke({ size, hardness, opacity, square, subtract, sizeByPressure, opacityByPressure, string }) {
        check(core._paint_stroke_begin(handle, size, hardness, opacity, square, subtract, sizeByPressure, opacityByPressure, string));
        return {
          /** Goes on to each point, the first of all being a dot; returns where the brush is then.
           * @param {(Point & {pressure?: number})[]} points pressure: 0..1, 1 without @returns {Point} */
          move(points) {
            lendPoints(points.map(({ x, y, pressure = 1 }) => [x, y, pressure]), (address, count) => core._paint_stroke_move(handle, address, count));
            return reply();
          },

          end: () => check(core._paint_stroke_end(handle)),
        };
      },

      /** @param {Point} from one corner @param {Point} to the other @param {boolean} subtract */
      rectangle: (from, to, subtract) => check(core._paint_rectangle(handle, from.x, from.y, to.x, to.y, subtract)),

      /** @param {Point} from one corner of the box around it @param {Point} to the other @param {boolean} subtract */
      ellipse: (from, to, subtract) => check(core._paint_ellipse(handle, from.x, from.y, to.x, to.y, subtract)),

      /** What a closed line winds around. @param {Point[]} points @param {boolean} subtract */
      polygon: (points, subtract) =>
        lendPoints(points.map(({ x, y }) => [x, y]), (address, count) => core._paint_polygon(handle, address, count, subtract)),

      /** Fills the unpainted region around a point; clears the painted one. @param {Point} at @param {boolean} subtract */
      bucket: (at, subtract) => check(core._paint_bucket(handle, Math.floor(at.x), Math.floor(at.y), subtract)),

      clear: () => check(core._paint_clear(handle)),

      /** @param {Change} name @param {number} [amount] whole pixels */
      change: (name, amount = 0) => check(lend([name], (address) => core._paint_change(handle, address, amount))),

      /**
       * The part that a change looks at and writes: where it is large, read it, let a worker change
       * it, write it back.
       * @param {Change} name @param {number} [amount] @returns {Rect}
       */
      changeArea(name, amount = 0) {
        check(lend([name], (address) => core._paint_change_area(handle, address, amount)));
        return reply();
      },

      /** A byte per pixel. @param {Rect} [area] inside the picture @returns {Uint8Array} */
      read(area = whole) {
        const address = check(core._paint_read(handle, area.x, area.y, area.width, area.height));
        const coverage = take(address, area.width * area.height);
        core._free(address);
        return coverage;
      },

      /** Replaces all coverage, or that of an area. @param {Uint8Array} coverage @param {Rect} [area] inside the picture */
      write: (coverage, area = whole) => check(core._paint_write(handle, give(coverage), area.x, area.y, area.width, area.height)),

      /** Adds or subtracts coverage, such as a selection. @param {Uint8Array} coverage @param {Rect} area @param {boolean} subtract */
      merge: (coverage, area, subtract) => check(core._paint_merge(handle, give(coverage), area.x, area.y, area.width, area.height, subtract)),

      /** All coverage as few bytes, to be kept. @returns {Uint8Array<ArrayBuffer>} */
      pack() {
        const address = check(core._paint_pack(handle));
        const bytes = take(address, reply().length);
        core._free(address);
        return bytes;
      },

      /** Replaces all coverage by what was packed. @param {Uint8Array} bytes of a painting of the same size */
      unpack: (bytes) => check(core._paint_unpack(handle, give(bytes), bytes.length)),

      /** The screen rectangle that changed since last asked; width 0 for none.
       * @param {View} view @returns {Rect} */
      takeDirty({ scale, x, y }) {
        check(core._paint_take_dirty(handle, scale, x, y));
        return reply();
      },

      /**
       * The overlay's pixels for a screen rectangle, for putImageData.
       * @param {View} view
       * @param {Rect} area not empty
       * @param {Look} look
       */
      overlay({ scale, x, y }, area, { veil, dash = 0, gap = dash, phase = 0, bare = false }) {
        const address = check(core._paint_overlay(handle, scale, x, y, area.x, area.y, area.width, area.height, veil, dash, gap, phase, bare));
        const pixels = new Uint8ClampedArray(take(address, area.width * area.height * 4).buffer);
        return new ImageData(pixels, area.width, area.height);
      },
    };
  }
}

/** @typedef {ReturnType<typeof createPageCore>} PageCore */
/** @typedef {ReturnType<PageCore['openPainting']>} Painting */
