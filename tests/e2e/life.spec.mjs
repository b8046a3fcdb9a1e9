// @ts-check
// A page's life where the browser refuses something, or something breaks.

import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { addImages, alert, button, chooseCustom, generate, inputs, pictures, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';

const picture = upload(png(64, 48, gradient));

test('in a frame of another page it shows nothing but a link to itself', async ({ page, server }) => {
  await page.route('**/thief.html', (route) => route.fulfill({ contentType: 'text/html', body: '<iframe src="./"></iframe>' }));
  await page.goto(`${server.url}thief.html`);
  const frame = page.frameLocator('iframe');
  const link = frame.getByRole('link', { name: 'Open GPT Image in a tab of its own' });
  await expect(link).toHaveAttribute('href', server.url);
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(frame.getByRole('textbox')).toHaveCount(0);
});

test('a browser that keeps nothing is no hindrance', async ({ page, api }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get: refuse });
  });
  await page.reload();
  await chooseCustom(page, api);
  await page.getByLabel('API key', { exact: true }).fill('sk-canary-0123456789');
  const remember = page.getByRole('checkbox', { name: 'Remember the key on this device' });
  await remember.click();
  await expect(remember).not.toBeChecked();
  await promptBox(page).fill('A hut');
  await generate(page, api);
  await expect(pictures(page)).toHaveCount(1);
});

test('a browser without WebAssembly is told so', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'WebAssembly'));
  await page.reload();
  await expect(alert(page)).toHaveText(/^The page could not start\. It needs WebAssembly and workers: /);
});

test.describe('when the worker breaks', () => {
  test.use({ expectedErrors: /a broken worker/ });

  /** @param {import('@playwright/test').Page} page */
  const breakWorkers = (page) =>
    Promise.all(page.workers().map((worker) => worker.evaluate(() => void setTimeout(() => Promise.reject(new Error('a broken worker'))))));

  test('what was asked of it fails in words, and the next run works', async ({ page, server }) => {
    await chooseDemo(page);
    await promptBox(page).fill('A hut');
    await addImages(page, picture);
    server.fault = 'stall';
    await button(page, 'Generate').click();
    await expect.poll(() => posts(server).length).toBe(1);
    await breakWorkers(page);
    await expect(alert(page)).toHaveText(/^The part that works on pictures crashed and was started anew\. /);
    await expect(button(page, 'Cancel')).toBeHidden();
    await expect.poll(() => server.closed).toBe(1);

    server.fault = undefined;
    await addImages(page, picture);
    await generate(page, server);
    await expect(pictures(page)).toHaveCount(1);
    await expect(inputs(page)).toHaveCount(2);
    await expect(alert(page)).toBeEmpty();
  });
});
