// @ts-check
/**
 * From pointer events to what a hand does: paint, move the view, hover, tap.
 *
 * One finger paints and two move the view; once a pen was seen, one finger moves
 * it too, for it may be the palm.  The first of two fingers looks like one that
 * paints, so its stroke waits a moment, of which nothing is lost, and is taken
 * back when the second comes soon after.  Fingers that move the view rest until
 * they have gone some way, for they may only tap.
 *
 * The pointer is captured: a stroke that leaves the canvas goes on.  Whatever
 * loses its end (the system takes the pointer, the window goes) ends here.
 * Points are device pixels of the canvas.  Knows no tool and no view.
 */
import { createClicks } from './clicks.js';

/**
 * @typedef {import('../viewport.js').Point} Point
 * @typedef {Point & {pressure: number}} Sample pressure: 0..1, 1 where the device has none
 *
 * @typedef {object} Press
 * @property {boolean} subtract
 * @property {boolean} shift
 * @property {number} clicks 2: the second press of a double click
 *
 * @typedef {object} Doings
 * @property {(event: MouseEvent) => Point} locate
 * @property {() => boolean} wantsView whether the next press moves the view whatever it is made with
 * @property {(at: Sample, how: Press) => void} press
 * @property {(to: Sample[], how: {shift: boolean}) => void} move
 * @property {() => void} release
 * @property {() => void} abort as if it had never been pressed
 * @property {(from: Point[], to: Point[]) => void} drag of one point, or several
 * @property {(fingers: number) => void} tap how many came, at rest, and soon went
 * @property {(at: Point | null, how: {shift: boolean}) => void} hover no button is down; null: gone
 *
 * @typedef {object} Contact a pointer that takes part
 * @property {Point} start
 * @property {Point} now
 * @property {Point} client where it began, in CSS pixels
 */

const WAIT_MS = 150; // of the first finger for the second
const TAP_MS = 350; // from the first finger down to the last up
const PALM_MS = 500; // within which the system finds out that a finger was none
const SLOP = 10; // CSS pixels that a finger at rest may move

/** Of PointerEvent.buttons. */
const RIGHT = 2;
const MIDDLE = 4;
const BACK_AND_FORWARD = 8 | 16;
const PEN_ERASER = 32;

/** @param {{clientX: number, clientY: number}} event @param {Point} from */
const distance = ({ clientX, clientY }, { x, y }) => Math.hypot(clientX - x, clientY - y);

/** The mouse, and many a finger, tells a pressure where there is none. @param {PointerEvent} event */
const pressureOf = ({ pointerType, pressure }) => (pointerType === 'pen' ? pressure : 1);

/** On a Mac, Ctrl makes a right button of the only one. @param {PointerEvent} event */
const subtracts = ({ altKey, ctrlKey, buttons }) => altKey || ctrlKey || (buttons & (RIGHT | PEN_ERASER)) > 0;

