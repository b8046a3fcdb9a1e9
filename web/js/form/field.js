// @ts-check
/** One setting on the page: a label, a control and the help that describes it. */
import { make } from '../base/dom.js';

/**
 * @typedef {string | number | boolean} Value
 * @typedef {object} Field
 * @property {HTMLElement} root
 * @property {import('../base/faults.js').Control} control what faults are shown at
 * @property {() => Value} read
 * @property {(value: Value) => void} write
 */

/** @typedef {import('../base/core.js').Setting & {place?: string}} Placed 'place' tells it from the same setting elsewhere on the page */

/** @param {Placed} setting @param {HTMLElement} control */
function describe({ name, label, help, place = 'setting' }, control) {
  control.id = `${place}-${name}`;
  control.setAttribute('aria-describedby', `${control.id}-help`);
  const hint = make('p', { className: 'hint', id: `${control.id}-help` }, help);
  hint.dataset.of = label;
  return hint;
}

/** @param {Placed} setting @param {HTMLElement} control @param {...HTMLElement} more */
export function frame(setting, control, ...more) {
  const hint = describe(setting, control);
  return make('div', { className: 'field' }, make('label', { htmlFor: control.id }, setting.label), control, ...more, hint);
}

/** For a box to check, whose label comes after it. @param {Placed} setting @param {HTMLElement} control */
export function checkFrame(setting, control) {
  const hint = describe(setting, control);
  return make('div', { className: 'field check' }, make('label', {}, control, setting.label), hint);
}
