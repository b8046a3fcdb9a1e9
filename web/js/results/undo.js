// @ts-check
/**
 * What was done last can be undone, until something else is done.
 *
 * @typedef {object} Undo
 * @property {string} label of the button
 * @property {() => void} back undoes it
 * @property {() => void} [over] called once that cannot be done any more
 */

/** @typedef {import('../base/store.js').Store} Store */

/** What was undone is never over. @type {WeakSet<Undo>} */
const undone = new WeakSet();

/** Ends what is replaced by something else. @param {Store} store */
export function watchUndo(store) {
  store.subscribe(({ undo }, { undo: before }) => before && undo !== before && !undone.has(before) && before.over?.());
}

/** @param {HTMLElement} button @param {Store} store */
export function showUndo(button, store) {
  button.addEventListener('click', () => {
    const { undo } = store.get();
    if (!undo) return;
    undone.add(undo);
    store.update({ undo: null, status: '' });
    undo.back();
  });
  store.subscribe(({ undo }, before) => {
    if (undo === before.undo && undo) return;
    button.hidden = !undo;
    button.textContent = undo?.label ?? '';
  });
}
