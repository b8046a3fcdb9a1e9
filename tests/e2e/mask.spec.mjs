// @ts-check
// The mask editor, by hand.  What was painted is read from the mask that the server received, and
// where to aim from what is seen on the screen: the picture has a green and a blue square.

import { PNG } from 'pngjs';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { canvasOf, painted, seen, touchOf, zoomOf } from './support/mask.mjs';
import { asTheNode } from './support/page.mjs';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./fixtures.mjs').Server} Server
 * @typedef {{x: number, y: number}} Point
 * @typedef {{at: (x: number, y: number) => number, area: number, middle: Point}} Mask
 */

const WIDTH = 800;
const HEIGHT = 600;
const SIDE = 40;
const GREEN = { x: 520, y: 220 };
const BLUE = { x: 80, y: 540 };

/** @param {number} x @param {number} y @param {Point} middle */
const inSquare = (x, y, middle) => Math.abs(x + 0.5 - middle.x) < SIDE / 2 && Math.abs(y + 0.5 - middle.y) < SIDE / 2;

/** A grey picture with the two squares in it. */
function photo() {
  const png = new PNG({ width: WIDTH, height: HEIGHT });
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const color = inSquare(x, y, GREEN) ? [0, 255, 0] : inSquare(x, y, BLUE) ? [0, 0, 255] : [128, 128, 128];
      png.data.set([...color, 255], (y * WIDTH + x) * 4);
    }
  }
  return { name: 'grey.png', mimeType: 'image/png', buffer: PNG.sync.write(png) };
}

/** @param {Page} page */
async function openEditor(page) {
  await chooseDemo(page);
  await asTheNode(page);
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A boat');
  await page.getByLabel('Add images').setInputFiles(photo());
  await page.getByRole('button', { name: 'Paint mask' }).click();
  await expect(canvasOf(page)).toBeFocused();
  await seen(page);
}

/**
 * The middle of what is of one colour, between pixels too.
 * @param {PNG} screenshot @param {number} channel 1: green, 2: blue
 * @returns {Point}
 */
function middleOf({ width, height, data }, channel) {
  let [all, x, y] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue] = data.subarray(i * 4);
    const weight = data[i * 4 + channel] * 1.5 - (red + green + blue) / 2;
    if (weight < 100) continue;
    all += weight;
    x += weight * ((i % width) + 0.5);
    y += weight * (Math.floor(i / width) + 0.5);
  }
  return { x: x / all, y: y / all };
}

/** Where the picture is, as it is seen. @param {Page} page */
async function look(page) {
  await seen(page);
  const box = /** @type {{x: number, y: number, width: number, height: number}} */ (await canvasOf(page).boundingBox());
  const screenshot = PNG.sync.read(await page.screenshot({ clip: box }));
  const css = box.width / screenshot.width;
  const [green, blue] = [1, 2].map((channel) => middleOf(screenshot, channel)).map(({ x, y }) => ({ x: box.x + x * css, y: box.y + y * css }));
  const scale = (green.x - blue.x) / (GREEN.x - BLUE.x);
  return {
    green,
    scale, // of CSS pixels, where both squares are seen
    /** The place of a point of the picture, where both are seen. @param {Point} point @returns {Point} */
    of: ({ x, y }) => ({ x: green.x + (x - GREEN.x) * scale, y: green.y + (y - GREEN.y) * scale }),
  };
}

/** @param {Page} page @param {string} slider @returns {Promise<number>} */
const valueOf = async (page, slider) => parseFloat((await page.getByRole('slider', { name: slider }).getAttribute('aria-valuetext')) ?? '');

/** @param {Page} page @param {Point} from @param {Point} to */
async function strokeByMouse(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}

