// @ts-check
// The page as one file, opened from a disk: all but the demo.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures.mjs';
import { expectMask, paintAcross } from './support/mask.mjs';
import { addImages, alert, asTheNode, chooseCustom, download, generate, pictures, promptBox, saveAsReceived } from './support/page.mjs';
import { png, scenery, upload } from './support/pictures.mjs';
import { filesOf, picturesFor } from './support/wire.mjs';

const KEY = 'sk-canary-0123456789';
const SIZE = { width: 500, height: 400 };

test.use({ address: new URL('../../build/gpt-image.html', import.meta.url).href });

test('it is one file, and refers to no other', async () => {
  const html = await readFile(fileURLToPath(new URL('../../build/gpt-image.html', import.meta.url)), 'utf8');
  const markup = html.replace(/<(script|style)[^>]*>[^]*?<\/\1>/g, '');
  expect([...markup.matchAll(/\b(?:src|href)="(?!#|data:)([^"]*)"/g)].map(([, address]) => address)).toEqual([]);
});

test('it offers every endpoint but the demo', async ({ page }) => {
  const options = page.getByRole('combobox', { name: 'Endpoint' }).getByRole('option');
  await expect(options).toHaveText(['OpenAI', 'Azure OpenAI…', 'Custom…']);
  await expect(page.getByRole('button', { name: 'Try the demo' })).toBeHidden();
});

test('it makes a picture, and edits it where it is painted', async ({ page, api }) => {
  await chooseCustom(page, api);
  await page.getByLabel('API key', { exact: true }).fill(KEY);
  await promptBox(page).fill('A boat');
  const generation = await generate(page, api);
  await expect(alert(page)).toBeEmpty();
  expect(generation.headers).toMatchObject({ authorization: `Bearer ${KEY}`, origin: 'null' });
  const [picture] = await picturesFor(generation);
  await saveAsReceived(page);
  expect(picture.equals(await readFile(await (await download(page)).path()))).toBe(true);

  const file = png(SIZE.width, SIZE.height, scenery);
  await asTheNode(page);
  await addImages(page, upload(file));
  const stroke = await paintAcross(page, SIZE);
  const [image, mask, ...more] = await filesOf(await generate(page, api));
  await expect(alert(page)).toBeEmpty();
  expect(more).toEqual([]);
  expect(image.bytes.equals(file)).toBe(true);
  expectMask(mask.bytes, stroke, SIZE);
  await expect(pictures(page)).toHaveCount(2);
});

test('it shows what it would send, and sends nothing', async ({ page, api }) => {
  await chooseCustom(page, api);
  await promptBox(page).fill('A boat');
  await addImages(page, upload(png(SIZE.width, SIZE.height, scenery)));
  await page.getByRole('button', { name: 'Preview request' }).click();
  const told = page.getByRole('region', { name: 'The request' });
  await expect(told).toContainText(`POST ${api.url}demo/v1/images/edits`);
  await expect(told.getByRole('figure')).toContainText('500 x 400 · ');
  expect(api.requests).toEqual([]);
});
