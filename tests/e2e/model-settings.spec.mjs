// @ts-check
// Settings that only some models have, any size, and what a run will cost.

import { readFile } from 'node:fs/promises';
import OpenAI from 'openai';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { json, serveFaults } from './fault-server.mjs';
import { addImages, alert, button, download, generate, inputs, pictures, promptBox, results } from './support/page.mjs';
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

/** @param {Page} page @param {string} format */
async function chooseFormat(page, format) {
  await promptBox(page).fill('A fox');
  await choice(page, 'Model').selectOption({ value: 'gpt-image-2.6-flare' });
  await page.getByText('More settings').click();
  await choice(page, 'Output format').selectOption({ value: format });
}

/** What is saved of the first result. @param {Page} page */
async function saved(page) {
  const file = await download(page);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test('a GIF has its frames set, is shown, and saved as what it is', async ({ page, server }) => {
  await chooseDemo(page);
  const frames = page.getByRole('spinbutton', { name: 'Frames' });
  await chooseFormat(page, 'png');
  await expect(frames).toBeHidden();
  await choice(page, 'Output format').selectOption({ value: 'gif' });
  await frames.fill('3');
  await page.getByRole('spinbutton', { name: 'Milliseconds per frame' }).fill('500');
  await expect(page.getByRole('textbox', { name: 'SVG author model' })).toBeHidden();
  expect(jsonOf(await generate(page, server))).toMatchObject({ output_format: 'gif', frame_count: 3, frame_duration_ms: 500 });
  await expect(alert(page)).toBeEmpty();
  await expect(pictures(page)).toHaveJSProperty('naturalWidth', 1024);
  const { name, bytes } = await saved(page);
  expect([name, bytes.toString('latin1', 0, 6)]).toEqual(['a-fox-1-1.gif', 'GIF89a']);
  expect(bytes.toString('latin1').split('!\xf9\x04').length - 1).toBe(3);
});

test('an SVG has its author set, is shown, saved as what it is, and goes in again as pixels', async ({ page, server }) => {
  await chooseDemo(page);
  await chooseFormat(page, 'svg');
  await choice(page, 'SVG author effort').selectOption('None');
  await button(page, 'Generate').click();
  await expect(alert(page)).toContainText('An effort can be asked only of an SVG author with a name.');
  const author = page.getByRole('textbox', { name: 'SVG author model' });
  await expect(author).toBeFocused();
  await author.fill('gpt-6');
  const sent = jsonOf(await generate(page, server));
  await expect(alert(page)).toBeEmpty();

  const { images } = new OpenAI({ apiKey: 'demo', baseURL: `${server.url}demo/v1`, maxRetries: 0 });
  await images.generate({ background: 'opaque', model: 'gpt-image-2.6-flare', n: 1, prompt: 'A fox', quality: 'low', size: 'auto', output_format: 'svg', svg: { model: 'gpt-6', reasoning: { effort: 'none' } } });
  expect(sent).toEqual(jsonOf(posts(server)[1]));

  await expect(pictures(page)).toHaveJSProperty('naturalWidth', 1024);
  await expect(results(page)).toContainText('and what its author costs');
  const { name, bytes } = await saved(page);
  expect([name, bytes.toString('utf8', 0, 5)]).toEqual(['a-fox-1-1.svg', '<svg ']);
  await results(page).getByRole('button', { name: 'Use as input' }).click();
  await expect(inputs(page)).toContainText('a-fox-1-1.png');
  await expect(inputs(page)).toContainText('1024 x 1024');
  const parts = await partsOf(await generate(page, server));
  expect(parts.map((part) => [part.name, 'value' in part && part.value]).slice(6)).toEqual([
    ['output_format', 'svg'], ['svg[model]', 'gpt-6'], ['svg[reasoning][effort]', 'none'], ['image', false],
  ]);
});

test('nothing runs that stands in an SVG, and nothing is fetched for it', async ({ page, reachable }) => {
  const server = await serveFaults();
  const away = await serveFaults();
  reachable.push(server.url); // and whoever asks the other one fails the test
  const drawing = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="80" height="60" onload="parent.ran = 1">
    <script>parent.ran = 2; fetch('${away.url}')</script><image href="${away.url}/a.png" width="9" height="9"/><rect width="80" height="60" fill="red"/></svg>`;
  server.post = json(200, { data: [{ b64_json: Buffer.from(drawing).toString('base64') }] });
  await choice(page, 'Endpoint').selectOption('Custom…');
  await page.getByRole('textbox', { name: 'API base URL' }).fill(server.url);
  await page.getByRole('textbox', { name: 'API base URL' }).blur();
  await page.getByLabel('API key').fill('sk-test-1234');
  await chooseFormat(page, 'svg');
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveJSProperty('naturalWidth', 80);
  expect((await saved(page)).name).toBe('a-fox-1-1.svg');
  await results(page).getByRole('button', { name: 'Enlarge' }).click();
  expect(await page.evaluate(() => Reflect.get(window, 'ran'))).toBeUndefined();
  expect(away.asked).toEqual([]);
  await Promise.all([server.close(), away.close()]);
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
