// @ts-check
// Settings inside the picture: written on the way out, offered on the way in, and harmless whoever wrote them.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { json } from './fault-server.mjs';
import { composed, editPart } from './support/compare.mjs';
import { editorButton } from './support/mask.mjs';
import { addImages, button, download, generate, inputs, pictures, promptBox, saveAsReceived } from './support/page.mjs';
import { carried, withTexts } from './support/notes.mjs';
import { decoded, difference, gradient, pillow, png, RGB, upload } from './support/pictures.mjs';
import { picturesFor } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const KEY = 'sk-canary-0123456789';
const PROMPT = 'A boat & a <b>bridge</b>, “grün” 漢字';

/** @param {Page} page */
const carriedPart = (page) => inputs(page).locator('.carried');
/** @param {Page} page */
const apply = (page) => button(page, 'Apply its settings');
/** @param {Page} page */
const saved = async (page) => readFile(await (await download(page)).path());

/** @param {Page} page @param {string} url */
async function enterEndpoint(page, url) {
  await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('Custom…');
  await page.getByRole('textbox', { name: 'API base URL' }).fill(url);
  await page.getByRole('textbox', { name: 'API base URL' }).blur();
  await page.getByLabel('API key', { exact: true }).fill(KEY);
}

/** Settings that are not the usual ones. @param {Page} page */
async function choose(page) {
  await promptBox(page).fill(PROMPT);
  await page.getByRole('combobox', { name: 'Quality' }).selectOption('Medium');
  await page.getByRole('combobox', { name: 'Background' }).selectOption('Auto');
  await page.getByRole('spinbutton', { name: 'Seed', exact: true }).fill('77');
}

/** @param {Page} page */
async function expectChosen(page) {
  await expect(promptBox(page)).toHaveValue(PROMPT);
  await expect(page.getByRole('combobox', { name: 'Quality' })).toHaveValue('medium');
  await expect(page.getByRole('combobox', { name: 'Background' })).toHaveValue('auto');
  await expect(page.getByRole('spinbutton', { name: 'Seed', exact: true })).toHaveValue('77');
}

