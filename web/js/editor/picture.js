// @ts-check
/** Draws the picture under the mask. */
import { make } from '../dom.js';

/** From here on single pixels are meant to be seen. */
const SHARP_SCALE = 2;

const CHECKER = { side: 8, light: '#ffffff', dark: '#cfcfcf' };

/** @param {HTMLCanvasElement} canvas */
export const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));

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

/** @param {HTMLCanvasElement} canvas */
export function createPicture(canvas) {
  const context = contextOf(canvas);
  const checker = createChecker(context);

  return {
    /** @param {ImageBitmap} bitmap @param {import('../painting.js').View} view its corner on a whole pixel */
    draw(bitmap, { scale, x, y }) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = checker;
      // Whole pixels only, or it would shine through where the picture ends within one.
      context.fillRect(x, y, Math.floor(bitmap.width * scale), Math.floor(bitmap.height * scale));
      context.imageSmoothingEnabled = scale < SHARP_SCALE;
      context.imageSmoothingQuality = scale < 1 ? 'high' : 'low';
      context.setTransform(scale, 0, 0, scale, x, y);
      context.drawImage(bitmap, 0, 0);
    },
  };
}
