// @ts-check
// The mask editor's controls, hands on its canvas, and what the painted mask has to be.

import { readFile } from 'node:fs/promises';
import { expect } from '../fixtures.mjs';
import { addImages, button } from './page.mjs';
import { decoded, png, upload } from './pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */
/** @typedef {{ from: Point, to: Point, diameter: number }} Stroke in pixels of the picture */
/** @typedef {{ width: number, height: number, levels: Uint8Array }} Mask a level per pixel, 255 where it repaints */
/** @typedef {(x: number, y: number) => Point} Placing from a point of the picture to the client's */

const AWAY = 1.5; // pixels around the edge of a stroke where it may be half painted

/** @param {Page} page */
export const editorOf = (page) => page.getByRole('region', { name: 'Mask editor' });
/** @param {Page} page */
export const canvasOf = (page) => page.getByRole('application', { name: 'Mask canvas' });
/** How much of the picture is painted, in words. @param {Page} page */
export const painted = (page) => editorOf(page).getByText(/painted$/);
/** @param {Page} page @param {string} name */
export const toolOf = (page, name) => page.getByRole('toolbar', { name: 'Mask tools' }).getByRole('button', { name, exact: true });
/** A button of the editor, also one in the sheet that is closed. @param {Page} page @param {string} name */
export const editorButton = (page, name) => editorOf(page).getByRole('button', { name, exact: true, includeHidden: true });
/** In percent. @param {Page} page */
export const zoomOf = async (page) => parseFloat((await editorOf(page).getByText(/^[\d.]+ %$/).first().textContent()) ?? '');
/** Waits until what was asked for is on the screen. @param {Page} page */
export const seen = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** A picture that is grey all over. @param {number} width @param {number} height */
export const grey = (width, height) => upload(png(width, height, () => [128, 128, 128, 255]), 'grey.png');

/**
 * Adds a picture and opens the editor on it.  At 100 % its middle lies in the middle of the canvas,
 * pixel on pixel.
 * @param {Page} page @param {import('./page.mjs').Upload} picture @param {number} [size] of the brush
 * @returns {Promise<Placing>}
 */
export async function openEditor(page, picture, size = 40) {
  await addImages(page, picture);
  await button(page, 'Paint mask').click();
  await expect(canvasOf(page)).toBeFocused();
  await page.getByRole('slider', { name: 'Brush size' }).fill(String(size));
  await canvasOf(page).focus();
  await page.keyboard.press('Control+1');
  const { width, height } = decoded(picture.buffer);
  return placing(page, width, height);
}

/** @param {Page} page @param {number} width @param {number} height of the picture, whose middle is in the middle at 100 % @returns {Promise<Placing>} */
export async function placing(page, width, height) {
  const corner = await canvasOf(page).evaluate(
    (canvas, size) => {
      const { left, top } = canvas.getBoundingClientRect();
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const start = (/** @type {number} */ edge, /** @type {number} */ room, /** @type {number} */ taken) =>
        (Math.round(edge * devicePixelRatio) + Math.round((room - taken) / 2)) / devicePixelRatio;
      return { x: start(left, width, size.width), y: start(top, height, size.height), density: devicePixelRatio };
    },
    { width, height },
  );
  return (x, y) => ({ x: corner.x + x / corner.density, y: corner.y + y / corner.density });
}

/** Presses a button without taking the focus from the canvas. @param {Page} page @param {string} name */
export const pressQuietly = (page, name) => editorButton(page, name).dispatchEvent('click');

/** Chromium drops downloads past the tenth within a second. */
const DOWNLOAD_PACE_MS = 110;

/** Saves the mask and reads it. @param {Page} page @returns {Promise<Mask>} */
export async function exportedMask(page) {
  await page.waitForTimeout(DOWNLOAD_PACE_MS);
  const [saved] = await Promise.all([page.waitForEvent('download'), pressQuietly(page, 'Export mask')]);
  const { width, height, data } = decoded(await readFile(await saved.path()));
  return { width, height, levels: Uint8Array.from({ length: width * height }, (_, i) => 255 - data[i * 4 + 3]) };
}

/** @param {Page} page @param {...Point} way @returns {Promise<void>} */
export async function dragMouse(page, ...way) {
  const [from, ...more] = way;
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const { x, y } of more) await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
}

