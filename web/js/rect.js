// @ts-check
/** Rectangles of pixels; pure. */

/** @typedef {import('./painting.js').Rect} Rect */

/** The smallest rectangle around all of them; empty for none. @param {Rect[]} rects @returns {Rect} */
export function around(rects) {
  if (!rects.length) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}
