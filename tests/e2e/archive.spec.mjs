// @ts-check
// What was made is there again: after a reload, in another tab, from older pages; and where nothing can be
// kept it is on the page all the same.

import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, test } from './fixtures.mjs';
import { addImages, alert, button, download, generate, inputs, pictures, promptBox, results, saveAsReceived } from './support/page.mjs';
import { decoded, gradient, png, RGB, scenery, upload } from './support/pictures.mjs';
import { picturesFor } from './support/wire.mjs';
import { kept, openEmpty, writeOldStore } from './support/archive.mjs';
import { composed, editPart } from './support/compare.mjs';
import { paintAcross } from './support/mask.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const photo = png(400, 300, gradient);
/** @param {Buffer} bytes */
const base64 = (bytes) => ({ base64: bytes.toString('base64') });

/** @param {Page} page @param {string} prompt */
async function make(page, prompt, server = /** @type {any} */ (null)) {
  await promptBox(page).fill(prompt);
  return picturesFor(await generate(page, server));
}

/** @param {Page} page @param {number} [index] */
async function saved(page, index) {
  await saveAsReceived(page);
  return readFile(await (await download(page, index)).path());
}

const names = (/** @type {Page} */ page) => pictures(page).evaluateAll((all) => all.map((one) => one.getAttribute('alt')));
const line = (/** @type {Page} */ page) => page.getByText(/^Kept in this browser: /);
const note = (/** @type {Page} */ page) => page.getByText(/^This browser keeps no more for this page/);

test('what was made is there after a reload, in its order, byte for byte, with its settings and costs', async ({ page, server }) => {
  await chooseDemo(page);
  const [first] = await make(page, 'A hut', server);
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('2');
  const [second, third] = await make(page, 'A lake', server);
  const said = await results(page).getByRole('listitem').allTextContents();
  await page.reload();
  await expect(pictures(page)).toHaveCount(3);
  expect(await names(page)).toEqual(['A lake', 'A lake', 'A hut']);
  await expect.poll(() => results(page).getByRole('listitem').allTextContents()).toEqual(said);
  for (const [index, made] of [second, third, first].entries()) expect((await saved(page, index)).equals(made)).toBe(true);
  await results(page).getByRole('button', { name: 'Reuse settings' }).last().click();
  await expect(promptBox(page)).toHaveValue('A hut');
  const [entry] = (await kept(page)).results.filter((/** @type {any} */ { asked }) => asked.prompt === 'A hut');
  expect(entry.answer.usage.output_tokens).toBeGreaterThan(0);
  expect(entry.when).toBeGreaterThan(entry.began);
  expect(entry.bytes).toBe(first.length);
});

test('only the newest 24 come back on the page', async ({ page, server }) => {
  await chooseDemo(page);
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('10');
  for (const prompt of ['A hut', 'A lake', 'A hill']) await make(page, prompt, server);
  await expect(pictures(page)).toHaveCount(30);
  await page.reload();
  await expect(pictures(page)).toHaveCount(24);
  expect((await names(page)).filter((name) => name === 'A hut')).toHaveLength(4);
  expect((await kept(page)).results).toHaveLength(30);
});

test('a deleted picture stays deleted, one that was brought back is there, and nothing is left of the other', async ({ page, server }) => {
  await chooseDemo(page);
  for (const prompt of ['A hut', 'A lake', 'A hill']) await make(page, prompt, server);
  await results(page).getByRole('button', { name: 'Delete' }).nth(1).click();
  await expect(pictures(page)).toHaveCount(2);
  await button(page, 'Bring it back').click();
  await expect(pictures(page)).toHaveCount(3);
  await results(page).getByRole('button', { name: 'Delete' }).first().click();
  await expect.poll(async () => (await kept(page)).results.filter((/** @type {any} */ { deleted }) => deleted).length).toBe(1);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(['A lake', 'A hut']);
  await expect.poll(async () => (await kept(page)).results.length).toBe(2);
  expect((await kept(page)).files).toHaveLength(2);
});

