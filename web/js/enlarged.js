// @ts-check
/** One picture as large as the window allows; arrows go through the others. */

/** @typedef {import('./store.js').Result} Result */

/**
 * @param {HTMLDialogElement} dialog
 * @param {import('./store.js').Store} store
 * @param {(result: Result) => Promise<string>} urlOf
 * @param {(error: unknown) => void} onFault
 */
export function createEnlarged(dialog, store, urlOf, onFault) {
  /** @param {string} selector @returns {any} */
  const part = (selector) => dialog.querySelector(selector);
  const [picture, caption, previous, next, close] = ['img', '.caption', '.previous', '.next', '.close'].map(part);
  let shownId = '';

  const pictures = () => store.get().results.filter(({ file }) => file);

  /** @param {Result | undefined} result */
  function show(result) {
    if (!result) return;
    const all = pictures();
    const index = all.findIndex(({ id }) => id === result.id);
    shownId = result.id;
    urlOf(result).then((url) => shownId === result.id && dialog.open && (picture.src = url), onFault);
    picture.alt = String(result.asked.prompt);
    caption.textContent = all.length > 1 ? `${index + 1} of ${all.length}` : '';
    previous.disabled = index === 0;
    next.disabled = index === all.length - 1;
    // What is disabled loses the focus, and with it the keys.
    if (document.activeElement?.matches(':disabled')) (previous.disabled ? next : previous).focus();
  }

  /** @param {number} by */
  function step(by) {
    const all = pictures();
    show(all[all.findIndex(({ id }) => id === shownId) + by]);
  }

  previous.addEventListener('click', () => step(-1));
  next.addEventListener('click', () => step(1));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener('close', () => picture.removeAttribute('src'));
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') step(-1);
    if (key === 'ArrowRight') step(1);
  });

  return {
    /** @param {Result} result */
    open(result) {
      dialog.showModal();
      show(result);
    },
  };
}
