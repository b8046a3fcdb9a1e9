// @ts-check
// A canary in place of a key goes through all that the page can do. It is in its box and in the one header to its
// origin; on the way there it is in one message to a worker, and where it is to be remembered, in one place.

import { readFile } from 'node:fs/promises';
import { expect, posts, test } from './fixtures.mjs';
import { backUp, restore, withoutPicker } from './support/backup.mjs';
import { holds, lookOut, places, sightings } from './support/canary.mjs';
import { choose, composed, dialogOf } from './support/compare.mjs';
import { canvasOf, dragMouse, editorButton, exportedMask, openEditor } from './support/mask.mjs';
import { addImages, alert, button, chooseCustom, download, generate, inputs, pictures, promptBox, results } from './support/page.mjs';
import { gradient, png, RGB, scenery, upload } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixtures.mjs').Server} Server */

const CANARY = 'sk-canary-fedcba9876543210';
const SIZE = { width: 900, height: 600 };
const IN_BOX = ['value of #key'];
const IN_MESSAGE = 'to worker: generate .args.key';
const IN_TEST = 'to worker: probe .args.key';
const KEY_HEADERS = ['authorization', 'api-key'];

test.use({ expectedErrors: /^Failed to load resource/, permissions: ['clipboard-read', 'clipboard-write'] });

/** @param {Page} page */
const keyBox = (page) => page.getByLabel('API key', { exact: true });
/** @param {Page} page */
const rememberBox = (page) => page.getByRole('checkbox', { name: 'Remember the key on this device' });

/** @param {Record<string, unknown>} headers @param {boolean} isOrigin the key's, which gets it */
const headersText = (headers, isOrigin) => JSON.stringify(Object.entries(headers).filter(([name]) => !isOrigin || !KEY_HEADERS.includes(name)));

/** All that leaves the page, but for the one header to the key's origin. @param {Page} page @param {string} origin */
function overhear(page, origin) {
  /** @type {string[]} */
  const heard = [];
  const downloads = /** @type {import('@playwright/test').Download[]} */ ([]);
  page.on('console', (message) => heard.push(message.text(), message.location().url, ...message.args().map(String)));
  page.on('pageerror', ({ message, stack }) => heard.push(message, stack ?? ''));
  page.on('dialog', (dialog) => heard.push(dialog.message()));
  page.on('download', (one) => downloads.push(one));
  page.on('worker', (worker) => heard.push(worker.url()));
  page.on('framenavigated', (frame) => heard.push(frame.url(), frame.name()));
  page.on('request', (request) => {
    const isOrigin = request.url().startsWith(`${origin}/`);
    heard.push(request.url(), headersText(request.headers(), isOrigin), request.postDataBuffer()?.toString('latin1') ?? '');
  });
  return { heard, downloads };
}

/** @param {Page} page @param {Server} api */
async function enterKey(page, api) {
  await lookOut(page, CANARY);
  await withoutPicker(page);
  await page.reload();
  await chooseCustom(page, api);
  await keyBox(page).pressSequentially(CANARY);
  await promptBox(page).fill('A canary');
}

/** The key is nowhere but in its box, and passed nowhere but in the worker's message. @param {Page} page */
async function expectHidden(page, passed = [IN_MESSAGE]) {
  expect(await places(page)).toEqual(IN_BOX);
  expect(await sightings(page)).toEqual(passed);
}

/** @param {Page} page */
async function paint(page) {
  const at = await openEditor(page, upload(png(SIZE.width, SIZE.height, scenery, RGB), 'lake.png'));
  await dragMouse(page, at(SIZE.width / 2 - 60, SIZE.height / 2), at(SIZE.width / 2 + 60, SIZE.height / 2));
  await canvasOf(page).focus();
  await exportedMask(page);
  await editorButton(page, 'Done').click();
}

/** @param {Page} page */
async function compare(page) {
  await composed(page);
  await results(page).getByRole('button', { name: 'Compare', exact: true }).first().click();
  const dialog = dialogOf(page);
  await choose(dialog, 'Difference');
  await expect(dialog.getByRole('status')).toContainText('changed outside');
  await dialog.getByRole('button', { name: 'Close' }).click();
}

/** @param {Page} page */
async function preview(page) {
  await button(page, 'Preview request').click();
  const dialog = page.getByRole('dialog', { name: 'Preview request' });
  await expect(dialog.getByRole('region', { name: 'The request' })).toContainText('Bearer (your key)');
  await dialog.getByRole('button', { name: 'Copy as curl' }).click();
  await expect(dialog.getByRole('status')).toContainText('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Bearer $OPENAI_API_KEY');
  const save = dialog.getByRole('button', { name: /^Save/ });
  if (await save.isVisible()) await Promise.all([page.waitForEvent('download'), save.click()]);
  await expectHidden(page, (await sightings(page)).filter((place) => place === IN_MESSAGE));
  await dialog.getByRole('button', { name: 'Close' }).click();
}

