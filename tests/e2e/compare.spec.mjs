// @ts-check
// A result beside what it was made from.

import { PNG } from 'pngjs';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { violations } from './support/axe.mjs';
import { choose, composed, dialogOf, editPart, openCompare, shownOf } from './support/compare.mjs';
import { seen, touchOf } from './support/mask.mjs';
import { addImages, generate, pictures, promptBox, results } from './support/page.mjs';
import { png, RGB, upload } from './support/pictures.mjs';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('@playwright/test').Locator} Locator
 */

const PURPLE = [200, 0, 200];
const flat = png(900, 600, () => [...PURPLE, 255], RGB);

test.beforeEach(({ page }) => chooseDemo(page));

/** Edits all of a picture that is of one colour. @param {Page} page @param {import('./fixtures.mjs').Server} server */
async function editFlat(page, server) {
  await promptBox(page).fill('A red boat');
  await addImages(page, upload(flat, 'flat.png'));
  await generate(page, server);
  await expect(pictures(page)).toHaveCount(1);
}

/** Where along the picture the original is seen, of 0..1. @param {Page} page @returns {Promise<number[]>} */
async function originalOn(page) {
  await seen(page);
  const { width, height, data } = PNG.sync.read(await pictureOf(page).screenshot());
  const row = Math.floor(height * 0.3); // above the divider's handle, below what is written
  const isOriginal = (/** @type {number} */ x) => PURPLE.every((level, i) => Math.abs(data[(row * width + x) * 4 + i] - level) < 8);
  return Array.from({ length: width }, (_, x) => x).filter(isOriginal).map((x) => x / width);
}

/** @param {Page} page */
const pictureOf = (page) => dialogOf(page).getByRole('img', { name: 'Original' });

/** @param {Page} page @param {number} share up to which the original is seen, the answer after it */
const expectDivided = (page, share) =>
  expect(async () => {
    const places = await originalOn(page);
    expect(Math.abs((places.at(-1) ?? 0) - share)).toBeLessThan(0.03);
    expect(places[0] ?? 0).toBeLessThan(0.03);
  }).toPass();

test('a picture made of words alone has nothing to be compared with', async ({ page, server }) => {
  await promptBox(page).fill('A red boat');
  await generate(page, server);
  await expect(pictures(page)).toHaveCount(1);
  await expect(results(page).getByRole('button', { name: 'Compare' })).toHaveCount(0);
});

test('the divider follows the slider by keys, and a drag on the picture', async ({ page, server }) => {
  await editFlat(page, server);
  const dialog = await openCompare(page);
  await expect(dialog.getByRole('radio', { name: 'Slider' })).toBeChecked();
  await expectDivided(page, 0.5);
  const slider = dialog.getByRole('slider', { name: 'Before and after' });
  await slider.focus();
  await page.keyboard.press('End');
  await expectDivided(page, 1);
  await page.keyboard.press('Home');
  await expectDivided(page, 0);
  await page.keyboard.press('ArrowRight');
  expect(Number(await slider.inputValue())).toBeGreaterThan(0);

  const box = await pictureOf(page).boundingBox();
  if (!box) throw new Error('No picture is seen.');
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.7);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.7, { steps: 4 });
  await page.mouse.up();
  await expectDivided(page, 0.75);
  expect(Math.abs(Number(await slider.inputValue()) - 75)).toBeLessThan(3);
});

test('the original is seen while the button is held, by pointer and by key', async ({ page, server }) => {
  await editFlat(page, server);
  const dialog = await openCompare(page);
  await choose(dialog, 'Hold to see the original');
  const button = dialog.getByRole('button', { name: 'Hold to see the original' });
  const isOriginal = (/** @type {boolean} */ expected) => expect.poll(async () => (await originalOn(page)).length > 0).toBe(expected);
  await isOriginal(false);
  await button.hover();
  await page.mouse.down();
  await isOriginal(true);
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await page.mouse.up();
  await isOriginal(false);
  for (const key of ['Space', 'Enter']) {
    await button.focus();
    await page.keyboard.down(key);
    await isOriginal(true);
    await page.keyboard.up(key);
    await isOriginal(false);
  }
});

test('side by side, both are zoomed and moved together', async ({ page, server }) => {
  await editFlat(page, server);
  const dialog = await openCompare(page);
  await choose(dialog, 'Side by side');
  const frames = [dialog.getByRole('group', { name: 'Original' }), dialog.getByRole('group', { name: 'As received' })];
  await dialog.getByRole('button', { name: '100 %' }).click();
  for (const name of ['Original', 'As received']) {
    const box = await dialog.getByRole('img', { name }).boundingBox();
    expect([box?.width, box?.height]).toEqual([900, 600]);
  }
  const places = () => Promise.all(frames.map((frame) => frame.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])));
  await frames[1].focus();
  const [start] = await places();
  await page.keyboard.press('ArrowRight');
  await expect(async () => {
    const [one, other] = await places();
    expect(one[0]).toBeGreaterThan(start[0]);
    expect(other).toEqual(one);
  }).toPass();
  await dialog.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect.poll(async () => (await dialog.getByRole('img', { name: 'Original' }).boundingBox())?.width).toBeLessThan(900);
});

