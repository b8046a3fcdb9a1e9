// @ts-check
/** Draws the picture under the mask. */
import { make } from '../dom.js';
import { contextOf } from './canvas.js';
import { createLevels } from './levels.js';

/**
 * @typedef {import('../viewport.js').Rect} Rect
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

  return {
    /** @param {ImageBitmap | null} bitmap */
    show(bitmap) {
      levels?.close();
      levels = bitmap && createLevels(bitmap, onBetter);
    },

    /** @param {View} view its corner on a whole pixel @param {Rect} area where the picture is on screen */
    draw({ scale, x, y }, area) {
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (!levels || !area.width) return;
      const image = levels.at(scale);
      const across = image.width / (levels.width * scale);
      const down = image.height / (levels.height * scale);
      context.fillStyle = checker;
      // Whole pixels only, or it would shine through where the picture ends within one.
      context.fillRect(x, y, Math.floor(levels.width * scale), Math.floor(levels.height * scale));
      context.imageSmoothingEnabled = scale < SHARP_SCALE;
      context.drawImage(image, (area.x - x) * across, (area.y - y) * down, area.width * across, area.height * down, area.x, area.y, area.width, area.height);
    },
  };
}
