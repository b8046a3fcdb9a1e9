// @ts-check
/** The dialog of something that takes a while: asks before, tells how far it is, stops it, and says how it ended. */
import { make } from '../base/dom.js';

/** @typedef {{signal: AbortSignal, say: (text: string) => void, show: (share: number) => void}} Doing */

export function createTask() {
  /** @type {AbortController | null} */
  let running = null;
  /** @type {(isWanted: boolean) => void} */
  let answer = () => {};

  const title = make('h2', { id: 'task-title' });
  const text = make('p', { role: 'status' });
  const progress = make('progress', { max: 1, 'aria-labelledby': title.id });
  const go = make('button', { type: 'button', className: 'primary', onclick: () => answer(true) });
  const stop = make('button', { type: 'button', onclick: leave });
  const dialog = make('dialog', { className: 'task', 'aria-labelledby': title.id }, title, text, progress, make('div', { className: 'actions' }, go, stop));

  /** Stops what runs; closes where nothing does. */
  function leave() {
    if (running) return running.abort();
    answer(false);
    return dialog.close();
  }

  /** @param {string} name @param {string} words @param {{action?: string, isRunning?: boolean}} how */
  function present(name, words, { action = '', isRunning = false }) {
    title.textContent = name;
    text.textContent = words;
    text.setAttribute('aria-busy', String(isRunning)); // read out at the end, not at every step
    progress.hidden = !isRunning;
    go.hidden = !action;
    go.textContent = action;
    stop.textContent = isRunning || action ? 'Cancel' : 'Close';
    if (!dialog.open) dialog.showModal();
    (action ? go : stop).focus();
  }

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    leave();
  });
  document.body.append(dialog);

  return {
    isBusy: () => running !== null,

    /** Whether it is wanted. @param {string} name @param {string} words @param {string} action @returns {Promise<boolean>} */
    ask(name, words, action) {
      answer(false);
      present(name, words, { action });
      return new Promise((resolve) => (answer = resolve));
    },

    /** @param {string} name @param {(doing: Doing) => Promise<string>} work gives what is said at its end; what it throws is said, too */
    async run(name, work) {
      const controller = new AbortController();
      running = controller;
      progress.removeAttribute('value');
      present(name, '', { isRunning: true });
      const say = (/** @type {string} */ words) => void (text.textContent = words);
      const show = (/** @type {number} */ share) => void (progress.value = share);
      const told = await work({ signal: controller.signal, say, show }).catch((error) => (error instanceof Error ? error.message : String(error)));
      running = null;
      present(name, told, {});
    },

    /** @param {string} name @param {string} words */
    tell: (name, words) => present(name, words, {}),
  };
}

/** @typedef {ReturnType<typeof createTask>} Task */
