// @ts-check
// Painting a mask with the mouse, and what the painted mask has to be.

import { expect } from '../fixtures.mjs';
import { button } from './page.mjs';
import { decoded } from './pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ from: Point, to: Point, diameter: number }} Stroke in pixels of the picture */

const AWAY = 1.5; // pixels around the edge of a stroke where it may be half painted

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
function distance({ x, y }, { from, to }) {
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
