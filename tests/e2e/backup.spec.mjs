// @ts-check
// All that is kept, as one file, and back out of it: into an empty browser, into one that has some of it
// already, and not at all where the file is no good.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, test } from './fixtures.mjs';
import { violations } from './support/axe.mjs';
import { backUp, backupFile, entryOf, faultsIn, holdings, namesIn, offerBackup, openStorage, patchEntry, restore, taskOf, withoutPicker } from './support/backup.mjs';
import { composed, editPart } from './support/compare.mjs';
import { addImages, button, generate, inputs, pictures, promptBox, results } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const photo = png(64, 48, gradient);
const picture = new Uint8Array(photo);

test.beforeEach(async ({ page }) => {
  await withoutPicker(page);
  await page.reload();
});

/** A browser that was never here. @param {import('@playwright/test').Browser} browser @param {string} address */
async function openElsewhere(browser, address) {
  const page = await (await browser.newContext()).newPage();
  await withoutPicker(page);
  await page.goto(address);
  return page;
}

/** @param {Page} page @param {string} prompt @param {import('./fixtures.mjs').Server} server */
async function make(page, prompt, server) {
  await promptBox(page).fill(prompt);
  await generate(page, server);
}

/** @param {Page} page */
const summaryOf = (page) => taskOf(page, 'Restore a backup').getByRole('status');

test('a backup puts all back into an empty browser, and the second time nothing', async ({ page, server, browser, address }) => {
  await chooseDemo(page);
  for (const prompt of ['A hut', 'A lake']) await make(page, prompt, server);
  await editPart(page, server);
  await composed(page);
  await patchEntry(page, 'A hut', { favourite: true, tags: ['quiet', '<b>bold</b>'] });
  await promptBox(page).fill('What I am at');
  await expect.poll(async () => (await holdings(page)).results.filter((one) => one.composed).length).toBe(1);
  const before = await holdings(page);

  const { path, name } = await backUp(page);
  expect(name).toMatch(/^gpt-image-backup-\d{8}-\d{6}\.zip$/);
  const names = namesIn(path);
  expect(names.at(-1)).toBe('manifest.json');
  expect(names.filter((one) => /^pictures\/(a-hut|a-lake|a-red-boat|lake-edited)-\d{8}-\d{6}-1\.png$/.test(one))).toHaveLength(4);
  expect(names).toContain('inputs/lake.png');

  const other = await openElsewhere(browser, address);
  expect(await restore(other, path)).toBe('3 new.');
  expect(await holdings(other)).toEqual(before);
  expect(faultsIn(before)).toEqual([]);
  await expect(promptBox(other)).toHaveValue('What I am at');
  await expect(inputs(other)).toHaveCount(1);
  await expect(pictures(other)).toHaveCount(3);
  await expect(other.getByText(/% painted/).first()).toBeVisible();

  expect(await restore(other, path)).toBe('3 already there. What is on the page now stays as it is.');
  expect(await holdings(other)).toEqual(before);
  await other.reload();
  await expect(pictures(other)).toHaveCount(3);
  await results(other).getByRole('button', { name: 'Compare' }).click();
  await expect(other.getByRole('dialog', { name: 'Compare' }).getByText('Original').first()).toBeVisible();
  await other.context().close();
});

test('of two versions the one counts that was changed last, and what is deleted comes back', async ({ page, server }) => {
  await chooseDemo(page);
  for (const prompt of ['A hut', 'A lake', 'A hill']) await make(page, prompt, server);
  await patchEntry(page, 'A hut', { tags: ['in the backup'], changed: 2000 });
  await patchEntry(page, 'A lake', { tags: ['in the backup'], changed: 2000 });
  const { path } = await backUp(page);
  await patchEntry(page, 'A hut', { tags: ['here'], changed: 1000 });
  await patchEntry(page, 'A lake', { tags: ['here'], changed: 3000 });
  await results(page).getByRole('button', { name: 'Delete' }).first().click();
  await expect.poll(async () => (await holdings(page)).results.filter(({ deleted }) => deleted).length).toBe(1);
  expect(await restore(page, path)).toBe('1 new, 1 newer than here, 1 already there. What is on the page now stays as it is.');
  const tags = Object.fromEntries((await holdings(page)).results.map((one) => [one.asked.prompt, one.tags]));
  expect(tags).toEqual({ 'A hut': ['in the backup'], 'A lake': ['here'], 'A hill': [] });
});

test('a backup that was unpacked and packed again, deflated and in a folder, is taken in', async ({ page }) => {
  const { deflated } = await import('./support/backup-forms.mjs');
  const backup = await backupFile([{ entry: entryOf('a'), files: [{ part: 'answer0', path: 'pictures/a.png' }] }], { 'pictures/a.png': picture });
  expect(await restore(page, deflated(backup, 'My backup'))).toBe('1 new.');
  expect((await holdings(page)).files[0].type).toBe('image/png');
});