/** @param {Page} page @param {...string} keys */
export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** @param {Page} page */
export async function touchOf(page) {
  const client = await page.context().newCDPSession(page);
  /** @param {'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel'} type @param {Point[]} fingers all that are down */
  return (type, ...fingers) => client.send('Input.dispatchTouchEvent', { type, touchPoints: fingers.map((at, id) => ({ ...at, id })) });
}

/** @param {number} actual @param {number} expected */
export const expectWithin1Percent = (actual, expected) => expect(Math.abs(actual / expected - 1), `${actual}, not ${expected}`).toBeLessThan(0.01);

/** Each pixel is what it should be. @param {Mask} mask @param {(x: number, y: number) => number} level @param {number} [tolerance] */
export function expectLevels({ width, levels }, level, tolerance = 0) {
  /** @type {string[]} */
  const wrong = [];
  levels.forEach((actual, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const expected = level(x, y);
    if (Math.abs(actual - expected) > tolerance) wrong.push(`(${x}, ${y}) is ${actual}, not ${expected}`);
  });
  expect(wrong.length, wrong.slice(0, 5).join('; ')).toBe(0);
}

/**
 * Opens the editor of the only image, paints one stroke across its middle, and closes it.
 * At 100 % the middle of the picture lies in the middle of the canvas, pixel on pixel.
 * @param {Page} page @param {{ width: number, height: number }} picture @returns {Promise<Stroke>}
 */
export async function paintAcross(page, { width, height }) {
  const canvas = page.getByRole('application', { name: 'Mask canvas' });
  await button(page, 'Paint mask').click();
  await expect(canvas).toBeFocused();
  await page.keyboard.press('Control+1');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The mask editor has no canvas.');

  const [left, top] = [box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2];
  const from = { x: width / 2 - 150, y: height / 2 - 60 };
  const to = { x: width / 2 + 120, y: height / 2 + 90 };
  await page.mouse.move(left + from.x, top + from.y);
  await page.mouse.down();
  await page.mouse.move(left + to.x, top + to.y, { steps: 5 });
  await page.mouse.up();

  const diameter = parseFloat((await page.getByRole('slider', { name: 'Brush size' }).getAttribute('aria-valuetext')) ?? '');
  await button(page, 'Done').click();
  return { from, to, diameter };
}

/** How far a point is from the line of a stroke. @param {Point} point @param {Stroke} stroke */
export function distance({ x, y }, { from, to }) {
  const [along, down] = [to.x - from.x, to.y - from.y];
  const part = ((x - from.x) * along + (y - from.y) * down) / (along ** 2 + down ** 2);
  const nearest = Math.min(Math.max(part, 0), 1);
  return Math.hypot(x - from.x - nearest * along, y - from.y - nearest * down);
}

/**
 * Black everywhere; transparent where the stroke went, opaque elsewhere, and as much of it as it should be.
 * @param {Uint8Array} file @param {Stroke} stroke @param {{ width: number, height: number }} size
 * @param {number} [scale] how much smaller it is than what was painted
 */
export function expectMask(file, stroke, size, scale = 1) {
  const { width, height, data } = decoded(file);
  expect({ width, height }).toEqual(size);
  const radius = stroke.diameter / 2;
  const wrong = { colour: 0, inside: 0, outside: 0 };
  let painted = 0;
  for (let i = 0; i < width * height; i++) {
    const alpha = data[i * 4 + 3];
    const away = distance({ x: ((i % width) + 0.5) / scale, y: (Math.floor(i / width) + 0.5) / scale }, stroke);
    if (data[i * 4] | data[i * 4 + 1] | data[i * 4 + 2]) wrong.colour++;
    if (away < radius - AWAY / scale && alpha !== 0) wrong.inside++;
    if (away > radius + AWAY / scale && alpha !== 255) wrong.outside++;
    painted += (255 - alpha) / 255;
  }
  expect(wrong).toEqual({ colour: 0, inside: 0, outside: 0 });
  const length = Math.hypot(stroke.to.x - stroke.from.x, stroke.to.y - stroke.from.y);
  const expected = (stroke.diameter * length + Math.PI * radius ** 2) * scale ** 2;
  expect(Math.abs(painted / expected - 1), `${painted} pixels, not ${expected}`).toBeLessThan(0.02);
}