test('an edit comes back with what it was made from', async ({ page, server }) => {
  await chooseDemo(page);
  await addImages(page, upload(photo, 'a.png'), upload(png(40, 30, gradient), 'b.png'));
  for (const prompt of ['A boat', 'A raft']) await make(page, prompt, server);
  await page.reload();
  await expect(pictures(page)).toHaveCount(2);
  await results(page).getByRole('button', { name: 'Compare' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Compare' });
  await expect(dialog.getByText('Original', { exact: true })).toBeVisible();
  const { files, sources } = await kept(page);
  expect(sources.map((/** @type {any} */ source) => source.inputs.map((/** @type {any} */ { name }) => name))).toEqual([['a.png', 'b.png'], ['a.png', 'b.png']]);
  expect(files.filter((/** @type {any} */ { part }) => part === 'file').map((/** @type {any} */ { bytes }) => bytes).sort()).toEqual([photo.length, png(40, 30, gradient).length].sort());
});

test('a large composed picture is shown by a smaller one, after a reload too; enlarged and saved it is itself', async ({ page, server }) => {
  const size = { width: 3200, height: 800 };
  const large = png(size.width, size.height, scenery, RGB);
  await chooseDemo(page);
  await promptBox(page).fill('A boat');
  await addImages(page, upload(large, 'wide.png'));
  await paintAcross(page, size);
  await generate(page, server);
  await composed(page);
  const check = async () => {
    await expect.poll(() => pictures(page).evaluate((/** @type {HTMLImageElement} */ one) => one.naturalWidth)).toBe(1600);
    await expect(results(page)).toContainText('3200 x 800');
    const { width, height } = decoded(await saved(page));
    expect({ width, height }).toEqual(size);
    await results(page).getByRole('button', { name: 'Enlarge' }).click();
    const dialog = page.getByRole('dialog', { name: 'Picture' });
    await expect.poll(() => dialog.getByRole('img').evaluate((/** @type {HTMLImageElement} */ one) => one.naturalWidth)).toBe(3200);
    await dialog.getByRole('button', { name: 'Close' }).click();
  };
  await check();
  await expect.poll(async () => (await kept(page)).files.map(({ part }) => part).sort()).toEqual(['answer0', 'composed', 'file', 'mask', 'small']);
  await page.reload();
  await check();
});

test('what was not composed when the page ended is composed when asked for', async ({ page, server }) => {
  await page.addInitScript(() => {
    const Real = Worker;
    window.Worker = class extends Real {
      /** @override @param {any} message @param {any} [more] */
      postMessage(message, more) {
        if (message.type !== 'compose' || sessionStorage.composes) super.postMessage(message, more);
      }
    };
  });
  await page.reload();
  await chooseDemo(page);
  await editPart(page, server);
  await expect(results(page)).toContainText('Putting it back into your picture…');
  await page.evaluate(() => (sessionStorage.composes = 'yes'));
  await page.reload();
  await expect(results(page)).toContainText('The page was closed before that was done.');
  await button(page, 'Try again').click();
  await composed(page);
  await page.reload();
  await composed(page);
});

test('how much is kept is told, and when it is nearly full', async ({ page, server }) => {
  await chooseDemo(page);
  await expect(line(page)).toHaveCount(0);
  await make(page, 'A hut', server);
  await expect(line(page)).toHaveText(/^Kept in this browser: [\d.]+ [KM]B of [\d.]+ [MG]B; (the browser may clear it when space is short|protected from being cleared)\.$/);
  await page.addInitScript(() => Object.assign(StorageManager.prototype, { estimate: async () => ({ usage: 8_100_000_000, quota: 10_000_000_000 }), persisted: async () => true }));
  await page.reload();
  await expect(line(page)).toHaveText('Kept in this browser: 8.1 GB of 10.0 GB; protected from being cleared. It is nearly full: download what you want to keep, and delete what you do not need.');
});

for (const [how, block] of /** @type {[string, () => void][]} */ ([
  ['throws', () => { IDBFactory.prototype.open = () => { throw new DOMException('Access is denied.', 'SecurityError'); }; }],
  ['is not there', () => Object.defineProperty(window, 'indexedDB', { value: undefined })],
])) { // prettier-ignore
  test(`where the browser’s store ${how}, a picture is on the page, told once to be kept nowhere, and can be saved`, async ({ page, server }) => {
    await page.addInitScript(block);
    await page.reload();
    await chooseDemo(page);
    const [first] = await make(page, 'A hut', server);
    await expect(note(page)).toHaveCount(1);
    await make(page, 'A lake', server);
    await expect(note(page)).toHaveCount(1);
    await expect(pictures(page)).toHaveCount(2);
    await expect(alert(page)).toBeEmpty();
    expect((await saved(page, 1)).equals(first)).toBe(true);
  });
}

test('a picture there is no room for is on the page, and what was kept before stays', async ({ page, server }) => {
  const client = await page.context().newCDPSession(page);
  await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(server.url).origin, quotaSize: 250_000 });
  await chooseDemo(page);
  await make(page, 'A hut', server);
  await expect(note(page)).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Size' }).selectOption('3840x2160');
  const [second] = await make(page, 'A lake', server);
  await expect(pictures(page)).toHaveCount(2);
  await expect(note(page)).toHaveCount(1);
  expect((await saved(page, 0)).equals(second)).toBe(true);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(['A hut']);
});

