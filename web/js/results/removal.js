// @ts-check
/** Takes pictures away, from the page and from the archive, until that is undone or for good. */
import { withResult } from '../base/store.js';
import { counted } from '../base/words.js';

/**
 * @param {import('../base/store.js').Store} store
 * @param {import('../archive/open.js').ShelfLoader} shelf
 */
export function createRemoval(store, shelf) {
  /** In the order of the calls. @type {Promise<unknown>} */
  let last = Promise.resolve();

  /** @param {(archive: import('../archive/archive.js').Archive) => Promise<unknown>} work */
  function inArchive(work) {
    const doing = Promise.all([shelf(), last]).then(([kept]) => kept && work(kept.archive));
    return (last = doing.catch(() => {})); // the next start of the page does it
  }

  /** @param {string[]} ids */
  return function remove(ids) {
    const { results } = store.get();
    const gone = results.filter(({ id }) => ids.includes(id));

    async function back() {
      await removing;
      store.update({ results: gone.map((result) => ({ ...result, composing: null })).reduce(withResult, store.get().results) });
      inArchive((archive) => archive.bringBack(ids));
    }

    store.update({
      results: results.filter(({ id }) => !ids.includes(id)),
      status: ids.length === 1 ? 'Deleted.' : `Deleted ${counted(ids.length, 'picture')}.`,
      undo: { label: ids.length === 1 ? 'Bring it back' : 'Bring them back', back, over: () => inArchive((archive) => archive.purge(ids)) },
    });
    const removing = inArchive((archive) => archive.remove(ids));
  };
}
