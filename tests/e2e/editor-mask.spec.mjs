// @ts-check
// What is done to the whole mask, against the slowest way there is to say the same.

import { expect, test } from './fixtures.mjs';
import { canvasOf, editorButton, editorOf, expectLevels, exportedMask, grey, openEditor, painted, press, pressQuietly, seen } from './support/mask.mjs';
import { png, upload } from './support/pictures.mjs';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./support/mask.mjs').Mask} Mask
 * @typedef {(x: number, y: number) => number} Level
 */

const WIDTH = 150;
const HEIGHT = 130;
const INSIDE = 128; // a pixel is painted from here on

/** @param {Level} level @param {number} [width] @param {number} [height] */
const maskFile = (level, width = WIDTH, height = HEIGHT) =>
  upload(png(width, height, (x, y) => [level(x, y), level(x, y), level(x, y), 255]), 'mask.png');

/** The same on every run. @param {number} x @param {number} y */
const noise = (x, y) => ((Math.imul(Math.imul(x + 1, 374_761_393) ^ Math.imul(y + 1, 668_265_263), 1_274_126_177) >>> 13) % 1000) / 1000;

/** Rings with soft sides, holes and specks, away from the left side and at the lower. @type {Level} */
function motley(x, y) {
  if (x < 20 || x > 120 || y < 30) return 0;
  const ring = 128 + 300 * Math.cos(Math.hypot(x - 70, y - 90) / 5);
  const level = Math.min(Math.max(Math.round(ring), 0), 255);
  return noise(x, y) < 0.03 ? 255 - level : level;
}

/** The level of the nearest pixel that there is. @param {Mask} mask @returns {Level} */
const reading = ({ width, height, levels }) => (x, y) => levels[Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)];

/** @param {Mask} mask @param {Level} level @returns {Mask} */
const made = ({ width, height }, level) => ({ width, height, levels: Uint8Array.from({ length: width * height }, (_, i) => level(i % width, Math.floor(i / width))) });

/** @param {Mask} mask */
const inverted = (mask) => made(mask, (x, y) => 255 - reading(mask)(x, y));

/** The largest within a disc. @param {Mask} mask @param {number} radius */
function grown(mask, radius) {
  const at = reading(mask);
  return made(mask, (x, y) => {
    let most = 0;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) if (dx * dx + dy * dy <= radius * radius) most = Math.max(most, at(x + dx, y + dy));
    }
    return most;
  });
}

/** @param {Mask} mask @param {number} radius */
const shrunk = (mask, radius) => inverted(grown(inverted(mask), radius));

/** @param {Mask} mask @param {number} width */
function bordered(mask, width) {
  const [outer, inner] = [grown(mask, Math.ceil(width / 2)), shrunk(mask, Math.floor(width / 2))];
  return made(mask, (x, y) => Math.min(reading(outer)(x, y), 255 - reading(inner)(x, y)));
}

/** Three means along each side, not rounded. @param {Mask} mask @param {number} radius @returns {Level} */
function feathered({ width, height, levels }, radius) {
  /** @param {number[]} values @param {number} reach @param {number} step @param {number} length of a line @param {(i: number) => number} place in its line */
  const mean = (values, reach, step, length, place) =>
    values.map((_, i) => {
      let sum = 0;
      for (let by = -reach; by <= reach; by++) sum += values[i + (Math.min(Math.max(place(i) + by, 0), length - 1) - place(i)) * step];
      return sum / (2 * reach + 1);
    });
  let values = [...levels];
  for (const reach of [radius / 3, (radius + 1) / 3, (radius + 2) / 3].map(Math.floor)) {
    values = mean(values, reach, width, height, (i) => Math.floor(i / width));
    values = mean(values, reach, 1, width, (i) => i % width);
  }
  return (x, y) => values[y * width + x];
}

const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1]];
const CORNERS = [[1, 1], [1, -1], [-1, 1], [-1, -1]];

/** The unpainted regions that are meant become 255, and the slopes that rise from them.
 * @param {Mask} mask @param {number[][]} steps @param {(region: number[], atEdge: boolean) => boolean} isMeant */
function regionsFilled(mask, steps, isMeant) {
  const { width, height, levels } = mask;
  /** @param {number} i @param {number[][]} steps @returns {number[]} */
  const beside = (i, steps) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return steps.map(([dx, dy]) => [x + dx, y + dy]).filter(([x, y]) => x >= 0 && y >= 0 && x < width && y < height).map(([x, y]) => y * width + x);
  };
  const met = new Set();
  const filled = new Set();
  for (let i = 0; i < levels.length; i++) {
    if (met.has(i) || levels[i] >= INSIDE) continue;
    const region = [i];
    met.add(i);
    for (const one of region) {
      for (const next of beside(one, steps)) if (!met.has(next) && levels[next] < INSIDE) met.add(next) && region.push(next);
    }
    const atEdge = region.some((one) => beside(one, SIDES).length < SIDES.length);
    if (isMeant(region, atEdge)) for (const one of region) filled.add(one);
  }
  for (const one of filled) {
    for (const next of beside(one, SIDES)) if (levels[next] >= INSIDE && levels[next] > levels[one] && levels[next] < 255) filled.add(next);
  }
  return made(mask, (x, y) => (filled.has(y * width + x) ? 255 : levels[y * width + x]));
}

