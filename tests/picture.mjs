// @ts-check
// Takes the README's picture of the page: build/site with the demo, one picture made and being edited.
//
//   node tests/picture.mjs FILE.png

import { chromium } from '@playwright/test';
import { serve } from '../web/demo/serve.mjs';

const [file] = process.argv.slice(2);
if (!file) throw new Error('Say where to put it: node tests/picture.mjs FILE.png');

const server = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 880 }, colorScheme: 'light' });

/** @param {string} name */
const press = (name) => page.getByRole('button', { name, exact: true }).first().click();

await page.goto(server.url);
await page.getByRole('combobox', { name: 'Endpoint' }).selectOption({ index: 1 });
await page.getByRole('combobox', { name: 'Size' }).selectOption('1536x1024');
await page.getByRole('textbox', { name: 'Prompt' }).fill('Evening over the hills');
await press('Generate');
await page.getByRole('region', { name: 'Results' }).getByRole('img').first().waitFor();
await press('Use as input');
await page.getByRole('textbox', { name: 'Prompt' }).fill('A hot-air balloon above the ridge');
await press('Paint mask');

const canvas = page.getByLabel('Mask canvas');
const box = await canvas.boundingBox();
if (!box) throw new Error('The mask editor did not open.');
await page.mouse.move(box.x + box.width * 0.31, box.y + box.height * 0.34);
await page.mouse.down();
for (let turn = 0; turn <= 60; turn++) {
  const reach = (turn / 60) * box.width * 0.05;
  const x = box.width * 0.31 + reach * Math.cos(turn / 3);
  const y = box.height * 0.34 + reach * 1.2 * Math.sin(turn / 3);
  await page.mouse.move(box.x + x, box.y + y);
}
await page.mouse.up();
await page.screenshot({ path: file });

await browser.close();
await server.close();
