// @ts-check
// An archive with many large pictures stays quick and light. `make gallery-bench` has 500 of 4K, and
// prints what it saw; here a few show that nothing grows with their number.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { cells, fill, galleryOf } from './support/gallery.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const COUNT = Number(process.env.GALLERY_COUNT) || 150;
const SIZE = process.env.GALLERY_COUNT ? { width: 3840, height: 2160 } : { width: 640, height: 360 };
const MOST_HEAP = 200e6;
const MOST_MS = 1000;
const isBench = Boolean(process.env.GALLERY_COUNT);

test.setTimeout(isBench ? 3_600_000 : 120_000);

/** Pictures that are there to be seen. @param {Page} page */
const shown = (page) => galleryOf(page).locator('img').evaluateAll((all) => all.filter((one) => /** @type {HTMLImageElement} */ (one).naturalWidth > 0).length);

/** @param {Page} page */
async function heapOf(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const { metrics } = await client.send('Performance.getMetrics');
  await client.detach();
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
}

/** Opens the gallery as soon as it is offered; how long that took, and the first pictures. @param {Page} page */
async function firstPictures(page) {
  await page.reload();
  await page.getByRole('button', { name: `Gallery (${COUNT})` }).waitFor();
  return page.evaluate(async () => {
    const began = performance.now();
    /** @type {HTMLElement | null} */ (document.querySelector('#open-gallery'))?.click();
    const loaded = () => [...document.querySelectorAll('.gallery img')].filter((one) => /** @type {HTMLImageElement} */ (one).naturalWidth).length;
    const times = { first: 0, dozen: 0 };
    while (!times.dozen) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (loaded() >= 1) times.first ||= performance.now() - began;
      if (loaded() >= 12) times.dozen = performance.now() - began;
    }
    return times;
  });
}

/** Whether all that can be seen has its picture. @param {Page} page */
const isWhole = (page) =>
  galleryOf(page).locator('.gallery-scroll').evaluate((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return [...one.querySelectorAll('img')].every((img) => {
      const box = img.getBoundingClientRect();
      return box.bottom < top || box.top > bottom || img.naturalWidth > 0;
    });
  });

/** Goes through all of it, a window at a time; the most that was on the heap, and the most pictures at a time.
 * @param {Page} page */
async function scrollThrough(page) {
  const most = { heap: 0, pictures: 0, windows: 0 };
  for (let at = -1; ; most.windows++) {
    const top = await galleryOf(page).locator('.gallery-scroll').evaluate((one) => {
      one.scrollTop += one.clientHeight;
      return one.scrollTop;
    });
    await expect.poll(() => isWhole(page)).toBe(true);
    most.heap = Math.max(most.heap, await heapOf(page));
    most.pictures = Math.max(most.pictures, await shown(page));
    if (top === at && (await cells(page).count()) === COUNT) return most;
    at = top;
  }
}

test('many pictures: the first are there at once, and those far away are let go', async ({ page }) => {
  await chooseDemo(page);
  const bytes = await fill(page, { count: COUNT, ...SIZE });
  const unmade = await firstPictures(page);
  const making = await scrollThrough(page);
  const made = await firstPictures(page);
  const through = await scrollThrough(page);
  const tell = (/** @type {typeof made} */ { first, dozen }) => `first ${Math.round(first)} ms, twelve ${Math.round(dozen)} ms`;
  const figures = [
    `${COUNT} pictures of ${SIZE.width} x ${SIZE.height}, ${(bytes / 1e9).toFixed(2)} GB`,
    `thumbnails to be made: ${tell(unmade)}; heap at most ${(making.heap / 1e6).toFixed(1)} MB, ${making.pictures} pictures at a time, ${making.windows} windows`,
    `thumbnails there: ${tell(made)}; heap at most ${(through.heap / 1e6).toFixed(1)} MB, ${through.pictures} pictures at a time, ${through.windows} windows`,
  ];
  if (isBench) console.log(figures.join('\n'));
  expect(Math.max(making.heap, through.heap), figures.join('\n')).toBeLessThan(MOST_HEAP);
  expect(through.pictures).toBeLessThan(COUNT);
  if (isBench) expect(made.first).toBeLessThan(MOST_MS);
});
