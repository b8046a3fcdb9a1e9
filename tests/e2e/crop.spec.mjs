// @ts-check
// Of a painted picture only the part around the paint is sent, from the picture's full resolution, and
// the answer is put back where it was: what is not painted stays as it was, to the bit.

import { readFile } from 'node:fs/promises';
import { PNG } from 'pngjs';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { composed } from './support/compare.mjs';
import { canvasOf, dragMouse, editorButton, openEditor, placing } from './support/mask.mjs';
import { addImages, button, download, generate, inputs, promptBox, results } from './support/page.mjs';
import { corpusFile, decoded, difference, pillow, png, RGB, scenery, upload } from './support/pictures.mjs';
import { filesOf, partsOf } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */
/** @typedef {import('pngjs').PNGWithMetadata} Picture */

const PHOTO = { width: 1800, height: 1200 };
const LARGE = { width: 8064, height: 6048 };
/** The stand-in drifts as models do. */
const DRIFT = { kind: /** @type {const} */ ('drift'), shift: [2, -1.5], scale: 1.004, gain: [1.04, 1, 0.97], offset: [3, -2, 4] };

test.beforeEach(async ({ page, server }) => {
  server.fault = /** @type {any} */ (DRIFT);
  await chooseDemo(page);
  await promptBox(page).fill('A red boat');
});

/** A photograph as a PNG, so that others decode it to the same pixels. */
function photo() {
  const real = corpusFile('exif-orientation/Landscape_1.jpg');
  if (!real) console.log('The corpus is not here: a generated photograph has to do.');
  return real ? pillow(real, 'upright') : png(PHOTO.width, PHOTO.height, scenery, RGB);
}

/** Paints a stroke around a point of the picture, at 100 %. @param {Page} page @param {{width: number, height: number}} size */
async function paintMiddle(page, size) {
  const at = await placing(page, size.width, size.height);
  const [x, y] = [size.width / 2, size.height / 2];
  await dragMouse(page, at(x - 60, y - 30), at(x + 60, y + 30));
}

/** What is sent, as the page tells it. @param {Page} page @returns {Promise<{text: string, frame: number[], sent: number[]}>} */
async function plan(page) {
  const text = (await inputs(page).first().textContent()) ?? '';
  const [, frame, sent] = /(\d+ x \d+) of your .* photo, (?:sent at (\d+ x \d+)|pixel for pixel)/.exec(text) ?? [];
  const numbers = (/** @type {string} */ size) => size.split(' x ').map(Number);
  return { text, frame: numbers(frame), sent: numbers(sent ?? frame) };
}

/** Pixels that changed, by whether they lie in 'box' or not. @param {Picture} before @param {Picture} after @param {Rect} box */
function changes(before, after, box) {
  expect({ width: after.width, height: after.height }).toEqual({ width: before.width, height: before.height });
  const count = { inside: 0, outside: 0 };
  for (let y = 0, at = 0; y < before.height; y++) {
    const row = y >= box.y && y < box.y + box.height;
    for (let x = 0; x < before.width; x++, at += 4) {
      if (before.data.readUInt32LE(at) === after.data.readUInt32LE(at)) continue;
      count[row && x >= box.x && x < box.x + box.width ? 'inside' : 'outside']++;
    }
  }
  return count;
}

/** The result as it is saved. @param {Page} page */
const saved = async (page) => decoded(await readFile(await (await download(page)).path()));

/** @param {Picture} picture @param {Rect} part inside it */
function cut(picture, { x, y, width, height }) {
  const part = new PNG({ width, height });
  PNG.bitblt(/** @type {any} */ (picture), part, x, y, width, height, 0, 0);
  return part;
}

/** Where 'part' lies in 'picture', to the bit. @param {Picture} picture @param {PNG} part @returns {Rect | null} */
function placeOf(picture, part) {
  const rows = (/** @type {number} */ y) => part.data.subarray(y * part.width * 4, (y + 1) * part.width * 4);
  for (let at = picture.data.indexOf(rows(0)); at >= 0; at = picture.data.indexOf(rows(0), at + 1)) {
    const [x, y] = [(at / 4) % picture.width, Math.floor(at / 4 / picture.width)];
    const here = { x, y, width: part.width, height: part.height };
    if (at % 4 === 0 && x + part.width <= picture.width && y + part.height <= picture.height && cut(picture, here).data.equals(part.data)) return here;
  }
  return null;
}

test('what the editor shows is what is sent: the part around the paint, and its mask', async ({ page, server }) => {
  const picture = upload(photo(), 'lake.png');
  const at = await openEditor(page, picture);
  const { width, height } = PHOTO;
  await dragMouse(page, at(width / 2 - 250, height / 2 - 100), at(width / 2 + 250, height / 2 + 120));
  const { text, frame, sent } = await plan(page);
  await expect(page.getByRole('region', { name: 'Mask editor' })).toContainText(`${frame.join(' x ')} of your 1800 x 1200 photo`);
  expect(frame, text).toEqual(sent);
  await editorButton(page, 'Done').click();

  const parts = await partsOf(await generate(page, server));
  expect(parts.find(({ name }) => name === 'size')).toHaveProperty('value', sent.join('x'));
  const [image, mask] = parts.flatMap((part) => ('bytes' in part ? [decoded(part.bytes)] : []));
  expect([image.width, image.height]).toEqual(sent);
  expect([mask.width, mask.height]).toEqual(sent);
  const place = placeOf(decoded(picture.buffer), /** @type {any} */ (image));
  if (!place) throw new Error('What was sent is no part of the picture.');
  const middle = ((Math.floor(height / 2 + 10) - place.y) * place.width + (width / 2 - place.x)) * 4;
  expect(mask.data[middle + 3]).toBe(0);
  expect(mask.data[3]).toBe(255);
});

