// @ts-check
/** Counts presses that follow each other on one spot, which pointer events do not.  Pure. */

/** @typedef {Pick<PointerEvent, 'pointerType' | 'button' | 'timeStamp' | 'clientX' | 'clientY'>} Press */

const SOON_MS = 500;

/** How far apart they may be, in CSS pixels. @type {Record<string, number>} */
const REACH = { mouse: 5, pen: 10, touch: 24 };

export function createClicks() {
  /** @type {Press | null} */
  let last = null;
  let count = 0;

  /** @param {Press} event @param {Press} from */
  const isNear = ({ clientX, clientY }, from) => Math.hypot(clientX - from.clientX, clientY - from.clientY) < (REACH[from.pointerType] ?? REACH.mouse);

  /** @param {Press} event */
  const follows = (event) =>
    last?.pointerType === event.pointerType && last.button === event.button && event.timeStamp - last.timeStamp < SOON_MS && isNear(event, last);

  return {
    /** Which one in a row a press is: 2 for the second of a double click. @param {Press} event */
    press(event) {
      count = follows(event) ? count + 1 : 1;
      last = event;
      return count;
    },

    /** What goes somewhere is no click. @param {Press} event */
    move(event) {
      if (last && !isNear(event, last)) last = null;
    },

    /** The last press was not meant. */
    forget() {
      last = null;
    },
  };
}
