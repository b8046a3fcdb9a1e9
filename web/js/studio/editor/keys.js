// @ts-check
/**
 * Which key means which command, in the words of the help sheet, and nothing
 * about what a command does.
 *
 * Pure.  The letters of the tools are not here: each tool brings its own.
 */

/**
 * @typedef {Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>} Key
 *
 * @typedef {object} Binding
 * @property {string} command
 * @property {string[]} chords any of which will do
 * @property {string} does
 * @property {boolean} [repeats] whether a key that is held does it again and again
 * @property {boolean} [open] only while something is being drawn
 */

/** The first that fits is meant. @type {Record<string, Binding[]>} */
export const BINDINGS = {
  'What is drawn': [
    { command: 'enter', chords: ['Enter'], does: 'Close the shape', open: true },
    { command: 'back', chords: ['Backspace'], does: 'Remove its last point', open: true, repeats: true },
    { command: 'done', chords: ['Escape'], does: 'Leave it; then leave the editor' },
  ],
  Brush: [
    { command: 'smaller', chords: ['['], does: 'Smaller', repeats: true },
    { command: 'larger', chords: [']'], does: 'Larger', repeats: true },
    { command: 'softer', chords: ['Shift+['], does: 'Softer', repeats: true },
    { command: 'harder', chords: ['Shift+]'], does: 'Harder', repeats: true },
    { command: 'swap', chords: ['x'], does: 'Swap adding and taking away' },
  ],
  Mask: [
    { command: 'undo', chords: ['Ctrl+z'], does: 'Undo', repeats: true },
    { command: 'redo', chords: ['Ctrl+Shift+z', 'Ctrl+y'], does: 'Redo', repeats: true },
    { command: 'invert', chords: ['Ctrl+i'], does: 'Invert' },
    { command: 'clear', chords: ['Delete', 'Backspace'], does: 'Clear' },
  ],
  View: [
    { command: 'zoomIn', chords: ['+'], does: 'Zoom in', repeats: true },
    { command: 'zoomOut', chords: ['-'], does: 'Zoom out', repeats: true },
    { command: 'fit', chords: ['Ctrl+0'], does: 'Fit' },
    { command: 'actual', chords: ['Ctrl+1'], does: '100 %' },
    { command: 'bare', chords: ['\\'], does: 'The bare picture, while held' },
    { command: 'help', chords: ['?'], does: 'This sheet' },
  ],
};

const ALL = Object.values(BINDINGS).flat();

/** Signs mean what is written, however a keyboard writes them.
 * @type {Record<string, string>} */
const SIGNS = { '[': '[', ']': ']', '{': 'Shift+[', '}': 'Shift+]', '\\': '\\', '?': '?', '+': '+', '=': '+', '-': '-', _: '-' };

/** Some are also known by their place: they are hard to reach on many keyboards.
 * @type {Record<string, string>} */
const BY_PLACE = { BracketLeft: '[', BracketRight: ']', Backslash: '\\' };

/** A letter that is not Latin. */
const FOREIGN = /^(?!\p{Script=Latin})\p{L}$/u;

/** What a key is called: letters of other scripts by the Latin one in their place, and digits where Ctrl has no other.
 * @param {Key} key */
function nameOf({ key, code, ctrlKey, metaKey }) {
  const [, letter, digit] = /^(?:Key(.)|Digit(.))$/.exec(code) ?? [];
  if (letter && FOREIGN.test(key)) return letter.toLowerCase();
  if (digit && (ctrlKey || metaKey)) return digit;
  return BY_PLACE[code] ?? (key.length === 1 ? key.toLowerCase() : key);
}

/**
 * A key with what is held beside it, such as 'Ctrl+Shift+z'; Cmd counts as Ctrl.
 * What some keyboards need to write a sign (Shift, AltGr, Option) is not held beside it.
 * @param {Key} event
 */
export function chordOf(event) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const altGr = ctrlKey && altKey;
  const ctrl = (ctrlKey || metaKey) && !altGr ? 'Ctrl+' : '';
  if (SIGNS[key]) return ctrl + SIGNS[key];
  if (altGr) return key;
  return `${ctrl}${altKey ? 'Alt+' : ''}${shiftKey ? 'Shift+' : ''}${nameOf(event)}`;
}

/** What a chord is for. @param {string} chord @param {boolean} open whether something is being drawn */
export const bindingOf = (chord, open) => ALL.find(({ chords, open: wanted }) => chords.includes(chord) && (open || !wanted));