/** @param {Mask} mask */
const holesFilled = (mask) => regionsFilled(mask, SIDES, (_, atEdge) => !atEdge);

/** @param {Mask} mask @param {number} side */
const specksDropped = (mask, side) => inverted(regionsFilled(inverted(mask), [...SIDES, ...CORNERS], ({ length }) => length < side * side));

/** Lays a file on the mask. @param {Page} page @param {import('./support/page.mjs').Upload} file */
async function openMask(page, file) {
  await editorOf(page).getByLabel('Open mask').setInputFiles(file);
  await expect(editorOf(page).getByText(/^mask\.png: \d+ % of the mask/)).toBeVisible();
}

/** @param {Page} page @param {number} pixels */
async function setAmount(page, pixels) {
  const amount = editorOf(page).getByRole('spinbutton', { name: 'By' });
  await amount.fill(String(pixels));
  await amount.blur();
}

/** Nothing is waited for. @param {Page} page */
const rested = (page) => expect(page.locator('[data-waits]')).toHaveCount(0);

/** The studio's questions: how many there were of a type, and what holds or spoils those to come.
 * @param {Page} page */
async function overhear(page) {
  await page.evaluate(() => {
    const { postMessage } = Worker.prototype;
    /** @type {any} */
    const door = { asked: {}, held: null, spoil: '' };
    Object.assign(globalThis, { door });
    Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ transfer) {
      const { type } = message ?? {};
      door.asked[type] = (door.asked[type] ?? 0) + 1;
      if (type === door.spoil) message = { ...message, args: {} };
      const send = () => postMessage.call(this, message, transfer);
      if (door.held && type === door.held.type) door.held.waiting.push(send);
      else send();
    };
  });
  return {
    /** @param {string} type @returns {Promise<number>} */
    asked: (type) => page.evaluate((type) => /** @type {any} */ (globalThis).door.asked[type] ?? 0, type),
    /** @param {string} type */
    hold: (type) => page.evaluate((type) => void (/** @type {any} */ (globalThis).door.held = { type, waiting: [] }), type),
    letGo: () => page.evaluate(() => {
      const { door } = /** @type {any} */ (globalThis);
      door.held.waiting.forEach((/** @type {() => void} */ send) => send());
      door.held = null;
    }),
    /** Takes what a question is about. @param {string} type '' for none any more */
    spoil: (type) => page.evaluate((type) => void (/** @type {any} */ (globalThis).door.spoil = type), type),
  };
}

