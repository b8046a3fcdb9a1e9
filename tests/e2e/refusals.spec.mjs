// @ts-check
// What cannot work is told at its place before anything is sent: in an alert, and at the setting at fault.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { addImages, alert, button, chooseCustom, inputs, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixtures.mjs').Server} Server */
/**
 * @typedef {object} Case
 * @property {(page: Page, server: Server) => Promise<unknown>} arrange
 * @property {(page: Page) => import('@playwright/test').Locator} field
 * @property {RegExp} text
 */

const image = upload(png(40, 30, gradient), 'image.png');
const white = upload(png(40, 30, () => [255, 255, 255, 255]), 'white.png');

/** @param {Page} page */
const importer = (page) => page.getByLabel('Import mask');
/** @param {Page} page */
const count = (page) => page.getByRole('spinbutton', { name: 'Number of images' });
/** @param {Page} page */
const keyBox = (page) => page.getByLabel('API key', { exact: true });
/** @param {Page} page */
const urlBox = (page) => page.getByRole('textbox', { name: 'API base URL' });

/** @param {Page} page @param {import('./support/page.mjs').Upload} file */
async function importMask(page, file) {
  await importer(page).setInputFiles(file);
  await expect(page.getByText(/^Mask.*100 % painted/)).toBeVisible();
}

/** @param {string} value @param {RegExp} text @returns {Case} */
const badCount = (value, text) => ({ field: count, text, arrange: (page) => count(page).fill(value) });

/** @param {string} value @param {RegExp} text @returns {Case} */
const badKey = (value, text) => ({
  field: keyBox,
  text,
  async arrange(page, server) {
    await chooseCustom(page, server);
    await keyBox(page).fill(value);
  },
});

/** @param {string} value @param {RegExp} text @returns {Case} */
const badUrl = (value, text) => ({
  field: urlBox,
  text,
  async arrange(page, server) {
    await chooseCustom(page, server);
    await urlBox(page).fill(value);
    await urlBox(page).blur();
  },
});

/** @type {Record<string, Case>} */
const cases = {
  'a mask without an image': {
    field: importer,
    text: /^Cannot use a mask without an input image\. /,
    arrange: (page) => importMask(page, white),
  },
  'a mask with several images': {
    field: importer,
    text: /^Cannot use a mask with multiple image\. There are 2 input images/,
    async arrange(page) {
      await addImages(page, image, image);
      await importMask(page, white);
    },
  },
  'a mask of another size': {
    field: importer,
    text: /^Mask and Image must be the same size\. The mask has 30 x 40 pixels, the image 40 x 30\. /,
    async arrange(page) {
      await addImages(page, image);
      await importMask(page, upload(png(30, 40, () => [255, 255, 255, 255])));
    },
  },
  'no prompt': { field: promptBox, text: /^Field 'prompt' cannot be empty\. /, arrange: (page) => promptBox(page).fill('') },
  'a blank prompt': { field: promptBox, text: /^Field 'prompt' cannot be empty\. /, arrange: (page) => promptBox(page).fill(' \n\t ') },
  'a prompt of 32,001 characters, however many bytes they are': {
    field: promptBox,
    text: /^The prompt has 32001 characters, and the API takes 32000 at most\. Shorten it by 1\./,
    arrange: (page) => promptBox(page).fill('🚣'.repeat(32_001)),
  },
  'no pictures': badCount('0', /^Value 0 smaller than min of 1\. Number of images can be 1 to 10\./),
  'eleven pictures': badCount('11', /^Value 11 bigger than max of 10\. Number of images can be 1 to 10\./),
  'half a picture': badCount('1.5', /^Failed to convert an input value to a INT value\. Number of images has to be a whole number\./),
  'no number at all': badCount('', /^Failed to convert an input value to a INT value\. /),
  'no key': badKey('', /^The API key is missing\. /),
  'a key with a space inside': badKey('sk-canary 0123456789', /^The API key contains a space, a line break or a letter that no key has\. /),
  'a key with a letter that no key has': badKey('sk-canary-0123456789-🔑', /^The API key contains a space, a line break or a letter that no key has\. /),
  'a piece of a key': badKey('sk-', /^The API key has 3 letters, and a key has 4 to 512\. /),
  'no base URL': badUrl('', /^The API base URL is missing\. /),
  'a base URL that could be read on the way': badUrl('http://example.com/v1', /^The API base URL has to start with https:\/\/ so that nobody on the way/),
  'a base URL of another kind': badUrl('ftp://example.com/v1', /^The API base URL has to start with https:\/\//),
  'a base URL with a password': badUrl('https://me:secret@example.com/v1', /^The API base URL may not contain a user name or password\. /),
  'a base URL with a question': badUrl('https://example.com/v1?key=1', /^The API base URL may not contain \?, # or \\ \(an API version has a field of its own\)\. /),
};

for (const [name, { arrange, field, text }] of Object.entries(cases)) {
  test(`${name} is refused at its field, and nothing is sent`, async ({ page, server }) => {
    await chooseDemo(page);
    await promptBox(page).fill('A boat');
    await arrange(page, server);
    await button(page, 'Generate').click();

    await expect(alert(page)).toHaveText(text);
    await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page)).toHaveAccessibleDescription(text);
    await expect(field(page)).toBeFocused();
    expect(server.requests).toEqual([]);

    await button(page, 'Dismiss').click();
    await expect(alert(page)).toBeEmpty();
    await expect(field(page)).not.toHaveAttribute('aria-invalid');
  });
}

test('a prompt of 32,000 characters is sent', async ({ page, server }) => {
  const prompt = '🚣'.repeat(32_000);
  await chooseDemo(page);
  await promptBox(page).fill(prompt);
  await button(page, 'Generate').click();
  await expect.poll(() => server.requests.length).toBe(1);
  expect(JSON.parse(Buffer.from(server.requests[0].body).toString()).prompt).toBe(prompt);
});

test('an imported mask that is all black is no mask', async ({ page, server }) => {
  await chooseDemo(page);
  await promptBox(page).fill('A boat');
  await addImages(page, image);
  await importer(page).setInputFiles(upload(png(40, 30, () => [0, 0, 0, 255]), 'black.png'));
  await expect(page.getByRole('status')).toHaveText(/^black\.png is blank/);
  await button(page, 'Generate').click();
  await expect.poll(() => server.requests.length).toBe(1);
  expect(Buffer.from(server.requests[0].body).includes('name="mask"')).toBe(false);
});

/** @type {Record<string, [Buffer, RegExp]>} */
const strangers = {
  'an HTML page called photo.png': [Buffer.from('<!DOCTYPE html><title>x</title>'), /^photo\.png: This is a web page \(HTML\)\. /],
  'an empty file': [Buffer.alloc(0), /^photo\.png: This file is empty\. /],
  'half a PNG': [png(40, 30, gradient).subarray(0, 400), /^photo\.png: /],
  'a PNG that says it is larger than any': [png(1, 1, gradient).fill(0x7f, 16, 24), /^photo\.png: /],
};

for (const [name, [file, text]] of Object.entries(strangers)) {
  test(`${name} is not taken in, and the reason is told`, async ({ page }) => {
    await page.getByLabel('Add images').setInputFiles(upload(file, 'photo.png'));
    await expect(alert(page)).toHaveText(text);
    await expect(page.getByLabel('Add images')).toHaveAttribute('aria-invalid', 'true');
    await expect(inputs(page)).toHaveCount(0);
  });
}
