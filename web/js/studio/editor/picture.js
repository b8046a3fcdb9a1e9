// @ts-check
/** Draws the picture under the mask. */
import { make } from '../../base/dom.js';
import { contextOf, takeAlong, uncovered } from './canvas.js';
import { createLevels } from './levels.js';

/**
 * @typedef {import('../viewport.js').Rect} Rect
 * @typedef {import('../viewport.js').Size} Size
 * @typedef {import('../viewport.js').View} View
 */

/** From here on single pixels are meant to be seen. */
const SHARP_SCALE = 2;

const CHECKER = { side: 8, light: '#ffffff', dark: '#cfcfcf' };

/** What shows through where a picture is transparent. @param {CanvasRenderingContext2D} context */
function createChecker(context) {
  const { side, light, dark } = CHECKER;
  const tile = make('canvas', { width: 2 * side, height: 2 * side });
  const paint = contextOf(tile);
  paint.fillStyle = light;
  paint.fillRect(0, 0, 2 * side, 2 * side);
  paint.fillStyle = dark;
  paint.fillRect(0, 0, side, side);
  paint.fillRect(side, side, side, side);
  return /** @type {CanvasPattern} */ (context.createPattern(tile, 'repeat'));
}

/** @param {HTMLCanvasElement} canvas @param {() => void} onBetter the picture can be drawn better than it was */
export function createPicture(canvas, onBetter) {
  const context = contextOf(canvas);
  const checker = createChecker(context);
  /** @type {ReturnType<typeof createLevels> | null} */
  let levels = null;
  /** @type {{image: ImageBitmap, view: View} | null} what is on the canvas */
  let drawn = null;

  const screen = () => ({ x: 0, y: 0, width: canvas.width, height: canvas.height });

  /** Draws a part of the screen, which is empty. @param {Size} size the picture's @param {ImageBitmap} image @param {View} view @param {Rect} part */
  function drawPart(size, image, { scale, x, y }, part) {
    context.save();
    context.beginPath();
    context.rect(part.x, part.y, part.width, part.height);
    context.clip();
    context.fillStyle = checker;
    // Whole pixels only, or it would shine through where the picture ends within one.
    context.fillRect(x, y, Math.floor(size.width * scale), Math.floor(size.height * scale));
    context.imageSmoothingEnabled = scale < SHARP_SCALE;
    context.drawImage(image, x, y, size.width * scale, size.height * scale);
    context.restore();
  }

  return {
    /** @param {ImageBitmap | null} bitmap */
    show(bitmap) {
      levels?.close();
      levels = bitmap && createLevels(bitmap, onBetter);
      drawn = null;
    },

    /** The canvas is empty. */
    clear() {
      drawn = null;
    },

    /** @param {View} view its corner on a whole pixel */
    draw(view) {
      if (!levels) return;
      const image = levels.at(view.scale);
      const last = drawn?.image === image && drawn.view.scale === view.scale ? drawn.view : null;
      const [dx, dy] = last ? [view.x - last.x, view.y - last.y] : [Infinity, 0];
      if (!dx && !dy) return;
      if (last) takeAlong(context, last, view);
      else context.clearRect(0, 0, canvas.width, canvas.height);
      for (const part of uncovered(screen(), dx, dy)) drawPart(levels, image, view, part);
      drawn = { image, view };
    },
  };
}
