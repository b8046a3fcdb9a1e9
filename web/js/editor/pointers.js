// @ts-check
/**
 * From pointer events to what a hand does: paint, move the view, hover.
 *
 * One finger paints and two move the view; once a pen was seen, one finger moves
 * it too, for it may be the palm.  The first of two fingers looks like one that
 * paints, so its stroke waits a moment, of which nothing is lost, and is taken
 * back when the second comes soon after.  The pointer is captured: a stroke that
 * leaves the canvas goes on.  Points are device pixels of the canvas.  Knows no
 * tool and no view.
 */

/**
 * @typedef {import('../viewport.js').Point} Point
 *
 * @typedef {object} Doings
 * @property {(event: MouseEvent) => Point} locate
 * @property {() => boolean} wantsView whether the next press moves the view whatever it is made with
 * @property {(at: Point, subtract: boolean) => void} press
 * @property {(to: Point[]) => void} move
 * @property {() => void} release
 * @property {() => void} abort as if it had never been pressed
 * @property {(from: Point[], to: Point[]) => void} drag of one point, or two
 * @property {(at: Point | null) => void} hover null: gone
 * @property {(at: Point, factor: number) => void} zoom
 */

const WAIT_MS = 150;
const WAIT_PIXELS = 10; // of CSS

const MIDDLE = 1;
const RIGHT = 2;
const PEN_ERASER = 5;

/** How much one event of the wheel zooms; a pinched trackpad sends small steps, with Ctrl. @param {WheelEvent} event */
function zoomFactor({ deltaY, deltaMode, ctrlKey }) {
  const pixels = deltaY * (deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 400);
  const step = ctrlKey ? 0.01 * Math.min(Math.max(pixels, -25), 25) : 0.002 * Math.min(Math.max(pixels, -200), 200);
  return Math.exp(-step);
}

/** @param {HTMLElement} canvas @param {Doings} doings */
export function createPointers(canvas, doings) {
  /** @type {'nothing' | 'waiting' | 'painting' | 'dragging'} */
  let doing = 'nothing';
  /** @type {Map<number, Point>} where the pointers that take part are */
  const down = new Map();
  /** @type {Point[]} what a waiting finger has drawn */
  let drawn = [];
  let first = { type: '', time: 0, x: 0, y: 0, reach: 0 };
  let penSeen = false;
  let timer = 0;

  /** @param {PointerEvent} event */
  function take(event) {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, doings.locate(event));
  }

  /** Takes back what the first of two fingers, or a palm, has begun. */
  function withdraw() {
    clearTimeout(timer);
    if (doing === 'painting') doings.abort();
    doing = 'nothing';
  }

  /** The waiting finger meant to paint. */
  function decide() {
    clearTimeout(timer);
    doing = 'painting';
    doings.press(drawn[0], false);
    doings.move(drawn.slice(1));
  }

  /** @param {PointerEvent} event */
  function begin(event) {
    const { pointerType, button, buttons, altKey, timeStamp, clientX, clientY } = event;
    first = { type: pointerType, time: timeStamp, x: clientX, y: clientY, reach: 0 };
    take(event);
    const finger = pointerType === 'touch';
    if (button === MIDDLE || (finger && penSeen) || doings.wantsView()) {
      doing = 'dragging';
    } else if (finger) {
      doing = 'waiting';
      drawn = [doings.locate(event)];
      timer = window.setTimeout(decide, WAIT_MS);
    } else {
      doing = 'painting';
      doings.press(doings.locate(event), altKey || button === RIGHT || button === PEN_ERASER || (buttons & 32) > 0);
    }
  }

  /** Whether a second finger makes the first one's doing a movement of the view. @param {PointerEvent} event */
  function joins({ pointerType, timeStamp }) {
    if (pointerType !== 'touch' || first.type !== 'touch' || down.size !== 1) return false;
    return doing !== 'painting' || timeStamp - first.time < WAIT_MS || first.reach < WAIT_PIXELS;
  }

  /** @param {PointerEvent} event */
  function onDown(event) {
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    const pen = event.pointerType === 'pen';
    penSeen ||= pen;
    if (joins(event)) {
      withdraw();
      doing = 'dragging';
      take(event);
    } else if (doing === 'nothing') {
      begin(event);
    } else if (pen && first.type === 'touch') {
      withdraw();
      down.clear();
      begin(event);
    }
  }

  /** @param {PointerEvent} event */
  function onMove(event) {
    if (event.pointerType !== 'touch' || doing === 'painting') doings.hover(doings.locate(event));
    if (!down.has(event.pointerId)) return;
    const from = [...down.values()];
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const points = (coalesced.length ? coalesced : [event]).map(doings.locate);
    down.set(event.pointerId, doings.locate(event));
    first.reach = Math.max(first.reach, Math.hypot(event.clientX - first.x, event.clientY - first.y));
    if (doing === 'painting') doings.move(points);
    if (doing === 'dragging') doings.drag(from, [...down.values()]);
    if (doing === 'waiting') drawn.push(...points);
    if (doing === 'waiting' && first.reach >= WAIT_PIXELS) decide();
  }

  /** @param {PointerEvent} event */
  function onUp(event) {
    if (!down.delete(event.pointerId)) return;
    if (doing === 'waiting') decide();
    if (doing === 'painting') doings.release();
    if (event.pointerType === 'touch') doings.hover(null);
    if (!down.size) doing = 'nothing';
  }

  /** The system took the pointer: what was painted stays, what waited was not meant. @param {PointerEvent} event */
  function onCancel(event) {
    if (doing === 'waiting') withdraw();
    onUp(event);
  }

  /** @param {WheelEvent} event */
  function onWheel(event) {
    event.preventDefault();
    doings.zoom(doings.locate(event), zoomFactor(event));
  }

  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerup', onUp);
  canvas.addEventListener('pointercancel', onCancel);
  canvas.addEventListener('lostpointercapture', onUp);
  canvas.addEventListener('pointerleave', () => doings.hover(null));
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  canvas.addEventListener('wheel', onWheel, { passive: false });
}
