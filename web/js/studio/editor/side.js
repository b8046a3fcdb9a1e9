// @ts-check
/** What is done to the whole mask, its files, and how it is shown. */
import { createCheck, createColour, createNumber, createSelect, createSlider, createWordButton } from '../../base/controls.js';
import { make } from '../../base/dom.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {object} SideWishes
 * @property {(change: Partial<Settings>) => void} choose
 * @property {(change: import('../painting.js').Change) => void} change the whole mask
 * @property {() => void} clear
 * @property {() => void} fromTransparency
 * @property {() => void} exportMask
 * @property {() => void} exportMasked the image with its mask as transparency
 * @property {(file: File) => void} importMask
 * @property {() => void} copyToNext
 */

const OUTLINES = [
  { value: 'none', label: 'None' },
  { value: 'solid', label: 'Line' },
  { value: 'marching', label: 'Marching' },
];

const KINDS = [
  { value: 'alpha', label: 'Transparent' },
  { value: 'grey', label: 'White' },
];

/** @param {string} title @param {...Node} children */
const section = (title, ...children) => make('section', { 'aria-label': title }, make('h3', {}, title), ...children);

/** @param {...Node} buttons */
const words = (...buttons) => make('div', { className: 'mask-words' }, ...buttons);

/** @param {(file: File) => void} onFile */
function createPicker(onFile) {
  const input = make('input', { type: 'file', accept: 'image/*', className: 'unseen' });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file) onFile(file);
  });
  return make('label', { className: 'mask-word button' }, input, 'Open mask');
}

/** @param {SideWishes} wishes */
export function createSide({ choose, change, clear, fromTransparency, exportMask, exportMasked, importMask, copyToNext }) {
  const amount = createNumber('By', { min: 1, max: 1000 }, (value) => choose({ amount: value }));
  const colour = createColour('Colour', (value) => choose({ colour: value }));
  const veil = createSlider('Overlay opacity', { min: 0, max: 100, unit: '%' }, (value) => choose({ veil: value / 100 }));
  const outline = createSelect('Outline', OUTLINES, (value) => choose({ outline: /** @type {Settings['outline']} */ (value) }));
  const maskOnly = createCheck('Mask only', (value) => choose({ maskOnly: value }));
  const kind = createSelect('Repaint is', KINDS, (value) => choose({ kind: /** @type {Settings['kind']} */ (value) }));
  const clearButton = createWordButton('Clear', clear, 'Clear (Delete)');
  const copy = createWordButton('Copy to the next image', copyToNext);
  amount.node.append(' px');

  const node = make(
    'aside',
    { className: 'mask-side', id: 'mask-side', 'aria-label': 'Mask and view' },
    section(
      'Whole mask',
      words(
        createWordButton('Invert', () => change('invert'), 'Invert (Ctrl+I)'),
        clearButton,
        createWordButton('Fill all', () => change('fill')),
        createWordButton('Fill holes', () => change('fillHoles'), 'Fill what is enclosed'),
        createWordButton('Harden', () => change('harden'), 'Make soft edges hard'),
        createWordButton('Transparency', fromTransparency, 'Add what is transparent in the picture'),
      ),
      amount.node,
      words(
        createWordButton('Grow', () => change('grow')),
        createWordButton('Shrink', () => change('shrink')),
        createWordButton('Feather', () => change('feather'), 'Soften the edges'),
        createWordButton('Border only', () => change('border'), 'Keep a band along the edge'),
        createWordButton('Drop specks', () => change('dropSpecks'), 'Clear regions smaller than a square of this side'),
      ),
    ),
    section(
      'Mask file',
      words(createPicker(importMask), createWordButton('Export mask', exportMask)),
      kind.node,
      words(createWordButton('Export image with mask as alpha', exportMasked, 'As ComfyUI loads it')),
      words(copy),
    ),
    section('View', make('div', { className: 'mask-view' }, colour.node, outline.node), veil.node, maskOnly.node),
  );

  return {
    node,

    /** @param {Settings} settings @param {{share: number}} mask @param {boolean} hasNext whether there is a next image */
    show(settings, { share }, hasNext) {
      amount.show(settings.amount);
      colour.show(settings.colour);
      veil.show(settings.veil * 100);
      outline.show(settings.outline);
      maskOnly.show(settings.maskOnly);
      kind.show(settings.kind);
      clearButton.setAttribute('aria-disabled', String(!share));
      copy.hidden = !hasNext;
    },
  };
}
