// @ts-check
/**
 * Which key means which command, and nothing about what a command does.
 *
 * Pure.  The letters of the tools are not here: each tool brings its own.
 */

/** @typedef {Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>} Key */

/** @type {Record<string, string>} */
const COMMANDS = {
  '[': 'smaller',
  ']': 'larger',
  'Shift+[': 'softer',
  'Shift+]': 'harder',
  x: 'swap',
  'Ctrl+z': 'undo',
  'Ctrl+Shift+z': 'redo',
  'Ctrl+y': 'redo',
  Delete: 'clear',
  'Ctrl+0': 'fit',
  'Ctrl+1': 'actual',
  Escape: 'done',
};

/** The brackets are also known by their place: their signs are hard to reach on many keyboards.
 * @type {Record<string, string>} */
const BY_PLACE = { BracketLeft: '[', BracketRight: ']' };

/**
 * A key with what is held beside it, such as 'Ctrl+Shift+z'; Cmd counts as Ctrl.
 * What some keyboards need to write a sign (AltGr, or Option on a bracket) is not held beside it.
 * @param {Key} key
 */
export function chordOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  const bracket = key === '[' || key === ']';
  const written = bracket || (ctrlKey && altKey);
  const name = bracket ? key : (BY_PLACE[code] ?? (key.length === 1 ? key.toLowerCase() : key));
  const ctrl = (ctrlKey || metaKey) && !written ? 'Ctrl+' : '';
  const alt = altKey && !written ? 'Alt+' : '';
  return `${ctrl}${alt}${shiftKey ? 'Shift+' : ''}${name}`;
}

/** The command's name, '' for none. @param {string} chord */
export const commandOf = (chord) => COMMANDS[chord] ?? '';
