// @ts-check
/**
 * The wheel and the trackpad: zoom at the pointer, and with Shift the brush's size.
 *
 * A pinched trackpad is a wheel with Ctrl, but in Safari, which has events of its
 * own for it; on an iPad these come beside those of the fingers, which zoom already.
 */

/** @typedef {import('../viewport.js').Point} Point */

/** How far the wheel turns for one step of the brush's size, in pixels. */
const STEP = 60;

/** @param {number} value @param {number} most */
const within = (value, most) => Math.min(Math.max(value, -most), most);

/** @param {WheelEvent} event */
function pixelsOf({ deltaX, deltaY, deltaMode }) {
  const turned = deltaY || deltaX; // a Mac turns it sideways with Shift
  return turned * (deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 400);
}

/** How much one event zooms; a pinched trackpad sends small steps. @param {number} pixels @param {boolean} pinched */
const zoomFactor = (pixels, pinched) => Math.exp(pinched ? -0.01 * within(pixels, 25) : -0.002 * within(pixels, 200));

/**
 * @param {HTMLElement} canvas
 * @param {object} doings
 * @param {(event: MouseEvent) => Point} doings.locate
 * @param {() => boolean} doings.isTouched whether fingers are on the canvas
 * @param {(at: Point, factor: number) => void} doings.zoom
 * @param {(steps: number) => void} doings.resize -1: one step smaller
 */
export function listenToWheel(canvas, { locate, isTouched, zoom, resize }) {
  let turned = 0;
  let pinched = 1;

  /** A trackpad takes many events for one step. @param {number} pixels */
  function turn(pixels) {
    if (pixels * turned < 0) turned = 0;
    turned += within(pixels, STEP);
    if (Math.abs(turned) < STEP) return;
    resize(-Math.sign(turned));
    turned = 0;
  }

  /** @param {WheelEvent} event */
  function onWheel(event) {
    event.preventDefault();
    if (event.shiftKey && !event.ctrlKey) turn(pixelsOf(event));
    else if (event.deltaY) zoom(locate(event), zoomFactor(pixelsOf(event), event.ctrlKey));
  }

  /** @param {any} event of Safari: 'scale' is how far the fingers have spread since it began */
  function onGesture(event) {
    event.preventDefault();
    if (event.type === 'gesturechange' && !isTouched()) zoom(locate(event), event.scale / pinched);
    pinched = event.type === 'gesturechange' ? event.scale : 1;
  }

  canvas.addEventListener('wheel', onWheel, { passive: false });
  for (const type of ['gesturestart', 'gesturechange', 'gestureend']) canvas.addEventListener(type, onGesture);
}
