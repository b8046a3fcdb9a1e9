// @ts-check
/**
 * The mask over the picture, in cells that are rendered where they are not yet
 * shown as they are: a moved view takes along what is there, and what does not fit
 * into one frame is left to the next.
 *
 * Cells are counted from the picture's corner, so that they move with it.
 */
import { intersect } from '../viewport.js';
import { contextOf, takeAlong } from './canvas.js';

/**
 * @typedef {import('../viewport.js').Rect} Rect
 * @typedef {import('../viewport.js').View} View
 * @typedef {import('./stage.js').Painting} Painting
 * @typedef {Parameters<Painting['overlay']>[2]} Style
 *
 * @typedef {object} Scene what is to be seen
 * @property {Painting} painting
 * @property {View} view its corner on a whole pixel
 * @property {Rect} area where the picture is on screen
 * @property {Style} style
 */

/** Pixels along a cell's side: two of the blocks in which C renders. */
const CELL = 124;

/** Pixels that are rendered whatever the time. */
const SMALL = 1 << 16;

/** How much of a frame may pass until the rest waits for the next one. */
const BUDGET_MS = 6;

/** @param {number} column @param {number} row */
const keyOf = (column, row) => row * 65536 + column;

/** The cells that hold pixels of an area. @param {View} view @param {Rect} area */
function cellsOf(view, area) {
  const left = Math.floor((area.x - view.x) / CELL);
  const top = Math.floor((area.y - view.y) / CELL);
  const right = Math.ceil((area.x + area.width - view.x) / CELL);
  const bottom = Math.ceil((area.y + area.height - view.y) / CELL);
  return { left, top, right, bottom };
}

/** @param {View} view @param {number} column @param {number} row @param {number} [columns] @returns {Rect} */
const cellRect = (view, column, row, columns = 1) => ({ x: view.x + column * CELL, y: view.y + row * CELL, width: columns * CELL, height: CELL });

/** Whether pixels are not all the same, as at the edge of what is painted.
 * @param {Uint32Array} pixels in rows of 'stride' @param {number} stride @param {number} left @param {number} width */
function isMixed(pixels, stride, left, width) {
  const first = pixels[left];
  for (let row = left; row < pixels.length; row += stride) {
    for (let i = row; i < row + width; i++) if (pixels[i] !== first) return true;
  }
  return false;
}

/** @param {HTMLCanvasElement} canvas */
export function createVeil(canvas) {
  const context = contextOf(canvas);
  /** @type {Map<number, boolean>} the cells that are shown as they are, and whether there is an edge in them */
  const shown = new Map();
  /** @type {View | null} what the canvas shows; null for nothing */
  let last = null;

  /** What was cut off where the screen ends is not all there. @param {View} view */
  function dropCutOff(view) {
    for (const key of shown.keys()) {
      const { x, y } = cellRect(view, key % 65536, Math.floor(key / 65536));
      if (x < 0 || y < 0 || x + CELL > canvas.width || y + CELL > canvas.height) shown.delete(key);
    }
  }

  /** What was seen becomes what it shows of the picture now, or nothing. @param {View} from @param {Scene} scene */
  function zoom(from, { view, area }) {
    shown.clear();
    takeAlong(context, from, view);
    context.globalCompositeOperation = 'destination-in';
    context.fillRect(area.x, area.y, area.width, area.height);
    context.globalCompositeOperation = 'source-over';
  }

  /** @param {View} from @param {Scene} scene */
  function pan(from, { view }) {
    dropCutOff(from);
    takeAlong(context, from, view);
  }

  /** @param {Scene} scene */
  function follow(scene) {
    const { scale, x, y } = scene.view;
    if (!last) context.clearRect(0, 0, canvas.width, canvas.height);
    else if (scale !== last.scale) zoom(last, scene);
    else if (x !== last.x || y !== last.y) pan(last, scene);
    last = scene.view;
  }

  /** @param {Scene} scene @param {Rect} part inside its area @returns {Uint32Array} its pixels */
  function render({ painting, view, style }, part) {
    // The dashes of an outline keep to the picture.
    const image = painting.overlay(view, part, { ...style, phase: (style.phase ?? 0) - view.x - view.y });
    context.putImageData(image, part.x, part.y);
    return new Uint32Array(image.data.buffer, image.data.byteOffset, part.width * part.height);
  }

  /** What is painted is seen at once; more than that waits its turn. @param {Scene} scene @param {Rect} dirty */
  function change(scene, dirty) {
    const part = intersect(dirty, scene.area);
    const small = part.width * part.height < SMALL;
    const { left, top, right, bottom } = cellsOf(scene.view, part);
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const key = keyOf(column, row);
        if (!small) shown.delete(key);
        else if (shown.has(key)) shown.set(key, true);
      }
    }
    if (small && part.width) render(scene, part);
  }

  /** Renders some cells of a row. @param {Scene} scene @param {number} row @param {number} from @param {number} to */
  function renderCells(scene, row, from, to) {
    const part = intersect(cellRect(scene.view, from, row, to - from), scene.area);
    const pixels = render(scene, part);
    for (let column = from; column < to; column++) {
      const { x, width } = intersect(cellRect(scene.view, column, row), part);
      shown.set(keyOf(column, row), isMixed(pixels, part.width, x - part.x, width));
    }
  }

  /** Renders what is not shown; whether all of it is. @param {Scene} scene */
  function renderStale(scene) {
    const until = performance.now() + BUDGET_MS;
    const { left, top, right, bottom } = cellsOf(scene.view, scene.area);
    for (let row = top; row < bottom; row++) {
      for (let from = left; from < right; from++) {
        if (shown.has(keyOf(from, row))) continue;
        let to = from + 1;
        while (to < right && !shown.has(keyOf(to, row))) to++;
        renderCells(scene, row, from, to);
        from = to;
        if (performance.now() > until) return false;
      }
    }
    return true;
  }

  return {
    /** Everything has changed, and nothing of it may stay. */
    clear() {
      shown.clear();
      last = null;
    },

    /** The style has changed: what is there is seen until it is rendered anew. */
    refresh: () => shown.clear(),

    /** The outline has moved on. */
    march() {
      for (const [key, mixed] of shown) if (mixed) shown.delete(key);
    },

    /** Shows as much as there is time for; whether that was all. @param {Scene} scene */
    draw(scene) {
      follow(scene);
      change(scene, scene.painting.takeDirty(scene.view));
      return scene.area.width === 0 || renderStale(scene);
    },
  };
}
