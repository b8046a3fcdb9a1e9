// @ts-check
// The page's controls, by the names people find them by, and what is done with several of them at a time.

import { expect, posts } from '../fixtures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('../fixtures.mjs').Server} Server */
/** @typedef {{ name: string, mimeType: string, buffer: Buffer }} Upload */

/** @param {Page} page */
export const promptBox = (page) => page.getByRole('textbox', { name: 'Prompt' });
/** @param {Page} page @param {string} name */
export const button = (page, name) => page.getByRole('button', { name, exact: true });
/** @param {Page} page */
export const inputs = (page) => page.getByRole('list', { name: 'Input images' }).getByRole('listitem');
/** @param {Page} page */
export const results = (page) => page.getByRole('region', { name: 'Results' });
/** @param {Page} page */
export const pictures = (page) => results(page).getByRole('img');
/** @param {Page} page */
export const alert = (page) => page.getByRole('alert');

/** @param {Page} page @param {...Upload} files */
export async function addImages(page, ...files) {
  const before = await inputs(page).count();
  await page.getByLabel('Add images').setInputFiles(files);
  await expect(inputs(page)).toHaveCount(before + files.length);
}

/** Has a masked picture sent whole, and its answer left alone, as ComfyUI's node does. @param {Page} page */
export async function asTheNode(page) {
  await page.getByLabel('What is sent').selectOption('whole', { force: true });
  await page.getByLabel('Keep what is not painted').first().dispatchEvent('click');
}

/** Presses Generate and waits for the end. @param {Page} page @param {Server} server @returns what was sent */
export async function generate(page, server) {
  const before = posts(server).length;
  await button(page, 'Generate').click();
  await expect.poll(() => posts(server).length, 'requests').toBe(before + 1);
  await expect(button(page, 'Cancel')).toBeHidden();
  return posts(server)[before];
}

/** @param {Page} page @param {Server} server whose stand-in API is to be used */
export async function chooseCustom(page, server) {
  await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('Custom…');
  await page.getByRole('textbox', { name: 'API base URL' }).fill(`${server.url}demo/v1`);
  await page.getByRole('textbox', { name: 'API base URL' }).blur();
}

/** Has pictures saved byte for byte as they came, without what they were made with. @param {Page} page */
export const saveAsReceived = (page) => page.getByLabel('Save without settings').evaluate((/** @type {HTMLInputElement} */ box) => box.checked || box.click());

/** Saves a result. @param {Page} page @param {number} [index] @returns {Promise<import('@playwright/test').Download>} */
export async function download(page, index = 0) {
  const [saved] = await Promise.all([page.waitForEvent('download'), results(page).getByRole('button', { name: 'Download' }).nth(index).click()]);
  return saved;
}
