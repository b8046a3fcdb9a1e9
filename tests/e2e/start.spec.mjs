// @ts-check
// The page starts: it is there before it works, loads what it needs, moves nothing and loses nothing.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { addImages, button, inputs, pictures, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */

test.use({ address: 'about:blank' });
test.beforeEach(({ server, reachable }) => void reachable.push(server.url));

/** Opens the page, whose core does not come before it is let go. @param {Page} page @param {string} url @returns {Promise<() => void>} */
async function openHeld(page, url) {
  /** @type {() => void} */
  let letGo = () => {};
  const held = new Promise((resolve) => void (letGo = () => resolve(undefined)));
  await page.route('**/core-*.wasm', (route) => held.then(() => route.continue()));
  await page.goto(url);
  return letGo;
}

test('what is written and picked before the page works is not lost, and comes before an older draft', async ({ page, server }) => {
  await page.goto(server.url);
  await chooseDemo(page);
  await promptBox(page).fill('An older draft');
  await page.getByLabel('Quality').selectOption('high');
  await addImages(page, upload(png(64, 48, gradient)));
  await page.goto('about:blank');

  const letGo = await openHeld(page, server.url);
  await promptBox(page).fill('A boat');
  await page.getByLabel('Add images').setInputFiles(upload(png(40, 30, gradient), 'early.png'));
  await expect(button(page, 'Generate')).toBeDisabled();
  await expect(page.getByLabel('Add images')).not.toBeVisible();
  letGo();
  await expect(inputs(page)).toHaveCount(2);
  await expect(page.getByLabel('Quality')).toHaveValue('high');
  await expect(promptBox(page)).toHaveValue('A boat');
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveCount(1);
});

test('the first screen loads nothing that is for later', async ({ page, server }) => {
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => void (request.url().startsWith(server.url) && asked.push(new URL(request.url()).pathname.replace(/-[0-9A-Z]{8}\./, '.'))));
  const letGo = await openHeld(page, server.url);
  await page.waitForLoadState('load');
  await expect(promptBox(page)).toBeEditable();
  const needed = asked.filter((path) => path !== '/icon.svg'); // the browser takes it when it likes
  expect(needed.sort()).toEqual(['/', '/chunk.js', '/core.wasm', '/main.js', '/page.css']);
  letGo();
  await expect(button(page, 'Generate')).toBeEnabled();
});

test('each part of the core is loaded once, compiled while it arrives, and shared with its workers', async ({ page, server }) => {
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => void (request.url().endsWith('.wasm') && asked.push(request.url().replace(/.*\/(\w+)-.*/, '$1'))));
  await page.addInitScript(() => {
    const { compile, compileStreaming } = WebAssembly;
    const counts = { whole: 0, streamed: 0 };
    WebAssembly.compile = (bytes) => (counts.whole++, compile(bytes));
    WebAssembly.compileStreaming = (source) => (counts.streamed++, compileStreaming(source));
    Object.assign(globalThis, { compiled: () => counts });
  });
  await page.goto(server.url);
  await chooseDemo(page);
  await addImages(page, upload(png(64, 48, gradient)));
  await promptBox(page).fill('A boat');
  for (const count of [1, 2]) {
    await button(page, 'Generate').click();
    await expect(pictures(page)).toHaveCount(count);
  }
  expect(asked.sort()).toEqual(['core', 'engine', 'studio']);
  expect(await page.evaluate(() => /** @type {any} */ (globalThis).compiled())).toEqual({ whole: 0, streamed: 3 });
});

for (const [name, viewport] of /** @type {const} */ ([['a phone', { width: 412, height: 823 }], ['a desk', { width: 1440, height: 900 }]])) {
  test.describe(`on ${name}`, () => {
    test.use({ viewport });

    test('nothing moves while the page starts', async ({ page, server }) => {
      await page.addInitScript(() => {
        /** @type {number[]} */
        const shifts = [];
        const watch = new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => /** @type {any} */ (entry).value)));
        watch.observe({ type: 'layout-shift', buffered: true });
        Object.assign(globalThis, { shifts });
      });
      const letGo = await openHeld(page, server.url);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))); // it is painted without the core
      letGo();
      await expect(button(page, 'Generate')).toBeEnabled();
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate(() => /** @type {any} */ (globalThis).shifts)).toEqual([]);
    });
  });
}
