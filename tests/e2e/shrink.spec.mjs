// @ts-check
// Pictures with more pixels than the budget: told before anything is sent, and shrunk as Pillow shrinks.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { expectMask, paintAcross } from './support/mask.mjs';
import { addImages, alert, asTheNode, button, generate, inputs, promptBox } from './support/page.mjs';
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

/** Notes what workers are asked for from now on. @param {import('@playwright/test').Page} page */
const listen = (page) =>
  page.evaluate(() => {
    /** @type {{type: string, bytes: number[]}[]} */
    const asked = [];
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ ...more) {
      asked.push({ type: message.type, bytes: message.args?.renditions?.map((/** @type {any} */ rendition) => rendition?.file.size) });
      return postMessage.call(this, message, ...more);
    };
    Object.assign(globalThis, { asked });
  });

/** @param {import('@playwright/test').Page} page @param {string} type @returns {Promise<{type: string, bytes: number[]}[]>} */
const asked = (page, type) => page.evaluate((type) => /** @type {any} */ (globalThis).asked.filter((/** @type {any} */ one) => one.type === type), type);

test('what is sent is made before Generate is pressed', async ({ page, server }) => {
  await listen(page);
  await chooseBudget(page, '1536 x 1024 pixels');
  await expect.poll(() => asked(page, 'render')).not.toEqual([]);
  const [image] = await filesOf(await generate(page, server));
  expectAsPillow(image.bytes, 1521, 1034);
  expect(await asked(page, 'generate')).toEqual([{ type: 'generate', bytes: [image.bytes.length] }]);
});

test.describe('what is too large for the endpoint', () => {
  test.use({ expectedErrors: /status of 413/ });

  test('is scaled down at a click, as far as can be, and sent at another', async ({ page, server }) => {
    const scale = button(page, 'Scale the images down');
    const budget = page.getByRole('combobox', { name: 'Largest input image' });
    server.fault = { kind: 'refuse', status: 413 };
    for (const [value, label] of [['1572864', '1536 x 1024 pixels'], ['1048576', '1024 x 1024 pixels']]) {
      await generate(page, server);
      await expect(alert(page)).toContainText(/^The request of \d+\.\d MB is larger than the endpoint takes\./);
      await scale.click();
      await expect(alert(page)).toBeEmpty();
      await expect(scale).toBeHidden();
      await expect(budget).toBeFocused();
      await expect(budget).toHaveValue(value);
      await expect(page.getByRole('status')).toHaveText(`Images are sent with ${label} at most from now on.`);
    }
    await generate(page, server);
    await expect(alert(page)).toContainText('is larger than the endpoint takes.');
    await expect(scale).toBeHidden();
    server.fault = undefined;
    const [image] = await filesOf(await generate(page, server));
    await expect(alert(page)).toBeEmpty();
    const { width, height } = decoded(image.bytes);
    expect([width, height]).toEqual([1242, 844]);
  });
});
