// @ts-check
// Several pictures at once: out of one run, and into one run.

import { chooseDemo, expect, test } from './fixtures.mjs';
import { addImages, button, generate, inputs, pictures, promptBox, results } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';
import { filesOf, jsonOf } from './support/wire.mjs';

const sky = png(64, 48, gradient);
const sea = png(48, 64, (_, y) => [10, y * 3, 200, 255]);

test.beforeEach(async ({ page }) => {
  await chooseDemo(page);
  await promptBox(page).fill('Sky over sea');
});

test('three pictures are asked for in one request, and all three come', async ({ page, server }) => {
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('3');
  const request = await generate(page, server);
  expect(jsonOf(request).n).toBe(3);
  await expect(pictures(page)).toHaveCount(3);
  await expect(page.getByRole('status')).toHaveText(/^3 pictures · /);
  await expect(results(page).getByRole('listitem')).toHaveCount(3);
});

test('two images are sent in the order of the list, one as itself, none as a generation', async ({ page, server }) => {
  await addImages(page, upload(sky, 'sky.png'), upload(sea, 'sea.png'));
  const sky0 = inputs(page).filter({ hasText: 'sky.png' });

  /** @param {Buffer[]} expected */
  async function expectSent(...expected) {
    const files = await filesOf(await generate(page, server));
    const name = expected.length > 1 ? 'image[]' : 'image';
    expect(files.map((file) => [file.name, file.fileName])).toEqual(expected.map((_, i) => [name, `image_${i}.png`]));
    expect(files.map(({ bytes }) => expected.findIndex((file) => file.equals(bytes)))).toEqual(expected.map((_, i) => i));
  }

  await test.step('as they were added', () => expectSent(sky, sea));
  await test.step('after one was moved down', async () => {
    await sky0.getByRole('button', { name: 'Move down' }).click();
    await expect(inputs(page).first()).toContainText('sea.png');
    await expectSent(sea, sky);
  });
  await test.step('after it was moved up again', async () => {
    await sky0.getByRole('button', { name: 'Move up' }).click();
    await expect(inputs(page).first()).toContainText('sky.png');
    await expectSent(sky, sea);
  });
  await test.step('after one was removed', async () => {
    await sky0.getByRole('button', { name: 'Remove' }).click();
    await expect(inputs(page)).toHaveCount(1);
    await expectSent(sea);
  });
  await test.step('after all were removed', async () => {
    await button(page, 'Remove').click();
    await expect(inputs(page)).toHaveCount(0);
    const request = await generate(page, server);
    expect(new URL(request.url).pathname).toBe('/demo/v1/images/generations');
    expect(request.headers['content-type']).toBe('application/json');
    expect(jsonOf(request).prompt).toBe('Sky over sea');
  });
  await expect(pictures(page)).toHaveCount(5);
});

test('sixteen images are taken, and a seventeenth is refused by its name', async ({ page, server }) => {
  const files = Array.from({ length: 16 }, (_, i) => upload(png(16 + i, 16, gradient), `${i}.png`));
  await addImages(page, ...files);
  await page.getByLabel('Add images').setInputFiles(upload(sky, 'seventeenth.png'));
  await expect(page.getByRole('alert')).toHaveText('seventeenth.png: only 16 images can be used.');
  await expect(inputs(page)).toHaveCount(16);
  const sent = await filesOf(await generate(page, server));
  expect(sent.map(({ name, fileName }) => [name, fileName])).toEqual(files.map((_, i) => ['image[]', `image_${i}.png`]));
  expect(sent.every(({ bytes }, i) => bytes.equals(files[i].buffer))).toBe(true);
});
