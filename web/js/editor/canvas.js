// @ts-check
/** What canvases of the editor have in common. */

/** @param {HTMLCanvasElement} canvas */
export const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));

/** Moves all that is drawn; what comes into sight is empty.
 * @param {CanvasRenderingContext2D} context @param {number} dx @param {number} dy whole pixels */
export function scroll(context, dx, dy) {
  context.globalCompositeOperation = 'copy';
  context.drawImage(context.canvas, dx, dy);
  context.globalCompositeOperation = 'source-over';
}
