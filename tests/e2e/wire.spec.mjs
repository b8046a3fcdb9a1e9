// @ts-check
// What the page sends for some settings is what OpenAI's own client sends for them, field by field and file
// by file.

import { toFile } from 'openai';
import { client, parseRequest } from '../api/support.mjs';
import { expect, posts, test } from './fixtures.mjs';
import { paintAcross } from './support/mask.mjs';
import { addImages, chooseCustom, generate, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixtures.mjs').Server} Server */
/** @typedef {{ prompt: string, model: string, quality: 'low' | 'medium' | 'high', background: 'opaque' | 'transparent', size: 'auto' | '1024x1024' | '1024x1536' | '1536x1024', n: number }} Settings */

const key = 'sk-test-0123456789abcdef';
const size = { width: 480, height: 360 };
const pictures = [png(size.width, size.height, gradient), png(64, 48, (x, y) => [y, x, 90, 255])];

/** @type {Settings[]} */
const generations = [
  { prompt: 'A fox', model: 'gpt-image-2.5-flare', quality: 'low', background: 'opaque', size: 'auto', n: 1 },
  { prompt: 'Zwölf "Boxkämpfer" \\ 🦊', model: 'gpt-image-2.5-sunburst', quality: 'medium', background: 'transparent', size: '1024x1024', n: 2 },
  { prompt: 'two\nlines', model: 'gpt-image-2', quality: 'high', background: 'opaque', size: '1024x1536', n: 3 },
  { prompt: '</script>\u2028', model: 'gpt-image-2.6-flare', quality: 'low', background: 'opaque', size: '1536x1024', n: 1 },
];

/** @type {(Settings & { images: Buffer[], masked?: boolean })[]} */
const edits = [
  { ...generations[0], images: pictures.slice(0, 1) },
  { ...generations[1], images: pictures },
  { ...generations[2], prompt: 'one line', images: pictures.slice(0, 1), masked: true },
  { ...generations[3], images: pictures.slice(0, 1), masked: true },
];

/** @param {Page} page @param {Server} server @param {Settings} settings */
async function fill(page, server, { prompt, n, ...choices }) {
  await chooseCustom(page, server);
  await page.getByLabel('API key', { exact: true }).fill(key);
  await promptBox(page).fill(prompt);
  for (const [name, value] of Object.entries(choices)) {
    const label = name[0].toUpperCase() + name.slice(1);
    await page.getByRole('combobox', { name: label, exact: true }).selectOption(value);
  }
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill(String(n));
}

/** The parts of the newest request, in an order that does not matter. @param {Server} server */
async function newest(server) {
  const { fields, files, json } = await parseRequest(/** @type {any} */ (posts(server).at(-1)));
  return { fields: fields.toSorted(), files, json };
}

for (const settings of generations) {
  test(`a generation is worded as the official client words it: ${JSON.stringify(settings.prompt)}`, async ({ page, server }) => {
    await fill(page, server, settings);
    await generate(page, server);
    const ours = await newest(server);
    await client(server, key).images.generate(settings);
    expect(ours).toEqual(await newest(server));
  });
}

for (const { images, masked = false, ...settings } of edits) {
  const what = `${images.length} image${images.length > 1 ? 's' : ''}${masked ? ' and a mask' : ''}`;
  test(`an edit of ${what} is worded as the official client words it: ${JSON.stringify(settings.prompt)}`, async ({ page, server }) => {
    await fill(page, server, settings);
    await addImages(page, ...images.map((bytes, i) => upload(bytes, `mine ${i}.png`)));
    if (masked) await paintAcross(page, size);
    await generate(page, server);
    const ours = await newest(server);
    const mask = ours.files.find(({ name }) => name === 'mask');
    expect(Boolean(mask)).toBe(masked);

    const named = await Promise.all(images.map((bytes, i) => toFile(bytes, `image_${i}.png`, { type: 'image/png' })));
    await client(server, key).images.edit({
      ...settings,
      image: named.length > 1 ? named : named[0],
      ...(mask && { mask: await toFile(mask.bytes, 'mask.png', { type: 'image/png' }) }),
    });
    expect(ours).toEqual(await newest(server));
  });
}
