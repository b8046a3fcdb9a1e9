// @ts-check
// Mouse, fingers, pen and keyboard on the mask canvas.  What was painted is read from the mask that the
// server received; that nothing was, from the editor's own words.

import { PNG } from 'pngjs';
import { chooseDemo, expect, test } from './fixtures.mjs';
import {
  canvasOf, editorButton, editorOf, expectWithin1Percent, grey, openEditor as openEditorOn, painted, press, toolOf, touchOf, zoomOf,
} from './support/mask.mjs';
import { asTheNode, button, generate, promptBox } from './support/page.mjs';
import { decoded } from './support/pictures.mjs';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./fixtures.mjs').Server} Server
 * @typedef {{x: number, y: number}} Point
 */

const WIDTH = 800;
const HEIGHT = 600;
const SIZE = 40;

/** @param {Page} page */
const undoButton = (page) => editorButton(page, 'Undo');
/** @param {Page} page */
const redoButton = (page) => editorButton(page, 'Redo');

/** Opens the editor on a grey picture, at 100 %, with a brush of SIZE. @param {Page} page */
async function openEditor(page) {
  await chooseDemo(page);
  await asTheNode(page);
  await promptBox(page).fill('A boat');
  return openEditorOn(page, grey(WIDTH, HEIGHT), SIZE);
}

/** Runs, and takes the mask from the request. @param {Page} page @param {Server} server */
async function sentMask(page, server) {
  await button(page, 'Done').click();
  const { body, headers } = await generate(page, server);
  const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData();
  const { data } = decoded(new Uint8Array(await /** @type {File} */ (form.get('mask')).arrayBuffer()));
  const at = (/** @type {number} */ x, /** @type {number} */ y) => 255 - data[(y * WIDTH + x) * 4 + 3];
  let area = 0;
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) area += at(x, y) / 255;
  return { at, area };
}

/** What a disc covers on a straight way. @param {number} length @param {number} [diameter] */
const swept = (length, diameter = SIZE) => diameter * length + (Math.PI / 4) * diameter ** 2;

test.describe('by pen', () => {
  /** @param {Page} page */
  async function penOf(page) {
    const client = await page.context().newCDPSession(page);
    /** @param {'mousePressed' | 'mouseMoved' | 'mouseReleased'} type @param {Point} at @param {number} force @param {'left' | 'right' | 'none'} [side] */
    return (type, at, force, side = 'left') =>
      client.send('Input.dispatchMouseEvent', { type, ...at, force, button: side, buttons: type === 'mouseReleased' ? 0 : { none: 0, left: 1, right: 2 }[side], clickCount: 1, pointerType: 'pen' });
  }

  test('its pressure makes the stroke as wide as it is strong, all along', async ({ page, server }) => {
    const place = await openEditor(page);
    await page.getByRole('combobox', { name: 'Pen pressure' }).selectOption('Size');
    const pen = await penOf(page);
    await pen('mousePressed', place(200, 300), 1);
    for (let x = 220; x <= 600; x += 20) await pen('mouseMoved', place(x, 300), x < 400 ? 1 : 0.5);
    await pen('mouseReleased', place(600, 300), 0);
    const { at } = await sentMask(page, server);
    const width = (/** @type {number} */ x) => Array.from({ length: HEIGHT }, (_, y) => at(x, y) / 255).reduce((sum, share) => sum + share, 0);
    expect(width(300)).toBeCloseTo(SIZE, 0);
    expect(width(550)).toBeLessThan(0.8 * SIZE);
    expect(width(550)).toBeGreaterThan(0.2 * SIZE);
  });

  test('its button takes away', async ({ page }) => {
    const place = await openEditor(page);
    const pen = await penOf(page);
    for (const side of /** @type {const} */ (['left', 'right'])) {
      await pen('mousePressed', place(400, 300), 1, side);
      await pen('mouseReleased', place(400, 300), 0, side);
      await expect(painted(page)).toHaveText(side === 'left' ? /^0\.\d\d %/ : /^(less than 0.01 %|Nothing)/); // its soft edge stays, as a trace
    }
  });
});

