// @ts-check
/**
 * The keys of the editor, while the focus is in it: from an event to a tool, a
 * command, or the hands.
 *
 * What is typed into a field stays there.
 */
import { bindingOf, chordOf } from './keys.js';

/** @typedef {import('./tools.js').Tool} Tool */

const FIELDS = 'textarea, select, input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=color])';

/** What Enter presses by itself. */
const PRESSED_BY_ENTER = 'button, a, summary, input';

/** @param {EventTarget | null} target @param {string} selector */
const isIn = (target, selector) => target instanceof Element && !!target.closest(selector);

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} canvas
 * @param {Tool[]} tools
 * @param {object} doings
 * @param {() => boolean} doings.isOpen whether something is being drawn
 * @param {(tool: Tool) => void} doings.pick
 * @param {(command: string, pressed?: boolean) => void} doings.run 'pressed' false: what has to be held was let go
 * @param {(event: KeyboardEvent) => boolean} doings.onCanvas another key on the canvas; says whether it meant something
 */
export function listenToKeys(root, canvas, tools, { isOpen, pick, run, onCanvas }) {
  /** The key that shows the picture bare, while it is held. */
  let held = '';

  /** @param {import('./keys.js').Binding} binding @param {KeyboardEvent} event */
  function obey({ command, repeats }, { repeat, code }) {
    if (repeat && !repeats) return;
    if (command === 'bare') held = code;
    run(command);
  }

  function letGo() {
    if (held) run('bare', false);
    held = '';
  }

  /** Says whether it meant something. @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.isComposing) return false;
    if (isIn(event.target, FIELDS)) return event.key === 'Escape' && (canvas.focus(), true);
    if (event.key === 'Enter' && isIn(event.target, PRESSED_BY_ENTER)) return false;
    const chord = chordOf(event);
    const tool = tools.find(({ key }) => key === chord);
    const binding = bindingOf(chord, isOpen());
    if (tool) pick(tool);
    else if (binding) obey(binding, event);
    else return event.target === canvas && onCanvas(event);
    return true;
  }

  root.addEventListener('keydown', (event) => {
    if (!onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener('keyup', ({ code }) => code === held && letGo());
  root.addEventListener('focusout', ({ relatedTarget }) => root.contains(/** @type {Node | null} */ (relatedTarget)) || letGo());
}
