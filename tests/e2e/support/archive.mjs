// @ts-check
// The archive alone on a page of ours, and the store of a page as older ones wrote it.

import { fileURLToPath } from 'node:url';

/** @typedef {import('@playwright/test').Page} Page */

const web = new URL('../../../web/', import.meta.url);

/** A page with nothing but the archive's modules. @param {Page} page @param {string} address of the site */
export async function openBench(page, address) {
  await page.route('**/bench.html', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><p id="storage">' }));
  await page.route('**/js/**', (route) => route.fulfill({ path: fileURLToPath(new URL(`.${new URL(route.request().url()).pathname}`, web)) }));
  await page.goto(`${address}bench.html`);
  await page.evaluate(setUp);
}

/** In the page. */
async function setUp() {
  const load = (/** @type {string} */ name) => import(new URL(`js/${name}.js`, document.baseURI).href);
  const [{ openDatabase, done }, { createArchive }, entries] = await Promise.all(['archive/database', 'archive/archive', 'archive/entry'].map(load));
  const database = await openDatabase(() => {});
  const archive = createArchive(database);
  const asked = { prompt: 'A hut', n: 1 };
  const blank = { index: 0, asked, answer: null, extension: 'png', link: '', incomplete: false, paste: null, reports: [], profile: 'none' };

  Object.assign(globalThis, {
    database,
    archive,
    ...entries,

    /** @param {string} id @param {object} [more] */
    entry: (id, more) => entries.entryOf({ id, run: 'run', when: entries.moment(), source: '', ...more }, { ...blank, ...more }),

    /** @param {string} text */
    fileOf: (text) => ({ type: 'image/png', bytes: new TextEncoder().encode(text).buffer }),

    /** Everything there is, bytes as text. */
    async all() {
      const names = [...database.objectStoreNames];
      const stores = await Promise.all(names.map((name) => done(database.transaction(name).objectStore(name).getAll())));
      const readable = (/** @type {any} */ one) => ('bytes' in one && typeof one.bytes === 'object' ? { ...one, bytes: new TextDecoder().decode(one.bytes) } : one);
      return Object.fromEntries(names.map((name, i) => [name, stores[i].map(readable)]));
    },
  });
}

/** Runs code where the bench's names are known. @param {Page} page @param {string} code @returns {Promise<any>} */
export const on = (page, code) => page.evaluate(`(async () => { ${code} })()`);

/** A page where nothing of ours runs. @param {Page} page @param {string} address of the site */
export async function openEmpty(page, address) {
  await page.route('**/empty.html', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><link rel="icon" href="data:,">' }));
  await page.goto(`${address}empty.html`);
}

/** Writes the store of an older page; to be called where nothing is open yet. @param {Page} page @param {1 | 2} version @param {Record<string, any[]>} records by their stores, keys with drafts */
export async function writeOldStore(page, version, records) {
  await page.evaluate(
    ({ version, records }) =>
      new Promise((resolve, reject) => {
        sessionStorage.clear();
        indexedDB.deleteDatabase('gpt-image');
        const opening = indexedDB.open('gpt-image', version);
        opening.onerror = () => reject(opening.error);
        opening.onupgradeneeded = () => {
          const keys = { desks: 'id', things: ['desk', 'kind', 'id'] };
          if (version === 1) opening.result.createObjectStore('draft');
          else for (const [name, keyPath] of Object.entries(keys)) opening.result.createObjectStore(name, { keyPath });
        };
        opening.onsuccess = () => {
          const database = opening.result;
          /** @param {any} value @returns {any} */
          const revive = (value) => {
            if (Array.isArray(value)) return value.map(revive);
            if (typeof value !== 'object' || !value) return value;
            if ('base64' in value) return Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0)).buffer;
            return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revive(one)]));
          };
          const transaction = database.transaction(Object.keys(records), 'readwrite');
          for (const [name, all] of Object.entries(records)) {
            for (const record of all) transaction.objectStore(name).put(revive(record), ...(version === 1 ? ['draft'] : []));
          }
          transaction.oncomplete = () => {
            database.close();
            resolve(undefined);
          };
        };
      }),
    { version, records },
  );
}

/** All that this origin keeps, by its stores; of bytes only how many. @param {Page} page @returns {Promise<Record<string, any[]>>} */
export const kept = (page) =>
  page.evaluate(async () => {
    /** @param {IDBRequest<any>} request @returns {Promise<any>} */
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const database = await done(indexedDB.open('gpt-image'));
    const names = [...database.objectStoreNames];
    const all = await Promise.all(names.map((name) => done(database.transaction(name).objectStore(name).getAll())));
    database.close();
    const short = (/** @type {any} */ one) => (one.bytes instanceof ArrayBuffer ? { ...one, bytes: one.bytes.byteLength } : one);
    return Object.fromEntries(names.map((name, i) => [name, all[i].map(short)]));
  });
