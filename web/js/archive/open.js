// @ts-check
/** The archive as the page uses it: loaded when the page stands, it follows what is deleted there. */
import { createArchive } from './archive.js';
import { showCount } from './count.js';
import { createRecall } from './recall.js';
import { showStorage } from './storage.js';

/** Held by every page for as long as it lives; what one has deleted is purged by another only when that is alone. */
const ALIVE = 'gpt-image.archive';

const quietly = (/** @type {Promise<unknown>} */ doing) => void doing.catch(() => {}); // the next start does it

/** Purges what was left, unless another page may still bring it back. @param {import('./archive.js').Archive} archive */
async function keepHouse(archive) {
  if (!navigator.locks) return archive.purge();
  await navigator.locks.request(ALIVE, { ifAvailable: true }, async (lock) => lock && archive.purge());
  return navigator.locks.request(ALIVE, { mode: 'shared' }, () => new Promise(() => {}));
}

/** Takes from the page what was deleted elsewhere.
 * @param {import('../base/store.js').Store} store @param {import('./archive.js').Archive} archive */
function follow(store, archive) {
  const isThere = (/** @type {string} */ id) => store.get().results.some((result) => result.id === id);

  archive.subscribe(({ type, ids }) => {
    if (type === 'removed' && ids.some(isThere)) store.update({ results: store.get().results.filter(({ id }) => !ids.includes(id)) });
  });
}

/**
 * @param {import('../base/store.js').Store} store
 * @param {Promise<IDBDatabase | null>} opening
 */
export async function openArchive(store, opening) {
  const database = await opening;
  if (!database) return null;
  const archive = createArchive(database);
  follow(store, archive);
  quietly(showStorage(archive));
  quietly(showCount(archive));
  quietly(keepHouse(archive));
  return { archive, recall: createRecall(store, archive) };
}

/** @typedef {{archive: import('./archive.js').Archive, recall: import('./recall.js').Recall}} Shelf what is kept, and how it comes back on the page */
/** @typedef {() => Promise<Shelf | null>} ShelfLoader null where nothing can be kept */
