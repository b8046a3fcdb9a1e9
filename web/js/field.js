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

/** @param {import('./core.js').Setting} setting @param {HTMLElement} control @param {...HTMLElement} more */
export function frame({ name, label, help }, control, ...more) {
  const hint = describe(control, name, label, help);
  return make('div', { className: 'field' }, make('label', { htmlFor: control.id }, label), control, ...more, hint);
}

/** A checkbox stands in its label. @param {import('./core.js').Setting} setting @param {HTMLElement} control */
export function frameCheck({ name, label, help }, control) {
  const hint = describe(control, name, label, help);
  return make('div', { className: 'field check' }, make('label', {}, control, label), hint);
}

/** @param {HTMLElement} control @param {string} name @param {string} label @param {string} help */
function describe(control, name, label, help) {
  control.id = `setting-${name}`;
  control.setAttribute('aria-describedby', `${control.id}-help`);
  const hint = make('p', { className: 'hint', id: `${control.id}-help` }, help);
  hint.dataset.of = label;
  return hint;
}
