// @ts-check
// A mask stays with its image until it is cleared, comes from files and goes to files.

import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { expectMask, paintAcross } from './support/mask.mjs';
import { addImages, alert, asTheNode, button, chooseCustom, generate, inputs, pictures, promptBox } from './support/page.mjs';
import { decoded, gradient, png, scenery, upload } from './support/pictures.mjs';
import { filesOf } from './support/wire.mjs';
import { openWorkbench } from './support/workbench.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixtures.mjs').Server} Server */

const KEY = 'sk-canary-0123456789';
const SIZE = { width: 500, height: 400 };
const photo = png(SIZE.width, SIZE.height, scenery);
const small = { width: 40, height: 30 };

/** Every level there is. @param {number} x @param {number} y */
const level = (x, y) => (x * 7 + y * 40) % 256;

/** @param {number} width @param {number} height @param {'grey' | 'alpha'} kind */
const maskFile = (width, height, kind) =>
  png(width, height, (x, y) => (kind === 'grey' ? [level(x, y), level(x, y), level(x, y), 255] : [x, y, 99, 255 - level(x, y)]));

const levels = () => Array.from({ length: small.width * small.height }, (_, i) => level(i % small.width, Math.floor(i / small.width)));

/** @param {Page} page */
const names = (page) => inputs(page).locator('.name').allTextContents();

/** @param {Page} page @param {Server} server @returns the files of the next request: images, and the mask as levels */
async function sent(page, server) {
  const files = await filesOf(await generate(page, server));
  await expect(alert(page)).toBeEmpty();
  const mask = files.find(({ name }) => name === 'mask');
  const { data, ...size } = mask ? decoded(mask.bytes) : { data: Buffer.alloc(0), width: 0, height: 0 };
  return {
    images: files.filter((file) => file !== mask).map(({ bytes }) => bytes),
    mask: [...data].filter((_, i) => i % 4 === 3).map((alpha) => 255 - alpha),
    size: { width: size.width, height: size.height },
    file: mask?.bytes ?? Buffer.alloc(0),
  };
}

/** What is kept of masks. @param {Page} page @returns {Promise<{id: number, length: number}[]>} */
const keptMasks = (page) =>
  page.evaluate(async () => {
    const done = (/** @type {IDBRequest} */ request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open('gpt-image'));
    const things = await done(database.transaction('things').objectStore('things').getAll());
    database.close();
    return things.filter((/** @type {any} */ { kind }) => kind === 'mask').map((/** @type {any} */ { id, pack }) => ({ id, length: pack.length }));
  });

/** Leaves the page for an empty one of the same origin. @param {Page} page @param {Server} server */
async function goAway(page, server) {
  await page.route('**/away.html', (route) => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }));
  await page.goto(`${server.url}away.html`);
}

