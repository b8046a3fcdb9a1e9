// @ts-check
// The page at every width, light and dark, for everybody: nothing sticks out, axe finds nothing, and the
// keyboard is enough.

import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { violations } from './support/axe.mjs';
import { addImages, button, generate, pictures, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const widths = [
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
];

/** @param {Page} page */
async function expectSound(page) {
  const { scroll, width } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, width: innerWidth }));
  expect(scroll, 'nothing sticks out sideways').toBeLessThanOrEqual(width);
  expect(await violations(page)).toEqual([]);
}

for (const size of widths) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test.describe(`${size.width} pixels wide, ${colorScheme}`, () => {
      test.use({ viewport: size, colorScheme });

      test('the page is sound empty, with results, with images and in the mask editor', async ({ page, server }) => {
        await expect(button(page, 'Generate')).toBeInViewport();
        await expectSound(page);

        await chooseDemo(page);
        await promptBox(page).fill('A small house by the sea');
        await generate(page, server);
        await expect(pictures(page)).toHaveCount(1);
        await expect(button(page, 'Generate')).toBeInViewport();
        await expectSound(page);

        await addImages(page, upload(png(320, 200, gradient)));
        await expectSound(page);

        await button(page, 'Paint mask').click();
        await expect(page.getByRole('application', { name: 'Mask canvas' })).toBeFocused();
        await expectSound(page);
      });
    });
  }
}

test('at 320 pixels everything is still there', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await expect(button(page, 'Generate')).toBeInViewport();
  await expectSound(page);
});

test('the keyboard alone makes a picture and reaches it', async ({ page, server }) => {
  await chooseDemo(page);
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  await page.keyboard.press('Tab');
  await expect(promptBox(page)).toBeFocused();
  await page.keyboard.type('A kite');
  await page.keyboard.press('Control+Enter');
  await expect(pictures(page)).toHaveCount(1);
  expect(posts(server)).toHaveLength(1);

  const enlarge = page.getByRole('region', { name: 'Results' }).getByRole('button', { name: 'Download' });
  for (let presses = 0; presses < 40 && !(await enlarge.evaluate((it) => it === document.activeElement)); presses++) {
    await page.keyboard.press('Tab');
  }
  await expect(enlarge).toBeFocused();
});