test.describe('two tabs', () => {
  test('each shows what it made, and what one deletes is gone from the other', async ({ page, context, address, server }) => {
    const other = await context.newPage();
    await other.goto(address);
    for (const [one, prompt] of /** @type {const} */ ([[page, 'A hut'], [other, 'A lake']])) {
      await chooseDemo(one);
      await make(one, prompt, server);
    }
    await Promise.all([page.reload(), other.reload()]);
    for (const [one, prompt] of /** @type {const} */ ([[page, 'A hut'], [other, 'A lake']])) await expect.poll(() => names(one)).toEqual([prompt]);
    await results(other).getByRole('button', { name: 'Delete' }).click();
    await page.reload(); // a page that is not alone purges nothing
    await expect(pictures(page)).toHaveCount(1);
    await button(other, 'Bring it back').click();
    await other.reload();
    await expect.poll(() => names(other)).toEqual(['A lake']);
  });

  for (const [what, end, words] of /** @type {[string, () => void, RegExp][]} */ ([
    ['is older than the store', () => void indexedDB.open('gpt-image', 99), /^A newer version of this page is open: load this one anew\./],
    ['has lost its store', () => void indexedDB.deleteDatabase('gpt-image'), /^What this browser kept of this page was cleared\./],
  ])) { // prettier-ignore
    test(`a page that ${what} says so, and shows what it makes`, async ({ page, server }) => {
      await chooseDemo(page);
      await page.evaluate(end);
      await expect(page.getByText(words)).toHaveCount(1);
      await make(page, 'A hut', server);
      await expect(pictures(page)).toHaveCount(1);
      await expect(note(page)).toHaveCount(0);
    });
  }
});

test.describe('what older pages kept', () => {
  const result = { id: 4, run: 2, index: 0, asked: { prompt: 'A boat', n: 1 }, extension: 'png', link: '', answer: { images: 1, damaged: 0, cost_usd: 0.01 } };
  const answer = { type: 'image/png', bytes: base64(png(64, 64, gradient)) };

  test('version 1: the draft and its results', async ({ page, address }) => {
    await openEmpty(page, address);
    await writeOldStore(page, 1, { draft: [{ settings: { prompt: 'Old' }, images: [{ name: 'old.png', type: 'image/png', bytes: base64(photo) }], mask: null, results: [{ ...result, ...answer }, { ...result, id: 1, run: 1, asked: { prompt: 'Another' }, ...answer }] }] });
    await page.goto(address);
    await expect(promptBox(page)).toHaveValue('Old');
    await expect(inputs(page)).toHaveCount(1);
    await expect.poll(() => names(page)).toEqual(['A boat', 'Another']);
    await expect(results(page)).toContainText('$0.0100');
    expect((await saved(page)).equals(png(64, 64, gradient))).toBe(true);
  });

  test('version 2: the results that were on their way over a reload, with what they were made from', async ({ page, address }) => {
    await openEmpty(page, address);
    const crop = { area: { x: 10, y: 10, width: 20, height: 20 }, frame: { x: 0, y: 0, width: 64, height: 64 }, width: 64, height: 64 };
    const source = { file: { name: 'beach.png', type: 'image/png', bytes: base64(photo) }, id: 1, width: 400, height: 300, pack: null, crops: [crop] };
    const paste = { keep: true, feather: 100, align: true, match_colors: true, blend: 'colours' };
    const carried = { ...result, file: answer, parts: [answer], composed: { type: 'image/png', bytes: base64(photo) }, source, paste, reports: [], profile: 'none', composing: null, trouble: '', incomplete: false };
    const link = { ...result, id: 5, run: 3, asked: { prompt: 'A link' }, file: null, parts: [], composed: null, source: null, paste, reports: [], profile: 'none', link: 'https://host.example/a.png' };
    await writeOldStore(page, 2, {
      desks: [{ id: 'd', touched: 1, settings: { prompt: 'Old' }, images: [] }],
      things: [{ desk: 'd', kind: 'results', id: 0, results: [link, carried] }, { desk: 'gone', kind: 'mask', id: 0, name: 'x', width: 1, height: 1 }],
    });
    await page.goto(address);
    await expect(promptBox(page)).toHaveValue('Old');
    await expect(results(page).getByRole('link', { name: 'host.example' })).toBeVisible();
    await expect.poll(() => names(page)).toEqual(['A boat']);
    await saveAsReceived(page);
    const file = await download(page);
    expect(file.suggestedFilename()).toBe('beach-edited-2-1.png');
    expect((await readFile(await file.path())).equals(photo)).toBe(true);
    const { things, desks, results: entries } = await kept(page);
    expect(things.map((/** @type {any} */ { kind }) => kind)).toEqual(['mask']);
    expect(desks[0].results.map((/** @type {any} */ { run }) => run)).toEqual([3, 2]);
    expect(entries).toHaveLength(2);
  });
});
