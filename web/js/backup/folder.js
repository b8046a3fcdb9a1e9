// @ts-check
/**
 * Saves each picture into a folder of the disk as it comes, where the browser lets pages write there.
 *
 * It follows the page, where pictures are shown once they are in the archive: so this never stands
 * in anybody's way.  After a reload the browser may want to be asked anew, by a click; what comes
 * before that waits.
 */
import { done, written } from '../archive/database.js';
import { facesOf } from '../archive/faces.js';
import { harmless } from '../archive/names.js';
import { Fault } from '../base/border.js';
import { keep } from '../base/keep.js';
import { isOpen } from '../jobs/queue.js';
import { isDue } from '../studio/retouch.js';

/**
 * @typedef {import('../base/store.js').Result} Result
 * @typedef {import('../base/store.js').State} State
 * @typedef {{name: string, state: 'off' | 'on' | 'asks' | 'broken'}} Shown 'asks': only a click lets it go on
 * @typedef {FileSystemDirectoryHandle & {queryPermission: (how: object) => Promise<PermissionState>, requestPermission: (how: object) => Promise<PermissionState>}} Handle
 */

const LOCK = 'gpt-image.folder';
const PLACE = ['', 'folder', 0];
const MODE = { mode: 'readwrite' };

/** Whether all of a result is there, and composed if it will be. @param {Result} result @param {State['jobs']} jobs */
export const isFinished = (result, jobs) =>
  Boolean(result.file && !result.incomplete && result.composing === null && !isDue(result, jobs) && !jobs.some((job) => job.id === result.run && isOpen(job)));

/** What of a result is saved: what was put back, or else all that was received. @param {Result} result */
export const savedOf = (result) => (result.composed ? facesOf(result).slice(0, 1) : facesOf(result));

/** @param {string} folder @param {any} error */
function faultOf(folder, { name, message }) {
  const why = {
    NotAllowedError: 'the browser wants to be asked anew. Allow it under Storage',
    NotFoundError: 'it is not there any more. Choose one under Storage',
    QuotaExceededError: 'its disk is full. Make room, and go on under Storage',
  }[/** @type {string} */ (name)] ?? `the browser says: ${message} Choose another under Storage`;
  return new Fault({ code: 'internal', http: 0, field: '', text: `Pictures are no longer saved into the folder “${folder}”: ${why}. They are on the page as ever.` });
}

/** A name that is not taken in a folder. @param {FileSystemDirectoryHandle} folder @param {string} wanted */
async function freeName(folder, wanted) {
  const [, stem, end] = /** @type {RegExpExecArray} */ (/^(.*?)(\.\w+)?$/s.exec(harmless(wanted)));
  for (let i = 1; ; i++) {
    const name = i === 1 ? `${stem}${end ?? ''}` : `${stem} (${i})${end ?? ''}`;
    const isTaken = await folder.getFileHandle(name).then(() => true, (error) => error.name !== 'NotFoundError');
    if (!isTaken) return name;
  }
}

/** @param {FileSystemDirectoryHandle} folder @param {string} wanted @param {Blob} file */
async function write(folder, wanted, file) {
  const handle = await folder.getFileHandle(await freeName(folder, wanted), { create: true });
  const writable = await handle.createWritable();
  await file.stream().pipeTo(writable);
}

/** @param {string} name @param {() => Promise<void>} work alone among all tabs */
const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** The folder that was chosen, kept in the database. @param {Promise<IDBDatabase | null>} opening */
function createPlace(opening) {
  /** @param {IDBTransactionMode} mode */
  const things = async (mode) => (await opening)?.transaction('things', mode).objectStore('things');

  return {
    /** @returns {Promise<Handle | null>} */
    async get() {
      const all = await things('readonly');
      return (all && (await done(all.get(PLACE)))?.handle) ?? null;
    },

    /** @param {Handle | null} handle */
    async set(handle) {
      const all = await things('readwrite');
      if (!all) return;
      const [desk, kind, id] = PLACE;
      if (handle) all.put({ desk, kind, id, handle });
      else all.delete(PLACE);
      await written(all.transaction);
    },
  };
}

/**
 * @param {object} app
 * @param {import('../base/store.js').Store} app.store
 * @param {Promise<IDBDatabase | null>} app.database
 * @param {import('../base/faults.js').Faults} app.faults
 * @param {import('./zip.js').Dress} app.dress
 */
export async function openFolder({ store, database, faults, dress }) {
  const place = createPlace(database);
  /** @type {Handle | null} */
  let handle = null;
  /** @type {Shown['state']} */
  let state = 'off';
  /** @type {(shown: Shown) => void} */
  let onChange = () => {};
  /** Results that are not to be saved, or already were. @type {Set<string>} */
  const settled = new Set(store.get().results.map(({ id }) => id));
  /** @type {Result[]} */
  let waiting = [];
  /** @type {Promise<void>} */
  let saving = Promise.resolve();

  /** @param {Shown['state']} next */
  function become(next) {
    state = next;
    onChange({ name: handle?.name ?? '', state });
  }

  /** Told once: until somebody does something about it, nothing is tried. @param {any} error */
  function fail(error) {
    faults.show(faultOf(handle?.name ?? '', error));
    become(error.name === 'NotAllowedError' ? 'asks' : 'broken');
  }

  /** Saves what waits, the oldest first. */
  async function saveAll() {
    while (state === 'on' && handle && waiting.length) {
      const [result] = waiting;
      try {
        for (const { file, name } of savedOf(result)) await write(handle, name, await dress(result, file));
        waiting = waiting.slice(1);
      } catch (error) {
        fail(error);
      }
    }
  }

  const hurry = () => (saving = saving.then(() => alone(LOCK, saveAll)));

  store.subscribe(({ results, jobs }, before) => {
    if (results === before.results && jobs === before.jobs) return;
    for (const result of results) {
      if (result.absent) settled.add(result.id); // it is from before
      if (state === 'off' || settled.has(result.id) || !isFinished(result, jobs)) continue;
      settled.add(result.id);
      waiting.push(result);
      if (state === 'asks' && waiting.length === 1) faults.show(faultOf(handle?.name ?? '', { name: 'NotAllowedError' }));
      hurry();
    }
  });

  /** @param {Handle} chosen */
  async function start(chosen) {
    handle = chosen;
    become((await handle.queryPermission(MODE)) === 'granted' ? 'on' : 'asks');
    hurry();
  }

  const kept = await place.get().catch(() => null);
  if (kept) await start(kept);
  else keep('folder', ''); // so that nobody loads this in vain

  return {
    /** @param {(shown: Shown) => void} listener called for every change, and once at once */
    follow(listener) {
      onChange = listener;
      become(state);
    },

    /** Asks which. */
    async choose() {
      const chosen = await /** @type {any} */ (window).showDirectoryPicker({ ...MODE, id: 'gpt-image', startIn: 'pictures' });
      if (state === 'off') for (const { id } of store.get().results) settled.add(id);
      await place.set(chosen);
      keep('folder', chosen.name);
      await start(chosen);
    },

    /** Asks the browser anew. */
    async allow() {
      if (handle && (await handle.requestPermission(MODE)) === 'granted') await start(handle);
    },

    async stop() {
      handle = null;
      waiting = [];
      become('off');
      keep('folder', '');
      await place.set(null);
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openFolder>>} Folder */
