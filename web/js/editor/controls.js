// @ts-check
/** The buttons and sliders the panel is made of. */
import { make } from '../dom.js';
import { drawing } from './svg.js';

/**
 * @param {{name: string, keys: string, path: string, caption?: boolean}} look 'keys' do the same; 'caption' shows the name
 * @param {(event: MouseEvent) => void} onclick
 */
export function createButton({ name, keys, path, caption = false }, onclick) {
  const button = make('button', { type: 'button', className: 'mask-button', title: `${name} (${keys})`, onclick }, drawing(path));
  if (caption) button.append(name);
  else button.setAttribute('aria-label', name);
  return button;
}

/**
 * @param {string} label
 * @param {{min: number, max: number}} range
 * @param {(value: number) => void} onValue
 */
export function createSlider(label, { min, max }, onValue) {
  const input = make('input', { type: 'range', min: String(min), max: String(max), 'aria-label': label, oninput: () => onValue(input.valueAsNumber) });
  const output = make('output', { 'aria-hidden': 'true' });
  return {
    node: make('label', { className: 'mask-slider' }, make('span', {}, label), input, output),

    /** @param {number} value @param {string} text what it means */
    show(value, text) {
      input.valueAsNumber = value;
      input.setAttribute('aria-valuetext', text);
      output.textContent = text;
    },
  };
}