/** A page that was never here. @param {import('@playwright/test').Browser} browser @param {string} address */
async function freshPage(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

test('a saved picture carries what it was made with, and its pixels are as they came', async ({ page, server }) => {
  await chooseDemo(page);
  await choose(page);
  const [received] = await picturesFor(await generate(page, server));
  const path = await (await download(page)).path();
  const file = await readFile(path);

  const { version, model, settings, images, usage, cost } = carried(file);
  expect({ version, model, images }).toEqual({ version: 1, model: 'gpt-image-2.5-flare', images: 1 });
  expect(settings).toMatchObject({ prompt: PROMPT, quality: 'medium', background: 'auto', seed: 77 });
  expect(usage.output_tokens).toBeGreaterThan(0);
  expect(cost).toBeGreaterThan(0);
  execFileSync('pngcheck', ['-q', path]);
  expect(decoded(file).data.equals(decoded(received).data)).toBe(true);

  await saveAsReceived(page);
  expect(received.equals(await saved(page))).toBe(true);
  await page.reload();
  await expect(page.getByLabel('Save without settings')).toBeChecked();
});

for (const format of ['PNG', 'JPEG', 'WEBP']) {
  test(`a ${format} that was saved gives its settings to a page that was never here`, async ({ page, faulty, browser, address }) => {
    const picture = pillow(png(40, 30, gradient, RGB), 'save', format);
    faulty.post = json(200, { created: 1, data: [{ b64_json: picture.toString('base64') }] });
    await enterEndpoint(page, faulty.url);
    await choose(page);
    await button(page, 'Generate').click();
    await expect(pictures(page)).toHaveCount(1);

    const file = await saved(page);
    expect(carried(file).settings).toMatchObject({ prompt: PROMPT, seed: 77 });
    expect(file.includes(KEY)).toBe(false);
    expect(file.includes(new URL(faulty.url).host)).toBe(false);
    const [before, after] = [picture, file].map((one) => decoded(pillow(one, 'save', 'PNG')));
    expect(difference(before, after).most).toBe(0);

    const fresh = await freshPage(browser, address);
    await addImages(fresh, upload(file, `boat.${format.toLowerCase()}`));
    await expect(carriedPart(fresh)).toContainText(`This picture carries settings: “${PROMPT}”`);
    await apply(fresh).click();
    await expectChosen(fresh);
    await expect(fresh.getByRole('status').filter({ hasText: 'as the picture carries them.' })).toBeVisible();
    await expect(carriedPart(fresh)).toBeHidden();
    await expect(inputs(fresh)).toHaveCount(1);
    await fresh.context().close();
  });
}

test('settings are applied without the picture becoming an input', async ({ page, server }) => {
  await chooseDemo(page);
  await choose(page);
  await generate(page, server);
  const file = await saved(page);
  await promptBox(page).fill('Something else');
  await addImages(page, upload(file));
  await button(page, 'Apply and remove the picture').click();
  await expect(inputs(page)).toHaveCount(0);
  await expectChosen(page);
  await generate(page, server);
  expect(posts(server).at(-1)?.url).toMatch(/generations$/);
});

test('a composed picture brings back the mask it was made with', async ({ page, server }) => {
  await chooseDemo(page);
  await editPart(page, server);
  await composed(page);
  const painted = await inputs(page).locator('.badge').first().textContent();
  const file = await saved(page);
  await inputs(page).getByRole('button', { name: 'Remove' }).click();

  await addImages(page, upload(file, 'again.png'));
  await expect(inputs(page).getByText(/painted$/)).toBeHidden();
  await button(page, 'Restore its mask').click();
  await expect(inputs(page).locator('.badge').first()).toHaveText(/** @type {string} */ (painted));
  await button(page, 'Paint mask').click();
  await editorButton(page, 'Undo').click();
  await expect(inputs(page).locator('.badge').first()).toBeHidden();
});

test('transparency becomes a mask where that is wished, and is not offered where there is none', async ({ page }) => {
  const half = png(40, 30, (x) => [200, 100, 50, x < 20 ? 0 : 255]);
  await addImages(page, upload(half, 'half.png'), upload(png(40, 30, gradient), 'opaque.png'));
  await expect(carriedPart(page).first()).toContainText('It has transparency.');
  await button(page, 'Use its transparency as mask').click();
  await expect(inputs(page).first()).toContainText('Mask: 50 % painted');
  await expect(carriedPart(page).last()).toBeHidden();
  await expect(carriedPart(page).first()).toBeHidden();
});

test('an offer that is not wanted goes, and the picture stays', async ({ page }) => {
  const note = JSON.stringify({ version: 1, settings: { prompt: 'Another' } });
  await addImages(page, upload(withTexts(png(8, 6, gradient), { 'gpt-image-wasm': note })));
  await button(page, 'Dismiss').click();
  await expect(carriedPart(page)).toBeHidden();
  await expect(button(page, 'Paint mask')).toBeFocused();
  await expect(inputs(page)).toHaveCount(1);
  await expect(promptBox(page)).toHaveValue('');
});

test('what strangers wrote into a picture does nothing but be read', async ({ page }) => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  const plain = png(8, 6, gradient, RGB);
  /** @type {Record<string, Buffer>} */
  const files = {
    'html.png': withTexts(plain, { 'gpt-image-wasm': JSON.stringify({ settings: { prompt: evil, [evil]: evil, n: 1e9, model: { a: 1 }, quality: 'high' } }) }),
    'no-json.png': withTexts(plain, { 'gpt-image-wasm': `{${evil}`, prompt: evil, workflow: evil }),
    'deep.png': withTexts(plain, { 'gpt-image-wasm': `{"settings":${'[{"a":'.repeat(100_000)}` }),
    'bytes.png': withTexts(plain, { 'gpt-image-wasm': Buffer.from([0x7b, 0xff, 0xfe, 0xc0, 0x80, 0, 0x7d]), [evil.slice(0, 70)]: '{}' }),
    'huge.png': withTexts(plain, { 'gpt-image-wasm': `{"settings":{"prompt":"${'x'.repeat(3 << 20)}"}}` }),
    'many.png': withTexts(plain, Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`note-${i}`, 'text']))),
  };
  await addImages(page, ...Object.entries(files).map(([name, file]) => upload(file, name)));
  await expect(inputs(page)).toHaveCount(6);
  await expect(carriedPart(page).filter({ visible: true })).toHaveCount(1);
  await expect(carriedPart(page).first()).toContainText('<img src=x onerror=');
  await apply(page).click();
  await expect(promptBox(page)).toHaveValue(evil);
  await expect(page.getByRole('combobox', { name: 'Quality' })).toHaveValue('high');
  await expect(page.getByRole('spinbutton', { name: 'Number of images' })).toHaveValue('1');
  await expect(page.getByRole('status').filter({ hasText: 'does not know or take: <img src=x' })).toBeVisible();
  expect(await page.title()).not.toBe('1');
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});

test('a picture whose kind carries no settings is saved all the same', async ({ page, faulty }) => {
  const picture = pillow(png(40, 30, gradient, RGB), 'save', 'GIF');
  faulty.post = json(200, { created: 1, data: [{ b64_json: picture.toString('base64') }] });
  await enterEndpoint(page, faulty.url);
  await promptBox(page).fill('A boat');
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveCount(1);
  expect(picture.equals(await saved(page))).toBe(true);
  await expect(page.getByRole('status').filter({ hasText: 'Saved without its settings. A GIF cannot carry them.' })).toBeVisible();
});
