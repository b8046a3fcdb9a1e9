// @ts-check
// Each tool of the mask editor, by mouse, by finger and by keyboard.  What was painted is read from the
// exported mask and compared with what geometry says.

import { expect, test } from './fixtures.mjs';
import {
  canvasOf, dragMouse, editorButton, editorOf, expectLevels, expectWithin1Percent, exportedMask, grey, openEditor, painted, placing, press, pressQuietly, toolOf, touchOf, zoomOf,
} from './support/mask.mjs';
import { png, upload } from './support/pictures.mjs';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./support/mask.mjs').Point} Point
 * @typedef {import('./support/mask.mjs').Rect} Rect
 * @typedef {import('./support/mask.mjs').Mask} Mask
 * @typedef {(x: number, y: number) => number} Share of a pixel that is painted, by its middle
 */

const SIZE = 40; // of the brush
const GREY = grey(400, 300);

/** Takes a tool in hand; its settings may leave less room for the picture.  @param {Page} page @param {string} key
 * @returns where a point of the picture is then */
async function pick(page, key) {
  await page.keyboard.press(key);
  return placing(page, 400, 300);
}

/** How far a point is from a straight line: nearest where going either way leads away.
 * @param {Point} point @param {Point} from @param {Point} to @param {(x: number, y: number) => number} length */
function distanceToLine({ x, y }, from, to, length) {
  const away = (/** @type {number} */ part) => length(x - from.x - part * (to.x - from.x), y - from.y - part * (to.y - from.y));
  let [low, high] = [0, 1];
  for (let third = 1 / 3; third > 1e-6; third = (high - low) / 3) {
    if (away(low + third) < away(high - third)) high -= third;
    else low += third;
  }
  return away((low + high) / 2);
}

/** How far a point is from a line through points. @param {Point} point @param {Point[]} way
 * @param {(x: number, y: number) => number} length */
const distance = (point, way, length) => Math.min(...way.map((from, i) => distanceToLine(point, from, way[i + 1] ?? from, length)));

/** @param {number} x @param {number} y */
const farther = (x, y) => Math.max(Math.abs(x), Math.abs(y));

/** What a hard brush sweeps. @param {Point[]} way @param {(x: number, y: number) => number} [length] @param {number} [size] @returns {Share} */
const swept = (way, length = Math.hypot, size = SIZE) => (x, y) =>
  Math.min(Math.max(size / 2 + 0.5 - distance({ x, y }, way, length), 0), 1);

/** @param {Rect} box @returns {Share} */
const inEllipse = ({ x: left, y: top, width, height }) => (x, y) => {
  let inside = 0;
  for (let i = 0; i < 64; i++) {
    const across = (x + (i % 8) / 7 - 0.5 - left - width / 2) / (width / 2);
    const down = (y + Math.floor(i / 8) / 7 - 0.5 - top - height / 2) / (height / 2);
    if (Math.hypot(across, down) <= 1) inside += 1 / 64;
  }
  return inside;
};

/** Inside, on the same side of each edge of a polygon without dents; half on an edge. @param {Point[]} corners @returns {Share} */
const inConvex = (corners) => (x, y) => {
  const sides = corners.map((a, i) => {
    const b = corners[(i + 1) % corners.length];
    return ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / Math.hypot(b.x - a.x, b.y - a.y);
  });
  const least = Math.min(...sides);
  return Math.min(Math.max(least * 0.7 + 0.5, 0), 1);
};

/**
 * Nothing is painted in what is said to be empty, all in what is said to be full, and as much as there should be.
 * @param {Mask} mask @param {Rect} part of it @param {Share} share @param {number} [tolerance] in levels
 */
function expectPart({ width, levels }, { x: left, y: top, width: across, height: down }, share, tolerance = 0) {
  let [area, expected] = [0, 0];
  const wrong = [];
  for (let y = top; y < top + down; y++) {
    for (let x = left; x < left + across; x++) {
      const level = levels[y * width + x];
      const wanted = share(x + 0.5, y + 0.5);
      area += level / 255;
      expected += wanted;
      if ((wanted === 0 || wanted === 1) && Math.abs(level - 255 * wanted) > tolerance) wrong.push(`(${x}, ${y}) is ${level}, not ${255 * wanted}`);
    }
  }
  expect(wrong.length, wrong.slice(0, 5).join('; ')).toBe(0);
  if (expected) expectWithin1Percent(area, expected);
}

