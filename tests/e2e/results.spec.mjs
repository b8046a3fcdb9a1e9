// @ts-check
// What can be done with a picture that was made.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { button, download, generate, inputs, pictures, promptBox, results } from './support/page.mjs';
import { decoded } from './support/pictures.mjs';
import { filesOf, jsonOf, picturesFor } from './support/wire.mjs';

test.beforeEach(async ({ page }) => {
  await chooseDemo(page);
  await promptBox(page).fill('A bridge');
});

/** @param {import('@playwright/test').Page} page @param {string} name */
const tool = (page, name) => results(page).getByRole('button', { name, exact: true });

test('two pictures are enlarged one after the other, by buttons and by keys', async ({ page, server }) => {
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('2');
  await generate(page, server);
  await expect(pictures(page)).toHaveCount(2);
  await tool(page, 'Enlarge').first().click();
  const dialog = page.getByRole('dialog', { name: 'Picture' });
  const shown = () => dialog.getByRole('img').getAttribute('src');
  await expect(dialog.getByRole('img', { name: 'A bridge' })).toBeVisible();
  await expect(dialog).toContainText('1 of 2');
  const first = await shown();

  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog).toContainText('2 of 2');
  expect(await shown()).not.toBe(first);
  await page.keyboard.press('ArrowLeft');
  await expect(dialog).toContainText('1 of 2');
  expect(await shown()).toBe(first);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(tool(page, 'Enlarge').first()).toBeFocused();
});

test('a picture is copied pixel by pixel', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const [made] = await picturesFor(await generate(page, server));
  await tool(page, 'Copy').click();
  await expect(page.getByRole('status')).toHaveText('Copied.');
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const bytes = new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  });
  expect(decoded(Buffer.from(copied, 'latin1')).data.equals(decoded(made).data)).toBe(true);
});

test('a picture becomes the input of the next run, byte for byte', async ({ page, server }) => {
  const [made] = await picturesFor(await generate(page, server));
  await tool(page, 'Use as input').click();
  await expect(inputs(page)).toContainText('1024 x 1024');
  const [sent] = await filesOf(await generate(page, server));
  expect(sent.bytes.equals(made)).toBe(true);
});

test('the settings of a picture come back', async ({ page, server }) => {
  const seed = page.getByRole('spinbutton', { name: 'Seed', exact: true });
  await seed.fill('41');
  await page.getByRole('combobox', { name: 'Seed after each run' }).selectOption('Increment');
  await page.getByRole('combobox', { name: 'Background' }).selectOption('Transparent');
  const first = jsonOf(await generate(page, server));
  expect(first).not.toHaveProperty('seed');
  await expect(results(page)).toContainText('seed 41 (not sent)');
  await expect(seed).toHaveValue('42');

  await promptBox(page).fill('A tunnel');
  await page.getByRole('combobox', { name: 'Background' }).selectOption('Opaque');
  await tool(page, 'Reuse settings').click();
  await expect(promptBox(page)).toHaveValue('A bridge');
  await expect(seed).toHaveValue('41');
  expect(jsonOf(await generate(page, server))).toEqual(first);
});

test('a deleted picture is gone, and the others stay', async ({ page, server }) => {
  await generate(page, server);
  await promptBox(page).fill('A tunnel');
  await generate(page, server);
  await expect(pictures(page)).toHaveCount(2);
  await results(page).getByRole('listitem').filter({ has: page.getByRole('img', { name: 'A bridge' }) }).getByRole('button', { name: 'Delete' }).click();
  await expect(pictures(page)).toHaveCount(1);
  await expect(results(page).getByRole('img', { name: 'A tunnel' })).toBeVisible();
  await button(page, 'Delete').click();
  await expect(results(page)).toContainText('press Generate: it appears here');
});

test('a transparent picture is saved with its transparency', async ({ page, server }) => {
  await page.getByRole('combobox', { name: 'Background' }).selectOption('Transparent');
  await generate(page, server);
  const stream = await (await download(page)).createReadStream();
  const { data } = decoded(Buffer.concat(await stream.toArray()));
  const alphas = new Set(data.filter((_, at) => at % 4 === 3));
  expect(alphas.has(0) && alphas.has(255)).toBe(true);
});
