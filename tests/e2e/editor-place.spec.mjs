// @ts-check
// Where a rectangle is aimed at is where it is painted, to the pixel: at any zoom from 100 % on, panned, on
// dense screens, and after the window has another size.  Where to aim is seen on the screen: the picture has
// a green block, and the rectangle goes from one of its corners to the other.

import { expect, test } from './fixtures.mjs';
import { canvasOf, dragMouse, expectLevels, exportedMask, openEditor, painted, press, seen } from './support/mask.mjs';
import { decoded, png, upload } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const BLOCK = { x: 131, y: 87, width: 53, height: 38 };

/** @param {number} x @param {number} y */
const inBlock = (x, y) => x >= BLOCK.x && y >= BLOCK.y && x < BLOCK.x + BLOCK.width && y < BLOCK.y + BLOCK.height;

/** The corners of the block, in CSS pixels of the page. @param {Page} page @param {number} density */
async function lookForBlock(page, density) {
  await page.mouse.move(2, 2);
  await seen(page);
  const canvas = await canvasOf(page).boundingBox();
  if (!canvas) throw new Error('The mask editor has no canvas.');
  const { width, data } = decoded(await page.screenshot());
  const [from, to] = [{ x: Infinity, y: Infinity }, { x: 0, y: 0 }];
  for (let i = 0; i < data.length / 4; i++) {
    const [red, green, blue] = data.subarray(i * 4);
    const [x, y] = [i % width, Math.floor(i / width)];
    if (green - Math.max(red, blue) < 128 || x / density < canvas.x || y / density < canvas.y) continue;
    Object.assign(from, { x: Math.min(from.x, x), y: Math.min(from.y, y) });
    Object.assign(to, { x: Math.max(to.x, x + 1), y: Math.max(to.y, y + 1) });
  }
  return [from, to].map(({ x, y }) => ({ x: x / density, y: y / density }));
}

for (const density of [1, 2, 3]) {
  test.describe(`on a screen of density ${density}`, () => {
    test.use({ deviceScaleFactor: density, viewport: { width: 1100, height: 760 } });

    test('a rectangle has the edges that were aimed at, zoomed, panned and in a window of another size', async ({ page }) => {
      await openEditor(page, upload(png(320, 240, (x, y) => (inBlock(x, y) ? [0, 255, 0, 255] : [128, 128, 128, 255]))));
      await press(page, 'u');
      await seen(page);
      const middle = async () => {
        const [a, b] = await lookForBlock(page, density);
        return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
      };
      const ways = {
        'at 100 %': async () => {},
        'zoomed at the pointer': async () => {
          const { x, y } = await middle();
          await page.mouse.move(x + 13, y - 7);
          for (let notch = 0; notch < 3; notch++) await page.mouse.wheel(0, -120);
        },
        'panned by Space and drag': async () => {
          const { x, y } = await middle();
          await page.mouse.move(x, y);
          await page.keyboard.down(' ');
          await dragMouse(page, { x, y }, { x: x - 41, y: y + 23 });
          await page.keyboard.up(' ');
        },
        'in a smaller window': () => page.setViewportSize({ width: 973, height: 641 }),
        'zoomed further': async () => {
          const { x, y } = await middle();
          await page.mouse.move(x, y);
          for (let notch = 0; notch < 2; notch++) await page.mouse.wheel(0, -120);
        },
        'in a larger window': () => page.setViewportSize({ width: 1203, height: 811 }),
      };
      for (const [name, change] of Object.entries(ways)) {
        await test.step(name, async () => {
          await change();
          const [from, to] = await lookForBlock(page, density);
          await dragMouse(page, from, to);
          await expect(painted(page)).toHaveText('2.62 % painted');
          expectLevels(await exportedMask(page), (x, y) => (inBlock(x, y) ? 255 : 0));
          await page.keyboard.press('Delete');
          await expect(painted(page)).toHaveText('Nothing painted');
        });
      }
    });
  });
}
