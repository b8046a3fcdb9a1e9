// @ts-check
/** What can be set for the tool in hand. */
import { createCheck, createNumber, createSelect, createSlider, createSwitch, createWordButton } from '../../base/controls.js';
import { make } from '../../base/dom.js';
import { SIZES } from './sizes.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {'mode' | 'size' | 'hardness' | 'opacity' | 'stabiliser' | 'square' | 'pressure' | 'tolerance' | 'softness' | 'everywhere' | 'box'} Option
 * @typedef {(change: Partial<Settings>) => void} Choose
 */

const MODES = [
  { value: 'add', label: 'Add' },
  { value: 'subtract', label: 'Subtract' },
];

const TIPS = [
  { value: 'round', label: 'Round' },
  { value: 'square', label: 'Square' },
];

const PRESSURES = [
  { value: 'none', label: 'Nothing' },
  { value: 'size', label: 'Size' },
  { value: 'opacity', label: 'Opacity' },
  { value: 'both', label: 'Both' },
];

const PERCENT = { min: 0, max: 100, unit: '%' };
const EDGE = 16384;

/** A control of the setting of the same name. @param {import('../../base/controls.js').Control} control @param {(settings: Settings) => any} shown */
const shows = ({ node, show }, shown) => ({ node, show: (/** @type {Settings} */ settings) => show(shown(settings)) });

/** A box given by numbers. @param {(from: import('../painting.js').Point, to: import('../painting.js').Point) => void} add */
function createBox(add) {
  const sides = ['X', 'Y', 'Width', 'Height'].map((name) => createNumber(name, { min: name.length > 1 ? 1 : -EDGE, max: EDGE }));
  const [x, y, width, height] = sides;
  const button = createWordButton('Draw it', () =>
    add({ x: x.value, y: y.value }, { x: x.value + width.value, y: y.value + height.value }));
  sides.forEach(({ show }, index) => show(index < 2 ? 0 : 100));
  return {
    node: make('fieldset', { className: 'mask-box' }, make('legend', { className: 'unseen' }, 'By numbers, in pixels'), ...sides.map(({ node }) => node), button),
    show() {},
  };
}

/**
 * @param {Choose} choose
 * @param {(from: import('../painting.js').Point, to: import('../painting.js').Point) => void} drawBox
 */
export function createOptions(choose, drawBox) {
  /** @type {Record<Option, {node: HTMLElement, show: (settings: Settings) => void}>} */
  const controls = {
    mode: shows(createSwitch('Mode', MODES, (mode) => choose({ subtract: mode === 'subtract' })), ({ subtract }) => (subtract ? 'subtract' : 'add')),
    size: shows(createSlider('Brush size', { min: SIZES[0], max: SIZES[SIZES.length - 1], unit: 'px', keys: '[ ]' }, (size) => choose({ size })), ({ size }) => size),
    hardness: shows(createSlider('Hardness', { ...PERCENT, keys: 'Shift+[ ]' }, (value) => choose({ hardness: value / 100 })), ({ hardness }) => hardness * 100),
    opacity: shows(createSlider('Opacity', PERCENT, (value) => choose({ opacity: value / 100 })), ({ opacity }) => opacity * 100),
    stabiliser: shows(createSlider('Stabiliser', { min: 0, max: 100, unit: 'px' }, (stabiliser) => choose({ stabiliser })), ({ stabiliser }) => stabiliser),
    square: shows(createSwitch('Brush tip', TIPS, (tip) => choose({ square: tip === 'square' })), ({ square }) => (square ? 'square' : 'round')),
    pressure: shows(createSelect('Pen pressure', PRESSURES, (pressure) => choose({ pressure })), ({ pressure }) => pressure),
    tolerance: shows(createSlider('Tolerance', { min: 0, max: 100, unit: '' }, (tolerance) => choose({ tolerance })), ({ tolerance }) => tolerance),
    softness: shows(createSlider('Softness', PERCENT, (value) => choose({ softness: value / 100 })), ({ softness }) => softness * 100),
    everywhere: shows(createCheck('In the whole picture', (everywhere) => choose({ everywhere })), ({ everywhere }) => everywhere),
    box: createBox(drawBox),
  };
  const all = Object.entries(controls);
  const node = make('div', { className: 'mask-options', role: 'group', 'aria-label': 'Tool settings' }, ...all.map(([, control]) => control.node));

  return {
    node,

    /** @param {Settings} settings */
    show(settings) {
      const { options } = settings.tool;
      for (const [name, control] of all) {
        control.node.hidden = !options.includes(/** @type {Option} */ (name));
        control.show(settings);
      }
    },
  };
}
