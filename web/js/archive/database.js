// @ts-check
/**
 * What this page keeps in IndexedDB, and how older pages kept it.
 *
 *   desks       by id          what lies in one tab: {id, touched, settings, images: their ids in order,
 *                              results: {entry: id in the archive, run}, the newest first}
 *   things      by [desk, kind, id]
 *               'image'        {name, type, bytes, width, height, animated}
 *               'mask'         of the image of this id: {share, pack}; 0, the loose one: {name, width, height, pack}
 *               'markup'       {shapes}
 *               'job'          see records.js; until it has ended
 *               'folder'       {handle} where pictures are saved as they come; of no desk, '', and 0
 *   results     by id          see archive/entry.js: Entry
 *   files       by [owner, part]: {type, bytes}
 *               a result       'answer0', 'answer1'.. as received, one per crop; 'composed'; 'small', of a large one
 *               a source       'mask', as Painting.pack made it
 *               a digest       'file', an input image, once for all sources that are made of it
 *   sources     by id          see archive/entry.js: KeptSource
 *   thumbnails  by id of a result: {type, bytes, width, height}
 *   prompts     by text        {text, when}
 *
 * Version 1 had one store with one record, the draft that was carried over a reload, its masks a byte
 * per pixel.  Version 2 had desks and things, with 'results' 0 {results} over one reload.  Bytes are
 * ArrayBuffers, as some browsers refuse Blobs.  There is no room for a key.
 */
import { archiveCarried } from './older.js';

const NAME = 'gpt-image';
const VERSION = 3;

/** Nobody waits longer for a browser that never answers. */
const GIVE_UP_MS = 10_000;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** When all of a transaction is kept. @param {IDBTransaction} transaction @returns {Promise<void>} */
export const written = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

/** The draft of version 1 as a desk. @param {any} draft @param {IDBTransaction} transaction */
function takeOverDraft({ settings, images, mask, results }, transaction) {
  const desk = 'draft';
  const things = transaction.objectStore('things');
  const ids = images.map((/** @type {unknown} */ _, /** @type {number} */ i) => i + 1);
  transaction.objectStore('desks').put({ id: desk, touched: Date.now(), settings, images: ids, results: archiveCarried(results, transaction) });
  images.forEach((/** @type {any} */ { coverage, ...image }, /** @type {number} */ i) => {
    things.put({ desk, kind: 'image', id: ids[i], ...image });
    if (coverage) things.put({ desk, kind: 'mask', id: ids[i], share: 1, coverage });
  });
  if (mask) things.put({ desk, kind: 'mask', id: 0, ...mask });
}

/** The results of version 2 that were on their way over a reload. @param {IDBTransaction} transaction */
function takeOverCarried(transaction) {
  const [desks, things] = ['desks', 'things'].map((name) => transaction.objectStore(name));
  desks.getAll().onsuccess = ({ target }) => {
    for (const desk of /** @type {IDBRequest<any[]>} */ (target).result) {
      const place = [desk.id, 'results', 0];
      const reading = things.get(place);
      reading.onsuccess = () => {
        desks.put({ ...desk, results: archiveCarried(reading.result?.results ?? [], transaction) });
        things.delete(place);
      };
    }
  };
}

/** @param {IDBDatabase} database */
function createArchiveStores(database) {
  const results = database.createObjectStore('results', { keyPath: 'id' });
  for (const name of ['when', 'run', 'source', 'deleted']) results.createIndex(name, name);
  results.createIndex('model', 'asked.model');
  results.createIndex('tags', 'tags', { multiEntry: true });
  database.createObjectStore('files', { keyPath: ['owner', 'part'] });
  database.createObjectStore('sources', { keyPath: 'id' });
  database.createObjectStore('thumbnails', { keyPath: 'id' });
  database.createObjectStore('prompts', { keyPath: 'text' }).createIndex('when', 'when');
}

/** @param {IDBDatabase} database @param {IDBTransaction} transaction @param {number} from the version that is there, 0 for none */
function upgrade(database, transaction, from) {
  if (from < 2) {
    database.createObjectStore('desks', { keyPath: 'id' });
    database.createObjectStore('things', { keyPath: ['desk', 'kind', 'id'] });
  }
  createArchiveStores(database);
  if (from === 2) takeOverCarried(transaction);
  if (from !== 1) return;
  const reading = transaction.objectStore('draft').get('draft');
  reading.onsuccess = () => {
    if (reading.result) takeOverDraft(reading.result, transaction);
    database.deleteObjectStore('draft');
  };
}

/** @param {(why: 'newer' | 'gone') => void} onEnd */
async function open(onEnd) {
  const opening = indexedDB.open(NAME, VERSION);
  opening.onupgradeneeded = ({ oldVersion }) => upgrade(opening.result, /** @type {IDBTransaction} */ (opening.transaction), oldVersion);
  const database = await done(opening);
  database.onclose = () => onEnd('gone');
  database.onversionchange = ({ newVersion }) => {
    database.close(); // a newer page is not kept waiting
    onEnd(newVersion ? 'newer' : 'gone');
  };
  return database;
}

/**
 * The page's connection; null where nothing can be kept.
 * @param {(why: 'newer' | 'gone') => void} onEnd called when nothing more can be: a newer page was opened, or all was cleared
 * @returns {Promise<IDBDatabase | null>}
 */
export function openDatabase(onEnd) {
  const late = new Promise((resolve) => setTimeout(resolve, GIVE_UP_MS, null));
  return Promise.race([open(onEnd), late]).catch(() => null);
}
