// @ts-check
/** What canvases of the editor have in common. */

/** @param {HTMLCanvasElement} canvas */
export const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));

/**
 * Takes what is drawn along to another view, coarsely where the scale is another;
 * what comes into sight is empty.
 * @param {CanvasRenderingContext2D} context
 * @param {import('../viewport.js').View} from corners on whole pixels @param {import('../viewport.js').View} to
 */
export function takeAlong(context, from, to) {
  const { width, height } = context.canvas;
  const growth = to.scale / from.scale;
  context.globalCompositeOperation = 'copy';
  context.imageSmoothingEnabled = false;
  context.drawImage(context.canvas, to.x - from.x * growth, to.y - from.y * growth, width * growth, height * growth);
  context.globalCompositeOperation = 'source-over';
}

/** The parts that come into sight. @param {import('../viewport.js').Rect} area what is moved within @param {number} dx @param {number} dy */
export function uncovered({ x, y, width, height }, dx, dy) {
  if (Math.abs(dx) >= width || Math.abs(dy) >= height) return [{ x, y, width, height }];
  const beside = { x: dx < 0 ? x + width + dx : x, y, width: Math.abs(dx), height };
  const above = { x, y: dy < 0 ? y + height + dy : y, width, height: Math.abs(dy) };
  return [beside, above].filter((part) => part.width > 0 && part.height > 0);
}