test.describe('by mouse', () => {
  test('the wheel with Shift changes the size of the brush, and without it zooms at the pointer', async ({ page }) => {
    const place = await openEditor(page);
    const size = page.getByRole('slider', { name: 'Brush size' });
    const at = place(300, 200);
    await page.mouse.move(at.x, at.y);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, -120);
    await expect(size).not.toHaveAttribute('aria-valuetext', `${SIZE} px`);
    await page.mouse.wheel(0, 120);
    await expect(size).toHaveAttribute('aria-valuetext', `${SIZE} px`);
    await page.keyboard.up('Shift');
    expect(await zoomOf(page)).toBe(100);
    await page.mouse.wheel(0, -120);
    await expect.poll(() => zoomOf(page)).toBeGreaterThan(110);
  });

  test('there is no menu, even where the right button is let go elsewhere', async ({ page }) => {
    const place = await openEditor(page);
    await page.evaluate(() => addEventListener('contextmenu', ({ defaultPrevented }) => (document.title = `menu ${defaultPrevented}`)));
    const at = place(400, 300);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down({ button: 'right' });
    await expect(page).toHaveTitle('menu true');
    await page.mouse.move(at.x, 2);
    await page.mouse.up({ button: 'right' });
    await promptBox(page).click({ button: 'right' });
    await expect(page).toHaveTitle('menu false');
  });

  test('a stroke ends when the window goes, and nothing is stuck', async ({ page }) => {
    const place = await openEditor(page);
    const [from, to, beyond] = [place(200, 300), place(400, 300), place(600, 300)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y);
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    const text = /** @type {string} */ (await painted(page).textContent());
    await page.mouse.move(beyond.x, beyond.y);
    await page.mouse.up();
    await expect(painted(page)).toHaveText(text);
    await expect(undoButton(page)).toHaveAttribute('aria-disabled', 'false');
    await page.mouse.click(beyond.x, beyond.y);
    await expect(painted(page)).not.toHaveText(text);
  });

  test('a polygon closes with a double click', async ({ page, server }) => {
    const place = await openEditor(page);
    await page.keyboard.press('p');
    for (const [x, y] of [[200, 200], [500, 200]]) await page.mouse.click(place(x, y).x, place(x, y).y, { delay: 20 });
    await page.mouse.dblclick(place(500, 400).x, place(500, 400).y);
    expectWithin1Percent((await sentMask(page, server)).area, 300 * 100);
  });
});

