// @ts-check
// How the mask is shown, what of that and of the tools is kept, and that everybody can get at it.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { violations } from './support/axe.mjs';
import { canvasOf, editorButton, editorOf, grey, openEditor, painted, placing, press, pressQuietly, seen, toolOf } from './support/mask.mjs';
import { button, inputs } from './support/page.mjs';
import { decoded } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const TOOLS = ['Brush', 'Eraser', 'Rectangle', 'Ellipse', 'Lasso', 'Polygon', 'Fill', 'Select by colour', 'Pan'];
const PICTURE = { width: 240, height: 160 };
const SIDES = { X: 40, Y: 30, Width: 60, Height: 40 };

/** @param {Page} page */
async function drawBox(page) {
  await press(page, 'u');
  for (const [name, value] of Object.entries(SIDES)) await editorOf(page).getByRole('spinbutton', { name, exact: true }).fill(String(value));
  await pressQuietly(page, 'Draw it');
  await expect(painted(page)).toHaveText('6.25 % painted');
}

/** What is seen in the middle of the box, on its left side, and beside it. @param {Page} page */
async function look(page) {
  await page.mouse.move(2, 2);
  await seen(page);
  const place = await placing(page, PICTURE.width, PICTURE.height);
  const { width, data } = decoded(await page.screenshot());
  return [[70, 50], [40, 50], [200, 120]].map(([x, y]) => {
    const at = place(x + 0.5, y + 0.5);
    return [...data.subarray((Math.floor(at.y) * width + Math.floor(at.x)) * 4).subarray(0, 3)];
  });
}

/** A control, by what it is. @param {Page} page */
const controls = (page) => ({
  colour: editorOf(page).getByLabel('Colour', { exact: true }),
  veil: page.getByRole('slider', { name: 'Overlay opacity' }),
  outline: page.getByRole('combobox', { name: 'Outline' }),
  maskOnly: page.getByRole('checkbox', { name: 'Mask only' }),
  kind: page.getByRole('combobox', { name: 'Repaint is' }),
  amount: editorOf(page).getByRole('spinbutton', { name: 'By' }),
  size: page.getByRole('slider', { name: 'Brush size' }),
  hardness: page.getByRole('slider', { name: 'Hardness' }),
  opacity: page.getByRole('slider', { name: 'Opacity', exact: true }),
  stabiliser: page.getByRole('slider', { name: 'Stabiliser' }),
  pressure: page.getByRole('combobox', { name: 'Pen pressure' }),
  square: page.getByRole('group', { name: 'Brush tip' }).getByRole('button', { name: 'Square' }),
  tolerance: page.getByRole('slider', { name: 'Tolerance' }),
  softness: page.getByRole('slider', { name: 'Softness' }),
  everywhere: page.getByRole('checkbox', { name: 'In the whole picture' }),
});

test('how much is painted is told as it is', async ({ page }) => {
  await openEditor(page, grey(PICTURE.width, PICTURE.height));
  await expect(painted(page)).toHaveText('Nothing painted');
  await drawBox(page);
  await pressQuietly(page, 'Invert');
  await expect(painted(page)).toHaveText('93.8 % painted');
  await pressQuietly(page, 'Fill all');
  await expect(painted(page)).toHaveText('100.0 % painted');
});

test('colour, opacity, outline and mask only are seen, and kept with the settings of the tools', async ({ page }) => {
  const [red, grey128, black, white] = [[255, 0, 0], [128, 128, 128], [0, 0, 0], [255, 255, 255]];
  await chooseDemo(page);
  await openEditor(page, grey(PICTURE.width, PICTURE.height));
  const { colour, veil, outline, maskOnly, ...others } = controls(page);
  await drawBox(page);
  await colour.fill('#ff0000');
  await veil.fill('100');
  expect(await look(page)).toEqual([red, red, grey128]);
  await veil.fill('0');
  expect(await look(page)).toEqual([grey128, grey128, grey128]);
  await outline.selectOption('Line');
  expect(await look(page)).toEqual([grey128, red, grey128]);
  await maskOnly.check();
  await outline.selectOption('None');
  expect(await look(page)).toEqual([white, white, black]);
  await outline.selectOption('Line');

  await others.kind.selectOption('White');
  await others.amount.fill('33');
  await others.amount.blur();
  await toolOf(page, 'Brush').click();
  const sliders = { size: '77', hardness: '30', opacity: '60', stabiliser: '12' };
  for (const [name, value] of Object.entries(sliders)) await others[/** @type {keyof typeof sliders} */ (name)].fill(value);
  await others.pressure.selectOption('Both');
  await others.square.click();
  await toolOf(page, 'Select by colour').click();
  await others.tolerance.fill('23');
  await others.softness.fill('70');
  await others.everywhere.check();
  await button(page, 'Done').click();

  await page.reload();
  await expect(inputs(page)).toContainText('Mask: ');
  await button(page, 'Paint mask').click();
  await expect(canvasOf(page)).toBeFocused();
  await expect(colour).toHaveValue('#ff0000');
  await expect(veil).toHaveValue('0');
  await expect(outline.locator('option:checked')).toHaveText('Line');
  await expect(maskOnly).toBeChecked();
  await expect(others.kind.locator('option:checked')).toHaveText('White');
  await expect(others.amount).toHaveValue('33');
  for (const [name, value] of Object.entries(sliders)) await expect(others[/** @type {keyof typeof sliders} */ (name)]).toHaveValue(value);
  await expect(others.pressure.locator('option:checked')).toHaveText('Both');
  await expect(others.square).toHaveAttribute('aria-pressed', 'true');
  await press(page, 'Control+1');
  await toolOf(page, 'Select by colour').click();
  await expect(others.tolerance).toHaveValue('23');
  await expect(others.softness).toHaveValue('70');
  await expect(others.everywhere).toBeChecked();
  expect(await look(page)).toEqual([white, red, black]);
});

const screens = {
  wide: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

for (const [screen, use] of Object.entries(screens)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test.describe(`on a ${screen} screen, ${colorScheme}`, () => {
      test.use({ ...use, colorScheme });

      test('axe finds nothing in the editor, whatever tool is chosen', async ({ page }) => {
        await openEditor(page, grey(PICTURE.width, PICTURE.height));
        /** @param {string} state */
        const expectSound = async (state) => expect(await violations(page, '#mask-editor'), state).toEqual([]);
        for (const name of TOOLS) {
          await toolOf(page, name).click();
          await expectSound(name);
        }
        await toolOf(page, 'Rectangle').click();
        await pressQuietly(page, 'Draw it');
        await expectSound('painted');
        if (screen === 'wide') return;
        await editorButton(page, 'Mask and view').click();
        await expect(page.getByRole('complementary', { name: 'Mask and view' })).toBeInViewport();
        await expectSound('Mask and view');
      });
    });
  }
}
