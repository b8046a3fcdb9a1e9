// @ts-check
/** The controls the panel is made of; each shows what it is told and says what was wished. */
import { make } from './dom.js';
import { drawing } from './svg.js';

/**
 * @typedef {{node: HTMLElement, show: (value: any) => void}} Control
 * @typedef {{value: string, label: string}} Choice
 */

/**
 * @param {{name: string, keys?: string, path: string, caption?: boolean}} look 'keys' do the same; 'caption' shows the name
 * @param {(event: MouseEvent) => void} onclick
 */
export function createButton({ name, keys, path, caption = false }, onclick) {
  const title = keys ? `${name} (${keys})` : name;
  const button = make('button', { type: 'button', className: 'mask-button', title, onclick }, drawing(path));
  if (caption) button.append(make('span', {}, name));
  else button.setAttribute('aria-label', name);
  return button;
}

/** A button of words. @param {string} name @param {() => void} onclick @param {string} [title] */
export const createWordButton = (name, onclick, title = '') => make('button', { type: 'button', className: 'mask-word', title, onclick }, name);

/**
 * @param {string} label
 * @param {{min: number, max: number, unit: string, keys?: string}} range
 * @param {(value: number) => void} onValue
 * @returns {Control}
 */
export function createSlider(label, { min, max, unit, keys = '' }, onValue) {
  const input = make('input', { type: 'range', min: String(min), max: String(max), 'aria-label': label, oninput: () => onValue(input.valueAsNumber) });
  const output = make('output', { 'aria-hidden': 'true' });
  return {
    node: make('label', { className: 'mask-slider', title: keys && `${label} (${keys})` }, make('span', {}, label), output, input),

    /** @param {number} value */
    show(value) {
      const text = `${Math.round(value)} ${unit}`.trim();
      input.valueAsNumber = value;
      input.setAttribute('aria-valuetext', text);
      output.textContent = text;
    },
  };
}

/** @param {string} label @param {(value: boolean) => void} onValue @returns {Control} */
export function createCheck(label, onValue) {
  const input = make('input', { type: 'checkbox', onchange: () => onValue(input.checked) });
  return {
    node: make('label', { className: 'mask-check' }, input, label),
    show: (value) => (input.checked = value),
  };
}

/** @param {string} label @param {Choice[]} choices @param {(value: string) => void} onValue @returns {Control} */
export function createSelect(label, choices, onValue) {
  const options = choices.map(({ value, label }) => make('option', { value }, label));
  const select = make('select', { onchange: () => onValue(select.value) }, ...options);
  return {
    node: make('label', { className: 'mask-field' }, make('span', {}, label), select),
    show: (value) => (select.value = value),
  };
}

/** Buttons of which one is pressed. @param {string} label @param {Choice[]} choices @param {(value: string) => void} onValue @returns {Control} */
export function createSwitch(label, choices, onValue) {
  const buttons = choices.map(({ value, label }) => make('button', { type: 'button', value, onclick: () => onValue(value) }, label));
  return {
    node: make('div', { className: 'mask-switch', role: 'group', 'aria-label': label }, ...buttons),
    show: (value) => buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.value === value))),
  };
}

/** A whole number. @param {string} label @param {{min: number, max: number}} range @param {(value: number) => void} [onValue] */
export function createNumber(label, { min, max }, onValue = () => {}) {
  const held = () => Math.round(Math.min(Math.max(input.valueAsNumber || 0, min), max));
  const input = make('input', { type: 'number', min: String(min), max: String(max), step: '1', onchange: () => onValue(held()) });
  return {
    node: make('label', { className: 'mask-field' }, make('span', {}, label), input),
    /** @param {number} value */
    show: (value) => (input.value = String(value)),
    get value() {
      return held();
    },
  };
}

/** @param {string} label @param {(value: number) => void} onValue 0xRRGGBB @returns {Control} */
export function createColour(label, onValue) {
  const input = make('input', { type: 'color', oninput: () => onValue(parseInt(input.value.slice(1), 16)) });
  return {
    node: make('label', { className: 'mask-field mask-colour' }, make('span', {}, label), input),
    show: (value) => (input.value = `#${value.toString(16).padStart(6, '0')}`),
  };
}
