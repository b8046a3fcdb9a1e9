// @ts-check
/** Painting without a pointer: arrow keys move the brush, and it paints while Space is held. */

/** @typedef {import('../viewport.js').Point} Point */

/** Where an arrow key points, if it is one. @type {Record<string, Point>} */
export const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** How much further an arrow goes with Shift. */
export const FAR = 10;

/**
 * @param {object} doings all points are of the image
 * @param {() => Point} doings.start where the brush first appears
 * @param {() => number} doings.step how far an arrow key goes, in image pixels
 * @param {() => import('../../base/core.js').Size} doings.size the image's
 * @param {(at: Point, shift: boolean) => void} doings.press
 * @param {(to: Point) => void} doings.move while Space is held
 * @param {(to: Point) => void} doings.hover while it is not
 * @param {() => void} doings.lift Space was let go
 * @param {(at: Point) => void} doings.show the brush is here now
 */
export function createKeyboardBrush({ start, step, size, press, move, hover, lift, show }) {
  /** @type {Point | null} */
  let place = null;
  let painting = false;

  /** @param {Point} direction @param {boolean} far */
  function go({ x, y }, far) {
    const from = place ?? start();
    const by = step() * (far ? FAR : 1);
    const { width, height } = size();
    place = {
      x: Math.min(Math.max(from.x + x * by, 0), width),
      y: Math.min(Math.max(from.y + y * by, 0), height),
    };
    if (painting) move(place);
    else hover(place);
    show(place);
  }

  /** @param {boolean} shift */
  function dip(shift) {
    place ??= start();
    painting = true;
    press(place, shift);
    show(place);
  }

  return {
    appear() {
      place ??= start();
      show(place);
    },

    /** Where the brush is; null while a pointer has it. */
    get place() {
      return place;
    },

    /** Whether the key was for the brush. @param {KeyboardEvent} event */
    onKeyDown({ key, shiftKey, repeat }) {
      if (ARROWS[key]) go(ARROWS[key], shiftKey);
      else if (key === ' ' && !repeat) dip(shiftKey);
      else return key === ' ';
      return true;
    },

    /** Space was let go, or the focus has gone. */
    lift() {
      if (painting) lift();
      painting = false;
    },

    /** A pointer takes over; says whether there was something to take. */
    leave() {
      if (!place || painting) return false;
      place = null;
      return true;
    },
  };
}