test('what is damaged is left out and said, and the rest is taken in', async ({ page }) => {
  const entries = ['a', 'b', 'c', 'd'].map((id) => ({ entry: entryOf(id), files: [{ part: 'answer0', path: `pictures/${id}.png` }] }));
  const page404 = new TextEncoder().encode('<script>alert(1)</script>');
  const files = { 'pictures/a.png': picture, 'pictures/b.png': picture, 'pictures/c.png': page404 };
  const backup = await backupFile([...entries, { entry: { ...entryOf('e'), when: 'soon' }, files: [] }], files);
  backup[backup.indexOf(photo, backup.indexOf(photo) + 1) + 50] ^= 1; // in the second picture
  expect(await restore(page, backup)).toBe('1 new, 4 damaged and left out.');
  const all = await holdings(page);
  expect([all.results.map(({ id }) => id), all.files.length, faultsIn(all)]).toEqual([['a'], 1, []]);
});

for (const [what, forge, told] of /** @type {[string, (whole: Buffer) => Buffer | Promise<Buffer>, RegExp][]} */ ([
  ['was cut short', (whole) => whole.subarray(0, -100), /^This file is no ZIP file, or a part of it is missing/],
  ['is no ZIP file', () => photo, /^This file is no ZIP file/],
  ['is empty', () => Buffer.alloc(0), /^This file is no ZIP file/],
  ['lies about where its list is', (whole) => { whole.writeUInt32LE(5, whole.length - 6); return whole; }, /^This ZIP file contradicts itself, so nothing was taken/],
  ['is no backup', async () => backupFile([], {}).then((whole) => Buffer.from(whole.toString('latin1').replaceAll('manifest.json', 'manifesto.jpg'), 'latin1')), /^This ZIP file is no backup of this page/],
  ['is of a newer page', () => backupFile([], {}, { version: 2 }), /^This backup was made by a newer version of this page/],
])) { // prettier-ignore
  test(`a file that ${what} is refused in words, and nothing is changed`, async ({ page }) => {
    const whole = await backupFile([{ entry: entryOf('a'), files: [{ part: 'answer0', path: 'a.png' }] }], { 'a.png': picture });
    await restore(page, whole);
    const before = await holdings(page);
    await offerBackup(page, await forge(await backupFile([{ entry: entryOf('b'), files: [{ part: 'answer0', path: 'b.png' }] }], { 'b.png': picture })));
    await expect(summaryOf(page)).toHaveText(told);
    expect(await holdings(page)).toEqual(before);
  });
}

test('a ZIP file that is dropped on the page is offered to be restored, and can be refused', async ({ page }) => {
  const backup = await backupFile([{ entry: entryOf('a'), files: [{ part: 'answer0', path: 'a.png' }] }], { 'a.png': picture });
  const data = await page.evaluateHandle((base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'backup.zip', { type: 'application/zip' }));
    return data;
  }, backup.toString('base64'));
  for (const name of ['Cancel', 'Restore']) {
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
    await expect(summaryOf(page)).toHaveText(/^A backup of .*: 1 picture, [\d.]+ [KM]?B/);
    expect(await violations(page)).toEqual([]);
    await taskOf(page, 'Restore a backup').getByRole('button', { name, exact: true }).click();
    if (name === 'Cancel') expect((await holdings(page)).results).toEqual([]);
  }
  await expect(summaryOf(page)).toHaveText('1 new.');
  await expect(inputs(page)).toHaveCount(0);
});

/** Many results of one source. @param {number} count @param {number} [size] of each, in bytes */
async function manyResults(count, size = 0) {
  const bytes = new Uint8Array(Buffer.concat([photo, randomBytes(size)]));
  const facts = { id: 'source', width: 64, height: 48, crops: [], markup: [], inputs: [{ name: 'a.png', type: 'image/png', file: 'digest' }] };
  const entries = Array.from({ length: count }, (_, i) => ({ entry: entryOf(`r${i}`, { source: i % 2 ? 'source' : '', when: 1_700_000_000_000 + i }), files: [{ part: 'answer0', path: `${i}.png` }] }));
  return backupFile(entries, { 'in.png': picture, ...Object.fromEntries(entries.map((_, i) => [`${i}.png`, bytes])) }, { sources: [{ facts, mask: '' }], inputs: [{ owner: 'digest', path: 'in.png', type: 'image/png' }] });
}

test('a restore that is stopped leaves what it did, and goes on where it ended', async ({ page }) => {
  const backup = await manyResults(60, 1e6);
  await offerBackup(page, backup);
  const task = taskOf(page, 'Restore a backup');
  await task.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(task.getByRole('status')).toHaveText(/^\d+ new/);
  await page.keyboard.press('Escape');
  await expect(task.getByRole('status')).toHaveText(/^Stopped\. \d+ new\.$/);
  await task.getByRole('button', { name: 'Close' }).click();
  const all = await holdings(page);
  expect(all.results.length).toBeLessThan(60);
  expect(faultsIn(all)).toEqual([]);
  expect(await restore(page, backup)).toBe(`${60 - all.results.length} new, ${all.results.length} already there.`);
});