test.describe('on a page with the demo', () => {
  test.beforeEach(async ({ page }) => {
    await chooseDemo(page);
    await asTheNode(page);
    await promptBox(page).fill('A boat');
  });

  test('a reload, right after the last stroke, keeps image, mask and settings bit for bit', async ({ page, server }) => {
    await addImages(page, upload(photo, 'photo.png'));
    const stroke = await paintAcross(page, SIZE);
    await page.reload();
    await expect(promptBox(page)).toHaveValue('A boat');
    await expect(inputs(page).getByText('Mask: ')).toBeVisible();
    const first = await sent(page, server);
    expect(first.images).toEqual([photo]);
    expectMask(first.file, stroke, SIZE);

    await page.reload();
    await expect(inputs(page).getByText('Mask: ')).toBeVisible();
    const again = await sent(page, server);
    expect(again.images).toEqual([photo]);
    expect(again.mask).toEqual(first.mask);
    expect(await names(page)).toEqual(['photo.png']);
  });

  test('Generate waits for a mask that is being put back', async ({ page, server }) => {
    await addImages(page, upload(photo, 'photo.png'));
    await paintAcross(page, SIZE);
    await page.route('**/studio-*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await page.reload();
    await button(page, 'Generate').click();
    await expect.poll(() => posts(server).length).toBe(1);
    expect((await filesOf(posts(server)[0])).map(({ name }) => name)).toEqual(['image', 'mask']);
  });

  test('what is cleared, removed and moved stays so', async ({ page }) => {
    await addImages(page, ...['a.png', 'b.png', 'c.png'].map((name) => upload(photo, name)));
    await inputs(page).nth(0).getByRole('button', { name: 'Move down' }).click();
    await inputs(page).nth(2).getByRole('button', { name: 'Remove' }).click();
    await page.getByLabel('Import mask').setInputFiles(upload(maskFile(SIZE.width, SIZE.height, 'grey'), 'mask.png'));
    await expect(inputs(page).nth(0).getByText('Mask: ')).toBeVisible();
    await expect.poll(async () => (await keptMasks(page)).map(({ id }) => id)).toEqual([2]);
    await page.reload();
    await expect.poll(() => names(page)).toEqual(['b.png', 'a.png']);
    await expect(inputs(page).nth(0).getByText('Mask: ')).toBeVisible();
    expect((await keptMasks(page)).map(({ id }) => id)).toEqual([2]);

    await inputs(page).nth(0).getByRole('button', { name: 'Clear mask' }).click();
    await expect(page.getByText('Mask: ').filter({ visible: true })).toHaveCount(0);
    await page.reload();
    await expect.poll(() => names(page)).toEqual(['b.png', 'a.png']);
    await expect(page.getByText('Mask: ').filter({ visible: true })).toHaveCount(0);
    expect(await keptMasks(page)).toEqual([]);
  });

  test('a tab that is put to sleep keeps what it has at once', async ({ page }) => {
    await addImages(page, upload(photo, 'photo.png'));
    await paintAcross(page, SIZE);
    await expect.poll(() => keptMasks(page)).toHaveLength(1);
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await inputs(page).getByRole('button', { name: 'Clear mask' }).click();
    expect(await keptMasks(page)).toHaveLength(1);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(() => keptMasks(page)).toEqual([]);
  });

  test('a mask outlives runs, and takes kilobytes to keep', async ({ page, server }) => {
    await addImages(page, upload(photo, 'photo.png'));
    await paintAcross(page, SIZE);
    const { mask } = await sent(page, server);
    expect((await sent(page, server)).mask).toEqual(mask);
    await expect.poll(async () => (await keptMasks(page)).map(({ length }) => length > 100 && length < 20_000)).toEqual([true]);
  });

  for (const kind of /** @type {const} */ (['grey', 'alpha'])) {
    test(`a mask that is ${kind} is imported bit for bit, and kept so`, async ({ page, server }) => {
      await addImages(page, upload(png(small.width, small.height, gradient)));
      await page.getByLabel('Import mask').setInputFiles(upload(maskFile(small.width, small.height, kind), 'mask.png'));
      await expect(page.getByRole('status')).toHaveText(/^mask\.png: \d+ % of the mask is painted\.$/);
      expect((await sent(page, server)).mask).toEqual(levels());
      await page.reload();
      await expect(inputs(page).getByText('Mask: ')).toBeVisible();
      expect((await sent(page, server)).mask).toEqual(levels());
    });
  }

  test('a mask of another size is told and kept, and is fitted when asked', async ({ page, server }) => {
    await addImages(page, upload(png(small.width, small.height, gradient), 'image.png'));
    await page.getByLabel('Import mask').setInputFiles(upload(png(80, 60, (x) => (x < 40 ? [0, 0, 0, 255] : [255, 255, 255, 255])), 'half.png'));
    const told = page.getByText('Mask half.png, 80 x 60: 50 % painted');
    await expect(told).toBeVisible();
    await page.reload();
    await expect(told).toBeVisible();
    await expect(page.getByText('The image is 40 x 30, of the same proportions: the mask can be fitted to it.')).toBeVisible();
    await button(page, 'Fit to the image').click();
    await expect(page.getByRole('status')).toHaveText('half.png lies on image.png now, fitted from 80 x 60 to 40 x 30.');
    await expect(page.getByText('Mask half.png')).toBeHidden();
    const { mask, size } = await sent(page, server);
    expect(size).toEqual(small);
    expect(mask.slice(0, 18).every((value) => value === 0) && mask.slice(22, 40).every((value) => value === 255)).toBe(true);
    await button(page, 'Paint mask').click();
    await button(page, 'Undo').click();
    await expect(page.getByText('Nothing painted')).toBeVisible();
  });

  test('a mask of other proportions is told to be stretched', async ({ page, server }) => {
    await addImages(page, upload(png(small.width, small.height, gradient), 'image.png'));
    await page.getByLabel('Import mask').setInputFiles(upload(maskFile(30, 30, 'grey'), 'square.png'));
    await expect(page.getByText('The image is 40 x 30, of other proportions: fitted to it, the mask is stretched.')).toBeVisible();
    await button(page, 'Fit to the image').click();
    await expect(page.getByRole('status')).toHaveText(/^square\.png lies on image\.png now/);
    expect((await sent(page, server)).size).toEqual(small);
  });

  test('a mask that was damaged where it is kept is told, and the image is there', async ({ page, server }) => {
    await addImages(page, upload(photo, 'photo.png'));
    await paintAcross(page, SIZE);
    await expect.poll(() => keptMasks(page)).toHaveLength(1);
    await goAway(page, server);
    await page.evaluate(async () => {
      const done = (/** @type {IDBRequest} */ request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const database = await done(indexedDB.open('gpt-image'));
      const things = database.transaction('things', 'readwrite').objectStore('things');
      const mask = (await done(things.getAll())).find((/** @type {any} */ { kind }) => kind === 'mask');
      mask.pack[mask.pack.length >> 1] ^= 1;
      await done(things.put(mask));
      database.close();
    });
    await page.goto(server.url);
    await expect(alert(page)).toHaveText(/^A mask that this browser had kept is damaged/);
    expect(await names(page)).toEqual(['photo.png']);
  });

  test('each tab has its own, and a new one goes on where one was closed', async ({ page, context, server }) => {
    await addImages(page, upload(photo, 'first.png'));
    const second = await context.newPage();
    await second.goto(server.url);
    await addImages(second, upload(photo, 'second.png'));
    await expect(promptBox(second)).toHaveValue('');
    await promptBox(second).fill('A hut');
    await Promise.all([page.reload(), second.reload()]);
    await expect.poll(() => names(page)).toEqual(['first.png']);
    await expect.poll(() => names(second)).toEqual(['second.png']);
    await button(second, 'Remove').click();
    await addImages(second, upload(photo, 'third.png'));
    await page.reload();
    await expect.poll(() => names(page)).toEqual(['first.png']);

    await second.close();
    const next = await context.newPage();
    await next.goto(server.url);
    await expect.poll(() => names(next)).toEqual(['third.png']);
    await expect(promptBox(next)).toHaveValue('A hut');
    await expect(promptBox(page)).toHaveValue('A boat');
  });

  test('a tab that was duplicated gets a desk of its own', async ({ page, context, server }) => {
    await addImages(page, upload(photo, 'first.png'));
    const desk = await page.evaluate(() => sessionStorage.getItem('gpt-image.desk'));
    const twin = await context.newPage();
    await twin.addInitScript((desk) => {
      if (desk && !sessionStorage.length) sessionStorage.setItem('gpt-image.desk', desk);
    }, desk);
    await twin.goto(server.url);
    await expect.poll(() => twin.evaluate(() => sessionStorage.getItem('gpt-image.desk'))).not.toBe(desk);
    await addImages(twin, upload(photo, 'twin.png'));
    await button(twin, 'Remove').click();
    await page.reload();
    await expect.poll(() => names(page)).toEqual(['first.png']);
  });
});

test('images, mask and results go over to another endpoint', async ({ page, server, api }) => {
  await asTheNode(page);
  await chooseCustom(page, server);
  await page.getByLabel('API key', { exact: true }).fill(KEY);
  await promptBox(page).fill('A boat');
  await addImages(page, upload(photo, 'photo.png'));
  const stroke = await paintAcross(page, SIZE);
  const before = await sent(page, server);
  await expect(pictures(page)).toHaveCount(1);
  expectMask(before.file, stroke, SIZE);

  await Promise.all([page.waitForEvent('load'), chooseCustom(page, api)]);
  await expect(inputs(page).getByText('Mask: ')).toBeVisible();
  await expect(pictures(page)).toHaveCount(1);
  await page.getByLabel('API key', { exact: true }).fill(KEY);
  const after = await sent(page, api);
  expect(after.images).toEqual(before.images);
  expect(after.mask).toEqual(before.mask);
  await expect(pictures(page)).toHaveCount(2);

  await page.reload();
  await expect(inputs(page).getByText('Mask: ')).toBeVisible();
  await expect(pictures(page)).toHaveCount(2);
});

test('a draft that an older page left is taken over', async ({ page, server }) => {
  await goAway(page, server);
  await page.evaluate(
    async ({ bytes, coverage }) => {
      const done = (/** @type {IDBRequest} */ request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      sessionStorage.clear();
      await done(indexedDB.deleteDatabase('gpt-image'));
      const opening = indexedDB.open('gpt-image', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('draft');
      const database = await done(opening);
      const draft = {
        settings: { prompt: 'An old boat' },
        images: [{ name: 'old.png', type: 'image/png', bytes: new Uint8Array(bytes).buffer, coverage: new Uint8Array(coverage) }],
        mask: null,
        results: [{ id: 1, run: 1, index: 0, asked: { prompt: 'x' }, extension: 'png', link: '', answer: null, type: 'image/png', bytes: new Uint8Array(bytes).buffer }],
      };
      await done(database.transaction('draft', 'readwrite').objectStore('draft').put(draft, 'draft'));
      database.close();
    },
    { bytes: [...png(small.width, small.height, gradient)], coverage: levels() },
  );
  await page.goto(server.url);
  await chooseDemo(page);
  await asTheNode(page);
  await expect(promptBox(page)).toHaveValue('An old boat');
  await expect(pictures(page)).toHaveCount(1);
  expect(await names(page)).toEqual(['old.png']);
  expect((await sent(page, server)).mask).toEqual(levels());
});

test('where nothing can be kept, it is told once, and all else works', async ({ page, server }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
  });
  await page.reload();
  const note = page.getByText('This browser keeps no more for this page');
  await expect(note).toHaveCount(0);
  await chooseDemo(page);
  await asTheNode(page);
  await promptBox(page).fill('A boat');
  await addImages(page, upload(photo));
  const stroke = await paintAcross(page, SIZE);
  await expect(note).toHaveCount(1);
  expectMask((await sent(page, server)).file, stroke, SIZE);
});

test('what there is no room for is told, and all else works', async ({ page, context, server }) => {
  const client = await context.newCDPSession(page);
  await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(server.url).origin, quotaSize: 200_000 });
  const note = page.getByText('This browser keeps no more for this page');
  await chooseDemo(page);
  await asTheNode(page);
  await promptBox(page).fill('A boat');
  await addImages(page, upload(png(small.width, small.height, gradient), 'small.png'));
  await expect(note).toHaveCount(0);
  await addImages(page, upload(photo, 'large.png'));
  await expect(note).toHaveCount(1);
  expect((await sent(page, server)).images).toHaveLength(2);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(['small.png']);
});