/** @param {Page} page @param {Server} api */
async function endpointAsProfile(page, api) {
  const settings = page.getByRole('group', { name: 'Endpoint settings' });
  await page.getByText('Endpoint settings', { exact: true }).click();
  await button(page, 'Test').click();
  await expect(settings).toContainText('takes the key');
  await page.getByRole('textbox', { name: 'API base URL' }).fill(`${api.url}demo/openai/v1`);
  await settings.getByLabel('The key goes as').selectOption('api-key');
  await settings.getByLabel('Profile name').fill('Canary');
  await button(page, 'Save as…').click();
  await Promise.all([page.waitForEvent('download'), button(page, 'Export profiles').click()]);
}

/** What arrived anywhere, but for the header at the key's origin. @param {Server} server @param {boolean} isOrigin */
const arrived = ({ requests }, isOrigin) =>
  requests.map(({ url, headers, body }) => [url, headersText(headers, isOrigin), Buffer.from(body).toString('latin1')].join('\n'));

test('whatever is done with the page, a key is seen by nobody but its origin', async ({ page, api, server }) => {
  test.setTimeout(300_000);
  const { heard, downloads } = overhear(page, new URL(api.url).origin);
  await enterKey(page, api);

  await test.step('a preview before anything', () => preview(page));
  await expectHidden(page, []);
  await test.step('a generation', async () => {
    await generate(page, api);
    await download(page);
    await expectHidden(page);
  });
  await test.step('an edit', async () => {
    await results(page).getByRole('button', { name: 'Use as input' }).first().click();
    await expect(inputs(page)).toHaveCount(1);
    await generate(page, api);
    await expect(pictures(page)).toHaveCount(2);
    await preview(page);
    await inputs(page).getByRole('button', { name: 'Remove' }).click();
    await expectHidden(page);
  });
  await test.step('an edit where it is painted, compared, put back and saved', async () => {
    await paint(page);
    await preview(page);
    await generate(page, api);
    await compare(page);
    await download(page);
    await expectHidden(page);
  });
  await test.step('the results', async () => {
    for (const name of ['Copy', 'Reuse settings', 'Enlarge']) await results(page).getByRole('button', { name, exact: true }).first().click();
    await expect(page.getByRole('dialog', { name: 'Picture' })).toBeVisible();
    await page.keyboard.press('Escape');
    await results(page).getByRole('button', { name: 'Delete' }).last().click();
    await button(page, 'Bring it back').click();
    await expectHidden(page);
  });
  for (const fault of [{ kind: 'refuse', status: 401 }, { kind: 'refuse', status: 429, code: 'insufficient_quota' }, { kind: 'refuse', status: 500 }, { kind: 'drop' }, { kind: 'drop-body' }, { kind: 'cut' }]) {
    await test.step(`the fault ${JSON.stringify(fault)}`, async () => {
      api.fault = /** @type {import('../../web/demo/faults.mjs').Fault} */ (fault);
      const before = posts(api).length;
      await button(page, 'Generate').click();
      await expect.poll(() => posts(api).length).toBeGreaterThan(before);
      await expect(alert(page)).not.toBeEmpty();
      await expect(button(page, 'Cancel')).toBeHidden();
      await expectHidden(page);
    });
  }
  await test.step('a run that is cancelled', async () => {
    api.fault = 'stall';
    const before = posts(api).length;
    await button(page, 'Generate').click();
    await expect.poll(() => posts(api).length).toBe(before + 1);
    await button(page, 'Cancel').click();
    await expect(button(page, 'Cancel')).toBeHidden();
    await expectHidden(page);
  });
  await test.step('the endpoint as a profile, tested, exported and used', async () => {
    api.fault = undefined;
    await endpointAsProfile(page, api);
    const before = await pictures(page).count();
    await expectHidden(page, [IN_MESSAGE, IN_TEST]);
    await generate(page, api);
    expect(posts(api).at(-1)?.headers).toMatchObject({ 'api-key': CANARY });
    await expect(pictures(page)).toHaveCount(before + 1);
    await expectHidden(page, [IN_MESSAGE, IN_TEST]);
  });
  await test.step('a backup, and back', async () => {
    const { path } = await backUp(page);
    expect(await restore(page, path)).toMatch(/^\d+ already there\./);
    await expectHidden(page, [IN_MESSAGE, IN_TEST]);
  });
  await test.step('a reload', async () => {
    await page.reload();
    await expect(inputs(page)).toHaveCount(1);
    await expect(keyBox(page)).toHaveValue('');
    expect(await places(page)).toEqual([]);
    expect(await sightings(page)).toEqual([]);
  });

  expect(posts(api).length).toBeGreaterThan(9);
  for (const { headers } of posts(api)) expect(headers['api-key'] ?? headers.authorization).toBe(headers['api-key'] ? CANARY : `Bearer ${CANARY}`);
  for (const text of [...arrived(api, true), ...arrived(server, false), ...heard]) expect(holds(text, CANARY), text.slice(0, 500)).toBe(false);
  expect(downloads.length).toBeGreaterThan(5);
  for (const one of downloads) expect(holds(await readFile(await one.path()), CANARY) || holds(one.suggestedFilename() + one.url(), CANARY), one.suggestedFilename()).toBe(false);
});

