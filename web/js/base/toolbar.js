// @ts-check
/** A toolbar: one stop of the Tab key, arrows within. */
import { make } from './dom.js';

/** @type {Record<string, (index: number, count: number) => number>} */
const MOVES = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  ArrowUp: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/**
 * @param {string} label
 * @param {HTMLButtonElement[]} buttons
 */
export function createToolbar(label, buttons) {
  /** @param {number} stop */
  const setStop = (stop) => buttons.forEach((button, index) => (button.tabIndex = index === stop ? 0 : -1));

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const move = MOVES[event.key];
    if (index < 0 || !move) return;
    event.preventDefault();
    buttons[move(index, buttons.length)].focus();
  }

  /** @param {FocusEvent} event */
  const onFocus = (event) => setStop(buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target)));

  const toolbar = make('div', { className: 'mask-tools', role: 'toolbar', 'aria-label': label }, ...buttons);
  toolbar.addEventListener('keydown', onKey);
  toolbar.addEventListener('focusin', onFocus);
  setStop(0);
  return toolbar;
}