test('outside of the paint the picture is bit-identical, however the model drifts', async ({ page, server }) => {
  const picture = upload(photo(), 'lake.png');
  await openEditor(page, picture);
  await paintMiddle(page, PHOTO);
  await editorButton(page, 'Done').click();
  await generate(page, server);
  await composed(page);
  await expect(results(page)).toContainText(/Shifted -?[\d.]+, -?[\d.]+ px/);
  const { inside, outside } = changes(decoded(picture.buffer), await saved(page), { x: 820, y: 550, width: 160, height: 100 });
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan(3000);
});

test('a JPEG keeps what its own decoder makes of it', async ({ page, server }) => {
  const file = corpusFile('exif-orientation/Landscape_6.jpg') ?? pillow(png(PHOTO.height, PHOTO.width, scenery, RGB), 'save', 'JPEG', 'quality=90', 'orientation=6');
  await addImages(page, upload(file, 'IMG_0042.JPG'));
  await button(page, 'Paint mask').click();
  await expect(canvasOf(page)).toBeFocused();
  await page.keyboard.press('Control+1');
  await paintMiddle(page, PHOTO);
  await editorButton(page, 'Done').click();
  await generate(page, server);
  await composed(page);
  const [upright, result] = [decoded(pillow(file, 'upright')), await saved(page)];
  const corner = { x: 0, y: 0, width: 700, height: 1200 };
  expect(difference(cut(upright, corner), cut(result, corner)).most).toBeLessThanOrEqual(4); // of two decoders
});

test('at 48 megapixels too', { tag: '@deep' }, async ({ page, server }) => {
  test.setTimeout(240_000);
  const picture = upload(png(LARGE.width, LARGE.height, scenery, RGB), 'large.png');
  await openEditor(page, picture, 100);
  await paintMiddle(page, LARGE);
  await editorButton(page, 'Done').click();
  const { text, sent } = await plan(page);
  expect(text).toContain('of your 8064 x 6048 photo');
  expect(sent[0] * sent[1]).toBeLessThan(3_700_000);
  await generate(page, server);
  await composed(page);
  const { inside, outside } = changes(decoded(picture.buffer), await saved(page), { x: 3900, y: 2900, width: 264, height: 248 });
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan(5000);
});

test('several areas go one by one where that is wished, and all come back', async ({ page, server }) => {
  const picture = upload(png(PHOTO.width, PHOTO.height, scenery, RGB), 'lake.png');
  await addImages(page, picture);
  const white = (/** @type {number} */ x, /** @type {number} */ y) => (y >= 500 && y < 560 && (x < 60 || x >= 1740) ? 255 : 0);
  await page.getByLabel('Import mask').setInputFiles(upload(png(PHOTO.width, PHOTO.height, (x, y) => [white(x, y), white(x, y), white(x, y), 255], RGB), 'mask.png'));
  await expect(inputs(page).getByText('Mask: ')).toBeVisible();
  await page.getByText('Mask edit', { exact: true }).click();
  await page.getByLabel('Several areas').selectOption('apart');
  await expect(inputs(page)).toContainText('2 requests: ');
  await button(page, 'Generate').click();
  await composed(page);
  expect(posts(server)).toHaveLength(2);
  for (const request of posts(server)) expect(await filesOf(request)).toHaveLength(2);
  const result = await saved(page);
  const before = decoded(picture.buffer);
  expect(changes(before, result, { x: 0, y: 500, width: 60, height: 60 }).inside).toBeGreaterThan(1000);
  expect(changes(before, result, { x: 1740, y: 500, width: 60, height: 60 }).inside).toBeGreaterThan(1000);
  expect(changes(before, result, { x: 0, y: 500, width: 1800, height: 60 }).outside).toBe(0);
});

test('an extended picture keeps what it was, and its new part is what is painted', async ({ page, server }) => {
  const size = { width: 640, height: 480 };
  const picture = upload(png(size.width, size.height, scenery, RGB), 'lake.png');
  await addImages(page, picture);
  await button(page, 'Extend').click();
  const dialog = page.getByRole('dialog', { name: 'Extend lake.png' });
  for (const [side, pixels] of Object.entries({ Left: '0', Top: '0', Right: '320', Bottom: '0' })) {
    await dialog.getByRole('spinbutton', { name: side }).fill(pixels);
    await dialog.getByRole('spinbutton', { name: side }).blur();
  }
  await expect(dialog.getByRole('status')).toContainText('640 x 480 → 960 x 480');
  await dialog.getByRole('button', { name: 'Extend' }).click();
  await expect(inputs(page)).toContainText('lake-extended.png');
  await expect(inputs(page).getByText('Mask: 33 % painted')).toBeVisible();
  await generate(page, server);
  await composed(page);
  const result = await saved(page);
  expect({ width: result.width, height: result.height }).toEqual({ width: 960, height: 480 });
  expect(cut(result, { x: 0, y: 0, ...size }).data.equals(decoded(picture.buffer).data)).toBe(true);
  expect(new Set(cut(result, { x: 700, y: 0, width: 260, height: 480 }).data.toString('hex').match(/.{8}/g)).size).toBeGreaterThan(20);
});
