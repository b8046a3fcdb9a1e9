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

/** @param {import('./core.js').Setting & {place?: string}} setting 'place' tells it from the same setting elsewhere on the page @param {HTMLElement} control @param {...HTMLElement} more */
export function frame({ name, label, help, place = 'setting' }, control, ...more) {
  control.id = `${place}-${name}`;
  control.setAttribute('aria-describedby', `${control.id}-help`);
  const hint = make('p', { className: 'hint', id: `${control.id}-help` }, help);
  hint.dataset.of = label;
  return make('div', { className: 'field' }, make('label', { htmlFor: control.id }, label), control, ...more, hint);
}