test('what changed is counted: nothing outside of the mask, much of it in the answer as received', async ({ page, server }) => {
  await editPart(page, server);
  await composed(page);
  const dialog = await openCompare(page);
  await choose(dialog, 'Difference');
  const status = dialog.getByRole('status');
  await expect(status).toHaveText(/^0 pixels changed outside the mask; [\d,]+ inside\. The raw answer: [\d,]+ changed outside; [\d,]+ inside\.$/);
  const numbers = /** @type {string} */ (await status.textContent()).replaceAll(',', '').match(/\d+/g)?.map(Number) ?? [];
  expect(numbers[1]).toBeGreaterThan(1000);
  expect(numbers[2]).toBeGreaterThan(1000);
  await expect(dialog.getByRole('img')).toHaveCount(2);
});

test('other settings compose the answer anew, and nothing is sent', async ({ page, server }) => {
  await editPart(page, server);
  await composed(page);
  const before = await shownOf(page);
  const dialog = await openCompare(page);
  await dialog.getByRole('spinbutton', { name: 'Softness of the seam' }).fill('0');
  await expect.poll(() => shownOf(page)).not.toBe(before);
  await expect(dialog.getByRole('img', { name: 'Composed' })).toHaveAttribute('src', String(await shownOf(page)));
  await dialog.getByRole('checkbox', { name: 'Align the answer' }).uncheck();
  await expect(dialog.getByRole('status')).not.toContainText(/shifted/i);
  await dialog.getByRole('combobox', { name: 'Blend' }).selectOption('Gradients (for hard cases)');
  await expect(dialog.getByRole('status')).toContainText('Outside the mask every pixel is yours.');
  expect(posts(server)).toHaveLength(1);
  await page.keyboard.press('Escape');
  await openCompare(page);
  await expect(dialog.getByRole('spinbutton', { name: 'Softness of the seam' })).toHaveValue('0');
});

test('composed or as received is compared, and the way back leads to where one came from', async ({ page, server }) => {
  await editPart(page, server);
  await composed(page);
  const dialog = await openCompare(page);
  await expect(dialog.getByRole('img', { name: 'Composed' })).toBeVisible();
  await choose(dialog, 'As received');
  await expect(dialog.getByRole('img', { name: 'As received' })).toBeVisible();
  await expect(dialog.getByRole('img', { name: 'Composed' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(results(page).getByRole('button', { name: 'Compare' })).toBeFocused();
});

for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 800 }]) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test.describe(`${viewport.width} pixels wide, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('each view is sound', async ({ page, server }) => {
        await editPart(page, server);
        await composed(page);
        expect(await violations(page)).toEqual([]);
        const dialog = await openCompare(page);
        await dialog.locator('details').evaluate((details) => details.setAttribute('open', ''));
        for (const view of ['Slider', 'Side by side', 'Hold to see the original', 'Difference']) {
          await choose(dialog, view);
          if (view === 'Difference') await expect(dialog.getByRole('img')).toHaveCount(2);
          expect(await violations(page, 'dialog[open]'), view).toEqual([]);
          const { scroll, width } = await dialog.evaluate(({ scrollWidth, clientWidth }) => ({ scroll: scrollWidth, width: clientWidth }));
          expect(scroll, 'nothing sticks out sideways').toBeLessThanOrEqual(width);
        }
      });
    });
  }
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });

  test('a finger moves the divider', async ({ page, server }) => {
    await editFlat(page, server);
    await openCompare(page);
    const box = await dialogOf(page).getByRole('img', { name: 'Original' }).boundingBox();
    if (!box) throw new Error('No picture is seen.');
    const touch = await touchOf(page);
    const y = box.y + box.height * 0.8;
    await touch('touchStart', { x: box.x + box.width * 0.5, y });
    for (const share of [0.4, 0.3, 0.25]) await touch('touchMove', { x: box.x + box.width * share, y });
    await touch('touchEnd');
    const value = Number(await dialogOf(page).getByRole('slider', { name: 'Before and after' }).inputValue());
    expect(Math.abs(value - 25)).toBeLessThan(3);
  });

  test('all that can be pressed is large enough for a thumb', async ({ page, server }) => {
    await editPart(page, server);
    await composed(page);
    const dialog = await openCompare(page);
    for (const one of [...(await dialog.getByRole('button').all()), ...(await dialog.locator('.choice label:visible').all())]) {
      const box = await one.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), (await one.textContent()) ?? '').toBeGreaterThanOrEqual(42);
    }
  });
});
