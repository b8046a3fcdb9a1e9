// @ts-check
/** What stands of the folder under "Storage": where pictures are saved as they come, and what can be done about it. */
import { make } from '../base/dom.js';

/** @type {Record<import('./folder.js').Shown['state'], (name: string) => string>} */
const TEXTS = {
  off: () => 'Each picture can be saved into a folder as well, by itself, as it comes.',
  on: (name) => `Each picture is saved into the folder “${name}” as well, as it comes.`,
  asks: (name) => `Pictures wait to be saved into the folder “${name}”: the browser wants you to allow it again.`,
  broken: (name) => `Pictures are not saved into the folder “${name}” any more.`,
};

/** @param {import('./folder.js').Folder} folder @param {(error: unknown) => void} onFailure @returns {HTMLElement[]} none where the browser lets no page write into folders */
export function createFolderChoice(folder, onFailure) {
  if (!('showDirectoryPicker' in window)) return [];

  /** @param {string} text @param {() => Promise<void>} work */
  const buttonOf = (text, work) =>
    make('button', { type: 'button', onclick: () => work().catch((error) => error.name === 'AbortError' || onFailure(error)) }, text);

  const told = make('p', { className: 'hint', role: 'status' });
  const choose = buttonOf('Save into a folder…', folder.choose);
  const allow = buttonOf('Allow it again', folder.allow);
  const stop = buttonOf('Stop saving', folder.stop);
  folder.follow(({ name, state }) => {
    told.textContent = TEXTS[state](name);
    choose.textContent = state === 'off' ? 'Save into a folder…' : 'Choose another folder…';
    allow.hidden = state !== 'asks';
    stop.hidden = state === 'off';
  });
  return [told, make('div', { className: 'actions' }, allow, choose, stop)];
}