/** @param {import('./fixtures.mjs').Server['requests'][number]} request @returns {Promise<Mask>} */
async function maskIn({ body, headers }) {
  const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData();
  const file = form.get('mask');
  if (!(file instanceof Blob)) throw new Error('The request has no mask.');
  const { width, height, data } = PNG.sync.read(Buffer.from(await file.arrayBuffer()));
  expect([width, height]).toEqual([WIDTH, HEIGHT]);
  let area = 0;
  const middle = { x: 0, y: 0 };
  for (let i = 0; i < width * height; i++) {
    const share = (255 - data[i * 4 + 3]) / 255;
    area += share;
    middle.x += share * ((i % width) + 0.5);
    middle.y += share * (Math.floor(i / width) + 0.5);
  }
  return { at: (x, y) => 255 - data[(y * width + x) * 4 + 3], area, middle: { x: middle.x / area, y: middle.y / area } };
}

/** Runs, and takes the mask from the request. @param {Page} page @param {Server} server */
async function sentMask(page, server) {
  const before = posts(server).length;
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect.poll(() => posts(server).length, { timeout: 20_000 }).toBe(before + 1);
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeHidden();
  return maskIn(posts(server)[before]);
}

/** @param {number} actual @param {number} expected */
const expectWithin2Percent = (actual, expected) => expect(Math.abs(actual / expected - 1), `${actual}, not ${expected}`).toBeLessThan(0.02);

/** @param {Point} actual @param {Point} expected @param {number} [tolerance] in pixels of the picture */
const expectNear = (actual, expected, tolerance = 1) =>
  expect(Math.hypot(actual.x - expected.x, actual.y - expected.y), `${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`).toBeLessThan(tolerance);

/** What a disc covers on a straight way. @param {number} diameter @param {number} length */
const swept = (diameter, length) => diameter * length + (Math.PI / 4) * diameter ** 2;

/** @param {Mask} mask @param {number} diameter @param {Point} from @param {Point} to */
function expectStroke(mask, diameter, from, to) {
  expectWithin2Percent(mask.area, swept(diameter, Math.hypot(to.x - from.x, to.y - from.y)));
  expectNear(mask.middle, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
  for (const { x, y } of [from, to]) expect(mask.at(Math.round(x), Math.round(y))).toBe(255);
}

/**
 * All that is painted is one dot, or several on the same place, as exactly as a mouse can point.
 * @param {Mask} mask @param {number} diameter @param {Point} middle
 */
function expectDot(mask, diameter, middle) {
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const beyond = Math.hypot(x + 0.5 - middle.x, y + 0.5 - middle.y) - diameter / 2;
      if (beyond < -2.5 && mask.at(x, y) !== 255) throw new Error(`(${x}, ${y}) is not painted.`);
      if (beyond > 2.5 && mask.at(x, y) !== 0) throw new Error(`(${x}, ${y}) is painted.`);
    }
  }
}

const FROM = { x: 150, y: 150 };
const TO = { x: 450, y: 350 };

test('a stroke of the mouse paints where it went, and as wide as the brush', async ({ page, server }) => {
  await openEditor(page);
  const place = await look(page);
  const size = await valueOf(page, 'Brush size');
  await strokeByMouse(page, place.of(FROM), place.of(TO));
  expectStroke(await sentMask(page, server), size, FROM, TO);
});

test('a pen paints', async ({ page, server }) => {
  await openEditor(page);
  const place = await look(page);
  const client = await page.context().newCDPSession(page);
  /** @param {'mousePressed' | 'mouseMoved' | 'mouseReleased'} type @param {Point} at @param {boolean} down */
  const pen = (type, at, down) =>
    client.send('Input.dispatchMouseEvent', { type, ...place.of(at), button: 'left', buttons: down ? 1 : 0, clickCount: 1, pointerType: 'pen', force: 0.5 });
  await pen('mousePressed', FROM, true);
  await pen('mouseMoved', { x: 300, y: 250 }, true);
  await pen('mouseMoved', TO, true);
  await pen('mouseReleased', TO, false);
  const size = await valueOf(page, 'Brush size');
  expectStroke(await sentMask(page, server), size, FROM, TO);
});

