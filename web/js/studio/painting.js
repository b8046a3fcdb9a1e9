// @ts-check
/**
 * A mask that is being painted, in the page's own instance of the studio.
 *
 * Knows the functions of wasm/door/paint_door.c, and nobody else does.
 */
import { createBorder } from '../base/border.js';

/**
 * @typedef {import('../base/core.js').Size} Size
 * @typedef {{x: number, y: number, width: number, height: number}} Rect
 * @typedef {{scale: number, x: number, y: number}} View screen pixels per image pixel, and where the image's corner is
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

/** Rows that go over the border at a time: memory that C once had it keeps. */
const BAND_ROWS = 256;

/** @param {Rect} area */
function* bandsOf({ y: top, height: rows }) {
  for (let y = top; y < top + rows; y += BAND_ROWS) yield { y, height: Math.min(BAND_ROWS, top + rows - y) };
}

/**
 * A mask for an image of this size, nothing painted yet.
 * @param {import('../base/border.js').Core & Record<string, Function>} studio what startAlone resolved to
 * @param {Size} size
 */
export function openPainting(studio, { width, height }) {
  const { check, give, lend, reply, take } = createBorder(studio);
  const handle = check(studio._paint_open(width, height));
  const whole = { x: 0, y: 0, width, height };

  /** Lends points as pairs or more of doubles. @param {number[][]} points @param {(points: number, count: number) => boolean} call */
  const lendPoints = (points, call) =>
    check(lend([new Uint8Array(Float64Array.from(points.flat()).buffer)], (address) => call(address, points.length)));

  /** Boxes around what is painted, the nearest in one where there are many; none for nothing.
   * @returns {Rect[]} */
  function islands() {
    check(studio._paint_islands(handle));
    return reply();
  }

  return {
    width,
    height,

    close: () => studio._paint_close(handle),

    /** Remembers the state to undo to: before each stroke or other change. */
    begin: () => check(studio._paint_begin(handle)),

    /** Back to what `begin` remembered: a preview drawn anew, an action given up. */
    revert: () => check(studio._paint_revert(handle)),

    /** Whether there was a step to undo. @returns {boolean} */
    undo: () => !!studio._paint_undo(handle),

    /** Whether there was a step to redo. @returns {boolean} */
    redo: () => !!studio._paint_redo(handle),

    /** @returns {{share: number, canUndo: boolean, canRedo: boolean}} share: painted, 0..1 */
    state() {
      check(studio._paint_state(handle));
      return reply();
    },

    islands,

    /** The rectangle around what is painted; width 0 for nothing. @returns {Rect} */
    extent() {
      const boxes = islands();
      const x = Math.min(...boxes.map((box) => box.x));
      const y = Math.min(...boxes.map((box) => box.y));
      const right = Math.max(...boxes.map((box) => box.x + box.width));
      const bottom = Math.max(...boxes.map((box) => box.y + box.height));
      return boxes.length ? { x, y, width: right - x, height: bottom - y } : { x: 0, y: 0, width: 0, height: 0 };
    },

    /**
     * Starts a stroke; nothing else may be painted until its end.
     * @param {Brush} brush
     */
    stroke({ size, hardness, opacity, square, subtract, sizeByPressure, opacityByPressure, string }) {
      check(studio._paint_stroke_begin(handle, size, hardness, opacity, square, subtract, sizeByPressure, opacityByPressure, string));
      return {
        /** Goes on to each point, the first of all being a dot; returns where the brush is then.
         * @param {(Point & {pressure?: number})[]} points pressure: 0..1, 1 without @returns {Point} */
        move(points) {
          lendPoints(points.map(({ x, y, pressure = 1 }) => [x, y, pressure]), (address, count) => studio._paint_stroke_move(handle, address, count));
          return reply();
        },

        end: () => check(studio._paint_stroke_end(handle)),
      };
    },

    /** @param {Point} from one corner @param {Point} to the other @param {boolean} subtract */
    rectangle: (from, to, subtract) => check(studio._paint_rectangle(handle, from.x, from.y, to.x, to.y, subtract)),

    /** @param {Point} from one corner of the box around it @param {Point} to the other @param {boolean} subtract */
    ellipse: (from, to, subtract) => check(studio._paint_ellipse(handle, from.x, from.y, to.x, to.y, subtract)),

    /** What a closed line winds around. @param {Point[]} points @param {boolean} subtract */
    polygon: (points, subtract) =>
      lendPoints(points.map(({ x, y }) => [x, y]), (address, count) => studio._paint_polygon(handle, address, count, subtract)),

    /** Fills the unpainted region around a point; clears the painted one. @param {Point} at @param {boolean} subtract */
    bucket: (at, subtract) => check(studio._paint_bucket(handle, Math.floor(at.x), Math.floor(at.y), subtract)),

    clear: () => check(studio._paint_clear(handle)),

    /** @param {Change} name @param {number} [amount] whole pixels */
    change: (name, amount = 0) => check(lend([name], (address) => studio._paint_change(handle, address, amount))),

    /**
     * The part that a change looks at and writes: where it is large, read it, let a worker change
     * it, write it back.
     * @param {Change} name @param {number} [amount] @returns {Rect}
     */
    changeArea(name, amount = 0) {
      check(lend([name], (address) => studio._paint_change_area(handle, address, amount)));
      return reply();
    },

    /** A byte per pixel. @param {Rect} [area] inside the picture @returns {Uint8Array} */
    read(area = whole) {
      const coverage = new Uint8Array(area.width * area.height);
      for (const { y, height } of bandsOf(area)) {
        const address = check(studio._paint_read(handle, area.x, y, area.width, height));
        coverage.set(take(address, area.width * height), (y - area.y) * area.width);
        studio._free(address);
      }
      return coverage;
    },

    /** Replaces all coverage, or that of an area. @param {Uint8Array} coverage @param {Rect} [area] inside the picture */
    write(coverage, area = whole) {
      for (const { y, height } of bandsOf(area)) {
        const from = (y - area.y) * area.width;
        const band = give(coverage.subarray(from, from + height * area.width));
        check(studio._paint_write(handle, band, area.x, y, area.width, height));
      }
    },

    /** Adds or subtracts coverage, such as a selection. @param {Uint8Array} coverage @param {Rect} area @param {boolean} subtract */
    merge: (coverage, area, subtract) => check(studio._paint_merge(handle, give(coverage), area.x, area.y, area.width, area.height, subtract)),

    /** All coverage as few bytes, to be kept. @returns {Uint8Array<ArrayBuffer>} */
    pack() {
      const address = check(studio._paint_pack(handle));
      const bytes = take(address, reply().length);
      studio._free(address);
      return bytes;
    },

    /** Replaces all coverage by what was packed. @param {Uint8Array} bytes of a painting of the same size */
    unpack: (bytes) => check(studio._paint_unpack(handle, give(bytes), bytes.length)),

    /** The screen rectangle that changed since last asked; width 0 for none.
     * @param {View} view @returns {Rect} */
    takeDirty({ scale, x, y }) {
      check(studio._paint_take_dirty(handle, scale, x, y));
      return reply();
    },

    /**
     * The overlay's pixels for a screen rectangle, for putImageData at once: they lie
     * where C has them, good until the next call.
     * @param {View} view
     * @param {Rect} area not empty
     * @param {Look} look
     */
    overlay({ scale, x, y }, area, { veil, dash = 0, gap = dash, phase = 0, bare = false }) {
      const address = check(studio._paint_overlay(handle, scale, x, y, area.x, area.y, area.width, area.height, veil, dash, gap, phase, bare));
      const memory = /** @type {ArrayBuffer} */ (studio.HEAPU8.buffer);
      const pixels = new Uint8ClampedArray(memory, address, area.width * area.height * 4);
      return new ImageData(pixels, area.width, area.height);
    },
  };
}

/** @typedef {ReturnType<typeof openPainting>} Painting */
