// @ts-check
// Settings that only some models have, any size, and what a run will cost.

import OpenAI from 'openai';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { addImages, alert, generate, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';
import { jsonOf, partsOf } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} name */
const choice = (page, name) => page.getByRole('combobox', { name, exact: true });
/** @param {Page} page @param {string} size */
async function typeSize(page, size) {
  await choice(page, 'Size').selectOption('Another size…');
  await page.getByRole('textbox', { name: 'Width x height' }).fill(size);
}

test('what the node does not have is sent as the official client sends it', async ({ page, server }) => {
  await chooseDemo(page);
  await promptBox(page).fill('A fox');
  await choice(page, 'Model').selectOption({ value: 'gpt-image-2.6-flare' });
  await choice(page, 'Quality').selectOption('Extra high');
  await choice(page, 'Background').selectOption('Auto');
  await typeSize(page, '1536 × 864');
  await page.getByText('More settings').click();
  await choice(page, 'Complexity').selectOption('Low');
  await choice(page, 'Moderation').selectOption('Less restrictive');
  await page.getByRole('textbox', { name: 'Safety identifier' }).fill('9f86d081');
  const ours = await generate(page, server);
  await expect(alert(page)).toBeEmpty();

  const { images } = new OpenAI({ apiKey: 'demo', baseURL: `${server.url}demo/v1`, maxRetries: 0 });
  server.fault = { kind: 'refuse', status: 400 }; // the answer would only take time
  /** @type {any} newer than the types of the client */
  const settings = { background: 'auto', model: 'gpt-image-2.6-flare', n: 1, prompt: 'A fox', quality: 'xhigh', size: '1536x864', complexity: 'low', moderation: 'low', safety_identifier: '9f86d081' };
  await expect(images.generate(settings)).rejects.toThrow(/safety system/);
  expect(jsonOf(ours)).toEqual(jsonOf(posts(server)[1]));
});

test('a setting that the model has not is hidden, kept for the next one, and not sent', async ({ page, server }) => {
  await chooseDemo(page);
  await promptBox(page).fill('A fox');
  await page.getByText('More settings').click();
  await expect(choice(page, 'Complexity')).toBeHidden();
  await choice(page, 'Model').selectOption({ value: 'gpt-image-2.6-flare' });
  await choice(page, 'Complexity').selectOption('High');
  await choice(page, 'Model').selectOption({ value: 'gpt-image-2' });
  await expect(choice(page, 'Complexity')).toBeHidden();
  await expect(choice(page, 'Quality').getByRole('option', { name: 'Maximum', includeHidden: true })).toBeDisabled();
  expect(jsonOf(await generate(page, server))).not.toHaveProperty('complexity');
  await choice(page, 'Model').selectOption({ value: 'gpt-image-2.6-flare' });
  await expect(choice(page, 'Complexity')).toHaveValue('high');
});

test('an edit carries them after the fields of the node', async ({ page, server }) => {
  await chooseDemo(page);
  await promptBox(page).fill('A fox');
  await choice(page, 'Model').selectOption({ value: 'gpt-image-2.6-flare' });
  await typeSize(page, '816x816');
  await page.getByText('More settings').click();
  await choice(page, 'Complexity').selectOption('Medium');
  await addImages(page, upload(png(48, 48, gradient), 'mine.png'));
  const parts = await partsOf(await generate(page, server));
  await expect(alert(page)).toBeEmpty();
  expect(parts.map(({ name }) => name)).toEqual(['background', 'model', 'n', 'prompt', 'quality', 'size', 'complexity', 'image']);
});

test('settings that do not go together are told at their field, and nothing is sent', async ({ page, server }) => {
  await chooseDemo(page);
  await promptBox(page).fill('A fox');
  await typeSize(page, '1000x1000');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(alert(page)).toContainText('The nearest size is 1008x1008.');
  await expect(choice(page, 'Size')).toHaveAttribute('aria-invalid', 'true');
  await typeSize(page, '1008x1008');
  await choice(page, 'Background').selectOption('Transparent');
  await page.getByText('More settings').click();
  await choice(page, 'Output format').selectOption('JPEG');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(alert(page)).toContainText('A transparent background needs the output format PNG or WebP.');
  expect(posts(server)).toHaveLength(0);
});

test('what a run will cost is said before it is run', async ({ page }) => {
  const cost = page.locator('#cost');
  await expect(cost).toHaveText(' · about $0.0047 to $0.0059');
  await choice(page, 'Size').selectOption({ value: '1024x1024' });
  await expect(cost).toHaveText(' · about $0.0059');
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('4');
  await expect(cost).toHaveText(' · about $0.0059 x 4');
  await expect(cost).toHaveAttribute('title', /prices of 2026-/);
  await choice(page, 'Model').selectOption('Another, by name…');
  await page.getByRole('textbox', { name: 'Model name' }).fill('mine');
  await expect(cost).toBeEmpty();
});
