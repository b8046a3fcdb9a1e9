// @ts-check
// What the page sends for some settings is what OpenAI's own client sends for them: field by field, file by file.

import OpenAI from 'openai';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { addImages, alert, asTheNode, generate, promptBox } from './support/page.mjs';
import { gradient, pillow, png, RGB, upload } from './support/pictures.mjs';
import { filesOf, jsonOf, partsOf } from './support/wire.mjs';

/** @typedef {import('../../web/demo/serve.mjs').Recorded} Recorded */
/** @typedef {{ background: 'opaque' | 'transparent', model: string, n: number, prompt: string, quality: 'low' | 'medium' | 'high', size: 'auto' | '1024x1024' | '1536x1024' | '1024x1536' }} Settings */

/** @type {Settings} */
const usual = { background: 'opaque', model: 'gpt-image-2.5-flare', n: 1, prompt: 'A fox', quality: 'low', size: 'auto' };
/** @type {Partial<Settings>} */
const unusual = { background: 'transparent', model: 'gpt-image-2.5-sunburst', n: 2, quality: 'medium', size: '1536x1024' };
const awkward = { prompt: 'Zwölf "Boxkämpfer" \\ %22 </script> --boundary\n\tline two; é 日本 🦊🏽‍♀️ \u2028 \u202e ?&=' };

const square = png(48, 48, gradient);
const wide = png(64, 40, gradient);
const photo = pillow(png(56, 40, gradient, RGB), 'save', 'JPEG', 'quality=90');
const webp = pillow(png(56, 40, gradient, RGB), 'save', 'WEBP', 'quality=80');
const mask = png(48, 48, (x) => (x < 12 ? [255, 255, 255, 255] : [0, 0, 0, 255]), RGB);

/** @type {Record<string, { settings?: Partial<Settings>, images?: Buffer[], mask?: Buffer }>} */
const cases = {
  'a generation as the page starts': {},
  'a generation with every setting changed': { settings: unusual },
  'a generation by another model': { settings: { model: 'gpt-image-2', size: '1024x1536', quality: 'high' } },
  'a generation with an awkward prompt': { settings: awkward },
  'a generation of eight': { settings: { n: 8, size: '1024x1024' } },
  'an edit of one image': { images: [square] },
  'an edit of a photograph': { images: [photo] },
  'an edit of a WebP': { images: [webp] },
  'an edit of two images': { images: [square, wide] },
  'an edit of three images of three kinds': { images: [webp, wide, photo], settings: { n: 3, quality: 'medium' } },
  'an edit with a mask': { images: [square], mask },
  'an edit with a mask and every setting changed': { images: [square], mask, settings: unusual },
  'an edit with an awkward prompt': { images: [square], settings: awkward },
};

/** @param {import('@playwright/test').Page} page @param {Settings} settings */
async function fillIn(page, { background, model, n, prompt, quality, size }) {
  await promptBox(page).fill(prompt);
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill(String(n));
  for (const [name, value] of Object.entries({ Background: background, Model: model, Quality: quality, Size: size })) {
    await page.getByRole('combobox', { name, exact: true }).selectOption({ value });
  }
}

/** The official client's request for the same settings and the very files of ours.
 * @param {import('./fixtures.mjs').Server} server @param {Settings} settings @param {Recorded} ours */
async function officially(server, settings, ours) {
  const { images } = new OpenAI({ apiKey: 'demo', baseURL: `${server.url}demo/v1`, maxRetries: 0 });
  const files = ours.url.endsWith('/edits') ? await filesOf(ours) : [];
  const [painted = [], image = []] = [true, false].map((isMask) =>
    files.filter(({ name }) => (name === 'mask') === isMask).map(({ bytes, fileName, type }) => new File([new Uint8Array(bytes)], fileName, { type })),
  );
  server.fault = { kind: 'refuse', status: 400 }; // the answer would only take time
  const asked = files.length
    ? images.edit({ ...settings, image: image.length > 1 ? image : image[0], ...(painted.length && { mask: painted[0] }) })
    : images.generate(settings);
  await expect(asked).rejects.toThrow(/safety system/);
  return posts(server)[1];
}

/** @param {Recorded} request */
async function contentOf(request) {
  if (!request.url.endsWith('/edits')) return jsonOf(request);
  return (await partsOf(request)).toSorted((a, b) => a.name.localeCompare(b.name));
}

for (const [name, { settings, images = [], mask: painted }] of Object.entries(cases)) {
  test(`${name} is sent as the official client sends it`, async ({ page, server }) => {
    const all = { ...usual, ...settings };
    await chooseDemo(page);
    await asTheNode(page);
    await fillIn(page, all);
    if (images.length) await addImages(page, ...images.map((file) => upload(file, 'mine.bin')));
    if (painted) await page.getByLabel('Import mask').setInputFiles(upload(painted));
    if (painted) await expect(page.getByText('Mask: 25 % painted')).toBeVisible();
    const ours = await generate(page, server);
    await expect(alert(page)).toBeEmpty();

    const theirs = await officially(server, all, ours);
    expect(ours.url).toBe(theirs.url);
    expect(ours.headers.authorization).toBe(theirs.headers.authorization);
    expect(ours.headers['content-type'].split(';')[0]).toBe(theirs.headers['content-type'].split(';')[0]);
    expect(await contentOf(ours)).toEqual(await contentOf(theirs));
  });
}
