// @ts-check
// A picture is marked up to say where, and the drawing goes beside it.

import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { violations } from './support/axe.mjs';
import { paintAcross } from './support/mask.mjs';
import { addImages, alert, button, generate, inputs, promptBox } from './support/page.mjs';
import { corpusFile, decoded, png, scenery, upload } from './support/pictures.mjs';
import { filesOf } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ x: number, y: number }} Point */

const SIZE = { width: 900, height: 600 };
const RED = [255, 26, 26, 255];
const BLUE = [20, 99, 255, 255];

const photo = () => upload(png(SIZE.width, SIZE.height, scenery), 'garden.png');
const dialogOf = (/** @type {Page} */ page) => page.getByRole('dialog', { name: /^Mark up/ });
const canvasOf = (/** @type {Page} */ page) => page.getByRole('application', { name: 'Markup canvas' });
const badge = (/** @type {Page} */ page) => inputs(page).getByText('Marked up', { exact: true });
const shapes = (/** @type {Page} */ page) => canvasOf(page).locator('g').first().locator('> *');
const pressed = (/** @type {Page} */ page, /** @type {string} */ name) => dialogOf(page).getByRole('button', { name, exact: true });
const tool = (/** @type {Page} */ page, /** @type {string} */ name) => page.getByRole('toolbar', { name: 'Markup tools' }).getByRole('button', { name }).click();

/** Where a point of the picture is on the page. @param {Page} page @param {{ width: number, height: number }} size */
async function placing(page, { width, height } = SIZE) {
  const box = await canvasOf(page).boundingBox();
  if (!box) throw new Error('There is no canvas.');
  const scale = Math.min(box.width / width, box.height / height);
  const [left, top] = [box.x + (box.width - width * scale) / 2, box.y + (box.height - height * scale) / 2];
  return (/** @type {number} */ x, /** @type {number} */ y) => ({ x: left + x * scale, y: top + y * scale });
}

/** @param {Page} page @param {...Point} way */
async function drag(page, ...way) {
  const [from, ...more] = way;
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const { x, y } of more) await page.mouse.move(x, y, { steps: 5 });
  await page.mouse.up();
}

/** Adds a picture and opens the dialog on it. @param {Page} page @param {import('./support/page.mjs').Upload} [file] */
async function openMarkup(page, file = photo()) {
  await addImages(page, file);
  await button(page, 'Mark up').click();
  await expect(canvasOf(page)).toBeFocused();
}

/** Draws a red box with a margin of 100 pixels. @param {Page} page */
async function drawBox(page) {
  const at = await placing(page);
  await tool(page, 'Box');
  await drag(page, at(100, 100), at(800, 500));
  await expect(shapes(page)).toHaveCount(1);
}

/** The markup that was sent, and how to look at its pixels. @param {import('../../web/demo/serve.mjs').Recorded} request */
async function markupOf(request) {
  const file = (await filesOf(request)).find(({ name }) => name === 'markup');
  if (!file) throw new Error('No markup was sent.');
  const { width, height, data } = decoded(file.bytes);
  return { file, size: { width, height }, at: (/** @type {number} */ x, /** @type {number} */ y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)], data };
}

/** @param {Page} page */
async function ready(page) {
  await chooseDemo(page);
  await promptBox(page).fill('A pond where it is marked');
}

test('what each tool draws is sent as a transparent PNG of the size of the image', async ({ page, server }) => {
  await ready(page);
  await openMarkup(page);
  await expect(pressed(page, 'Pen')).toHaveAttribute('aria-pressed', 'true');
  const at = await placing(page);
  await drag(page, at(50, 50), at(450, 50)); // a pen's line
  await tool(page, 'Arrow');
  await pressed(page, 'Blue').click();
  await drag(page, at(100, 500), at(400, 500));
  await tool(page, 'Box');
  await pressed(page, 'Thin').click();
  await drag(page, at(600, 100), at(800, 300));
  await tool(page, 'Text');
  await pressed(page, 'Thick').click();
  const place = at(500, 420);
  await page.mouse.click(place.x, place.y);
  await page.getByRole('textbox', { name: 'Text' }).fill('HERE');
  await page.keyboard.press('Enter');
  await expect(shapes(page)).toHaveCount(4);
  await button(page, 'Done').click();
  await expect(badge(page)).toBeVisible();
  await expect(button(page, 'Mark up')).toBeFocused();

  const request = await generate(page, server);
  await expect(alert(page)).toBeEmpty();
  const { file, size, at: pixel, data } = await markupOf(request);
  expect([file.fileName, file.type]).toEqual(['markup.png', 'image/png']);
  expect(size).toEqual(SIZE);
  expect(pixel(250, 50)).toEqual(RED);
  expect(pixel(250, 500)).toEqual(BLUE);
  expect(pixel(390, 500)).toEqual(BLUE);
  expect(pixel(600, 200)).toEqual(BLUE);
  for (const [x, y] of [[250, 80], [250, 460], [700, 200], [20, 20], [880, 580], [450, 200]]) expect(pixel(x, y)).toEqual([0, 0, 0, 0]);
  let letters = 0;
  for (let y = 330; y < 470; y++) for (let x = 500; x < 900; x++) letters += Number(data[(y * SIZE.width + x) * 4 + 3] === 255);
  expect(letters).toBeGreaterThan(2000);
  expect(posts(server)).toHaveLength(1);
});

