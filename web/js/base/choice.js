// @ts-check
/** A choice of a few words of which one holds: radio buttons that look like a switch. */
import { make } from './dom.js';

/** @typedef {{value: string, more?: string}} Option 'value' is what is seen; 'more' is told beside it to those who hear */

let next = 1;

/** @param {string} legend @param {(value: string) => void} onChoose */
export function createChoice(legend, onChoose) {
  const name = `choice-${next++}`;
  const root = make('fieldset', { className: 'choice', onchange: (/** @type {any} */ { target }) => onChoose(target.value) }, make('legend', { className: 'unseen' }, legend));
  /** @type {HTMLInputElement[]} */
  let inputs = [];

  /** @param {Option} option */
  function add({ value, more = '' }) {
    const input = make('input', { type: 'radio', className: 'unseen', name, value });
    const label = make('label', {}, input, value);
    if (more) label.append(make('span', { className: 'unseen' }, more));
    root.append(label);
    return input;
  }

  return {
    root,

    /** @param {Option[]} options @param {string} chosen the value of one */
    show(options, chosen) {
      if (String(inputs.map(({ value }) => value)) !== String(options.map(({ value }) => value))) {
        for (const input of inputs) input.parentElement?.remove();
        inputs = options.map(add);
      }
      for (const input of inputs) input.checked = input.value === chosen;
    },
  };
}
