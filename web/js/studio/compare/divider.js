// @ts-check
/** Two layers side by side in one picture: a line goes between them, which is moved. */
import { make } from '../../base/dom.js';
import { dividerAt, seen, shareAt } from './zoom.js';

const MIDDLE = 50;

/** @param {import('./pane.js').Pane} pane whose last layer is seen after the line */
export function createDivider(pane) {
  const range = make('input', { type: 'range', min: '0', max: '100', step: 'any', className: 'compare-range', 'aria-label': 'Before and after' });
  const line = make('div', { className: 'compare-line', 'aria-hidden': 'true' }, make('span'));
  pane.root.append(line);
  /** @type {HTMLElement | null} */
  let after = null;

  /** Brings the line to where it belongs, after each change of the view too. */
  function place() {
    if (!after) return;
    const { x, y, width, height } = pane.place;
    const { at, covered } = dividerAt(range.valueAsNumber / 100, x, width, pane.room.width);
    const { from, length } = seen(y, height, pane.room.height);
    Object.assign(line.style, { left: `${at}px`, top: `${from}px`, height: `${length}px` });
    after.style.clipPath = `inset(0 0 0 ${covered}px)`;
    range.setAttribute('aria-valuetext', `${Math.round(range.valueAsNumber)} %`);
  }

  /** @param {PointerEvent} event */
  function moveTo({ clientX }) {
    const { x, width } = pane.place;
    range.valueAsNumber = 100 * shareAt(clientX - pane.frame.getBoundingClientRect().left, x, width, pane.room.width);
    place();
  }

  /** Follows a pointer that went down on the line or on the picture. @param {PointerEvent} event */
  function take(event) {
    const target = /** @type {HTMLElement} */ (event.currentTarget);
    target.setPointerCapture(event.pointerId);
    target.onpointermove = moveTo;
    target.onlostpointercapture = () => (target.onpointermove = null);
    moveTo(event);
  }

  range.addEventListener('input', place);
  line.addEventListener('pointerdown', take);
  line.hidden = range.hidden = true;

  return {
    range,
    place,
    take,

    get isShown() {
      return !!after;
    },

    /** @param {HTMLElement | null} layer the last of the pane's; null for none */
    show(layer) {
      if (after && after !== layer) after.style.clipPath = '';
      if (layer && !after) range.valueAsNumber = MIDDLE;
      after = layer;
      line.hidden = range.hidden = !layer;
      place();
    },
  };
}