test('a remembered key passes through one place more, and is gone from it when it is forgotten', async ({ page, api }) => {
  const place = `gpt-image.key ${new URL(api.url).origin}`;
  const { heard } = overhear(page, new URL(api.url).origin);
  await enterKey(page, api);
  await rememberBox(page).check();
  await addImages(page, upload(png(48, 48, gradient), 'small.png'));
  await generate(page, api);
  await peek(page);
  expect(await places(page)).toEqual([`localStorage.${place}`, ...IN_BOX]);
  expect(await sightings(page)).toEqual([`localStorage ${place}.0`, IN_MESSAGE]);

  await page.reload();
  await expect(keyBox(page)).toHaveValue(CANARY);
  await generate(page, api);
  expect(await places(page)).toEqual([`localStorage.${place}`, ...IN_BOX]);
  expect(await sightings(page)).toEqual([IN_MESSAGE]);

  await rememberBox(page).uncheck();
  expect(await places(page)).toEqual(IN_BOX);
  await rememberBox(page).check();
  await button(page, 'Forget the key').click();
  expect(await places(page)).toEqual([]);
  await page.reload();
  await expect(keyBox(page)).toHaveValue('');
  expect(await places(page)).toEqual([]);
  for (const text of heard) expect(holds(text, CANARY), text.slice(0, 500)).toBe(false);
});

/** Opened and closed, whatever is remembered. @param {Page} page */
async function peek(page) {
  await button(page, 'Preview request').click();
  await expect(page.getByRole('region', { name: 'The request' })).toContainText('Bearer (your key)');
  await page.keyboard.press('Escape');
}

test.describe('the lookout itself', () => {
  test.use({ expectedErrors: /./ });

  test('sees a text wherever it passes or lies', async ({ page }) => {
    await lookOut(page, CANARY);
    await page.reload();
    expect([...(await places(page)), ...(await sightings(page))]).toEqual([]);
    await page.evaluate(plant, CANARY);
    await addImages(page, upload(png(48, 48, gradient), 'small.png'));
    await page.workers()[0].evaluate((text) => self.postMessage({ id: 0, event: 'planted', value: new TextEncoder().encode(text) }), CANARY);
    await expect.poll(() => sightings(page)).toEqual([
      'DOM ', 'DOM attribute data-a', 'DOM text ', 'blob ', 'clipboard ', 'from worker: planted .value', 'history .0.deep', 'indexedDB things .file', 'localStorage one.0', 'sessionStorage two.0',
    ]);
    expect(await places(page)).toEqual([
      'address.4.deep', 'attributes', 'indexedDB.planted.things.0.0.file', 'localStorage.one', 'markup', 'sessionStorage.two', 'text', 'title', 'value of #base-url',
    ]);
    for (const form of [btoa(CANARY), btoa(`x${CANARY}`), btoa(`xy${CANARY}yz`), Buffer.from(CANARY).toString('hex'), Buffer.from(`..${CANARY}`, 'utf16le')]) {
      expect(holds(form, CANARY), String(form)).toBe(true);
    }
    expect(holds('sk-canary-fedcba987654321', CANARY)).toBe(false);
  });
});

/** In the page. @param {string} text */
async function plant(text) {
  document.documentElement.setAttribute('data-a', text);
  const paragraph = document.createElement('p');
  paragraph.textContent = 'nothing';
  document.body.append(paragraph);
  await new Promise((resolve) => setTimeout(resolve));
  /** @type {Text} */ (paragraph.firstChild).data = text;
  const other = document.createElement('p');
  other.textContent = btoa(`x${text}`);
  document.body.append(other);
  document.title = text;
  /** @type {HTMLInputElement} */ (document.getElementById('base-url')).value = text;
  URL.createObjectURL(new Blob([text]));
  await navigator.clipboard.writeText(text).catch(() => {});
  history.replaceState({ deep: text }, '');
  localStorage.setItem('one', text);
  sessionStorage.setItem('two', text);
  const opening = indexedDB.open('planted', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('things', { autoIncrement: true });
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const putting = opening.result.transaction('things', 'readwrite').objectStore('things').put({ file: new File([`..${text}..`], 'a.bin') });
  await new Promise((resolve) => (putting.onsuccess = resolve));
  opening.result.close();
}
