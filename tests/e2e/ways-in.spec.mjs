// @ts-check
// Pictures come in by drop and by paste as they come in by the file picker.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { generate, inputs, promptBox } from './support/page.mjs';
import { gradient, png } from './support/pictures.mjs';
import { filesOf } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const picture = png(64, 48, gradient);

/** What a person carries: files, or text. @param {Page} page @param {{ files?: string[], text?: string }} what */
const carry = (page, { files = [], text = '' }) =>
  page.evaluateHandle(
    ({ files, text, bytes }) => {
      const carried = new DataTransfer();
      for (const name of files) carried.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      if (text) carried.setData('text/plain', text);
      return carried;
    },
    { files, text, bytes: [...picture] },
  );

/** @param {Page} page @param {string} where @param {string} type @param {import('@playwright/test').JSHandle<DataTransfer>} dataTransfer */
const drag = (page, where, type, dataTransfer) => page.locator(where).dispatchEvent(type, { dataTransfer, bubbles: true, cancelable: true });

/** @param {Page} page @param {string} where @param {import('@playwright/test').JSHandle<DataTransfer>} carried @returns whether the page took it */
const paste = (page, where, carried) =>
  page.locator(where).evaluate(
    (element, clipboardData) => !element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })),
    carried,
  );

test.beforeEach(async ({ page }) => {
  await chooseDemo(page);
  await promptBox(page).fill('A pier');
});

test('pictures are dropped anywhere on the page', async ({ page, server }) => {
  const carried = await carry(page, { files: ['a.png', 'b.png'] });
  const overlay = page.getByText('Drop pictures to use them as input');
  await drag(page, '#results', 'dragenter', carried);
  await expect(overlay).toBeVisible();
  await drag(page, '#results', 'dragover', carried);
  await drag(page, '#results', 'drop', carried);
  await expect(overlay).toBeHidden();
  await expect(inputs(page)).toHaveCount(2);
  const sent = await filesOf(await generate(page, server));
  expect(sent.map(({ name, bytes }) => [name, bytes.equals(picture)])).toEqual([['image[]', true], ['image[]', true]]);
});

test('what is dragged over the page and away again leaves nothing', async ({ page }) => {
  const carried = await carry(page, { files: ['a.png'] });
  const overlay = page.getByText('Drop pictures to use them as input');
  await drag(page, '#results', 'dragenter', carried);
  await expect(overlay).toBeVisible();
  await drag(page, '#results', 'dragleave', carried);
  await expect(overlay).toBeHidden();
  const text = await carry(page, { text: 'words' });
  await drag(page, '#results', 'dragenter', text);
  await expect(overlay).toBeHidden();
  await expect(inputs(page)).toHaveCount(0);
});

test('a picture is pasted, but text stays with the prompt', async ({ page, server }) => {
  expect(await paste(page, '#setting-prompt', await carry(page, { text: 'words' }))).toBe(false);
  expect(await paste(page, '#setting-prompt', await carry(page, { files: ['table.png'], text: 'a table as text and as picture' }))).toBe(false);
  await expect(inputs(page)).toHaveCount(0);
  expect(await paste(page, '#setting-prompt', await carry(page, { files: ['pasted.png'] }))).toBe(true);
  expect(await paste(page, 'body', await carry(page, { files: ['again.png'] }))).toBe(true);
  await expect(inputs(page)).toHaveCount(2);
  const sent = await filesOf(await generate(page, server));
  expect(sent.every(({ bytes }) => bytes.equals(picture))).toBe(true);
});
