// @ts-check
// Backups: made, taken in, written by hand; and what a browser keeps, to be compared.

import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { makeZip } from '../../../web/node_modules/client-zip/index.js';
import { writeManifest } from '../../../web/js/backup/manifest.js';
import { expect, test } from '../fixtures.mjs';
import { button } from './page.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Has files downloaded, as where there is no picker. Before anything of the page. @param {Page} page */
export const withoutPicker = (page) => page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));

/** @param {Page} page */
export async function openStorage(page) {
  if (!(await button(page, 'Back up everything').isVisible())) await page.getByText('Storage', { exact: true }).click();
  await expect(button(page, 'Back up everything')).toBeVisible();
}

/** The dialog of what takes a while. @param {Page} page @param {'Back up everything' | 'Restore a backup'} name */
export const taskOf = (page, name) => page.getByRole('dialog', { name });

/** @param {Page} page @returns {Promise<{path: string, name: string}>} */
export async function backUp(page) {
  await openStorage(page);
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Back up everything').click()]);
  const task = taskOf(page, 'Back up everything');
  await expect(task.getByRole('status')).toHaveText(/ saved\.$/, { timeout: 600_000 });
  await task.getByRole('button', { name: 'Close' }).click();
  return { path: await download.path(), name: download.suggestedFilename() };
}

/** @param {Page} page @param {string | Buffer} backup a path, or what is in the file */
export async function offerBackup(page, backup) {
  const path = typeof backup === 'string' ? backup : test.info().outputPath('backup.zip');
  if (typeof backup !== 'string') await writeFile(path, backup);
  await openStorage(page);
  await page.locator('input[accept^=".zip"]').setInputFiles(path);
}

/** @param {Page} page @param {string | Buffer} backup @returns {Promise<string>} what is said at the end */
export async function restore(page, backup) {
  await offerBackup(page, backup);
  const task = taskOf(page, 'Restore a backup');
  await task.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(task.getByRole('button', { name: 'Close' })).toBeVisible();
  const told = (await task.getByRole('status').textContent()) ?? '';
  await task.getByRole('button', { name: 'Close' }).click();
  return told;
}

/** What the archive of this browser holds, bytes as their digests, in an order that says nothing. @param {Page} page */
export const holdings = (page) =>
  page.evaluate(async () => {
    /** @param {IDBRequest<any>} request @returns {Promise<any>} */
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const digest = async (/** @type {ArrayBuffer} */ bytes) => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const database = await done(indexedDB.open('gpt-image'));
    /** @type {Record<string, any[]>} */
    const all = {};
    for (const name of ['results', 'files', 'sources', 'prompts']) {
      const records = await done(database.transaction(name).objectStore(name).getAll());
      all[name] = await Promise.all(records.map(async (/** @type {any} */ one) => (one.bytes instanceof ArrayBuffer ? { ...one, bytes: await digest(one.bytes) } : one)));
    }
    database.close();
    all.results = all.results.map((one) => ({ ...one, changed: one.changed ?? 0 }));
    all.prompts = all.prompts.map(({ text }) => text);
    return all;
  });

/** What must never be: files that nobody owns, results without their files or their sources. @param {Awaited<ReturnType<typeof holdings>>} all @returns {string[]} */
export function faultsIn({ results, files, sources }) {
  const owners = new Set([...results.map(({ id }) => id), ...sources.flatMap(({ id, inputs }) => [id, ...inputs.map((/** @type {any} */ { file }) => file)])]);
  const there = new Set(files.map(({ owner, part }) => `${owner} ${part}`));
  return [
    ...files.filter(({ owner }) => !owners.has(owner)).map(({ owner, part }) => `nobody owns ${owner} ${part}`),
    ...results.flatMap(({ id, answers }) => Array.from({ length: answers }, (_, i) => `${id} answer${i}`)).filter((name) => !there.has(name)),
    ...sources.flatMap(({ inputs }) => inputs.map((/** @type {any} */ { file }) => `${file} file`)).filter((name) => !there.has(name)),
    ...results.filter(({ source }) => source && !sources.some(({ id }) => id === source)).map(({ id }) => `${id} has no source`),
  ];
}

/** Something of the archive changed behind the page's back. @param {Page} page @param {string} prompt of a result @param {object} patch */
export const patchEntry = (page, prompt, patch) =>
  page.evaluate(
    ([prompt, patch]) =>
      new Promise((resolve) => {
        indexedDB.open('gpt-image').onsuccess = ({ target }) => {
          const database = /** @type {IDBOpenDBRequest} */ (target).result;
          const transaction = database.transaction('results', 'readwrite');
          transaction.objectStore('results').openCursor().onsuccess = (event) => {
            const cursor = /** @type {IDBRequest<IDBCursorWithValue | null>} */ (event.target).result;
            if (!cursor) return;
            if (cursor.value.asked.prompt === prompt) cursor.update({ ...cursor.value, .../** @type {object} */ (patch) });
            cursor.continue();
          };
          transaction.oncomplete = () => {
            database.close();
            resolve(undefined);
          };
        };
      }),
    /** @type {const} */ ([prompt, patch]),
  );

/** @param {string} id @param {object} [more] */
export const entryOf = (id, more) => ({
  ...{ id, run: `run-${id}`, index: 0, began: 0, when: 1_700_000_000_000, asked: { prompt: `Number ${id}`, n: 1 }, answer: null, extension: 'png', link: '' },
  ...{ incomplete: false, width: 0, height: 0, answers: 1, composed: false, bytes: 0, source: '', paste: null, reports: [], profile: 'none', favourite: false, tags: [] },
  ...more,
});

/** A backup as a file. @param {any[]} results entries with their files @param {Record<string, Uint8Array<ArrayBuffer>>} files by their paths @param {object} [more] of the manifest */
export async function backupFile(results, files, more) {
  const manifest = writeManifest(/** @type {any} */ ({ results, sources: [], inputs: [], prompts: [], draft: null, choices: '', profiles: '', ...more }));
  const all = [...Object.entries(files), ['manifest.json', manifest]].map(([name, input]) => ({ name, input, lastModified: new Date() }));
  return Buffer.from(await new Response(makeZip(/** @type {any} */ (all))).arrayBuffer());
}

/** As Python reads it: the names of what is in a ZIP file, all of it sound. @param {string} path @returns {string[]} */
export function namesIn(path) {
  execFileSync('unzip', ['-tqq', path]);
  const code = 'import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nassert all(i.compress_type == 0 for i in z.infolist())\nprint(json.dumps(z.namelist()))';
  return JSON.parse(String(execFileSync('python3', ['-c', code, path])));
}
