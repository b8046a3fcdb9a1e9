// @ts-check
// A canary in place of a key: it is in its box and in the header that goes to its origin, and nowhere else.

import { readFile } from 'node:fs/promises';
import { expect, posts, test } from './fixtures.mjs';
import { addImages, alert, button, chooseCustom, download, generate, pictures, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const CANARY = 'sk-canary-0123456789abcdef';

test.use({ expectedErrors: /^Failed to load resource/ });

/** @param {Page} page */
const keyBox = (page) => page.getByLabel('API key', { exact: true });

/** All text a page can be read from or keeps, but the value of the key's own box. @param {Page} page */
const told = (page) =>
  page.evaluate(async () => {
    const values = [...document.querySelectorAll('input:not(#key), select, textarea')].map((control) => Reflect.get(control, 'value'));
    const seen = [document.documentElement.outerHTML, document.documentElement.innerText, document.title, location.href, JSON.stringify(history.state), window.name];
    const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie, ...(await caches.keys())];
    for (const { name = '' } of await indexedDB.databases()) kept.push(name, ...(await recordsOf(name)));
    return [...values, ...seen, ...kept].join('\n');

    /** @param {IDBRequest} request @returns {Promise<any>} */
    function done(request) {
      return new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    }

    /** @param {string} name */
    async function recordsOf(name) {
      const database = await done(indexedDB.open(name));
      const stores = [...database.objectStoreNames];
      const records = await Promise.all(stores.map((store) => done(database.transaction(store).objectStore(store).getAll())));
      database.close();
      return records.map((record) => JSON.stringify(record, (_, value) => (value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value)));
    }
  });

/** Everything that leaves the page or its workers, in words, without the one header. @param {Page} page @param {string} origin */
function overhear(page, origin) {
  /** @type {string[]} */
  const heard = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('request', (request) => {
    const { authorization = '', ...headers } = request.headers();
    heard.push(request.url(), JSON.stringify(headers), request.postDataBuffer()?.toString('latin1') ?? '');
    if (!request.url().startsWith(`${origin}/`)) heard.push(authorization);
  });
  return heard;
}

/** @param {Page} page @param {import('./fixtures.mjs').Server} api */
async function enterKey(page, api) {
  await chooseCustom(page, api);
  await keyBox(page).fill(CANARY);
  await promptBox(page).fill('A canary');
}

test('a key goes to its origin in one header, and can be read nowhere else, whatever happens', async ({ page, api }) => {
  const heard = overhear(page, new URL(api.url).origin);
  await enterKey(page, api);

  await test.step('in a generation', () => generate(page, api));
  const saved = await readFile(await (await download(page)).path(), 'latin1');
  await test.step('in an edit', async () => {
    await addImages(page, upload(png(32, 32, gradient)));
    await generate(page, api);
    await expect(pictures(page)).toHaveCount(2);
  });
  for (const fault of [{ kind: /** @type {const} */ ('refuse'), status: 401 }, /** @type {const} */ ('drop'), /** @type {const} */ ('html')]) {
    await test.step(`in the fault ${JSON.stringify(fault)}`, async () => {
      api.fault = fault;
      await generate(page, api);
      await expect(alert(page)).not.toBeEmpty();
      expect(await told(page)).not.toContain(CANARY);
    });
  }
  api.fault = undefined;

  expect(posts(api).map(({ headers }) => headers.authorization)).toEqual(Array(5).fill(`Bearer ${CANARY}`));
  for (const { url, headers, body } of api.requests) {
    expect([url, JSON.stringify({ ...headers, authorization: '' }), Buffer.from(body).toString('latin1')].join('\n')).not.toContain(CANARY);
  }
  expect(heard.length).toBeGreaterThan(10);
  expect(heard.join('\n')).not.toContain(CANARY);
  expect(saved).not.toContain(CANARY);
  expect(await told(page)).not.toContain(CANARY);
});

test('a server that quotes the key it refuses is not quoted', async ({ page, api }) => {
  const key = 'canary/0123+456=789';
  const error = { message: `Incorrect API key provided: ${key}. Again: "${key}".`, code: 'invalid_api_key' };
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
  await page.route(`${api.url}demo/v1/**`, (route) => route.fulfill({ status: 401, headers, json: { error } }));
  await enterKey(page, api);
  await keyBox(page).fill(key);
  await button(page, 'Generate').click();
  await expect(alert(page)).toHaveText(/The API says: Incorrect API key provided: /);
  expect(await told(page)).not.toContain(key);
});

test('a remembered key is kept in one place, and gone from it once it is forgotten', async ({ page, api }) => {
  const heard = overhear(page, new URL(api.url).origin);
  await enterKey(page, api);
  await page.getByRole('checkbox', { name: 'Remember the key on this device' }).check();
  await page.reload();
  await expect(keyBox(page)).toHaveValue(CANARY);
  expect(await page.evaluate(() => Object.entries(localStorage).filter(([, value]) => value.includes('canary')).map(([name]) => name))).toEqual([
    `gpt-image.key ${new URL(api.url).origin}`,
  ]);
  expect((await told(page)).split(CANARY)).toHaveLength(2);

  await promptBox(page).fill('A remembered canary');
  expect((await generate(page, api)).headers.authorization).toBe(`Bearer ${CANARY}`);
  await button(page, 'Forget the key').click();
  await expect(keyBox(page)).toHaveValue('');
  expect(await told(page)).not.toContain(CANARY);
  await page.reload();
  await expect(keyBox(page)).toHaveValue('');
  expect(heard.join('\n')).not.toContain(CANARY);
});

test('forgetting the key ends the request that runs with it', async ({ page, api }) => {
  await enterKey(page, api);
  api.fault = 'stall';
  await button(page, 'Generate').click();
  await expect.poll(() => posts(api).length).toBe(1);
  await button(page, 'Forget the key').click();
  await expect.poll(() => api.closed).toBe(1);
  await expect(page.getByRole('status')).toHaveText(/^The key was forgotten, so the request was ended\. It may still be charged\./);
  expect(await told(page)).not.toContain(CANARY);
});

test.describe('beside a key', () => {
  test.use({ expectedErrors: /Content Security Policy/ });

  test('neither the page nor the worker that holds it reaches any other server', async ({ page, api }) => {
    await enterKey(page, api);
    api.fault = 'stall'; // the worker lives as long as its run
    await button(page, 'Generate').click();
    await expect.poll(() => posts(api).length).toBe(1);
    const reach = () => fetch('https://api.openai.com/v1/models').then(() => 'reached', () => 'not reached');
    const logged = page.waitForEvent('console', (message) => message.text().includes('connect-src forbids https://api.openai.com/'));
    for (const worker of page.workers()) expect(await worker.evaluate(reach)).toBe('not reached');
    await logged;
    expect(await page.evaluate(reach)).toBe('not reached');
  });
});
