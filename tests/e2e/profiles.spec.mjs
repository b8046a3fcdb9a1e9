// @ts-check
// Endpoints that are not quite OpenAI: how they are asked, whether they answer, and what is kept of them.

import { readFile } from 'node:fs/promises';
import OpenAI, { AzureOpenAI } from 'openai';
import { expect, posts, test } from './fixtures.mjs';
import { addImages, alert, button, chooseCustom, generate, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';
import { filesOf, jsonOf } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixtures.mjs').Server} Server */

const KEY = 'canary-key-0123456789';
const square = png(48, 48, gradient);

/** @param {Page} page */
const settings = (page) => page.getByRole('group', { name: 'Endpoint settings' });
/** @param {Page} page */
const endpointBox = (page) => page.getByRole('combobox', { name: 'Endpoint' });
/** @param {Page} page */
const urlBox = (page) => page.getByRole('textbox', { name: 'API base URL' });
/** @param {Page} page */
const keyBox = (page) => page.getByLabel('API key', { exact: true });
/** @param {Page} page */
const modelBox = (page) => page.getByRole('combobox', { name: 'Model', exact: true });

/** @param {Page} page */
async function openSettings(page) {
  await page.getByText('Endpoint settings', { exact: true }).click();
  await expect(settings(page).getByRole('button', { name: 'Test' })).toBeVisible();
}

/** @param {Page} page @param {string} url @param {string} [version] */
async function chooseAzure(page, url, version) {
  await endpointBox(page).selectOption('Azure OpenAI…');
  await urlBox(page).fill(url);
  await urlBox(page).blur();
  if (version) await setVersion(page, version);
  await keyBox(page).fill(KEY);
}

/** @param {Page} page @param {string} version */
async function setVersion(page, version) {
  await settings(page).getByLabel('API version').fill(version);
  await settings(page).getByLabel('API version').blur();
}

/** @param {Page} page @param {Server} api */
async function chooseOther(page, api) {
  await chooseCustom(page, api);
  await keyBox(page).fill(KEY);
  await openSettings(page);
}

/**
 * The official clients at Azure's two addresses. AzureOpenAI only knows the older one; at the newer one Azure
 * has OpenAI's own client used, told of header and version.
 * @type {[string, string, string, (base: string) => OpenAI][]}
 */
const azure = [
  ['newer', 'openai/v1', 'preview', (base) =>
    new OpenAI({ apiKey: KEY, baseURL: `${base}/openai/v1`, defaultQuery: { 'api-version': 'preview' }, defaultHeaders: { 'api-key': KEY, authorization: null }, maxRetries: 0 })],
  ['older', 'openai/deployments/gpt-image-2', '2025-04-01-preview', (base) =>
    new AzureOpenAI({ apiKey: KEY, apiVersion: '2025-04-01-preview', endpoint: base, deployment: 'gpt-image-2', maxRetries: 0 })],
];

for (const [name, path, version, clientAt] of azure) {
  test(`Azure's ${name} address is asked as the official client asks it`, async ({ page, api }) => {
    await chooseAzure(page, `${api.url}demo/${path}`, version);
    await promptBox(page).fill('A fox');
    await modelBox(page).selectOption('gpt-image-2');
    const ours = await generate(page, api);
    await expect(alert(page)).toBeEmpty();

    await clientAt(`${api.url}demo`).images.generate({ prompt: 'A fox', model: 'gpt-image-2', background: 'opaque', n: 1, quality: 'low', size: 'auto' });
    const theirs = posts(api)[1];
    expect(ours.url).toBe(theirs.url);
    expect(ours.headers['api-key']).toBe(KEY);
    expect([ours.headers['api-key'], ours.headers.authorization]).toEqual([theirs.headers['api-key'], theirs.headers.authorization]);
    expect(jsonOf(ours)).toEqual(jsonOf(theirs));
  });
}

test("an edit at Azure's deployment goes as a form below it", async ({ page, api }) => {
  await chooseAzure(page, `${api.url}demo/openai/deployments/mine`, '2025-04-01-preview');
  await promptBox(page).fill('A hat');
  await addImages(page, upload(square));
  const { url, headers } = await generate(page, api);
  expect(url).toBe(`${api.url}demo/openai/deployments/mine/images/edits?api-version=2025-04-01-preview`);
  expect(headers['content-type']).toMatch(/^multipart\/form-data/);
  await expect(alert(page)).toBeEmpty();
});

test('a version that no address can hold is told at its box', async ({ page, api }) => {
  await chooseAzure(page, `${api.url}demo/openai/v1`, 'a&b');
  await expect(alert(page)).toContainText('API version');
  await expect(settings(page).getByLabel('API version')).toHaveAttribute('aria-invalid', 'true');
});

test('an image is called as the endpoint wants it', async ({ page, api }) => {
  await chooseOther(page, api);
  await promptBox(page).fill('A hat');
  await addImages(page, upload(square));
  await settings(page).getByLabel('Images are called').selectOption('image[] always');
  const sent = await generate(page, api);
  expect((await filesOf(sent)).map((file) => file.name)).toEqual(['image[]']);
  await expect(alert(page)).toBeEmpty();
});

test('an edit goes as JSON where the endpoint wants that, and says so after a reload too', async ({ page, api }) => {
  await chooseOther(page, api);
  await settings(page).getByLabel('Edits go as').selectOption('JSON with data: URLs');
  await page.reload();
  await keyBox(page).fill(KEY);
  await promptBox(page).fill('A hat');
  await addImages(page, upload(square));
  const sent = await generate(page, api);
  expect(sent.headers['content-type']).toBe('application/json');
  expect(jsonOf(sent).images).toEqual([{ image_url: `data:image/png;base64,${square.toString('base64')}` }]);
  await expect(alert(page)).toBeEmpty();
});

test.describe('the test of an endpoint', () => {
  test.use({ expectedErrors: /^Failed to load resource|CORS policy/ });

  /** @param {Page} page */
  const said = (page) => page.locator('#endpoint-said');

  test('tells that it answers, and offers its models', async ({ page, api }) => {
    await chooseOther(page, api);
    await button(page, 'Test').click();
    await expect(said(page)).toContainText('It answers, and takes the key.');
    const group = modelBox(page).locator('optgroup[label="At this endpoint"]');
    await expect(group.locator('option', { hasText: 'gpt-image-1-mini' }).first()).toContainText('until 20');
    const [asked] = api.requests.filter(({ method }) => method === 'GET');
    expect([asked.url, asked.headers.authorization]).toEqual([`${api.url}demo/v1/models`, `Bearer ${KEY}`]);
    expect(posts(api)).toEqual([]);
  });

  test('tells that the key is refused', async ({ page, api }) => {
    await chooseOther(page, api);
    await keyBox(page).fill('sk-wrong-canary-0123');
    await button(page, 'Test').click();
    await expect(said(page)).toContainText('key');
    await expect(said(page)).not.toContainText('takes the key');
    await expect(said(page)).not.toContainText('canary');
  });

  test('tells that there is no answer a page may read', async ({ page, api }) => {
    await page.route(`${api.url}demo/v1/models`, (route) => route.abort());
    await chooseOther(page, api);
    await button(page, 'Test').click();
    await expect(said(page)).toContainText(`No answer from ${new URL(api.url).origin}`);
    await expect(said(page)).toContainText('CORS');
  });

  test('wants a key first', async ({ page, api }) => {
    await chooseOther(page, api);
    await keyBox(page).fill('');
    await button(page, 'Test').click();
    await expect(alert(page)).toContainText('key');
    expect(api.requests).toEqual([]);
  });
});

test('a profile is saved, renamed, chosen again and deleted', async ({ page, api }) => {
  await chooseOther(page, api);
  await settings(page).getByLabel('The key goes as').selectOption('api-key');
  await settings(page).getByLabel('Profile name').fill('Mine');
  await button(page, 'Save as…').click();
  await expect(endpointBox(page).locator('option:checked')).toHaveText('Mine');
  await settings(page).getByLabel('Profile name').fill('Ours');
  await button(page, 'Rename').click();
  await expect(endpointBox(page).locator('option:checked')).toHaveText('Ours');

  await endpointBox(page).selectOption('Custom…');
  await expect(settings(page).getByLabel('The key goes as')).toHaveValue('bearer');
  await endpointBox(page).selectOption('Ours');
  await expect(urlBox(page)).toHaveValue(`${api.url}demo/v1`);
  await expect(settings(page).getByLabel('The key goes as')).toHaveValue('api-key');

  await button(page, 'Delete').click();
  await expect(endpointBox(page).locator('option', { hasText: 'Ours' })).toHaveCount(0);
  await expect(urlBox(page)).toHaveValue(`${api.url}demo/v1`);
});

test('profiles go to a file without any key, and come back from it', async ({ page, api }) => {
  await chooseOther(page, api);
  await page.getByRole('checkbox', { name: 'Remember the key on this device' }).check();
  await settings(page).getByLabel('Profile name').fill('Mine');
  await button(page, 'Save as…').click();
  const [saved] = await Promise.all([page.waitForEvent('download'), button(page, 'Export profiles').click()]);
  const file = await readFile(await saved.path());
  expect(file.toString()).not.toContain(KEY);
  expect(JSON.parse(file.toString()).profiles).toEqual([{ name: 'Mine', url: `${api.url}demo/v1`, dialect: {} }]);

  await button(page, 'Delete').click();
  await settings(page).getByLabel('Import profiles').setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer: file });
  await expect(endpointBox(page).locator('option', { hasText: 'Mine' })).toHaveCount(1);
  await expect(endpointBox(page).locator('option:checked')).toHaveText('Custom…');
});

test('a profile at another origin asks for its own key', async ({ page, server, api }) => {
  await chooseOther(page, api);
  await settings(page).getByLabel('Profile name').fill('Theirs');
  await button(page, 'Save as…').click();
  await endpointBox(page).selectOption('Custom…');
  await Promise.all([page.waitForEvent('load'), urlBox(page).fill(`${server.url}demo/v1`).then(() => urlBox(page).blur())]);
  await expect(keyBox(page)).toHaveValue('');
  await keyBox(page).fill('another-key-0123456789');
  await Promise.all([page.waitForEvent('load'), endpointBox(page).selectOption('Theirs')]);
  await expect(urlBox(page)).toHaveValue(`${api.url}demo/v1`);
  await expect(keyBox(page)).toHaveValue('');
});

test('OpenAI has regions, and a visitor with a key for it sees nothing else', async ({ page }) => {
  await expect(settings(page)).toBeHidden();
  await openSettings(page);
  for (const label of ['The key goes as', 'Images are called', 'Edits go as', 'API version', 'Profile name']) await expect(settings(page).getByLabel(label)).toBeHidden();
  await settings(page).getByLabel('Region').selectOption('Europe');
  await expect(page.locator('#key-promise')).toContainText('eu.api.openai.com');
});
