// @ts-check
/** One setting on the page: a label, a control and the help that describes it. */
import { make } from './dom.js';

/**
 * @typedef {string | number | boolean} Value
 * @typedef {object} Field
 * @property {HTMLElement} root
 * @property {import('./faults.js').Control} control what faults are shown at
 * @property {() => Value} read
 * @property {(value: Value) => void} write
 */

/** Gives a control its name and the help that describes it.
 * @param {import('./core.js').Setting} setting @param {HTMLElement} control */
function describe({ name, label, help }, control) {
  control.id = `setting-${name}`;
  control.setAttribute('aria-describedby', `${control.id}-help`);
  const hint = make('p', { className: 'hint', id: `${control.id}-help` }, help);
  hint.dataset.of = label;
  return hint;
}

/** @param {import('./core.js').Setting} setting @param {HTMLElement} control @param {...HTMLElement} more */
export function frame(setting, control, ...more) {
  const hint = describe(setting, control);
  return make('div', { className: 'field' }, make('label', { htmlFor: control.id }, setting.label), control, ...more, hint);
}

/** The same for a checkbox, which stands inside its label.
 * @param {import('./core.js').Setting} setting @param {HTMLInputElement} control */
export function checkFrame(setting, control) {
  const hint = describe(setting, control);
  return make('div', { className: 'field check' }, make('label', {}, control, setting.label), hint);
}