/** @param {Rect} box */
const within = ({ x: left, y: top, width, height }) => (/** @type {number} */ x, /** @type {number} */ y) => x >= left && x < left + width && y >= top && y < top + height;

/** The levels where rectangles are all there is. @param {...Rect} boxes */
const inBoxes = (...boxes) => (/** @type {number} */ x, /** @type {number} */ y) => (boxes.some((box) => within(box)(x, y)) ? 255 : 0);

/** @param {number} x @param {number} y */
const at = (x, y) => ({ x, y });

/** @param {number} x @param {number} y @param {number} width @param {number} height @returns {Rect} */
const box = (x, y, width, height) => ({ x, y, width, height });

test.describe('by mouse', () => {
  test('brush and eraser paint what they sweep: round, square, soft, pale, behind the pointer, in lines', async ({ page }) => {
    const place = await openEditor(page, GREY, SIZE);
    /** @param {...Point} way */
    const drag = (...way) => dragMouse(page, ...way.map(({ x, y }) => place(x, y)));
    /** @param {Point} spot */
    const click = ({ x, y }) => page.mouse.click(place(x, y).x, place(x, y).y);
    /** @param {string} slider @param {number} value */
    const set = (slider, value) => page.getByRole('slider', { name: slider, exact: true }).fill(String(value));
    /** @param {string} name */
    const tip = (name) => page.getByRole('group', { name: 'Brush tip' }).getByRole('button', { name }).click();

    const round = [at(60, 40), at(180, 60)];
    const square = [at(250, 40), at(350, 72)];
    const soft = at(60, 120);
    const pale = [at(120, 120), at(220, 120)];
    const lines = [at(270, 150), at(370, 250), at(300, 270)];
    async function paint() {
      await drag(...round);
      await tip('Square');
      await drag(...square);
      await tip('Round');
      await set('Hardness', 0);
      await click(soft);
      await set('Hardness', 100);
      await set('Opacity', 50);
      await drag(...pale, pale[0], pale[1]);
      await drag(...pale);
      await set('Opacity', 100);
      await set('Stabiliser', 50);
      await drag(at(40, 230), at(190, 230));
      await set('Stabiliser', 0);
      await click(lines[0]);
      await page.keyboard.down('Shift');
      await click(lines[1]);
      await click(lines[2]);
      await page.keyboard.up('Shift');
    }

    await paint();
    const mask = await exportedMask(page);
    expectPart(mask, box(0, 0, 220, 90), swept(round));
    expectPart(mask, box(220, 0, 180, 98), swept(square, farther));
    expectPart(mask, box(0, 180, 240, 120), swept([at(40, 230), at(140, 230)]));
    expectPart(mask, box(240, 120, 160, 180), swept(lines));

    const level = (/** @type {number} */ x, /** @type {number} */ y) => mask.levels[y * mask.width + x];
    const fall = Array.from({ length: SIZE / 2 + 1 }, (_, away) => level(soft.x + away, soft.y));
    expect(fall).toEqual([...fall].sort((a, b) => b - a));
    expect([fall[0] > 250, fall[5] < 230, fall[10] > 100 && fall[10] < 150, fall[15] < 50, fall[SIZE / 2]]).toEqual([true, true, true, true, 0]);
    for (const [x, y] of [[120, 120], [170, 110], [170, 138], [220, 120]]) expect(level(x, y)).toBe(128);
    expect(Math.max(...mask.levels.filter((_, i) => within(box(100, 95, 140, 60))(i % mask.width, Math.floor(i / mask.width))))).toBe(128);

    await press(page, 'e');
    await pressQuietly(page, 'Fill all');
    await paint();
    const { width, height, levels } = await exportedMask(page);
    expectLevels({ width, height, levels: levels.map((value) => 255 - value) }, (x, y) => mask.levels[y * width + x]);
  });

  test('rectangle and ellipse are drawn from corner to corner, with Shift of equal sides, or by numbers', async ({ page }) => {
    await openEditor(page, GREY);
    let place = await pick(page, 'u');
    /** @param {...Point} way */
    const drag = (...way) => dragMouse(page, ...way.map(({ x, y }) => place(x, y)));
    /** @param {number[]} numbers */
    async function byNumbers(numbers) {
      for (const [i, name] of ['X', 'Y', 'Width', 'Height'].entries()) await editorOf(page).getByRole('spinbutton', { name, exact: true }).fill(String(numbers[i]));
      await editorButton(page, 'Draw it').click();
    }

    async function drawAll() {
      await drag(at(10, 10), at(90, 200), at(110, 60)); // it follows, and leaves no trace
      await page.keyboard.down('Shift');
      await drag(at(220, 120), at(160, 90));
      await drag(at(240, 20), at(250, 70));
      await page.keyboard.up('Shift');
      await drag(at(350, 250), at(450, 350)); // beyond the edge
      await byNumbers([20, 200, 101, 53]);
      await byNumbers([-10, 140, 30, 20]);
    }
    const [plain, backwards, tall, cut, numbers, outside] = [box(10, 10, 100, 50), box(160, 60, 60, 60), box(240, 20, 50, 50), box(350, 250, 100, 100), box(20, 200, 101, 53), box(-10, 140, 30, 20)];

    await drawAll();
    expectLevels(await exportedMask(page), inBoxes(plain, backwards, tall, cut, numbers, outside));

    await press(page, 'Delete');
    place = await pick(page, 'o');
    await expect(painted(page)).toHaveText('Nothing painted');
    await drawAll();
    const mask = await exportedMask(page);
    expectPart(mask, box(0, 0, 140, 100), inEllipse(plain), 8);
    expectPart(mask, box(140, 40, 90, 100), inEllipse(backwards), 8);
    expectPart(mask, box(235, 0, 100, 100), inEllipse(tall), 8);
    expectPart(mask, box(340, 240, 60, 60), inEllipse(cut), 8);
    expectPart(mask, box(0, 190, 200, 100), inEllipse(numbers), 8);
    expectPart(mask, box(0, 130, 100, 40), inEllipse(outside), 8);
  });

  test('lasso and polygon fill their lines; a polygon closes at its first corner or by Enter, loses corners by Backspace, ends by Escape', async ({ page }) => {
    await openEditor(page, GREY);
    let place = await pick(page, 'l');
    /** @param {...Point} spots */
    async function click(...spots) {
      for (const { x, y } of spots) await page.mouse.click(place(x, y).x, place(x, y).y);
    }
    const [lasso, first, second] = [
      [at(20, 20), at(120, 30), at(140, 110), at(30, 90)],
      [at(200, 20), at(330, 40), at(300, 120)],
      [at(40, 160), at(160, 150), at(180, 260), at(60, 280)],
    ];
    await dragMouse(page, ...lasso.map(({ x, y }) => place(x, y)));

    place = await pick(page, 'p');
    await click(...first, at(206, 24));
    await click(second[0], second[1], at(380, 280), at(390, 150));
    await press(page, 'Backspace', 'Backspace');
    await click(second[2], second[3]);
    await expect(painted(page)).toHaveText(/^1[0-2]/); // not yet
    await press(page, 'Enter');

    await click(at(350, 200), at(390, 200), at(390, 290));
    await press(page, 'Escape');
    await click(at(350, 200), at(390, 200));
    await press(page, 'Backspace', 'Backspace', 'Enter');
    await expect(editorOf(page)).toBeVisible();
    const mask = await exportedMask(page);
    expectPart(mask, box(0, 0, 180, 140), inConvex(lasso));
    expectPart(mask, box(180, 0, 220, 140), inConvex(first));
    expectPart(mask, box(0, 140, 240, 160), inConvex(second));
    expectPart(mask, box(240, 140, 160, 160), () => 0);
  });

  test('a polygon closes within the same reach on the screen, however far its view was zoomed since', async ({ page }) => {
    await openEditor(page, GREY);
    const place = await pick(page, 'p');
    const start = place(200, 150);
    await page.mouse.click(start.x, start.y);
    for (let notch = 0; notch < 20; notch++) await page.mouse.wheel(0, -120);
    await expect.poll(() => zoomOf(page)).toBeGreaterThan(700);
    const scale = (await zoomOf(page)) / 100;
    for (const [x, y] of [[150, 0], [150, 150], [30, 150]]) await page.mouse.click(start.x + x, start.y + y);
    await expect(painted(page)).toHaveText('Nothing painted');
    await page.mouse.click(start.x + 5, start.y + 5);
    await expect(painted(page)).toHaveText(/%/);
    const { levels } = await exportedMask(page);
    const area = levels.reduce((sum, level) => sum + level / 255, 0);
    expectWithin1Percent(area, ((150 + 120) / 2) * 150 / scale ** 2);
  });

  test('fill paints what is enclosed, or takes away what hangs together', async ({ page }) => {
    await openEditor(page, GREY);
    let place = await pick(page, 'u');
    /** @param {Point} spot */
    const click = ({ x, y }) => page.mouse.click(place(x, y).x, place(x, y).y);
    const [frame, hole, other] = [box(20, 20, 150, 100), box(40, 30, 100, 70), box(250, 100, 60, 80)];
    /** @param {Rect} box */
    const draw = ({ x, y, width, height }) => dragMouse(page, place(x, y), place(x + width, y + height));
    await draw(frame);
    await press(page, 'x');
    await draw(hole);
    await press(page, 'x');
    await draw(other);
    expectLevels(await exportedMask(page), (x, y) => (within(hole)(x, y) ? 0 : inBoxes(frame, other)(x, y)));

    place = await pick(page, 'g');
    await click(at(90, 60));
    expectLevels(await exportedMask(page), inBoxes(frame, other));
    await click(at(270, 120)); // is painted already
    expectLevels(await exportedMask(page), inBoxes(frame, other));
    await page.getByRole('group', { name: 'Mode' }).getByRole('button', { name: 'Subtract' }).click();
    await click(at(30, 30));
    expectLevels(await exportedMask(page), inBoxes(other));
    await press(page, 'Control+z', 'Control+z');
    expectLevels(await exportedMask(page), (x, y) => (within(hole)(x, y) ? 0 : inBoxes(frame, other)(x, y)));
    await press(page, 'x');
    await click(at(390, 290));
    expectLevels(await exportedMask(page), (x, y) => (within(hole)(x, y) ? 0 : 255));
  });

  test('Subtract, X, Alt and the right button take away, and twice is adding', async ({ page }) => {
    await openEditor(page, GREY);
    const place = await pick(page, 'u');
    const mode = page.getByRole('group', { name: 'Mode' });
    /** @param {Rect} box @param {'left' | 'right'} [button] */
    async function draw({ x, y, width, height }, button = 'left') {
      const [from, to] = [place(x, y), place(x + width, y + height)];
      await page.mouse.move(from.x, from.y);
      await page.mouse.down({ button });
      await page.mouse.move(to.x, to.y);
      await page.mouse.up({ button });
    }
    const holes = [box(20, 20, 50, 40), box(120, 20, 50, 40), box(220, 20, 50, 40), box(320, 20, 50, 40)];
    await pressQuietly(page, 'Fill all');
    await mode.getByRole('button', { name: 'Subtract' }).click();
    await draw(holes[0]);
    await mode.getByRole('button', { name: 'Add' }).click();
    await press(page, 'x');
    await expect(mode.getByRole('button', { name: 'Subtract' })).toHaveAttribute('aria-pressed', 'true');
    await draw(holes[1]);
    await press(page, 'x');
    await page.keyboard.down('Alt');
    await draw(holes[2]);
    await page.keyboard.up('Alt');
    await draw(holes[3], 'right');
    expectLevels(await exportedMask(page), (x, y) => 255 - inBoxes(...holes)(x, y));
    await press(page, 'x');
    await draw(box(20, 20, 10, 10), 'right');
    expectLevels(await exportedMask(page), (x, y) => (within(box(20, 20, 10, 10))(x, y) ? 255 : 255 - inBoxes(...holes)(x, y)));
  });

  test('Pan moves the view and paints nothing', async ({ page }) => {
    await openEditor(page, GREY);
    let place = await pick(page, 'h');
    await dragMouse(page, place(200, 150), place(237, 131));
    await expect(painted(page)).toHaveText('Nothing painted');
    await expect(editorButton(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');
    place = await pick(page, 'u');
    await dragMouse(page, place(137, 81), place(237, 131));
    expectLevels(await exportedMask(page), inBoxes(box(100, 100, 100, 50)));
  });
});

/** Ottosson's OKLab. @param {number[]} rgb */
function oklab(rgb) {
  const [r, g, b] = rgb.map((level) => (level / 255 <= 0.04045 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** How much a colour is selected by another. @param {number[]} colour @param {number[]} seed @param {number} tolerance @param {number} softness 0..1 */
function selected(colour, seed, tolerance, softness) {
  const [a, b] = [oklab(colour), oklab(seed)];
  const away = 100 * Math.hypot(...a.map((value, i) => value - b[i]));
  return away <= tolerance ? 255 : Math.max(0, 255 * (1 - (away - tolerance) / (tolerance * softness)));
}

test('select by colour selects what is connected or all, anew when the tolerance changes, and is one step', async ({ page }) => {
  /** Two slopes of red with a blue wall between them. @param {number} x */
  const colour = (x) => (x >= 90 && x < 110 ? [0, 0, 255] : [Math.min(60 + (x % 110), 255), 40, 30]);
  await openEditor(page, upload(png(200, 120, (x) => [...colour(x), 255])));
  await page.keyboard.press('w');
  const place = await placing(page, 200, 120);
  const spot = at(30, 60);
  const select = () => page.mouse.click(place(spot.x + 0.5, spot.y).x, place(spot.x + 0.5, spot.y).y);
  const tolerance = page.getByRole('slider', { name: 'Tolerance' });
  /** @param {() => Promise<unknown>} work what changes the mask */
  async function maskAfter(work) {
    const before = /** @type {string} */ (await painted(page).textContent());
    await work();
    await expect(painted(page)).not.toHaveText(before);
    await expect(page.locator('[data-waits]')).toHaveCount(0);
    return exportedMask(page);
  }
  /** @param {number} tolerance @param {number} softness @param {boolean} everywhere */
  const expected = (tolerance, softness, everywhere) => (/** @type {number} */ x) =>
    everywhere || x < 90 ? selected(colour(x), colour(spot.x), tolerance, softness) : 0;

  const first = await maskAfter(select);
  expectLevels(first, expected(10, 0.25, false), 1.5);
  expectLevels(await maskAfter(() => tolerance.fill('4')), expected(4, 0.25, false), 1.5);
  expectLevels(await maskAfter(() => page.getByRole('slider', { name: 'Softness' }).fill('100')), expected(4, 1, false), 1.5);
  expectLevels(await maskAfter(() => page.getByRole('checkbox', { name: 'In the whole picture' }).check()), expected(4, 1, true), 1.5);
  expectLevels(await maskAfter(() => tolerance.fill('100')), () => 255);
  await page.keyboard.press('Control+z');
  await expect(painted(page)).toHaveText('Nothing painted');
  await expect(editorButton(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');
  await tolerance.fill('50');
  await expect(painted(page)).toHaveText('Nothing painted');

  await pressQuietly(page, 'Fill all');
  await page.getByRole('slider', { name: 'Softness' }).fill('0');
  await tolerance.fill('4');
  await canvasOf(page).focus();
  await page.keyboard.press('x');
  const without = (/** @type {number} */ x) => 255 - expected(4, 0, true)(x);
  expectLevels(await maskAfter(select), without);

  await press(page, 'x', 'w');
  const beyond = place(-20, 60);
  await page.mouse.click(beyond.x, beyond.y);
  await expect(page.locator('[data-waits]')).toHaveCount(0);
  expectLevels(await exportedMask(page), without);
  await expect(editorOf(page).getByRole('alert')).toHaveCount(0);
});

test.describe('by finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });

  test('every tool does its work', async ({ page }) => {
    await openEditor(page, upload(png(400, 300, (x, y) => (within(box(300, 200, 60, 60))(x, y) ? [0, 200, 0, 255] : [128, 128, 128, 255]))));
    const touch = await touchOf(page);
    /** @param {string} name */
    async function hold(name) {
      await toolOf(page, name).tap();
      return placing(page, 400, 300);
    }
    /** @param {import('./support/mask.mjs').Placing} place @param {...Point} way */
    async function drag(place, ...way) {
      const spots = way.map(({ x, y }) => place(x, y));
      let last = spots[0];
      await touch('touchStart', last);
      for (const spot of spots.slice(1)) {
        for (let step = 1; step <= 5; step++) await touch('touchMove', at(last.x + ((spot.x - last.x) * step) / 5, last.y + ((spot.y - last.y) * step) / 5));
        last = spot;
      }
      await touch('touchEnd');
    }
    const stroke = [at(40, 40), at(200, 60)];
    const lasso = [at(20, 120), at(120, 130), at(140, 210), at(30, 190)];
    const polygon = [at(180, 200), at(260, 190), at(280, 280)];
    const [frame, oval] = [box(250, 20, 120, 60), box(180, 110, 100, 60)];

    await drag(await hold('Brush'), ...stroke);
    await drag(await hold('Rectangle'), at(250, 20), at(370, 80));
    await drag(await hold('Ellipse'), at(180, 110), at(280, 170));
    await drag(await hold('Lasso'), ...lasso);
    const place = await hold('Polygon');
    for (const corner of [...polygon, polygon[0]]) await drag(place, corner);
    const mask = await exportedMask(page);
    expectPart(mask, box(0, 0, 240, 100), swept(stroke));
    expectPart(mask, box(240, 0, 160, 100), (x, y) => inBoxes(frame)(x, y) / 255);
    expectPart(mask, box(170, 100, 230, 80), inEllipse(oval), 8);
    expectPart(mask, box(0, 100, 160, 130), inConvex(lasso));
    expectPart(mask, box(150, 185, 250, 115), inConvex(polygon));

    await drag(await hold('Eraser'), at(300, 50));
    expectPart(await exportedMask(page), box(240, 0, 160, 100), (x, y) => inBoxes(frame)(x, y) / 255 - swept([at(300, 50)])(x, y));
    await drag(await hold('Fill'), at(300, 50));
    await expect(painted(page)).toHaveText(/^\d/);
    expectPart(await exportedMask(page), box(280, 30, 40, 40), () => 1);

    await press(page, 'Delete');
    const before = await hold('Pan');
    await drag(before, at(200, 150), at(240, 170));
    await expect(painted(page)).toHaveText('Nothing painted');
    await drag(await hold('Select by colour'), at(360, 240)); // 40 and 20 further than it was
    await expect(painted(page)).not.toHaveText('Nothing painted');
    await expect(page.locator('[data-waits]')).toHaveCount(0);
    expectLevels(await exportedMask(page), inBoxes(box(300, 200, 60, 60)));
  });
});

test('every tool does its work by keyboard alone', async ({ page }) => {
  await openEditor(page, upload(png(400, 300, (x, y) => (within(box(190, 140, 20, 20))(x, y) ? [0, 200, 0, 255] : [128, 128, 128, 255]))), SIZE);
  const [right, down, left, up] = ['Right', 'Down', 'Left', 'Up'].map((way) => `Shift+Arrow${way}`); // 50 pixels each
  await press(page, 'w', ' '); // from the middle of the picture
  await expect(painted(page)).not.toHaveText('Nothing painted');
  await expect(page.locator('[data-waits]')).toHaveCount(0);
  expectLevels(await exportedMask(page), inBoxes(box(190, 140, 20, 20)));

  await press(page, 'Delete', 'o', ' ', right, right, down, 'Enter', 'l', right, ' ', up, up, right, 'Enter');
  let mask = await exportedMask(page);
  expectPart(mask, box(190, 140, 120, 100), inEllipse(box(200, 150, 100, 50)), 8);
  expectPart(mask, box(330, 80, 70, 120), inConvex([at(350, 200), at(350, 100), at(400, 100)]));

  await press(page, 'Delete', 'u', left, left, left, left, ' ', left, left, down, down, 'Enter', 'e', up, ' ');
  mask = await exportedMask(page);
  const [frame, spot] = [box(100, 100, 100, 100), at(100, 150)];
  expectPart(mask, box(0, 0, 400, 300), (x, y) => Math.max(inBoxes(frame)(x, y) / 255 - swept([spot])(x, y), 0));
  await press(page, 'g', 'Shift+X', 'x', right, ' ');
  await expect(painted(page)).toHaveText('Nothing painted');
});
