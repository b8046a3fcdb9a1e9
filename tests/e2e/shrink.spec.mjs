// @ts-check
// Pictures with more pixels than the budget: told before anything is sent, and shrunk as Pillow shrinks.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { expectMask, paintAcross } from './support/mask.mjs';
import { addImages, asTheNode, generate, inputs, promptBox } from './support/page.mjs';
import { decoded, difference, pillow, png, RGB, scenery, upload } from './support/pictures.mjs';
import { filesOf } from './support/wire.mjs';

const SIZE = { width: 2500, height: 1700 };

/** @type {Buffer | undefined} */
let made;
const picture = () => (made ??= png(SIZE.width, SIZE.height, scenery, RGB));

/** @param {import('@playwright/test').Page} page @param {string} label */
async function chooseBudget(page, label) {
  await page.getByText('More settings').click();
  await page.getByRole('combobox', { name: 'Largest input image' }).selectOption(label);
}

/** @param {Buffer} file @param {number} width @param {number} height */
function expectAsPillow(file, width, height) {
  const ours = decoded(file);
  expect([ours.width, ours.height]).toEqual([width, height]);
  const { close, mean } = difference(ours, decoded(pillow(picture(), 'lanczos', width, height)));
  expect(close, 'samples within one level of Pillow').toBeGreaterThanOrEqual(0.999);
  expect(mean, 'mean difference from Pillow in levels').toBeLessThanOrEqual(0.25);
}

test.beforeEach(async ({ page }) => {
  await chooseDemo(page);
  await asTheNode(page);
  await promptBox(page).fill('At night');
  await addImages(page, upload(picture()));
});

test('too large a picture is shrunk to the budget, and its mask with it', async ({ page, server }) => {
  await expect(inputs(page)).toContainText('2500 x 1700 → 2484 x 1689');
  const stroke = await paintAcross(page, SIZE);
  const [image, mask] = await filesOf(await generate(page, server));
  expectAsPillow(image.bytes, 2484, 1689);
  expectMask(mask.bytes, stroke, { width: 2484, height: 1689 }, 2484 / 2500);
});

test('a smaller budget shrinks more', async ({ page, server }) => {
  await chooseBudget(page, '1536 x 1024 pixels');
  await expect(inputs(page)).toContainText('2500 x 1700 → 1521 x 1034');
  const [image] = await filesOf(await generate(page, server));
  expectAsPillow(image.bytes, 1521, 1034);
});

test('without a budget the very file is sent', async ({ page, server }) => {
  await chooseBudget(page, 'Keep every pixel');
  await expect(inputs(page)).toContainText('2500 x 1700 ·');
  const [image] = await filesOf(await generate(page, server));
  expect(image.bytes.equals(picture())).toBe(true);
});
