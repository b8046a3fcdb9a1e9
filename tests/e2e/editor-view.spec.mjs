// @ts-check
// How the mask editor shows picture and mask: the stage alone on a page, and a photo of 48 MP on ours.

import { readFileSync } from 'node:fs';
import { serve } from '../bench/browser.mjs';
import { chooseDemo, expect, test } from './fixtures.mjs';
import { addImages, asTheNode, button, inputs, pictures, promptBox } from './support/page.mjs';
import { RGB, pillow, png, scenery, upload } from './support/pictures.mjs';
import { longestTask } from './support/tasks.mjs';

/** @typedef {import('@playwright/test').Page} Page */

test.use({ trace: 'off' }); // what records a test takes time and memory, too

const LINE = [{ x: 400, y: 300 }, { x: 800, y: 600 }];
const MIDDLE = { x: 600, y: 450 };

/** Runs code with the stage's page. @param {Page} page @param {string} code of `bench` */
const on = (page, code) => page.evaluate(`(async ({ stage, painting, paint, settled, wrongPixels, worstOfPicture, maskAt, paths, pixelsOf }) => { ${code} })(bench)`);

test.describe('the stage alone', () => {
  test.use({
    // eslint-disable-next-line no-empty-pattern
    address: async ({}, use) => {
      const server = await serve('tests/e2e/support/stage-page.mjs');
      await use(server.url);
      server.close();
    },
  });

  test.beforeEach(async ({ page }) => {
    await page.waitForFunction('globalThis.bench');
    await on(page, `paint(${JSON.stringify(LINE)}); await settled();`);
  });

  test('what is painted has the colour and opacity that were chosen', async ({ page }) => {
    await on(page, `stage.setLook({ colour: 0x00ff40, opacity: 0.4, outline: 'none', maskOnly: false }); await settled();`);
    expect(await on(page, `return maskAt(${JSON.stringify(MIDDLE)});`)).toEqual([0, 255, 65, 102]);
    expect(await on(page, 'return maskAt({ x: 50, y: 850 });')).toEqual([0, 0, 0, 0]);
  });

  test('the mask alone is white on black', async ({ page }) => {
    await on(page, `stage.setLook({ colour: 0, opacity: 0.5, outline: 'none', maskOnly: true }); await settled();`);
    expect(await on(page, `return maskAt(${JSON.stringify(MIDDLE)});`)).toEqual([255, 255, 255, 255]);
    expect(await on(page, 'return maskAt({ x: 50, y: 850 });')).toEqual([0, 0, 0, 255]);
  });

  test('bare, the picture is seen as it is, and the mask again after it', async ({ page }) => {
    const opacity = () => on(page, 'return getComputedStyle(stage.canvas).opacity;');
    await on(page, 'stage.setBare(true);');
    expect(await opacity()).toBe('0');
    await on(page, 'stage.setBare(false);');
    expect(await opacity()).toBe('1');
  });

  for (const outline of ['none', 'solid']) {
    test(`after any way to look around, each pixel is as when rendered in one go, outline: ${outline}`, async ({ page }) => {
      const look = JSON.stringify({ colour: 0x2060ff, opacity: 0.5, outline, maskOnly: false });
      await on(page, `stage.setLook(${look});`);
      for (const move of [
        'stage.zoomTo(0.3)', 'stage.drag([{ x: 0, y: 0 }], [{ x: 37, y: -61 }])', 'stage.zoomTo(1, { x: 300, y: 100 })',
        'stage.drag([{ x: 0, y: 0 }], [{ x: -133, y: 207 }]); await settled(); stage.drag([{ x: 0, y: 0 }], [{ x: 90, y: -300 }])',
        'paint([{ x: 350, y: 700 }, { x: 600, y: 300 }]); stage.drag([{ x: 0, y: 0 }], [{ x: 5, y: 3 }])', 'stage.zoomTo(9)', 'painting.undo(); stage.touch()', 'stage.fit()',
      ]) { // prettier-ignore
        await on(page, `${move}; await settled();`);
        expect(await on(page, `return wrongPixels(${look});`), move).toBe(0);
      }
    });
  }

  test('a picture that was panned piece by piece is as one drawn at once', async ({ page }) => {
    for (const scale of [0.4, 1, 1.7]) {
      await on(page, `stage.zoomTo(${scale}); await settled(); for (let i = 0; i < 9; i++) { stage.drag([{ x: 0, y: 0 }], [{ x: 17 - 5 * i, y: 11 * (i % 3) - 9 }]); await settled(); }`);
      expect(await on(page, 'return worstOfPicture();'), `at ${scale}`).toBeLessThanOrEqual(2);
    }
  });

  test('ants march, and stand still for who asked for less motion', async ({ page }) => {
    const marches = `stage.setLook({ colour: 0, opacity: 0.5, outline: 'marching', maskOnly: false }); await settled();
      const before = pixelsOf(stage.canvas).join(); await new Promise((resolve) => setTimeout(resolve, 600)); return before !== pixelsOf(stage.canvas).join();`;
    expect(await on(page, marches)).toBe(true);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await on(page, `await settled(); ${marches}`)).toBe(false);
  });

  test('the cursor has the shape of the brush, and shows its core where it is soft', async ({ page }) => {
    const drawn = (/** @type {object | null} */ ring) => on(page, `stage.showCursor(${JSON.stringify(ring)}); return paths('.mask-cursor > g:last-child');`);
    const [, , round] = /** @type {string[]} */ (await drawn({ x: 100, y: 90, radius: 40, hardness: 1 }));
    expect(round).toBe('M60 90a40 40 0 1 0 80 0a40 40 0 1 0 -80 0');
    const [core, , square] = /** @type {string[]} */ (await drawn({ x: 100, y: 90, radius: 40, hardness: 0.5, square: true }));
    expect(square).toBe('M60 50h80v80h-80z');
    expect(core).toBe('M80 70h40v40h-40z');
    expect(await drawn(null)).toEqual(['', '', '', '']);
  });

  test('the line of a shape follows the view, and its ring shows where it would close', async ({ page }) => {
    const ring = () => on(page, `const circle = stage.node.querySelector('.mask-outline circle'); return ['cx', 'cy', 'r'].map((name) => Number(circle.getAttribute(name)));`);
    await on(page, `stage.showPath(${JSON.stringify(LINE)}); stage.zoomTo(2);`);
    const view = /** @type {{scale: number, x: number, y: number}} */ (await on(page, 'return stage.view;'));
    expect(await ring()).toEqual([800 + view.x, 600 + view.y, 6]);
    expect(await on(page, `return paths('.mask-outline');`)).toEqual(['M400 300L800 600', 'M400 300L800 600']);
    await on(page, `stage.showPath(${JSON.stringify(LINE)}, true);`);
    expect((await ring())?.[2]).toBe(0);
    await on(page, 'stage.showPath(null);');
    expect(await on(page, `return paths('.mask-outline');`)).toEqual(['', '']);
  });

  test('a grid parts the pixels from 800 % on', async ({ page }) => {
    expect(await on(page, `stage.zoomTo(7.9); return paths('.mask-grid').join('');`)).toBe('');
    const lines = /** @type {string} */ (await on(page, `stage.zoomTo(10); return paths('.mask-grid')[1];`));
    expect(lines.match(/v/g)?.length).toBeGreaterThanOrEqual(70);
    expect(lines.match(/h/g)?.length).toBeGreaterThanOrEqual(50);
  });
});