/** @param {HTMLElement} canvas @param {Doings} doings */
export function createPointers(canvas, doings) {
  /** @type {'nothing' | 'waiting' | 'painting' | 'resting' | 'dragging'} */
  let doing = 'nothing';
  /** @type {Map<number, Contact>} */
  const down = new Map();
  /** @type {{samples: Sample[], how: Press}} what a waiting finger has drawn */
  let drawn = { samples: [], how: { subtract: false, shift: false, clicks: 1 } };
  let first = { type: '', time: 0, reach: 0 };
  let fingers = 0;
  let penSeen = false;
  let timer = 0;
  const clicks = createClicks();

  /** @param {PointerEvent} event @returns {Sample} */
  const sample = (event) => ({ ...doings.locate(event), pressure: pressureOf(event) });

  /** Since the first was down. @param {PointerEvent} event @param {number} [ms] */
  const isSoon = ({ timeStamp }, ms = WAIT_MS) => timeStamp - first.time < ms;

  /** @param {PointerEvent} event */
  function take(event) {
    const at = doings.locate(event);
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, { start: at, now: at, client: { x: event.clientX, y: event.clientY } });
    fingers = Math.max(fingers, down.size);
  }

  /** Takes back what the first of two fingers, or a palm, has begun. */
  function withdraw() {
    clearTimeout(timer);
    if (doing === 'waiting' || doing === 'painting') clicks.forget();
    if (doing === 'painting') doings.abort();
    doing = 'nothing';
  }

  /** The waiting finger meant to paint. */
  function decide() {
    clearTimeout(timer);
    const [at, ...more] = drawn.samples;
    doing = 'painting';
    doings.press(at, drawn.how);
    if (more.length) doings.move(more, drawn.how);
  }

  /** All that is down has ended, told or not. */
  function settle() {
    if (!down.size) return;
    if (doing === 'waiting') withdraw();
    if (doing === 'painting') doings.release();
    down.clear();
    doing = 'nothing';
    doings.hover(null, { shift: false });
  }

  /** @param {PointerEvent} event */
  function begin(event) {
    const finger = event.pointerType === 'touch';
    const viewed = doings.wantsView();
    first = { type: event.pointerType, time: event.timeStamp, reach: 0 };
    fingers = 0;
    take(event);
    if (event.buttons & MIDDLE || viewed || (finger && penSeen)) {
      doing = finger ? 'resting' : 'dragging';
      return;
    }
    drawn = { samples: [sample(event)], how: { subtract: subtracts(event), shift: event.shiftKey, clicks: clicks.press(event) } };
    doing = 'waiting';
    if (finger) timer = window.setTimeout(decide, WAIT_MS);
    else decide();
  }

  /** Whether another finger makes the first one's doing a movement of the view. @param {PointerEvent} event */
  function joins(event) {
    if (event.pointerType !== 'touch' || first.type !== 'touch' || !down.size) return false;
    if (doing === 'resting') return true;
    return down.size === 1 && (doing !== 'painting' || isSoon(event) || first.reach < SLOP);
  }

  /** @param {PointerEvent} event */
  function join(event) {
    const moved = doing === 'dragging';
    withdraw();
    take(event);
    doing = moved ? 'dragging' : 'resting';
  }

  /** @param {PointerEvent} event */
  function onDown(event) {
    if (event.buttons & BACK_AND_FORWARD) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    penSeen ||= event.pointerType === 'pen';
    if (event.isPrimary && event.pointerType === first.type) settle(); // the last one's end was lost
    if (event.pointerType === 'pen' && first.type === 'touch') {
      withdraw();
      down.clear();
    }
    if (joins(event)) join(event);
    else if (!down.size) begin(event);
  }

  /** Fingers that have gone far enough, or stayed too long to be a tap, take the view along from where they began.
   * @param {PointerEvent} event */
  function rest(event) {
    if (first.reach < SLOP && isSoon(event, TAP_MS)) return;
    doing = 'dragging';
    const contacts = [...down.values()];
    doings.drag(contacts.map(({ start }) => start), contacts.map(({ now }) => now));
  }

  /** @param {PointerEvent} event @param {Contact} contact */
  function go(event, contact) {
    const from = [...down.values()].map(({ now }) => now);
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const samples = (coalesced.length ? coalesced : [event]).map(sample);
    contact.now = doings.locate(event);
    first.reach = Math.max(first.reach, distance(event, contact.client));
    clicks.move(event);
    if (doing === 'painting') doings.move(samples, { shift: event.shiftKey });
    else if (doing === 'dragging') doings.drag(from, [...down.values()].map(({ now }) => now));
    else if (doing === 'resting') rest(event);
    else drawn.samples.push(...samples);
    if (doing === 'waiting' && first.reach >= SLOP) decide();
  }

  /** @param {PointerEvent} event */
  function onMove(event) {
    const finger = event.pointerType === 'touch';
    penSeen ||= event.pointerType === 'pen';
    if (!finger && !event.buttons && down.has(event.pointerId)) settle(); // its end was lost
    const contact = down.get(event.pointerId);
    if (contact) go(event, contact);
    else if (!finger && !down.size) doings.hover(doings.locate(event), { shift: event.shiftKey });
  }

  /** @param {PointerEvent} event */
  function onUp(event) {
    if (!down.delete(event.pointerId)) return;
    if (doing === 'waiting') decide();
    if (doing === 'painting') doings.release();
    if (down.size) return;
    if (doing === 'resting' && first.reach < SLOP && isSoon(event, TAP_MS)) doings.tap(fingers);
    doing = 'nothing';
    doings.hover(event.pointerType === 'touch' ? null : doings.locate(event), { shift: event.shiftKey });
  }

  /**
   * The system took the pointer.  What was painted stays, for it can be undone; but a finger that is taken soon
   * was a palm, or has begun a gesture of the system.
   * @param {PointerEvent} event
   */
  function onCancel(event) {
    if (!down.has(event.pointerId)) return;
    if (doing === 'painting' && first.type === 'touch' && isSoon(event, PALM_MS)) withdraw();
    if (doing === 'resting') doing = 'dragging';
    if (down.size === 1) settle();
    else down.delete(event.pointerId);
  }

  function onLeave() {
    if (!down.size) doings.hover(null, { shift: false });
  }

  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerup', onUp);
  canvas.addEventListener('pointercancel', onCancel);
  canvas.addEventListener('lostpointercapture', onCancel);
  canvas.addEventListener('pointerleave', onLeave);
  window.addEventListener('blur', settle);
  document.addEventListener('visibilitychange', settle);

  return {
    settle,

    /** Whether something is down. */
    get pressed() {
      return down.size > 0;
    },

    /** Whether it moves the view. */
    get dragging() {
      return doing === 'dragging';
    },
  };
}
