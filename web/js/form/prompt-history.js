// @ts-check
/** Earlier prompts in the Prompt box, one after the other; what was being written comes back at the end. */

const HELP = 'Alt+↑ brings back earlier prompts, Alt+↓ later ones.';

/**
 * @param {import('../base/store.js').Store} store
 * @param {() => Promise<string[]>} read the newest first
 */
export function createPromptHistory(store, read) {
  /** @type {string[]} */
  let earlier = [];
  let draft = '';
  let shown = '';
  let at = -1; // of earlier; -1 is the draft
  /** @type {Promise<void>} */
  let last = Promise.resolve();

  /** From what is in the box, unless that is one of the earlier. @param {string} now */
  async function begin(now) {
    if (at >= 0 && now === shown) return;
    draft = now;
    at = -1;
    earlier = (await read()).filter((text) => text !== now);
  }

  /** @param {number} by */
  async function move(by) {
    await begin(String(store.get().settings.prompt));
    const next = Math.min(Math.max(at + by, -1), earlier.length - 1);
    if (next === at) return;
    at = next;
    shown = at < 0 ? draft : earlier[at];
    store.update({ settings: { ...store.get().settings, prompt: shown } });
  }

  /** @param {1 | -1} by 1 for an earlier one */
  return (by) => (last = last.then(() => move(by)).catch(() => {}));
}

/** @param {HTMLElement} place that has the Prompt box @param {import('../base/store.js').Store} store @param {() => Promise<string[]>} read the newest first */
export function offerEarlier(place, store, read) {
  const step = createPromptHistory(store, read);
  const box = place.querySelector('textarea');
  box?.setAttribute('aria-keyshortcuts', 'Alt+ArrowUp Alt+ArrowDown');
  box?.setAttribute('title', HELP);
  place.querySelector('.hint')?.append(` ${HELP}`);
  place.addEventListener('keydown', (event) => {
    const { altKey, ctrlKey, metaKey, shiftKey, key } = event;
    if (!altKey || ctrlKey || metaKey || shiftKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return;
    event.preventDefault();
    step(key === 'ArrowUp' ? 1 : -1);
  });
}