test('every change of the whole mask is what its slowest reckoning says, and one step', async ({ page }) => {
  const picture = png(WIDTH, HEIGHT, (x, y) => [90, 90, 90, 255 - motley(y, x)]);
  await openEditor(page, upload(picture));
  await openMask(page, maskFile(motley));
  const mask = await exportedMask(page);
  expectLevels(mask, motley);

  /** @param {string} name of a button @param {Level} level @param {number} [tolerance] */
  const check = (name, level, tolerance) =>
    test.step(name, async () => {
      const before = await painted(page).textContent();
      await editorButton(page, name).click();
      await rested(page);
      if (name === 'Transparency') await expect(painted(page)).not.toHaveText(before ?? '');
      expectLevels(await exportedMask(page), level, tolerance);
      await press(page, 'Control+z');
      expectLevels(await exportedMask(page), motley);
    });

  await check('Invert', reading(inverted(mask)));
  await check('Clear', () => 0);
  await check('Fill all', () => 255);
  await check('Harden', (x, y) => (motley(x, y) < INSIDE ? 0 : 255));
  await check('Fill holes', reading(holesFilled(mask)));
  await check('Transparency', (x, y) => Math.max(motley(x, y), motley(y, x)));
  for (const amount of [7, 4]) {
    await setAmount(page, amount);
    await check('Grow', reading(grown(mask, amount)));
    await check('Shrink', reading(shrunk(mask, amount)));
    await check('Border only', reading(bordered(mask, amount)));
    await check('Feather', feathered(mask, amount), 1.55);
    await check('Drop specks', reading(specksDropped(mask, amount)));
  }
  await expect(editorButton(page, 'Undo')).toHaveAttribute('aria-disabled', 'false'); // the opened file
  await press(page, 'Control+z');
  await expect(painted(page)).toHaveText('Nothing painted');
  await expect(editorButton(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');
});

test('on a large picture the worker changes the mask, and its fault or Escape leave it as it was', async ({ page }) => {
  const [width, height] = [4000, 3000];
  const box = { x: 1000, y: 800, width: 1200, height: 900 };
  await openEditor(page, grey(width, height));
  const door = await overhear(page);
  await press(page, 'u');
  for (const [name, value] of Object.entries({ X: box.x, Y: box.y, Width: box.width, Height: box.height })) {
    await editorOf(page).getByRole('spinbutton', { name, exact: true }).fill(String(value));
  }
  await pressQuietly(page, 'Draw it');
  await expect(painted(page)).toHaveText('9.00 % painted');
  /** How far a pixel is from the box. @param {number} x @param {number} y */
  const away = (x, y) => Math.hypot(Math.max(box.x - x, x - box.x - box.width + 1, 0), Math.max(box.y - y, y - box.y - box.height + 1, 0));

  await setAmount(page, 50);
  await pressQuietly(page, 'Grow');
  await expect(painted(page)).not.toHaveText('9.00 % painted');
  expect(await door.asked('changeMask')).toBe(1);
  expectLevels(await exportedMask(page), (x, y) => (away(x, y) <= 50 ? 255 : 0));
  await canvasOf(page).focus();
  await press(page, 'Control+z');
  await expect(painted(page)).toHaveText('9.00 % painted');

  await test.step('Escape gives up, and the answer comes too late', async () => {
    await door.hold('changeMask');
    await pressQuietly(page, 'Shrink');
    await expect(page.locator('[data-waits]')).toHaveCount(1);
    await press(page, 'u', 'Delete', 'Control+z', 'Control+i'); // nothing can be begun meanwhile
    await expect(page.locator('[data-waits]')).toHaveCount(1);
    await press(page, 'Escape');
    await rested(page);
    await expect(editorOf(page)).toBeVisible();
    await door.letGo();
    await pressQuietly(page, 'Redo');
    await expect(painted(page)).not.toHaveText('9.00 % painted');
    await press(page, 'Control+z');
    await expect(painted(page)).toHaveText('9.00 % painted');
  });

  await test.step('a fault is told, and the next change works', async () => {
    await door.spoil('changeMask');
    await pressQuietly(page, 'Feather');
    await expect(editorOf(page).getByRole('alert')).toBeVisible();
    await rested(page);
    await expect(painted(page)).toHaveText('9.00 % painted');
    await door.spoil('');
    await pressQuietly(page, 'Shrink');
    await expect(painted(page)).toHaveText(`${((100 * (box.width - 100) * (box.height - 100)) / width / height).toFixed(2)} % painted`);
    await expect(editorOf(page).getByRole('alert')).toHaveCount(0);
    await press(page, 'Control+z', 'Control+z');
    await expect(painted(page)).toHaveText('Nothing painted');
    await expect(editorButton(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');
  });
});

test('a selection that was given up, undone or painted over is not taken up again', async ({ page }) => {
  await openEditor(page, upload(png(200, 120, (x) => [x < 100 ? 200 : 80, 40, 30, 255])));
  const door = await overhear(page);
  const canvas = await canvasOf(page).boundingBox();
  if (!canvas) throw new Error('The mask editor has no canvas.');
  const [x, y] = [canvas.x + canvas.width / 2 - 50, canvas.y + canvas.height / 2];
  const tolerance = page.getByRole('slider', { name: 'Tolerance' });
  await press(page, 'w');
  await seen(page);
  await page.mouse.click(x, y);
  await expect(painted(page)).toHaveText('50.0 % painted');

  await openMask(page, maskFile((x) => (x < 20 ? 255 : 0), 200, 120));
  await expect(painted(page)).toHaveText('10.0 % painted');
  await tolerance.fill('11');
  await expect(painted(page)).toHaveText('10.0 % painted');

  await door.hold('selectColor');
  await page.mouse.click(x + 100, y);
  await expect(page.locator('[data-waits]')).toHaveCount(1);
  await press(page, 'Escape');
  await rested(page);
  await pressQuietly(page, 'Invert');
  await expect(painted(page)).toHaveText('90.0 % painted');
  await door.letGo();
  await tolerance.fill('12');
  await rested(page);
  await expect(painted(page)).toHaveText('90.0 % painted');

  await door.spoil('selectColor');
  await page.mouse.click(x, y);
  await expect(editorOf(page).getByRole('alert')).toBeVisible();
  await expect(painted(page)).toHaveText('90.0 % painted');
});

test('what is opened or taken from the picture waits for a hand to be free, and keeps it from beginning', async ({ page }) => {
  await openEditor(page, upload(png(200, 120, (x) => [9, 9, 9, x < 50 ? 0 : 255])));
  const door = await overhear(page);
  const canvas = await canvasOf(page).boundingBox();
  if (!canvas) throw new Error('The mask editor has no canvas.');
  await door.hold('selectTransparency');
  await pressQuietly(page, 'Transparency');
  await page.mouse.click(canvas.x + canvas.width / 2 + 40, canvas.y + canvas.height / 2);
  await expect(painted(page)).toHaveText('Nothing painted');
  await door.letGo();
  await expect(painted(page)).toHaveText('25.0 % painted');
  await press(page, 'Control+z');
  await expect(painted(page)).toHaveText('Nothing painted');
  await expect(editorButton(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');
});
