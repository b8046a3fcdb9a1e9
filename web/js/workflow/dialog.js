// @ts-check
/** What the two dialogs about workflows have in common. */
import { iconButton, make } from '../base/dom.js';

/** One that is gone when it is closed. @param {string} title @param {{content: Node[], actions: HTMLElement[]}} parts */
export function createDialog(title, { content, actions }) {
  const heading = make('h2', { id: 'workflow-title' }, title);
  const dialog = make(
    'dialog',
    { className: 'preview workflow', 'aria-labelledby': heading.id },
    make('header', {}, heading, iconButton('Close', 'close', () => dialog.close())),
    make('div', { className: 'preview-body', tabIndex: 0, role: 'region', 'aria-label': 'The workflow' }, ...content),
    make('footer', {}, make('div', { className: 'actions' }, ...actions)),
  );
  dialog.addEventListener('close', () => dialog.remove());
  return dialog;
}

/** Sentences, or nothing where there are none. @param {string} title @param {string[]} sentences */
export const noteList = (title, sentences) =>
  sentences.length ? [make('section', {}, make('h3', {}, title), make('ul', { className: 'preview-notes' }, ...sentences.map((text) => make('li', { dir: 'auto' }, text))))] : [];
