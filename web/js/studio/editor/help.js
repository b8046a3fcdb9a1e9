// @ts-check
/** The sheet that lists the keys, and what mouse, fingers and pen do. */
import { make } from '../../base/dom.js';
import { BINDINGS } from './keys.js';

/** @typedef {{keys: string[], does: string}} Line 'keys': any of which will do, each such as 'Ctrl+Shift+z' */

const APPLE = /Mac|iP/.test(navigator.platform);

/** What is written on a key, where that is not its name. @type {Record<string, string>} */
const CAPS = { Ctrl: APPLE ? '⌘' : 'Ctrl', Alt: APPLE ? '⌥' : 'Alt', Escape: 'Esc', '-': '−' };

/** @type {Record<string, Line[]>} */
const BY_KEYBOARD = {
  'By keyboard alone': [
    { keys: ['Arrows'], does: 'Move the brush' },
    { keys: ['Shift+Arrows'], does: 'Ten times as far' },
    { keys: ['Space'], does: 'Paint, while held' },
  ],
};

/** @type {Record<string, Line[]>} */
const BY_MOUSE = {
  'Mouse and trackpad': [
    { keys: ['Right button', 'Alt'], does: 'Take away' },
    { keys: ['Shift+click'], does: 'A straight line from the last point' },
    { keys: ['Shift+drag'], does: 'Keep proportions' },
    { keys: ['Double click'], does: 'Close the shape' },
    { keys: ['Wheel', 'pinch'], does: 'Zoom' },
    { keys: ['Shift+wheel'], does: 'Brush size' },
    { keys: ['Middle button', 'Space+drag'], does: 'Move the picture' },
  ],
};

/** @type {Record<string, Line[]>} */
const BY_FINGERS = {
  'Fingers and pen': [
    { keys: ['One finger'], does: 'Paint; once a pen was used, move the picture' },
    { keys: ['Two fingers'], does: 'Move and zoom the picture' },
    { keys: ['Tap of two'], does: 'Undo' },
    { keys: ['Tap of three'], does: 'Redo' },
    { keys: ['Pen’s eraser', 'its button'], does: 'Take away' },
  ],
};

/** @param {string} key */
const cap = (key) => make('kbd', {}, CAPS[key] ?? (key.length === 1 ? key.toUpperCase() : key));

/** @param {string} chord */
const caps = (chord) => make('span', { className: 'mask-chord' }, ...chord.split(/\+(?=.)/).map(cap));

/** @param {Line} line */
const row = ({ keys, does }) => make('div', {}, make('dt', {}, ...keys.map(caps)), make('dd', {}, does));

/** @param {[string, Line[]]} section */
const section = ([title, lines]) => make('section', {}, make('h3', {}, title), make('dl', {}, ...lines.map(row)));

/** @param {import('./tools.js').Tool[]} tools */
const toolLines = (tools) => tools.map(({ key, name }) => ({ keys: [key], does: name }));

/** @param {import('./keys.js').Binding[]} bindings @returns {Line[]} */
const lines = (bindings) => bindings.map(({ chords, does }) => ({ keys: chords, does }));

/** What is at hand comes first. @param {import('./tools.js').Tool[]} tools */
function sectionsFor(tools) {
  const bound = Object.fromEntries(Object.entries(BINDINGS).map(([name, bindings]) => [name, lines(bindings)]));
  const byKeys = Object.entries({ Tools: toolLines(tools), ...bound, ...BY_KEYBOARD, ...BY_MOUSE });
  const byFingers = Object.entries(BY_FINGERS);
  return matchMedia('(pointer: coarse)').matches ? [...byFingers, ...byKeys] : [...byKeys, ...byFingers];
}

/** @param {import('./tools.js').Tool[]} tools */
export function createHelp(tools) {
  const close = make('button', { type: 'button', className: 'mask-done', onclick: () => dialog.close() }, 'Close');
  const title = make('h2', { id: 'mask-keys' }, 'Keys and gestures');
  const sheet = make('div', { className: 'mask-sheet', tabIndex: 0, role: 'group', 'aria-labelledby': title.id }, ...sectionsFor(tools).map(section));
  const dialog = make('dialog', { className: 'mask-help', 'aria-labelledby': title.id }, make('header', {}, title, close), sheet);

  // Its keys are its own: Esc closes it, and not the editor.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());

  return {
    node: dialog,

    open() {
      if (!dialog.open) dialog.showModal();
    },
  };
}
