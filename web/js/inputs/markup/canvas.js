// @ts-check
/** The picture and what is drawn over it; pointers and keys make shapes of it. */
import { make } from '../../base/dom.js';
import { keepQuiet } from '../../base/quiet.js';
import { svg } from '../../base/svg.js';
import { FONT } from './draw.js';
import { drawnTo, isSeen, LETTERS, pathOf } from './shapes.js';

/** @typedef {import('./shapes.js').Shape} Shape */
/** @typedef {[x: number, y: number]} Point of the picture */

/** @type {Record<string, Point>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Steps of the keys across the longer side, and with Shift. */
const STEPS = 100;
const LONG_STEPS = 10;

/** From the middle of letters to the line they stand on, in their height. */
const BASELINE = 0.36;

/** @param {Shape} shape */
function nodeOf(shape) {
  const { kind, color, width, points, text } = shape;
  if (kind !== 'text') return svg('path', { 'd': pathOf(shape), 'stroke': color, 'stroke-width': String(width) });
  const [x, y] = points.map(String);
  const node = svg('text', { x, y, 'fill': color, 'font-size': String(width * LETTERS), 'font-family': FONT, 'font-weight': '600' });
  node.textContent = text;
  return node;
}

/**
 * @param {object} options
 * @param {HTMLImageElement} options.picture
 * @param {import('../../base/core.js').Size} options.size of the picture
 * @param {() => import('./tools.js').Brush} options.brush
 * @param {(shape: Shape) => void} options.onShape
 */
export function createCanvas({ picture, size: { width, height }, brush, onShape }) {
  const drawn = svg('g', {});
  const draft = svg('g', {});
  const cursor = svg('path', { class: 'markup-cursor', d: 'M-12 0H12M0-12V12' });
  const sheet = svg('svg', { 'viewBox': `0 0 ${width} ${height}`, 'class': 'markup-sheet', 'tabindex': '0', 'role': 'application', 'aria-label': 'Markup canvas', 'aria-describedby': 'markup-help' }, drawn, draft, cursor);
  const root = make('div', { className: 'markup-stage' }, picture, sheet);
  /** @type {Shape | null} */
  let open = null;
  /** @type {number | null} */
  let pointer = null;
  /** @type {Point} */
  let at = [width / 2, height / 2];

  /** @type {(x: number, y: number) => Point} */
  const within = (x, y) => [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];

  const placing = () => sheet.getScreenCTM() ?? new DOMMatrix();

  /** @param {PointerEvent} event */
  function pointOf({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(placing().inverse());
    return within(x, y);
  }

  function show() {
    draft.replaceChildren(...(open ? [nodeOf(open)] : []));
    cursor.setAttribute('transform', `translate(${at.join(' ')}) scale(${1 / placing().a})`);
  }

  function start() {
    const { kind, ...look } = brush();
    open = { kind, ...look, text: '', points: kind === 'pen' ? [...at] : [...at, ...at] };
    show();
  }

  function finish() {
    const shape = open;
    open = null;
    pointer = null;
    if (shape && isSeen(shape)) onShape(shape);
    show();
  }

  /** Asks for a text where the cursor is, and draws it once it is there. */
  function write() {
    const { color, width: line } = brush();
    const height = line * LETTERS;
    const [x, y] = at;
    const place = new DOMPoint(x, y).matrixTransform(placing());
    const box = root.getBoundingClientRect();
    const input = make('input', { 'className': 'markup-text', 'aria-label': 'Text', 'maxLength': 200, 'autocomplete': 'off' });
    input.style.left = `${Math.max(0, Math.min(place.x - box.left, box.width - 180))}px`;
    input.style.top = `${Math.max(0, Math.min(place.y - box.top - 20, box.height - 44))}px`;

    /** @param {boolean} keep */
    function end(keep) {
      const text = input.value;
      input.onblur = null;
      input.remove();
      const shape = /** @type {Shape} */ ({ kind: 'text', color, width: line, points: [x, y + height * BASELINE], text });
      if (keep && isSeen(shape)) onShape(shape);
    }

    input.onblur = () => end(true);
    input.onkeydown = (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      end(event.key === 'Enter');
      sheet.focus();
    };
    root.append(input);
    input.focus();
  }

  /** @param {PointerEvent} event */
  function onDown(event) {
    if (event.button || pointer !== null) return;
    event.preventDefault();
    sheet.focus({ preventScroll: true });
    sheet.classList.remove('by-keys');
    sheet.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    at = pointOf(event);
    if (brush().kind !== 'text') start();
  }

  /** @param {PointerEvent} event */
  function onMove(event) {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) {
      at = pointOf(one);
      if (open) open = drawnTo(open, ...at);
    }
    show();
  }

  /** @param {PointerEvent} event */
  function onUp(event) {
    if (event.pointerId !== pointer) return;
    const writes = !open && event.type === 'pointerup';
    if (event.type !== 'pointerup') open = null;
    finish();
    if (writes) write();
  }

  /** @param {KeyboardEvent} event @param {Point} way */
  function go({ shiftKey }, [x, y]) {
    const step = Math.max(width, height) / (shiftKey ? LONG_STEPS : STEPS);
    at = within(at[0] + x * step, at[1] + y * step);
    if (open) open = drawnTo(open, ...at);
    show();
  }

  function press() {
    if (brush().kind === 'text') write();
    else if (open) finish();
    else start();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const { key } = event;
    const leaves = key === 'Escape' && open;
    if (pointer !== null || event.ctrlKey || event.metaKey || event.altKey || !(key in WAYS || key === 'Enter' || key === ' ' || leaves)) return;
    event.preventDefault();
    sheet.classList.add('by-keys');
    if (leaves) open = null;
    if (key in WAYS) go(event, WAYS[key]);
    else if (!leaves && !event.repeat) press();
    show();
  }

  keepQuiet(sheet);
  sheet.addEventListener('pointerdown', onDown);
  sheet.addEventListener('pointermove', onMove);
  sheet.addEventListener('pointerup', onUp);
  sheet.addEventListener('pointercancel', onUp);
  sheet.addEventListener('keydown', onKey);
  sheet.addEventListener('focus', show);

  return {
    root,
    focus: () => sheet.focus(),

    /** @param {Shape[]} shapes */
    show(shapes) {
      drawn.replaceChildren(...shapes.map(nodeOf));
      open = null;
      show();
    },
  };
}
