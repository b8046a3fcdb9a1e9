// @ts-check
/** A button that works while it is held, by pointer or key. */
import { make } from '../../base/dom.js';

/** @param {string} name @param {(held: boolean) => void} onHold */
export function createHold(name, onHold) {
  const button = make('button', { type: 'button', className: 'compare-hold', 'aria-pressed': 'false' }, name);

  /** @param {boolean} held */
  function set(held) {
    if (held === (button.getAttribute('aria-pressed') === 'true')) return;
    button.setAttribute('aria-pressed', String(held));
    onHold(held);
  }

  /** @param {KeyboardEvent} event */
  const isKey = ({ key }) => key === ' ' || key === 'Enter';

  /** @param {PointerEvent} event on the button or on what it is about */
  function take(event) {
    const target = /** @type {HTMLElement} */ (event.currentTarget);
    target.setPointerCapture(event.pointerId);
    target.onlostpointercapture = () => set(false);
    set(true);
  }

  button.addEventListener('pointerdown', (event) => event.button === 0 && take(event));
  button.addEventListener('keydown', (event) => {
    if (!isKey(event)) return;
    event.preventDefault();
    set(true);
  });
  button.addEventListener('keyup', (event) => isKey(event) && set(false));
  button.addEventListener('blur', () => set(false));
  button.addEventListener('contextmenu', (event) => event.preventDefault());

  return { button, take, release: () => set(false) };
}
