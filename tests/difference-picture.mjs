// @ts-check
// Makes the README's picture of the difference between a model's answer and what the page makes of it.
//
//   node tests/difference-picture.mjs FILE.png

import { open } from './bench/browser.mjs';

const [file] = process.argv.slice(2);
if (!file) throw new Error('Say where to put it: node tests/difference-picture.mjs FILE.png');

const STYLE = `
  body { margin: 0; background: #fbfaf8; color: #1d1c1a; font: 15px/1.4 'Liberation Sans', sans-serif; }
  main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; width: 1168px; padding: 16px; }
  figure { display: flex; flex-direction: column; gap: 10px; margin: 0; }
  figcaption { font-weight: bold; }
  canvas { width: 100%; border-radius: 6px; }
  footer { margin-top: auto; }
  .heat { height: 12px; margin: 6px 0 4px; border-radius: 6px; background: linear-gradient(90deg, #000, #f00, #ff0, #fff); border: 1px solid #dedad3; }
  p { display: flex; align-items: baseline; gap: 6px; margin: 0; color: #67635c; }
  span { margin-left: auto; }
  strong { color: #1d1c1a; font-size: 20px; }
`;

const { page, close } = await open('tests/difference-picture/page.mjs');
await page.addStyleTag({ content: STYLE });
await page.locator('main').screenshot({ path: file });
console.log(JSON.stringify(await page.evaluate('globalThis.bench.reports')));
await close();