test.describe('as one file from a disk', () => {
  test.use({ address: new URL('../../build/gpt-image.html', import.meta.url).href });

  test('image and mask are kept too', async ({ page, api }) => {
    await addImages(page, upload(png(small.width, small.height, gradient), 'image.png'));
    await page.getByLabel('Import mask').setInputFiles(upload(maskFile(small.width, small.height, 'grey'), 'mask.png'));
    await expect(inputs(page).getByText('Mask: ')).toBeVisible();
    await page.reload();
    await expect(inputs(page).getByText('Mask: ')).toBeVisible();
    await chooseCustom(page, api);
    await page.getByLabel('API key', { exact: true }).fill(KEY);
    await promptBox(page).fill('A boat');
    await asTheNode(page);
    expect((await sent(page, api)).mask).toEqual(levels());
  });
});

test.describe('from one mask to another', () => {
  const seen = png(small.width, small.height, (x, y) => [x, y, 0, 255 - level(x, y)]);

  /** @type {Awaited<ReturnType<typeof openWorkbench>>} */
  let bench;
  test.beforeEach(async ({ page, address }) => {
    bench = await openWorkbench(page, address, [
      { name: 'first.photo.png', bytes: [...seen], ...small },
      { name: 'second.png', bytes: [], ...small },
      { name: 'third.png', bytes: [...png(20, 20, gradient)], width: 20, height: 20 },
    ]);
  });

  /** Paints every level on the first. */
  const paint = () => bench.evaluate(({ paintings }, coverage) => paintings[0].write(new Uint8Array(coverage)), levels());

  /** @param {number} index */
  const painted = (index) => bench.evaluate(({ paintings }, index) => [...paintings[index].read()], index);

  for (const kind of /** @type {const} */ (['grey', 'alpha'])) {
    test(`an export that is ${kind} is read by others as it is meant, and comes back bit for bit`, async ({ page }) => {
      await paint();
      const [download, text] = await Promise.all([page.waitForEvent('download'), bench.evaluate(({ masks, paintings }, kind) => masks.export(paintings[0], kind), kind)]);
      expect(download.suggestedFilename()).toBe(kind === 'grey' ? 'first.photo-mask.png' : 'first.photo-mask-alpha.png');
      expect(text).toBe(`Saved as ${download.suggestedFilename()}.`);
      const file = await readFile(await download.path());
      const { data, width, height } = decoded(file);
      expect({ width, height }).toEqual(small);
      const expected = levels().flatMap((value) => (kind === 'grey' ? [value, value, value, 255] : [0, 0, 0, 255 - value]));
      expect([...data]).toEqual(expected);

      const back = await bench.evaluate(async ({ masks, paintings }, bytes) => {
        const { text, fit } = await masks.importOnto(paintings[1], new File([new Uint8Array(bytes)], 'mask.png'));
        return { text, fit };
      }, [...file]);
      expect(back).toEqual({ text: expect.stringMatching(/^mask\.png: \d+ % of the mask is painted\.$/), fit: null });
      expect(await painted(1)).toEqual(levels());
      expect(await bench.evaluate(({ paintings }) => paintings[1].undo())).toBe(true);
      expect((await painted(1)).every((value) => value === 0)).toBe(true);
      expect(await bench.evaluate(({ paintings }) => paintings[1].undo())).toBe(false);
    });
  }

  test('a copy for the next image is fitted where the sizes differ', async () => {
    await paint();
    const copy = (/** @type {number} */ index) => bench.evaluate(({ masks, paintings }, index) => masks.copyToNext(paintings[index]), index);
    expect(await copy(0)).toBe('Copied to second.png.');
    expect(await painted(1)).toEqual(levels());
    expect(await copy(1)).toBe('Copied to third.png, fitted from 40 x 30 to 20 x 20.');
    expect((await painted(2)).some((value) => value > 0)).toBe(true);
    expect(await copy(2)).toBe('There is no image after this one.');
    expect(await painted(0)).toEqual(levels());
  });

  test('transparency is added to the mask, in one step', async () => {
    const corner = { x: 0, y: 0, width: 10, height: 10 };
    await bench.evaluate(({ paintings }, area) => paintings[0].write(new Uint8Array(100).fill(128), area), corner);
    const before = await painted(0);
    const take = (/** @type {number} */ index) => bench.evaluate(({ masks, paintings }, index) => masks.fromTransparency(paintings[index]), index);
    expect(await take(0)).toMatch(/^first\.photo\.png: \d+ % of the mask is painted\.$/);
    expect(await painted(0)).toEqual(levels().map((value, i) => Math.max(value, before[i])));
    await bench.evaluate(({ paintings }) => paintings[0].undo());
    expect(await painted(0)).toEqual(before);
    expect(await take(2)).toBe('Nothing in third.png is transparent.');
  });

  test('a file of another size waits to be fitted', async () => {
    const bytes = [...png(20, 20, () => [255, 255, 255, 255])];
    const told = await bench.evaluate(async ({ masks, paintings }, bytes) => {
      const { text, fit } = await masks.importOnto(paintings[0], new File([new Uint8Array(bytes)], 'white.png'));
      const before = paintings[0].state().share;
      return { text, before, done: await fit?.(), after: paintings[0].state().share };
    }, bytes);
    expect(told).toEqual({
      text: 'white.png is 20 x 20. The image is 40 x 30, of other proportions: fitted to it, the mask is stretched.',
      before: 0,
      done: 'white.png lies on first.photo.png now, fitted from 20 x 20 to 40 x 30.',
      after: 1,
    });
  });
});