test('steps are undone and redone, and nothing is sent of what is cleared', async ({ page, server }) => {
  await ready(page);
  await openMarkup(page);
  await drawBox(page);
  const at = await placing(page);
  await drag(page, at(300, 300), at(350, 350));
  await expect(shapes(page)).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(shapes(page)).toHaveCount(1);
  await pressed(page, 'Redo').click();
  await expect(shapes(page)).toHaveCount(2);
  await pressed(page, 'Undo').click();
  await pressed(page, 'Undo').click();
  await expect(shapes(page)).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await pressed(page, 'Clear').click();
  await expect(shapes(page)).toHaveCount(0);
  await button(page, 'Done').click();
  await expect(badge(page)).toBeHidden();
  const request = await generate(page, server);
  expect((await filesOf(request)).map(({ name }) => name)).toEqual(['image']);
});

test('what is drawn is kept over a reload, with the image', async ({ page, server }) => {
  await ready(page);
  await openMarkup(page);
  await drawBox(page);
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeHidden();
  await page.reload();
  await expect(badge(page)).toBeVisible();
  await ready(page);
  const { at } = await markupOf(await generate(page, server));
  expect(at(100, 300)).toEqual(RED);
  expect(at(450, 300)).toEqual([0, 0, 0, 0]);
  await page.getByRole('button', { name: 'Clear markup' }).click();
  await expect(badge(page)).toBeHidden();
});

test('beside a mask it is refused where it can be cleared', async ({ page, server }) => {
  await ready(page);
  await openMarkup(page);
  await drawBox(page);
  await button(page, 'Done').click();
  await paintAcross(page, SIZE);
  await button(page, 'Generate').click();
  await expect(alert(page)).toHaveText('Markup cannot be sent together with a mask. Clear one of the two.');
  const clear = page.getByRole('button', { name: 'Clear markup' });
  await expect(clear).toBeFocused();
  await expect(clear).toHaveAccessibleDescription(/together with a mask/);
  expect(await violations(page, '#inputs')).toEqual([]);
  expect(posts(server)).toHaveLength(0);
  await clear.click();
  await expect(alert(page)).toBeEmpty();
  await generate(page, server);
});

test('models without it offer none, and refuse what was drawn before', async ({ page, server }) => {
  await ready(page);
  await openMarkup(page);
  await drawBox(page);
  await button(page, 'Done').click();
  const model = page.getByRole('combobox', { name: 'Model' });
  await model.selectOption('gpt-image-2');
  await expect(button(page, 'Mark up')).toBeHidden();
  await button(page, 'Generate').click();
  await expect(alert(page)).toContainText('gpt-image-2 takes no markup.');
  expect(posts(server)).toHaveLength(0);
  await model.selectOption('gpt-image-2.6-flare');
  await expect(button(page, 'Mark up')).toBeVisible();
  await generate(page, server);
});

test('only the first image can be marked up, and markup that is not of the first is not sent', async ({ page, server }) => {
  await ready(page);
  await openMarkup(page);
  await drawBox(page);
  await button(page, 'Done').click();
  await addImages(page, upload(png(64, 64, scenery), 'second.png'));
  await expect(page.getByRole('button', { name: 'Mark up' })).toHaveCount(1);
  await inputs(page).first().getByRole('button', { name: 'Move down' }).click();
  await expect(inputs(page).last()).toContainText('not sent');
  const request = await generate(page, server);
  expect((await filesOf(request)).map(({ name }) => name)).toEqual(['image[]', 'image[]']);
});