test('the keyboard alone opens the editor, paints, erases, and comes back', async ({ page, server }) => {
  await openEditor(page);
  await page.keyboard.press('Escape');
  const opener = page.getByRole('button', { name: 'Paint mask' });
  await expect(opener).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(canvasOf(page)).toBeFocused();

  const { scale } = await look(page);
  const size = await valueOf(page, 'Brush size');
  const step = Math.round(5 / scale);
  await page.keyboard.down(' ');
  for (const arrow of ['ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(arrow);
  await page.keyboard.up(' ');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();

  const mask = await sentMask(page, server);
  const start = { x: WIDTH / 2, y: HEIGHT / 2 };
  expectStroke(mask, size, start, { x: start.x + 21 * step, y: start.y });
});

for (const density of [1, 2]) {
  test.describe(`on a screen of density ${density}`, () => {
    test.use({ deviceScaleFactor: density, viewport: { width: 1000, height: 640 } });

    test('what is painted is what was aimed at, zoomed, panned, and in a window of another size', async ({ page, server }) => {
      await openEditor(page);
      await page.getByRole('slider', { name: 'Brush size' }).fill('20');
      expect(await valueOf(page, 'Brush size')).toBe(20);
      await canvasOf(page).focus();

      const ways = {
        'zoomed at the pointer': async (/** @type {Point} */ at) => {
          await page.mouse.move(at.x + 60, at.y - 45);
          for (let notch = 0; notch < 4; notch++) await page.mouse.wheel(0, -120);
        },
        'panned by Space and drag': async (/** @type {Point} */ at) => {
          await page.mouse.move(at.x, at.y);
          await page.keyboard.down(' ');
          await page.mouse.down();
          await page.mouse.move(at.x - 75, at.y + 33, { steps: 5 });
          await page.mouse.up();
          await page.keyboard.up(' ');
        },
        'panned by the middle button': async (/** @type {Point} */ at) => {
          await page.mouse.move(at.x, at.y);
          await page.mouse.down({ button: 'middle' });
          await page.mouse.move(at.x + 40, at.y - 11, { steps: 5 });
          await page.mouse.up({ button: 'middle' });
        },
        'in a smaller window': () => page.setViewportSize({ width: 873, height: 581 }),
        'at 100 %': () => page.keyboard.press('Control+1'),
        'fitted again': () => page.keyboard.press('Control+0'),
        'in a larger window, fitted': () => page.setViewportSize({ width: 1101, height: 707 }),
      };
      let { green } = await look(page);
      for (const [name, change] of Object.entries(ways)) {
        await test.step(name, async () => {
          await change(green);
          ({ green } = await look(page));
          await page.mouse.click(green.x, green.y);
        });
      }
      expectDot(await sentMask(page, server), 20, GREEN);
    });
  });
}

test('a stroke that leaves the canvas goes on, and ends where the button is let go', async ({ page, server }) => {
  await openEditor(page);
  const place = await look(page);
  const size = await valueOf(page, 'Brush size');
  await page.mouse.move(place.of(FROM).x, place.of(FROM).y);
  await page.mouse.down();
  const way = { steps: 12 }; // a stroke is smooth: few points would make it round its corners widely
  await page.mouse.move(place.of(FROM).x, 2, way); // above the editor
  await page.mouse.move(place.of(TO).x, 2, way);
  await page.mouse.move(place.of(TO).x, place.of(FROM).y, way);
  await page.mouse.move(place.of(TO).x, 2, way);
  await page.mouse.up();
  await page.mouse.move(place.of(TO).x, place.of(TO).y);

  const mask = await sentMask(page, server);
  expectWithin2Percent(mask.area, 2 * (size * FROM.y + (Math.PI / 8) * size ** 2));
  expect(mask.at(FROM.x, 0)).toBe(255);
  expect(mask.at(TO.x, 0)).toBe(255);
  expect(mask.at(TO.x, TO.y)).toBe(0);
});

test('the right button, Alt and the eraser take away', async ({ page, server }) => {
  await openEditor(page);
  const place = await look(page);
  const size = await valueOf(page, 'Brush size');
  const spots = [200, 400, 600].map((x) => ({ x, y: 500 }));
  await strokeByMouse(page, place.of({ x: 100, y: 500 }), place.of({ x: 700, y: 500 }));
  for (let press = 0; press < 3; press++) await page.keyboard.press(']');
  const [right, alt, eraser] = spots.map(place.of);
  await page.mouse.click(right.x, right.y, { button: 'right' });
  await page.keyboard.down('Alt');
  await page.mouse.click(alt.x, alt.y);
  await page.keyboard.up('Alt');
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Eraser' })).toHaveAttribute('aria-pressed', 'true');
  await page.mouse.click(eraser.x, eraser.y);

  const mask = await sentMask(page, server);
  for (const { x, y } of spots) expect(mask.at(x, y)).toBe(0);
  for (const x of [100, 300, 500, 700]) expect(mask.at(x, 500)).toBe(255);
  expect(mask.area).toBeLessThan(swept(size, 600) - 3 * size ** 2);
});

test('undo, redo and clear by buttons and keys, to the last bit', async ({ page, server }) => {
  await openEditor(page);
  const place = await look(page);
  await strokeByMouse(page, place.of(FROM), place.of(TO));
  const first = await painted(page).textContent();
  await strokeByMouse(page, place.of({ x: 100, y: 500 }), place.of({ x: 700, y: 450 }));
  const both = /** @type {string} */ (await painted(page).textContent());
  expect(both).not.toBe(first);
  const mask = await sentMask(page, server);

  await page.getByRole('button', { name: 'Paint mask' }).click();
  const [undo, redo, clear] = ['Undo', 'Redo', 'Clear'].map((name) => page.getByRole('region', { name: 'Mask editor' }).getByRole('button', { name }));
  await undo.click();
  await expect(painted(page)).toHaveText(/** @type {string} */ (first));
  await page.keyboard.press('Control+z');
  await expect(painted(page)).toHaveText('Nothing painted');
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await undo.click({ force: true });
  await redo.click();
  await page.keyboard.press('Control+Shift+z');
  await expect(painted(page)).toHaveText(both);
  await expect(redo).toHaveAttribute('aria-disabled', 'true');
  await clear.click();
  await expect(painted(page)).toHaveText('Nothing painted');
  await page.keyboard.press('Control+z');
  const again = await sentMask(page, server);
  expect([again.area, again.middle]).toEqual([mask.area, mask.middle]);
});

test('what the list of images does to the mask or the picture, the editor follows', async ({ page }) => {
  await openEditor(page);
  await canvasOf(page).click();
  await expect(painted(page)).not.toHaveText('Nothing painted');
  const list = page.getByRole('list', { name: 'Input images' });
  await list.getByRole('button', { name: 'Clear' }).click();
  await expect(painted(page)).toHaveText('Nothing painted');
  await list.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('region', { name: 'Mask editor' })).toBeHidden();
});

test('Escape takes back the stroke that is being made, and only then closes', async ({ page }) => {
  await openEditor(page);
  const place = await look(page);
  await page.mouse.move(place.of(FROM).x, place.of(FROM).y);
  await page.mouse.down();
  await page.mouse.move(place.of(TO).x, place.of(TO).y);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(painted(page)).toHaveText('Nothing painted');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Mask editor' })).toBeHidden();
});

test('letters are commands only where the editor has the focus', async ({ page }) => {
  await openEditor(page);
  await page.keyboard.press('h');
  await expect(page.getByRole('button', { name: 'Pan' })).toHaveAttribute('aria-pressed', 'true');
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await prompt.pressSequentially(' be[]x');
  await expect(prompt).toHaveValue('A boat be[]x');
  await expect(page.getByRole('button', { name: 'Pan' })).toHaveAttribute('aria-pressed', 'true');
});

test('the tools are one stop of Tab, and arrows go between them', async ({ page }) => {
  await openEditor(page);
  const toolbar = page.getByRole('toolbar', { name: 'Mask tools' });
  await toolbar.getByRole('button', { name: 'Brush' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(toolbar.getByRole('button', { name: 'Eraser' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(toolbar.getByRole('button', { name: 'Eraser' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(toolbar.getByRole('button', { name: 'Eraser' })).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });

  test('one finger paints', async ({ page, server }) => {
    await openEditor(page);
    const place = await look(page);
    const touch = await touchOf(page);
    await touch('touchStart', place.of(FROM));
    for (let step = 1; step <= 10; step++) {
      await touch('touchMove', place.of({ x: FROM.x + (step / 10) * (TO.x - FROM.x), y: FROM.y + (step / 10) * (TO.y - FROM.y) }));
    }
    await touch('touchEnd');
    const size = await valueOf(page, 'Brush size');
    await page.getByRole('button', { name: 'Done' }).click();
    expectStroke(await sentMask(page, server), size, FROM, TO);
  });

  test('a tap is a dot', async ({ page, server }) => {
    await openEditor(page);
    const place = await look(page);
    const touch = await touchOf(page);
    await touch('touchStart', place.of(GREEN));
    await touch('touchEnd');
    const size = await valueOf(page, 'Brush size');
    await page.getByRole('button', { name: 'Done' }).click();
    expectStroke(await sentMask(page, server), size, GREEN, GREEN);
  });

  test('two fingers zoom and pan and paint nothing, however the first began', async ({ page }) => {
    await openEditor(page);
    const touch = await touchOf(page);
    const before = await look(page);
    const [a, b] = [before.of({ x: 300, y: 200 }), before.of({ x: 500, y: 260 })];
    /** @param {Point} at @param {number} x @param {number} y */
    const shifted = (at, x, y) => ({ x: at.x + x, y: at.y + y });

    await test.step('together', async () => {
      await touch('touchStart', a, b);
      for (let step = 1; step <= 5; step++) await touch('touchMove', shifted(a, 0, 12 * step), shifted(b, 0, 12 * step));
      await touch('touchEnd');
      const after = await look(page);
      expectNear(after.green, shifted(before.green, 0, 60));
      expect(after.scale).toBeCloseTo(before.scale, 2);
    });

    await test.step('one after the other, spreading', async () => {
      const zoom = await zoomOf(page);
      await touch('touchStart', a);
      await touch('touchStart', a, b);
      for (let step = 1; step <= 5; step++) await touch('touchMove', shifted(a, -5 * step, 0), shifted(b, 5 * step, 0));
      await touch('touchEnd');
      const spread = Math.hypot(a.x - b.x, a.y - b.y);
      expectNear({ x: await zoomOf(page), y: 0 }, { x: (zoom * (spread + 50)) / spread, y: 0 }, 4);
    });

    await test.step('the first rested before', async () => {
      await touch('touchStart', a);
      await page.waitForTimeout(250);
      await touch('touchStart', a, b);
      await touch('touchMove', shifted(a, 0, -40), shifted(b, 0, -40));
      await touch('touchEnd');
    });

    await expect(painted(page)).toHaveText('Nothing painted');
  });

  test('once a pen was seen, a finger moves the view', async ({ page }) => {
    await openEditor(page);
    const client = await page.context().newCDPSession(page);
    const touch = await touchOf(page);
    const before = await look(page);
    for (const type of /** @type {const} */ (['mousePressed', 'mouseReleased'])) {
      await client.send('Input.dispatchMouseEvent', { type, ...before.of(FROM), button: 'left', clickCount: 1, pointerType: 'pen' });
    }
    const dot = /** @type {string} */ (await painted(page).textContent());
    const at = before.of(TO);
    await touch('touchStart', at);
    for (let step = 1; step <= 5; step++) await touch('touchMove', { x: at.x, y: at.y + 10 * step });
    await touch('touchEnd');
    await expect(painted(page)).toHaveText(dot);
    expectNear((await look(page)).green, { x: before.green.x, y: before.green.y + 50 });
  });

  test('the editor covers the screen, and what is beneath cannot be reached', async ({ page }) => {
    await openEditor(page);
    const editor = page.getByRole('region', { name: 'Mask editor' });
    expect(await editor.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    for (let press = 0; press < 20; press++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest('.editor'))).toBe(true);
    }
    for (const button of await editor.getByRole('button').all()) {
      const { width, height } = /** @type {{width: number, height: number}} */ (await button.boundingBox());
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    await editor.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('textbox', { name: 'Prompt' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Paint mask' })).toBeFocused();
  });
});
