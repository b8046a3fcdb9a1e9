// @ts-check
// Pictures are saved into a folder as they come, where the browser lets pages write there. The folder is one of
// the browser's own: who is asked, and what is answered, is ours to say here.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { composed, editPart } from './support/compare.mjs';
import { alert, button, generate, pictures, promptBox } from './support/page.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** In the page, before anything of it. */
function arrange() {
  const answers = () => JSON.parse(localStorage.getItem('test.answers') ?? '{}');
  Reflect.set(window, 'showDirectoryPicker', async () => {
    if (answers().refuse) throw new DOMException('The user aborted a request.', 'AbortError');
    return (await navigator.storage.getDirectory()).getDirectoryHandle('Pictures', { create: true });
  });
  const handle = /** @type {any} */ (FileSystemDirectoryHandle.prototype);
  handle.queryPermission = async () => answers().permission ?? 'granted';
  handle.requestPermission = async () => {
    localStorage.setItem('test.answers', '{}');
    return 'granted';
  };
}

/** @param {Page} page @param {{permission?: string, refuse?: boolean}} answers */
const answer = (page, answers) => page.evaluate((text) => localStorage.setItem('test.answers', text), JSON.stringify(answers));

/** Names and sizes. @param {Page} page @returns {Promise<Record<string, number>>} */
const saved = (page) =>
  page.evaluate(async () => {
    /** @type {Record<string, number>} */
    const all = {};
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('Pictures').catch(() => null);
    if (!folder) return all; // it is made with the first picture
    for await (const [name, handle] of /** @type {any} */ (folder).entries()) all[name] = (await handle.getFile()).size;
    return all;
  });

/** @param {Page} page */
const openStorage = (page) => page.getByText('Storage', { exact: true }).click();

/** @param {Page} page @param {import('./fixtures.mjs').Server} server @param {string} prompt */
async function make(page, server, prompt) {
  await promptBox(page).fill(prompt);
  await generate(page, server);
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(arrange);
  await page.reload();
  await chooseDemo(page);
});

test('what comes is saved under its name, edits as they are put back, and nothing over anything', async ({ page, server }) => {
  await make(page, server, 'A lake');
  await openStorage(page);
  await answer(page, { refuse: true });
  await button(page, 'Save into a folder…').click();
  await answer(page, {});
  await button(page, 'Save into a folder…').click();
  await expect(page.getByText('Each picture is saved into the folder “Pictures” as well, as it comes.')).toBeVisible();
  await make(page, server, 'A hut');
  await expect.poll(() => saved(page)).toEqual({ 'a-hut-2-1.png': expect.any(Number) });
  await editPart(page, server);
  await composed(page);
  await expect.poll(async () => Object.keys(await saved(page)).sort()).toEqual(['a-hut-2-1.png', 'lake-edited-3-1.png']);
  expect(Math.min(...Object.values(await saved(page)))).toBeGreaterThan(1000);

  await page.reload();
  await expect(pictures(page)).toHaveCount(3);
  await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('Pictures');
    await folder.getFileHandle('a-hut-4-1.png', { create: true });
  });
  await page.getByRole('button', { name: 'Remove' }).click();
  await make(page, server, 'A hut');
  await expect.poll(async () => Object.keys(await saved(page)).sort()).toEqual(['a-hut-2-1.png', 'a-hut-4-1 (2).png', 'a-hut-4-1.png', 'lake-edited-3-1.png']);

  await openStorage(page);
  await button(page, 'Stop saving').click();
  await expect(page.getByText('Each picture can be saved into a folder as well')).toBeVisible();
  await make(page, server, 'A hill');
  await page.reload();
  await make(page, server, 'A wood');
  expect(Object.keys(await saved(page))).toHaveLength(4);
});

test('where the browser wants to be asked anew, pictures wait for a click, and it is said once', async ({ page, server }) => {
  await openStorage(page);
  await button(page, 'Save into a folder…').click();
  await expect(button(page, 'Stop saving')).toBeVisible();
  await answer(page, { permission: 'prompt' });
  await page.reload();
  await make(page, server, 'A hut');
  await expect(alert(page)).toHaveText(/^Pictures are no longer saved into the folder “Pictures”: the browser wants to be asked anew\./);
  await button(page, 'Dismiss').click();
  await make(page, server, 'A lake');
  await expect(pictures(page)).toHaveCount(2);
  await expect(alert(page)).toBeEmpty();
  expect(await saved(page)).toEqual({});
  await openStorage(page);
  await button(page, 'Allow it again').click();
  await expect.poll(async () => Object.keys(await saved(page)).sort()).toEqual(['a-hut-1-1.png', 'a-lake-2-1.png']);
  await expect(button(page, 'Allow it again')).toBeHidden();
});

test('a folder that is gone is told once, hinders nothing, and another takes all that waits', async ({ page, server }) => {
  await openStorage(page);
  await button(page, 'Save into a folder…').click();
  await expect(button(page, 'Stop saving')).toBeVisible();
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry('Pictures', { recursive: true }));
  await make(page, server, 'A hut');
  await expect(alert(page)).toHaveText(/^Pictures are no longer saved into the folder “Pictures”: it is not there any more\./);
  await button(page, 'Dismiss').click();
  await make(page, server, 'A lake');
  await expect(pictures(page)).toHaveCount(2);
  await expect(alert(page)).toBeEmpty();
  await button(page, 'Choose another folder…').click();
  await expect.poll(async () => Object.keys(await saved(page)).sort()).toEqual(['a-hut-1-1.png', 'a-lake-2-1.png']);
});

test('a browser that lets no page write into folders offers none', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'));
  await page.reload();
  await openStorage(page);
  await expect(button(page, 'Back up everything')).toBeVisible();
  await expect(button(page, 'Save into a folder…')).toHaveCount(0);
});
