// @ts-check
/**
 * What this page keeps in IndexedDB, and how older pages kept it.
 *
 *   desks    by id        what lies in one tab: {id, touched, settings, images: their ids in order}
 *   things   by [desk, kind, id]
 *            'image'      {name, type, bytes, width, height, animated}
 *            'mask'       of the image of this id: {share, pack}; 0, the loose one: {name, width, height, pack}
 *            'results' 0  {results}, over one reload
 *            'job'        {settings, images: their ids, crops, when, paid, sent}, until it has ended
 *
 * Version 1 had one store with one record, the draft that was carried over a reload,
 * its masks a byte per pixel.  Bytes are ArrayBuffers, as some browsers refuse Blobs.
 * There is no room for a key.
 */

const NAME = 'gpt-image';
const VERSION = 2;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The draft of version 1 as a desk. @param {any} draft @param {IDBObjectStore} desks @param {IDBObjectStore} things */
function takeOver({ settings, images, mask, results }, desks, things) {
  const desk = 'draft';
  const ids = images.map((/** @type {unknown} */ _, /** @type {number} */ i) => i + 1);
  desks.put({ id: desk, touched: Date.now(), settings, images: ids });
  images.forEach((/** @type {any} */ { coverage, ...image }, /** @type {number} */ i) => {
    things.put({ desk, kind: 'image', id: ids[i], ...image });
    if (coverage) things.put({ desk, kind: 'mask', id: ids[i], share: 1, coverage });
  });
  if (mask) things.put({ desk, kind: 'mask', id: 0, ...mask });
  things.put({ desk, kind: 'results', id: 0, results });
}

/** @param {IDBOpenDBRequest} opening @param {number} from the version that is there, 0 for none */
function upgrade({ result: database, transaction }, from) {
  const desks = database.createObjectStore('desks', { keyPath: 'id' });
  const things = database.createObjectStore('things', { keyPath: ['desk', 'kind', 'id'] });
  const drafts = from === 1 && transaction?.objectStore('draft');
  if (!drafts) return;
  const reading = drafts.get('draft');
  reading.onsuccess = () => {
    if (reading.result) takeOver(reading.result, desks, things);
    database.deleteObjectStore('draft');
  };
}

export async function openDatabase() {
  const opening = indexedDB.open(NAME, VERSION);
  opening.onupgradeneeded = ({ oldVersion }) => upgrade(opening, oldVersion);
  const database = await done(opening);
  database.onversionchange = () => database.close(); // a newer page is not kept waiting
  return database;
}
