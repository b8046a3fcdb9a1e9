// @ts-check
/** The dialog in which a picture is marked up. */
import { Fault } from '../base/border.js';
import { createWordButton } from '../base/controls.js';
import { make } from '../base/dom.js';
import { addStyle } from '../base/parts.js';
import { counted } from '../base/words.js';
import { createCanvas } from './markup/canvas.js';
import { add, begin, clear, redo, undo } from './markup/shapes.js';
import { createTools } from './markup/tools.js';

export { drawShapes, fileOf } from './markup/draw.js';

/** @typedef {import('./markup/shapes.js').Shape} Shape */
/** @typedef {import('./markup/shapes.js').History} History */

const HELP = 'Drag on the picture; or move with the arrow keys (with Shift farther) and press Enter to begin and to end.';

/** @param {string} name */
const cannotShow = (name) =>
  new Fault({ code: 'unsupported', http: 0, field: 'images', text: `This browser cannot show ${name}, so it cannot be drawn on. Save it as PNG and add that.` });

/**
 * Opens it, once its picture can be seen.
 * @param {import('../base/store.js').InputImage} image
 * @param {(shapes: Shape[]) => void} onChange
 */
export async function openMarkup({ file, markup, ...size }, onChange) {
  const url = URL.createObjectURL(file);
  const picture = make('img', { src: url, alt: '', draggable: false });
  try {
    await Promise.all([addStyle('studio-style'), addStyle('markup-style'), picture.decode().catch(() => { throw cannotShow(file.name); })]);
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }

  let history = begin(markup);
  const tools = createTools(size);
  const canvas = createCanvas({ picture, size, brush: tools.brush, onShape: (shape) => change(add(history, shape)) });
  const steps = {
    Undo: createWordButton('Undo', () => change(undo(history)), 'Undo (Ctrl+Z)'),
    Redo: createWordButton('Redo', () => change(redo(history)), 'Redo (Ctrl+Shift+Z)'),
    Clear: createWordButton('Clear', () => change(clear(history))),
  };
  const told = make('p', { className: 'unseen', role: 'status' });
  const help = make('p', { className: 'hint', id: 'markup-help' }, HELP);
  const done = make('button', { type: 'button', className: 'mask-done', onclick: () => dialog.close() }, 'Done');
  const dialog = make(
    'dialog',
    { className: 'filling markup', 'aria-labelledby': 'markup-title' },
    make('header', { className: 'markup-head' }, make('h2', { id: 'markup-title', className: 'mask-title', title: file.name }, `Mark up ${file.name}`), done),
    canvas.root,
    make('div', { className: 'markup-foot' }, ...tools.nodes, make('div', { className: 'markup-group' }, ...Object.values(steps)), help, told),
  );

  function show() {
    canvas.show(history.now);
    const possible = { Undo: history.past.length, Redo: history.future.length, Clear: history.now.length };
    for (const [name, button] of Object.entries(steps)) button.setAttribute('aria-disabled', String(!possible[/** @type {keyof typeof steps} */ (name)]));
  }

  /** @param {History} next */
  function change(next) {
    if (next === history) return;
    history = next;
    show();
    told.textContent = history.now.length ? `${counted(history.now.length, 'shape')} drawn` : 'Nothing is drawn';
    onChange(history.now);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    event.stopPropagation(); // the page behind has keys of its own
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    change(key === 'y' || event.shiftKey ? redo(history) : undo(history));
  }

  dialog.addEventListener('keydown', onKey);
  dialog.addEventListener('close', () => {
    dialog.remove();
    URL.revokeObjectURL(url);
  });
  document.body.append(dialog);
  show();
  dialog.showModal();
  canvas.focus();
}
