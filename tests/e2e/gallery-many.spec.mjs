// @ts-check
// A gallery with many pictures: what it takes does not grow with their number. `make bench-gallery` has
// 500 of 4K, and tells how long they take.

import { expect, test } from './fixtures.mjs';
import { fill } from './support/gallery.mjs';
import { firstPictures, scrollThrough } from './support/gallery-many.mjs';

const COUNT = 150;

test('of many pictures only those near are there, however far one goes', { tag: '@deep' }, async ({ page }) => {
  await fill(page, { count: COUNT, width: 640, height: 360 });
  await firstPictures(page, COUNT);
  for (let time = 0; time < 2; time++) {
    const { heap, pictures } = await scrollThrough(page, COUNT);
    expect(heap).toBeLessThan(50e6);
    expect(pictures).toBeLessThan(COUNT);
    await firstPictures(page, COUNT);
  }
});
