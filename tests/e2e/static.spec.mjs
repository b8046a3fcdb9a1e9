// @ts-check
// The site on plain static hosting, below a path: the demo is answered by its service worker.

import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serve } from '../../web/demo/serve.mjs';
import { chooseDemo, expect, test } from './fixtures.mjs';
import { addImages, alert, button, inputs, pictures, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';

const PATH = 'pages/gpt-image/';

test.use({
  // eslint-disable-next-line no-empty-pattern
  server: async ({}, use, info) => {
    const site = info.outputPath('host');
    await cp(fileURLToPath(new URL('../../build/site', import.meta.url)), `${site}/${PATH}`, { recursive: true });
    const server = await serve({ site, api: false });
    await use(server);
    await server.close();
  },
  address: ({ server }, use) => use(server.url + PATH),
});

test('the demo makes and edits pictures without a server, also after a reload', async ({ page, context, address }) => {
  /** @type {import('@playwright/test').Response[]} */
  const answers = [];
  context.on('response', (response) => response.url().includes('/demo/v1/') && answers.push(response));

  await chooseDemo(page);
  await promptBox(page).fill('An island');
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveCount(1);

  await addImages(page, upload(png(64, 48, gradient)));
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveCount(2);

  await page.reload();
  await expect(inputs(page)).toHaveCount(1);
  await button(page, 'Remove').click();
  await promptBox(page).fill('Another island');
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveCount(3);
  await expect(alert(page)).toBeEmpty();

  const paths = answers.map((response) => response.url().replace(`${address}demo/v1`, ''));
  expect(paths).toEqual(['/images/generations', '/images/edits', '/images/generations']);
  expect(answers.map((response) => response.fromServiceWorker())).toEqual([true, true, true]);
});
