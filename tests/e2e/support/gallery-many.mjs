// @ts-check
// How soon pictures are there in a gallery that has many, and what going through them takes.

import { expect } from '@playwright/test';
import { cells, galleryOf } from './gallery.mjs';

/** @typedef {import('@playwright/test').Page} Page */

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

/** Opens the gallery as soon as it is offered: how many milliseconds it takes until the first picture is there, and until twelve are.
 * @param {Page} page @param {number} count of what it has */
export async function firstPictures(page, count) {
  await page.reload();
  await page.getByRole('button', { name: `Gallery (${count})` }).waitFor();
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

/** Goes through all of it, a window at a time: the most bytes on the heap, the most pictures at a time.
 * @param {Page} page @param {number} count of what it has */
export async function scrollThrough(page, count) {
  const most = { heap: 0, pictures: 0, windows: 0 };
  for (let at = -1; ; most.windows++) {
    const top = await galleryOf(page).locator('.gallery-scroll').evaluate((one) => {
      one.scrollTop += one.clientHeight;
      return one.scrollTop;
    });
    await expect.poll(() => isWhole(page), { timeout: 60_000 }).toBe(true);
    most.heap = Math.max(most.heap, await heapOf(page));
    most.pictures = Math.max(most.pictures, await shown(page));
    if (top === at && (await cells(page).count()) === count) return most;
    at = top;
  }
}