test('a drawing that covers everything is refused', async ({ page, server }) => {
  await ready(page);
  await openMarkup(page, upload(png(60, 40, scenery), 'small.png'));
  const at = await placing(page, { width: 60, height: 40 });
  await pressed(page, 'Thick').click();
  for (let y = 0; y <= 40; y++) await drag(page, at(0, y), at(60, y));
  await button(page, 'Done').click();
  await button(page, 'Generate').click();
  await expect(alert(page)).toContainText('The markup covers the whole picture.');
  expect(posts(server)).toHaveLength(0);
});

test('all of it can be drawn by keys', async ({ page, server }) => {
  await ready(page);
  await openMarkup(page);
  await tool(page, 'Box');
  await canvasOf(page).focus();
  for (const key of ['Enter', 'Shift+ArrowRight', 'Shift+ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await expect(shapes(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeVisible();
  await expect(shapes(page)).toHaveCount(1);
  await tool(page, 'Text');
  await canvasOf(page).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('a pond');
  await page.keyboard.press('Escape');
  await expect(shapes(page)).toHaveCount(1);
  await expect(canvasOf(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('a pond');
  await page.keyboard.press('Enter');
  await expect(shapes(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeHidden();
  const { at } = await markupOf(await generate(page, server));
  expect(at(495, 300)).toEqual(RED); // from the middle a tenth to the right
  expect(at(450, 350)).toEqual(RED);
  expect(at(495, 350)).toEqual([0, 0, 0, 0]);
});

test('over a turned and shrunk photograph it lies as it was drawn', async ({ page, server }) => {
  const turned = corpusFile('exif-orientation/Landscape_6.jpg');
  test.skip(!turned, 'The corpus is not here.');
  await ready(page);
  await page.getByText('More settings').click();
  await page.getByRole('combobox', { name: 'Largest input image' }).selectOption('1572864');
  await openMarkup(page, upload(/** @type {Buffer} */ (turned), 'IMG_0042.JPG'));
  const at = await placing(page, { width: 1800, height: 1200 });
  await tool(page, 'Box');
  await drag(page, at(200, 200), at(1600, 1000));
  await button(page, 'Done').click();
  const request = await generate(page, server);
  const [image] = await filesOf(request);
  const { size, at: pixel } = await markupOf(request);
  const { width, height } = decoded(image.bytes);
  expect(size).toEqual({ width, height });
  expect(width).toBeLessThan(1800);
  expect(pixel(Math.round((200 * width) / 1800), Math.round(height / 2))).toEqual(RED);
});

test('nothing axe looks for is wrong with the dialog', async ({ page }) => {
  await openMarkup(page);
  await drawBox(page);
  expect(await violations(page, 'dialog')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page, 'dialog')).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('everything is within reach, and a finger draws', async ({ page, server }) => {
    await ready(page);
    await addImages(page, photo());
    await button(page, 'Mark up').tap();
    await expect(canvasOf(page)).toBeFocused();
    const { width, scrolls } = await page.evaluate(() => ({ width: document.querySelector('dialog.markup')?.scrollWidth, scrolls: document.documentElement.scrollWidth }));
    expect([width, scrolls]).toEqual([390, 390]);
    for (const name of ['Pen', 'Arrow', 'Box', 'Text', 'Red', 'Black', 'Thick', 'Undo', 'Clear', 'Done']) await expect(pressed(page, name)).toBeInViewport();
    const at = await placing(page);
    const client = await page.context().newCDPSession(page);
    const touch = (/** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type, /** @type {Point[]} */ ...points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    await touch('touchStart', at(100, 300));
    for (let x = 150; x <= 800; x += 50) await touch('touchMove', at(x, 300));
    await touch('touchEnd');
    await expect(shapes(page)).toHaveCount(1);
    await dialogOf(page).getByRole('button', { name: 'Text', exact: true }).tap();
    const place = at(100, 500);
    await page.touchscreen.tap(place.x, place.y);
    await expect(page.getByRole('textbox', { name: 'Text' })).toBeFocused();
    await page.keyboard.type('a pond');
    await page.keyboard.press('Enter');
    await expect(shapes(page)).toHaveCount(2);
    await button(page, 'Done').click();
    const { at: pixel } = await markupOf(await generate(page, server));
    expect(pixel(500, 300)).toEqual(RED);
  });
});