/** A photo of 48 megapixels. */
function photo() {
  const small = png(1008, 756, scenery, RGB);
  return upload(pillow(pillow(small, 'lanczos', 8064, 6048), 'save', 'JPEG', 'quality=90'), 'photo.jpg');
}

/** Opens the editor and waits until it has settled. @param {Page} page */
async function openPhoto(page) {
  await addImages(page, photo());
  await expect(inputs(page).locator('canvas').first()).toHaveAttribute('width', '192');
  await button(page, 'Paint mask').click();
  const canvas = page.getByRole('application', { name: 'Mask canvas' });
  await expect(canvas).toBeFocused();
  await page.waitForTimeout(3000);
  const { x, y, width, height } = /** @type {{x: number, y: number, width: number, height: number}} */ (await canvas.boundingBox());
  return { x: x + width / 2, y: y + height / 2 };
}

/** @param {Page} page @param {{x: number, y: number}} middle @param {'left' | 'middle'} by */
async function wave(page, middle, by) {
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down({ button: by });
  for (let i = 0; i < 60; i++) await page.mouse.move(middle.x + 90 * Math.sin(i / 12), middle.y + 70 * Math.sin(i / 9));
  await page.mouse.up({ button: by });
}

/** @param {Page} page @param {number} by */
async function wheel(page, by) {
  for (let i = 0; i < 30; i++) {
    await page.mouse.wheel(0, by);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

test('at 48 MP no task takes more than 50 ms of work: painting, panning, zooming', { tag: '@deep' }, async ({ page, browser }) => {
  const middle = await openPhoto(page);
  await wave(page, middle, 'left'); // the first stroke is compiled
  for (const [name, doing] of /** @type {[string, () => Promise<void>][]} */ ([
    ['painting', () => wave(page, middle, 'left')],
    ['panning', () => wave(page, middle, 'middle')],
    ['zooming in', () => wheel(page, -60)],
    ['painting, zoomed in', () => wave(page, middle, 'left')],
    ['panning, zoomed in', () => wave(page, middle, 'middle')],
    ['zooming out', () => wheel(page, 60)],
  ])) {
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    await doing();
    const longest = longestTask(await browser.stopTracing());
    expect(longest, name).toBeGreaterThan(0);
    expect(longest, name).toBeLessThan(50);
  }
});

test.describe('a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true, address: 'about:blank' });

  test('a photo of 48 MP is opened, painted and edited within 600 MB more than an empty page', { tag: '@deep' }, async ({ page, browser, server, reachable }) => {
    reachable.push(server.url);
    test.slow(); // looking at the memory stops what uses it
    const session = await browser.newBrowserCDPSession();
    /** What all processes of the browser hold, shared memory in parts, in MB. */
    async function memory() {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo.reduce((sum, { id }) => sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]) / 1024, 0);
    }
    await page.waitForTimeout(2000);
    const empty = await memory();
    let most = 0;
    const watching = setInterval(() => memory().then((now) => (most = Math.max(most, now)), () => {}), 200); // a process may just have ended
    await page.goto(server.url);
    const middle = await openPhoto(page);
    await wave(page, middle, 'left');
    await wheel(page, -60);
    await wave(page, middle, 'left');
    await wheel(page, 60);
    await button(page, 'Done').click();
    await chooseDemo(page);
    await asTheNode(page);
    await promptBox(page).fill('A boat');
    await button(page, 'Generate').click();
    await expect(pictures(page)).toHaveCount(1);
    clearInterval(watching);
    test.info().annotations.push({ type: 'memory', description: `${Math.round(most - empty)} MB at most` });
    expect(most - empty).toBeGreaterThan(100);
    expect(most - empty).toBeLessThan(600);
  });
});
