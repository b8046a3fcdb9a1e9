// @ts-check
/** What rectangle and ellipse share: a box drawn from corner to corner. */

/** @typedef {import('../../painting.js').Point} Point */

/** The corner opposite of 'from', as far along both sides. @param {Point} from @param {Point} to @returns {Point} */
function squared(from, to) {
  const side = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  return { x: from.x + (to.x < from.x ? -side : side), y: from.y + (to.y < from.y ? -side : side) };
}

/** Where pixels meet, so that straight sides are sharp. @param {Point} point @returns {Point} */
const snapped = ({ x, y }) => ({ x: Math.round(x), y: Math.round(y) });

/**
 * Draws the shape anew with each move; with Shift held, its sides are equal.
 * @param {import('../tools.js').Hand} hand
 * @param {Point} at
 * @param {'rectangle' | 'ellipse'} shape
 * @returns {import('../tools.js').Action}
 */
export function startBox({ painting, subtract }, at, shape) {
  const from = snapped(at);
  return {
    move(points, shift) {
      const to = snapped(points[points.length - 1]);
      painting.revert();
      painting[shape](from, shift ? squared(from, to) : to, subtract);
    },
  };
}
