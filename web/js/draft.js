// @ts-check
/**
 * Carries prompt, settings, images, masks and results over one reload, in IndexedDB.
 *
 * One record of plain objects and ArrayBuffers, taken out as soon as it is read.
 * It has no room for a key.
 *
 * @typedef {{name: string, type: string, bytes: ArrayBuffer, coverage: Uint8Array | null}} DraftImage
 * @typedef {{name: string, width: number, height: number, coverage: Uint8Array}} DraftMask
 * @typedef {Omit<import('./store.js').Result, 'file'> & {type: string, bytes: ArrayBuffer | null}} DraftResult
 * @typedef {{settings: import('./store.js').Settings, images: DraftImage[], mask: DraftMask | null, results: DraftResult[]}} Draft
 */

const DATABASE = 'gpt-image';
const STORE = 'draft';

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @template T @param {(records: IDBObjectStore) => Promise<T>} work */
async function withRecords(work) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await done(opening);
  try {
    const transaction = database.transaction(STORE, 'readwrite');
    const result = await work(transaction.objectStore(STORE));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return result;
  } finally {
    database.close();
  }
}

/** @param {import('./store.js').State} state @returns {Promise<Draft>} */
async function draftOf({ settings, images, mask, results }) {
  return {
    settings,
    images: await Promise.all(images.map(async ({ file, painting, share }) => ({
      name: file.name,
      type: file.type,
      bytes: await file.arrayBuffer(),
      coverage: painting && share > 0 ? painting.read() : null,
    }))),
    mask: mask && { name: mask.name, width: mask.painting.width, height: mask.painting.height, coverage: mask.painting.read() },
    results: await Promise.all(results.map(async ({ file, ...facts }) => ({
      ...facts,
      type: file?.type ?? '',
      bytes: file && await file.arrayBuffer(),
    }))),
  };
}

/** @param {import('./store.js').State} state */
export async function saveDraft(state) {
  const draft = await draftOf(state);
  await withRecords((records) => done(records.put(draft, STORE)));
}

/** What was saved, once; null for nothing, also where the browser keeps nothing. @returns {Promise<Draft | null>} */
export async function takeDraft() {
  try {
    return await withRecords(async (records) => {
      const draft = await done(records.get(STORE));
      records.delete(STORE);
      return draft ?? null;
    });
  } catch {
    return null;
  }
}

/** @param {DraftResult[]} results @returns {import('./store.js').Result[]} */
export const resultsOf = (results) =>
  results.map(({ type, bytes, ...facts }) => ({ ...facts, file: bytes && new Blob([bytes], { type }) }));

/** @param {DraftImage[]} images */
export const filesOf = (images) => images.map(({ name, type, bytes }) => new File([bytes], name, { type }));