test.describe('by keyboard', () => {
  test('arrows and Space draw a polygon, Backspace takes a corner back, and Enter closes it', async ({ page, server }) => {
    await openEditor(page);
    await page.keyboard.press('p');
    await press(page, ' ', 'Shift+ArrowRight', 'Shift+ArrowRight', ' ', 'Shift+ArrowUp', 'Shift+ArrowUp', 'Shift+ArrowUp', ' ');
    await press(page, 'Backspace', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', ' ', 'Enter');
    expectWithin1Percent((await sentMask(page, server)).area, 100 * 100 / 2);
  });

  test('a rectangle goes on when Space is let go, until Enter', async ({ page, server }) => {
    await openEditor(page);
    await page.keyboard.press('u');
    for (const key of [' ', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Enter']) await page.keyboard.press(key);
    expect((await sentMask(page, server)).area).toBe(100 * 50);
  });

  test('Space pans where the mouse is, and paints where the arrows have put the brush', async ({ page }) => {
    const place = await openEditor(page);
    const at = place(400, 300);
    await page.mouse.move(at.x, at.y);
    await page.keyboard.press(' ');
    await expect(painted(page)).toHaveText('Nothing painted');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press(' ');
    await expect(painted(page)).toHaveText(/%/);
  });

  test('the help sheet lists every tool, and Escape closes it alone', async ({ page }) => {
    await openEditor(page);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys and gestures' });
    await expect(help).toBeVisible();
    for (const name of await page.locator('.mask-tools button').allTextContents()) await expect(help.getByRole('definition').getByText(name, { exact: true })).toBeVisible();
    for (const key of ['b', 'x', 'Delete']) await page.keyboard.press(key);
    await page.keyboard.press('Escape');
    await expect(help).toBeHidden();
    await expect(editorOf(page)).toBeVisible();
    await expect(canvasOf(page)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(editorOf(page)).toBeHidden();
  });

  test('the picture is bare while \\ is held, and not for longer than the focus stays', async ({ page }) => {
    const place = await openEditor(page);
    const at = place(400, 300);
    await page.mouse.click(at.x, at.y);
    await page.mouse.move(place(600, 500).x, place(600, 500).y);
    const look = async () => {
      const { data } = PNG.sync.read(await page.screenshot({ clip: { x: at.x, y: at.y, width: 1, height: 1 } }));
      return [...data.subarray(0, 3)];
    };
    await page.keyboard.down('\\');
    await expect.poll(look).toEqual([128, 128, 128]);
    await page.keyboard.up('\\');
    await expect.poll(look).not.toEqual([128, 128, 128]);
    await page.keyboard.down('\\');
    await expect.poll(look).toEqual([128, 128, 128]);
    await promptBox(page).focus();
    await expect.poll(look).not.toEqual([128, 128, 128]);
    await page.keyboard.up('\\');
  });

  test('+ and - zoom, and what the browser does with Ctrl it still does', async ({ page }) => {
    await openEditor(page);
    await page.keyboard.press('+');
    await expect.poll(() => zoomOf(page)).toBe(150);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await expect.poll(() => zoomOf(page)).toBe(67);
    await page.evaluate(() => addEventListener('keydown', ({ defaultPrevented }) => (document.title = String(defaultPrevented))));
    await page.keyboard.press('Control+-');
    await expect(page).toHaveTitle('false');
  });

  test('arrows move the view where the tool is Pan', async ({ page }) => {
    const place = await openEditor(page);
    await page.keyboard.press('h');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('b');
    const at = place(400, 300);
    await page.mouse.click(at.x, at.y);
    await page.keyboard.press('Control+0');
    await expect(painted(page)).toHaveText(/%/);
  });

  test('letters and digits typed into a field are no commands, and Escape goes back to the canvas', async ({ page }) => {
    await openEditor(page);
    await page.keyboard.press('u');
    const field = editorOf(page).getByRole('spinbutton').first();
    await field.fill('');
    await field.pressSequentially('12');
    await field.press('b');
    await field.press('Backspace');
    await expect(field).toHaveValue('1');
    await expect(toolOf(page, 'Rectangle')).toHaveAttribute('aria-pressed', 'true');
    await field.press('Escape');
    await expect(canvasOf(page)).toBeFocused();
  });

  test('Enter presses the button that has the focus', async ({ page }) => {
    await openEditor(page);
    await toolOf(page, 'Lasso').focus();
    await page.keyboard.press('Enter');
    await expect(toolOf(page, 'Lasso')).toHaveAttribute('aria-pressed', 'true');
  });
});

test.describe('by fingers', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });

  /** @param {Page} page @param {...Point} fingers */
  async function tap(page, ...fingers) {
    const touch = await touchOf(page);
    for (let count = 1; count <= fingers.length; count++) await touch('touchStart', ...fingers.slice(0, count));
    await touch('touchMove', ...fingers.map(({ x, y }) => ({ x: x + 2, y: y - 1 })));
    for (let count = fingers.length - 1; count >= 0; count--) await touch('touchEnd', ...fingers.slice(0, count));
  }

  test('taps of two undo and taps of three redo, to the last step and back', async ({ page }) => {
    const place = await openEditor(page);
    const zoom = await zoomOf(page);
    const two = [place(300, 200), place(500, 250)];
    const three = [...two, place(400, 450)];
    const steps = ['Nothing painted'];
    for (const x of [300, 500]) {
      await tap(page, place(x, 300));
      await expect(painted(page)).not.toHaveText(steps[steps.length - 1]);
      steps.push(/** @type {string} */ (await painted(page).textContent()));
    }
    await tap(page, ...two);
    await expect(painted(page)).toHaveText(steps[1]);
    await tap(page, ...two);
    await expect(painted(page)).toHaveText(steps[0]);
    await tap(page, ...two);
    await expect(undoButton(page)).toHaveAttribute('aria-disabled', 'true');
    await tap(page, ...three);
    await expect(painted(page)).toHaveText(steps[1]);
    await tap(page, ...three);
    await expect(painted(page)).toHaveText(steps[2]);
    await expect(redoButton(page)).toHaveAttribute('aria-disabled', 'true');
    expect(await zoomOf(page)).toBe(zoom);
  });

  test('a pinch, and a finger that rested before, leave no step and drop none', async ({ page }) => {
    const place = await openEditor(page);
    const touch = await touchOf(page);
    await tap(page, place(400, 300));
    const dot = /** @type {string} */ (await painted(page).textContent());
    await tap(page, place(300, 200), place(500, 200));
    await expect(painted(page)).toHaveText('Nothing painted');

    const [a, b] = [place(300, 300), place(500, 300)];
    await touch('touchStart', a);
    await page.waitForTimeout(400); // it has painted a dot by now
    await touch('touchStart', a, b);
    for (let step = 1; step <= 5; step++) await touch('touchMove', { x: a.x - 10 * step, y: a.y }, { x: b.x + 10 * step, y: b.y });
    await touch('touchEnd');
    await expect(painted(page)).toHaveText('Nothing painted');
    await expect.poll(() => zoomOf(page)).toBe(200);
    await expect(undoButton(page)).toHaveAttribute('aria-disabled', 'true');
    await tap(page, place(300, 200), place(500, 200), place(400, 400));
    await expect(painted(page)).toHaveText(dot);
  });

  test('a touch that the system takes leaves nothing, and the next one paints', async ({ page }) => {
    const place = await openEditor(page);
    const touch = await touchOf(page);
    await touch('touchStart', place(300, 300));
    await touch('touchMove', place(400, 300));
    await touch('touchCancel');
    await expect(painted(page)).toHaveText('Nothing painted');
    await tap(page, place(400, 300));
    await expect(painted(page)).toHaveText(/%/);
  });

  test('fingers that pinch in the middle of a polygon keep its corners', async ({ page, server }) => {
    const place = await openEditor(page);
    const touch = await touchOf(page);
    await page.getByRole('toolbar', { name: 'Mask tools' }).getByRole('button', { name: 'Polygon' }).tap();
    await tap(page, place(250, 200));
    await page.waitForTimeout(600);
    await tap(page, place(550, 200));
    await touch('touchStart', place(300, 450));
    await page.waitForTimeout(400);
    await touch('touchStart', place(300, 450), place(500, 450));
    await touch('touchMove', place(300, 350), place(500, 350));
    await touch('touchMove', place(300, 450), place(500, 450));
    await touch('touchEnd');
    await tap(page, place(550, 400));
    await tap(page, place(550, 400));
    expectWithin1Percent((await sentMask(page, server)).area, (300 * 200) / 2);
  });

  test('a stroke goes on where the finger leaves the canvas', async ({ page, server }) => {
    const place = await openEditor(page);
    const touch = await touchOf(page);
    const from = place(400, 300);
    await touch('touchStart', from);
    for (let y = from.y; y > 4; y -= 20) await touch('touchMove', { x: from.x, y });
    await touch('touchEnd');
    const mask = await sentMask(page, server);
    expectWithin1Percent(mask.area, swept(300) - (Math.PI / 8) * SIZE ** 2);
    expect(mask.at(400, 0)).toBe(255);
  });
});
