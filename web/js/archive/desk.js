// @ts-check
/**
 * The desk of this tab: what lies on it is kept until it is taken away.
 *
 * Each tab has a desk of its own, whose id is in its sessionStorage, and holds a
 * lock on it for as long as it lives: so no tab ever writes on another's.  A new
 * tab goes to the desk that was left last, if any is left; there are never more
 * desks than there were tabs at one time.  Where there are no locks, every desk
 * counts as left: two tabs may then share one, and of each record the last one
 * that was written stays.
 */
import { done, written } from './database.js';

/**
 * @typedef {'image' | 'mask' | 'markup' | 'job'} Kind
 * @typedef {{entry: string, run: number}} Shown a result by its id in the archive
 * @typedef {{settings: import('../base/store.js').Settings, images: number[], results: Shown[]}} Desktop
 */

const TAB = 'gpt-image.desk';

/** A tab that is loaded anew may still hold its lock for a moment; its duplicate holds it for longer. */
const PATIENCE_MS = 1000;

function deskOfTab() {
  try {
    return sessionStorage.getItem(TAB);
  } catch {
    return null;
  }
}

/** @param {string} id */
function stayAt(id) {
  try {
    sessionStorage.setItem(TAB, id);
  } catch {
    // The next time it is the desk that was left last.
  }
  return id;
}

/** Takes a desk, unless another tab has it. @param {string} id @param {LockOptions} how @returns {Promise<boolean>} */
function take(id, how) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const held = navigator.locks.request(`${TAB} ${id}`, how, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : null;
    });
    held.catch(({ name }) => resolve(name !== 'TimeoutError'));
  });
}

/** The desk for this tab. @param {IDBDatabase} database @returns {Promise<string>} */
async function findDesk(database) {
  const own = deskOfTab();
  if (own && (await take(own, { signal: AbortSignal.timeout(PATIENCE_MS) }))) return own;
  const desks = await done(database.transaction('desks').objectStore('desks').getAll());
  for (const { id } of desks.sort((a, b) => b.touched - a.touched)) {
    if (id !== own && (await take(id, { ifAvailable: true }))) return id;
  }
  const fresh = `${Date.now()}-${Math.random()}`;
  await take(fresh, {});
  return fresh;
}

/** @param {IDBDatabase} database */
async function open(database) {
  const desk = stayAt(await findDesk(database));

  /** One change, on its way at once, for the page may be about to end.
   * @param {'desks' | 'things'} store @param {(records: IDBObjectStore) => void} work @returns {Promise<void>} */
  async function change(store, work) {
    const transaction = database.transaction(store, 'readwrite');
    work(transaction.objectStore(store));
    transaction.commit();
    await written(transaction);
  }

  return {
    /** @returns {Promise<Desktop | undefined>} */
    read: () => done(database.transaction('desks').objectStore('desks').get(desk)),

    /** @param {Desktop} desktop */
    write: (desktop) => change('desks', (desks) => desks.put({ id: desk, touched: Date.now(), ...desktop })),

    /** @param {Kind} kind @param {number} id @returns {Promise<any>} undefined for none */
    get: (kind, id) => done(database.transaction('things').objectStore('things').get([desk, kind, id])),

    /** @param {Kind} kind @returns {Promise<any[]>} by their ids */
    all: (kind) => done(database.transaction('things').objectStore('things').getAll(IDBKeyRange.bound([desk, kind, 0], [desk, kind, Infinity]))),

    /** @param {Kind} kind @param {number} id @param {object} thing */
    put: (kind, id, thing) => change('things', (things) => things.put({ desk, kind, id, ...thing })),

    /** @param {Kind} kind @param {number} id */
    drop: (kind, id) => change('things', (things) => things.delete([desk, kind, id])),
  };
}

/** @typedef {Awaited<ReturnType<typeof open>>} Desk */

/** The desk of this tab; null where nothing can be kept.
 * @param {Promise<IDBDatabase | null>} opening @returns {Promise<Desk | null>} */
export const openDesk = (opening) => opening.then((database) => database && open(database)).catch(() => null);
