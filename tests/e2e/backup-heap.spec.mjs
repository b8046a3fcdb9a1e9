// @ts-check
// Many large pictures become one file without being in the page's memory: ZIP_PICTURES says how many.

import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { test as base, expect } from './fixtures.mjs';
import { backUp, entryOf, openStorage, taskOf } from './support/backup.mjs';
import { button } from './support/page.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const COUNT = Number(process.env.ZIP_PICTURES ?? 20);
const SIZE = 12e6; // of a picture of 4K
const MOST_HEAP = 160e6; // some pictures and what is not collected yet, however many there are

/** In a browser that keeps things on its disk: others keep them in memory. */
const test = base.extend({
  context: async ({ launchOptions }, use) => {
    const context = await chromium.launchPersistentContext(base.info().outputPath('profile'), launchOptions);
    await use(context);
    await context.close();
  },
});

test.use({ trace: 'off' });
test.setTimeout(120_000 + COUNT * 6000);

/** Puts pictures into the archive behind the page's back. @param {Page} page */
async function fill(page) {
  for (let i = 0; i < COUNT; i++) await page.evaluate(put, /** @type {const} */ ([entryOf(`p${i}`, { when: 1_700_000_000_000 + i, deleted: 0 }), SIZE]));
}

/** In the page. @param {readonly [any, number]} given */
async function put([entry, size]) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const database = await new Promise((resolve) => (indexedDB.open('gpt-image').onsuccess = ({ target }) => resolve(/** @type {any} */ (target).result)));
  const transaction = database.transaction(['results', 'files'], 'readwrite');
  transaction.objectStore('results').put(entry);
  transaction.objectStore('files').put({ owner: entry.id, part: 'answer0', type: 'image/png', bytes: bytes.buffer });
  await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: () => reject(transaction.error) }));
  database.close();
}

/** Looks at the page's memory until the end of 'work'; the most there was beyond what there was before. @param {Page} page @param {() => Promise<unknown>} work */
async function growthDuring(page, work) {
  const client = await page.context().newCDPSession(page);
  const look = async () => {
    const { usedSize, backingStorageSize } = /** @type {any} */ (await client.send('Runtime.getHeapUsage'));
    return usedSize + backingStorageSize;
  };
  await client.send('HeapProfiler.collectGarbage');
  const before = await look();
  let most = before;
  let isOver = false;
  const working = work().finally(() => (isOver = true));
  while (!isOver) {
    most = Math.max(most, await look());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await working;
  console.log(`${COUNT} pictures, ${Math.round((COUNT * SIZE) / 1e6)} MB: the page's memory grew by ${Math.round((most - before) / 1e6)} MB`);
  return most - before;
}

test('pictures go to the disk one after the other, whether a place was picked or not', { tag: '@deep' }, async ({ page }) => {
  await fill(page);
  await page.evaluate(() => Reflect.set(window, 'showSaveFilePicker', async () => (await navigator.storage.getDirectory()).getFileHandle('picked.zip', { create: true })));
  await openStorage(page);
  const picked = await growthDuring(page, async () => {
    await button(page, 'Back up everything').click();
    const task = taskOf(page, 'Back up everything');
    await expect(task.getByRole('button', { name: 'Close' })).toBeVisible({ timeout: 60_000 + COUNT * 2000 });
    await expect(task.getByRole('status')).toHaveText(`${COUNT} of ${COUNT} pictures saved.`);
    await task.getByRole('button', { name: 'Close' }).click();
  });
  expect(picked).toBeLessThan(MOST_HEAP);
  const size = await page.evaluate(async () => (await (await (await navigator.storage.getDirectory()).getFileHandle('picked.zip')).getFile()).size);

  await page.evaluate(async () => {
    await (await navigator.storage.getDirectory()).removeEntry('picked.zip');
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  let path = '';
  expect(await growthDuring(page, async () => void ({ path } = await backUp(page)))).toBeLessThan(MOST_HEAP);
  execFileSync('unzip', ['-tqq', path]);
  expect(Math.abs(statSync(path).size - size)).toBeLessThan(100);
  expect(size).toBeGreaterThan(COUNT * SIZE);
});
