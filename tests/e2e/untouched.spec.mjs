// @ts-check
// What the API takes as it is goes out byte for byte; everything else as a PNG with the same pixels.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { addImages, alert, asTheNode, generate, promptBox } from './support/page.mjs';
import { decoded, difference, gradient, pillow, png, RGB, upload } from './support/pictures.mjs';
import { filesOf } from './support/wire.mjs';

const plain = png(120, 80, gradient);
const opaque = png(120, 80, gradient, RGB);
const photo = pillow(opaque, 'save', 'JPEG', 'quality=90');

test.beforeEach(async ({ page }) => {
  await chooseDemo(page);
  await asTheNode(page);
  await promptBox(page).fill('In winter');
});

/** @type {Record<string, { file: Buffer, name: string, type: string }>} */
const kept = {
  'a PNG': { file: plain, name: 'image_0.png', type: 'image/png' },
  'a JPEG': { file: photo, name: 'image_0.jpg', type: 'image/jpeg' },
  'a WebP': { file: pillow(opaque, 'save', 'WEBP', 'quality=80'), name: 'image_0.webp', type: 'image/webp' },
};

for (const [kind, { file, name, type }] of Object.entries(kept)) {
  test(`${kind} that needs nothing is sent byte for byte, whatever it is called`, async ({ page, server }) => {
    await addImages(page, upload(file, 'mine.bmp'));
    const [sent, ...more] = await filesOf(await generate(page, server));
    await expect(alert(page)).toBeEmpty();
    expect(more).toEqual([]);
    expect([sent.name, sent.fileName, sent.type]).toEqual(['image', name, type]);
    expect(sent.bytes.equals(file)).toBe(true);
  });
}

/** A picture with few colours, which GIF keeps exactly. */
const posterPng = png(90, 60, (x, y) => [x & 0xe0, y & 0xf0, (x + y) & 0xc0, 255], RGB);

/** @type {Record<string, { file: Buffer, tolerance: number }>} */
const remade = {
  'a GIF': { file: pillow(posterPng, 'save', 'GIF'), tolerance: 0 },
  'a WebP with EXIF': { file: pillow(opaque, 'save', 'WEBP', 'lossless=1', 'orientation=1'), tolerance: 0 },
  'a turned PNG': { file: pillow(opaque, 'save', 'PNG', 'orientation=8'), tolerance: 0 },
  'a turned JPEG': { file: pillow(opaque, 'save', 'JPEG', 'quality=90', 'orientation=3'), tolerance: 4 },
  'an interlaced GIF of one pixel': { file: pillow(png(1, 1, () => [200, 100, 50, 255], RGB), 'save', 'GIF', 'interlace=1'), tolerance: 0 },
};

for (const [kind, { file, tolerance }] of Object.entries(remade)) {
  test(`${kind} is sent upright as a PNG with the same pixels`, async ({ page, server }) => {
    await addImages(page, upload(file, 'mine'));
    const [sent] = await filesOf(await generate(page, server));
    await expect(alert(page)).toBeEmpty();
    expect([sent.name, sent.fileName, sent.type]).toEqual(['image', 'image_0.png', 'image/png']);
    const ours = decoded(sent.bytes);
    const theirs = decoded(pillow(file, 'upright'));
    expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height]);
    expect(difference(ours, theirs).most).toBeLessThanOrEqual(tolerance);
  });
}

test('colours under transparent pixels survive, and what lies behind the end of a file is not sent', async ({ page, server }) => {
  const veiled = png(120, 80, (x, y) => [x * 2, y * 3, 77, (x * y) % 256 < 128 ? 0 : x]);
  await addImages(page, upload(Buffer.concat([veiled, Buffer.from('a secret')])));
  const [sent] = await filesOf(await generate(page, server));
  expect(sent.bytes.includes('secret')).toBe(false);
  expect(difference(decoded(sent.bytes), decoded(veiled)).most).toBe(0);
});

test('beside a mask even a JPEG becomes a PNG, for both have to be of one format', async ({ page, server }) => {
  await addImages(page, upload(photo));
  const half = png(120, 80, (x) => (x < 60 ? [255, 255, 255, 255] : [0, 0, 0, 255]), RGB);
  await page.getByLabel('Import mask').setInputFiles(upload(half, 'mask.png'));
  await expect(page.getByText('Mask: 50 % painted')).toBeVisible();
  const [image, mask] = await filesOf(await generate(page, server));
  expect([image.fileName, image.type]).toEqual(['image_0.png', 'image/png']);
  expect(difference(decoded(image.bytes), decoded(pillow(photo, 'upright'))).most).toBeLessThanOrEqual(4);
  expect(decoded(mask.bytes).data.equals(decoded(png(120, 80, (x) => [0, 0, 0, x < 60 ? 0 : 255])).data)).toBe(true);
});
