// @ts-check
/**
 * The mask over the picture, in cells that are rendered where they are not yet
 * shown as they are: a moved view takes along what is there, and what does not fit
 * into one frame is left to the next.
 *
 * Cells are counted from the picture's corner, so that they move with it.
 */
import { intersect } from '../viewport.js';
import { contextOf, scroll } from './canvas.js';

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

/** How much of a frame may pass until the rest waits for the next one. */
const BUDGET_MS = 8;

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
  /** @type {View} what they are shown for */
  let last = { scale: 0, x: 0, y: 0 };

  const screen = () => ({ x: 0, y: 0, width: canvas.width, height: canvas.height });

  /** @param {number} column @param {number} row @param {number} [columns] @returns {Rect} */
  const cellRect = (column, row, columns = 1) => ({ x: last.x + column * CELL, y: last.y + row * CELL, width: columns * CELL, height: CELL });

  /** What was cut off where the screen ends is not all there. */
  function dropCutOff() {
    for (const key of shown.keys()) {
      const { x, y } = cellRect(key % 65536, Math.floor(key / 65536));
      if (x < 0 || y < 0 || x + CELL > canvas.width || y + CELL > canvas.height) shown.delete(key);
    }
  }

  /** @param {View} view */
  function follow(view) {
    if (view.scale !== last.scale) {
      shown.clear();
      context.clearRect(0, 0, canvas.width, canvas.height);
    } else if (view.x !== last.x || view.y !== last.y) {
      dropCutOff();
      scroll(context, view.x - last.x, view.y - last.y);
    }
    last = view;
  }

  /** @param {Rect} changed on screen */
  function drop(changed) {
    const { left, top, right, bottom } = cellsOf(last, intersect(changed, screen()));
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) shown.delete(keyOf(column, row));
    }
  }

  /** Renders some cells of a row. @param {Scene} scene @param {number} row @param {number} from @param {number} to */
  function render({ painting, view, area, style }, row, from, to) {
    const part = intersect(cellRect(from, row, to - from), area);
    // The dashes of an outline keep to the picture.
    const image = painting.overlay(view, part, { ...style, phase: (style.phase ?? 0) - view.x - view.y });
    context.putImageData(image, part.x, part.y);
    const pixels = new Uint32Array(image.data.buffer);
    for (let column = from; column < to; column++) {
      const { x, width } = intersect(cellRect(column, row), part);
      shown.set(keyOf(column, row), isMixed(pixels, part.width, x - part.x, width));
    }
  }

  /** Renders what is not shown; whether all of it is. @param {Scene} scene */
  function renderStale(scene) {
    const until = performance.now() + BUDGET_MS;
    const { left, top, right, bottom } = cellsOf(last, scene.area);
    for (let row = top; row < bottom; row++) {
      for (let from = left; from < right; from++) {
        if (shown.has(keyOf(from, row))) continue;
        let to = from + 1;
        while (to < right && !shown.has(keyOf(to, row))) to++;
        render(scene, row, from, to);
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
      last = { scale: 0, x: 0, y: 0 };
    },

    /** The style has changed: what is there is seen until it is rendered anew. */
    refresh: () => shown.clear(),

    /** The outline has moved on. */
    march() {
      for (const [key, mixed] of shown) if (mixed) shown.delete(key);
    },

    /** Shows as much as there is time for; whether that was all. @param {Scene} scene */
    draw(scene) {
      follow(scene.view);
      drop(scene.painting.takeDirty(scene.view));
      return scene.area.width === 0 || renderStale(scene);
    },
  };
}