test('a tab that is closed while it restores leaves nothing half done', async ({ page, context, address }) => {
  const backup = await manyResults(40, 1e6);
  for (const wait of [100, 300, 700]) {
    const victim = await context.newPage();
    await withoutPicker(victim);
    await victim.goto(address);
    await offerBackup(victim, backup);
    const task = taskOf(victim, 'Restore a backup');
    await task.getByRole('button', { name: 'Restore', exact: true }).click();
    await victim.waitForTimeout(wait);
    await victim.close();
    expect(faultsIn(await holdings(page))).toEqual([]);
  }
  expect(await restore(page, backup)).toMatch(/^(\d+ new, )?\d+ already there\.$/);
  const all = await holdings(page);
  expect([all.results.length, faultsIn(all)]).toEqual([40, []]);
});

test('a tab that is closed while it backs up changes nothing', async ({ page, context, address }) => {
  await restore(page, await manyResults(40, 1e6));
  const before = await holdings(page);
  const victim = await context.newPage();
  await withoutPicker(victim);
  await victim.goto(address);
  await openStorage(victim);
  await button(victim, 'Back up everything').click();
  await expect(taskOf(victim, 'Back up everything').getByRole('status')).toHaveText(/^\d+ of 40 pictures/);
  await victim.close();
  expect(await holdings(page)).toEqual(before);
});

test('where there is no room for all, it says how far it came', async ({ page }) => {
  const { usage = 0 } = await page.evaluate(() => navigator.storage.estimate());
  const client = await page.context().newCDPSession(page);
  await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: usage + 12e6 });
  expect(await restore(page, await manyResults(40, 1e6))).toMatch(/^There is no room for more in this browser or on its disk\. \d+ new\. Make room/);
  expect(faultsIn(await holdings(page))).toEqual([]);
});

test('a browser that keeps nothing says so', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
  await page.reload();
  await openStorage(page);
  await button(page, 'Back up everything').click();
  await expect(taskOf(page, 'Back up everything').getByRole('status')).toHaveText(/^This browser keeps nothing for this page/);
});

test('the draft with images and the loose mask goes along, into a page where nothing lies', async ({ page, browser, address }) => {
  await addImages(page, upload(photo, 'one.png'), upload(png(40, 30, gradient), 'two.png'));
  await promptBox(page).fill('Two boats');
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('3');
  await page.getByLabel('Import mask').setInputFiles(upload(png(30, 30, () => [255, 255, 255, 255]), 'mask.png'));
  await expect(page.getByText(/mask\.png/).first()).toBeVisible();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500))); // kept at most once a second
  const { path } = await backUp(page);
  expect(namesIn(path)).toEqual(['draft/one.png', 'draft/two.png', 'draft/mask.png.mask', 'manifest.json']);
  const other = await openElsewhere(browser, address);
  expect(await restore(other, path)).toBe('There was no picture in it.');
  await expect(inputs(other)).toHaveCount(2);
  await expect(promptBox(other)).toHaveValue('Two boats');
  await expect(other.getByRole('spinbutton', { name: 'Number of images' })).toHaveValue('3');
  await expect(other.getByText(/mask\.png/).first()).toBeVisible();
  await other.context().close();
});

test('choices and profiles go along, and what is here already does not come twice', async ({ page, browser, address }) => {
  await page.evaluate(() => {
    localStorage.setItem('gpt-image.choices', '{"atOnce":4,"perLine":true,"alternatives":false,"cap":2,"plain":true}');
    localStorage.setItem('gpt-image.profiles', '[{"name":"Mine","url":"https://host.example/v1","dialect":{}},{"name":"Open","url":"https://user:word@host.example/v1","dialect":{}}]');
  });
  await page.reload();
  const { path } = await backUp(page);
  expect((await readFile(path)).includes('user:word')).toBe(false);
  const other = await openElsewhere(browser, address);
  for (let i = 0; i < 2; i++) await restore(other, path);
  await expect(other.getByRole('combobox', { name: 'Endpoint' }).getByRole('option', { name: 'Mine' })).toHaveCount(1);
  await other.getByText('More settings', { exact: true }).click();
  await expect(other.getByLabel('One picture per line')).toBeChecked();
  await expect(other.getByLabel('Spend at most, in US dollars')).toHaveValue('2');
  expect(await other.evaluate(() => localStorage.getItem('gpt-image.choices'))).toBe('{"atOnce":4,"perLine":true,"alternatives":false,"cap":2,"plain":true}');
  await other.context().close();
});

test.describe('the page as one file', () => {
  test.use({ address: new URL('../../build/gpt-image.html', import.meta.url).href });

  test('takes a backup in and makes one', async ({ page }) => {
    expect(await restore(page, await backupFile([{ entry: entryOf('a'), files: [{ part: 'answer0', path: 'a.png' }] }], { 'a.png': picture }))).toBe('1 new.');
    expect(namesIn((await backUp(page)).path).slice(-2)).toEqual([expect.stringMatching(/^pictures\/number-a-\d{8}-\d{6}-1\.png$/), 'manifest.json']);
  });
});
