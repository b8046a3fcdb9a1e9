// @ts-check
// Nobody waits for the page: from its address to the picture that comes back, no task keeps its thread for long.

import { writeFileSync } from 'node:fs';
import { chooseDemo, expect, test } from './fixtures.mjs';
import { composed } from './support/compare.mjs';
import { button, inputs, pictures, promptBox } from './support/page.mjs';
import { RGB, pillow, png, scenery } from './support/pictures.mjs';
import { longestTask } from './support/tasks.mjs';

test.use({ trace: 'off', address: 'about:blank' }); // what records a test takes time, too

const SIZE = { width: 4032, height: 3024 };

/** A photo of 12 megapixels, as a file: given otherwise, the page would have to put its bytes together. */
function photo() {
  const small = png(1008, 756, scenery, RGB);
  const file = test.info().outputPath('photo.jpg');
  writeFileSync(file, pillow(pillow(small, 'lanczos', SIZE.width, SIZE.height), 'save', 'JPEG', 'quality=90'));
  return file;
}

/** What is done is traced, and no task of it takes 50 ms of work.
 * @param {string} name @param {(page: import('@playwright/test').Page, url: string) => Promise<void>} story */
function expectNoLongTask(name, story) {
  test(name, { tag: '@deep' }, async ({ page, browser, server, reachable }) => {
    reachable.push(server.url);
    await browser.startTracing(page, { categories: ['toplevel'] });
    await story(page, server.url);
    const longest = longestTask(await browser.stopTracing());
    test.info().annotations.push({ type: 'longest task', description: `${longest.toFixed(1)} ms` });
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(50);
  });
}

/** @param {import('@playwright/test').Page} page */
async function paint(page) {
  await button(page, 'Paint mask').click();
  const canvas = page.getByRole('application', { name: 'Mask canvas' });
  await expect(canvas).toBeFocused();
  const { x, y, width, height } = /** @type {{x: number, y: number, width: number, height: number}} */ (await canvas.boundingBox());
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  for (let i = 0; i < 60; i++) await page.mouse.move(x + width / 2 + 90 * Math.sin(i / 12), y + height / 2 + 70 * Math.sin(i / 9));
  await page.mouse.up();
  await button(page, 'Done').click();
}

expectNoLongTask('the page starts in tasks of less than 50 ms of work', async (page, url) => {
  await page.goto(url);
  await expect(button(page, 'Generate')).toBeEnabled();
  await page.waitForLoadState('networkidle');
});

expectNoLongTask('an edit at 12 MP, put back, takes tasks of less than 50 ms of work', async (page, url) => {
  await page.goto(url);
  await page.getByLabel('Add images').setInputFiles(photo());
  await expect(inputs(page).locator('canvas').first()).toHaveAttribute('width', '192');
  await paint(page);
  await chooseDemo(page);
  await promptBox(page).fill('A boat');
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveCount(1);
  await composed(page);
  await expect(pictures(page)).toHaveJSProperty('complete', true);
});
