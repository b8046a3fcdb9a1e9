// @ts-check
// What Lighthouse says of how fast build/site, packed as hosts do it, is on a phone; fails below 98 of 100.
//
//   node tests/lighthouse.mjs

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serve } from '../web/demo/serve.mjs';

const WANTED = 98;
const SHOWN = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index'];

const server = await serve({ api: false, pack: true });
const { stdout } = await promisify(execFile)(
  'npx',
  ['--yes', 'lighthouse@12', server.url, '--only-categories=performance', '--output=json', '--quiet', '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage'],
  { env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? '/usr/bin/chromium' }, maxBuffer: 2 ** 28 },
);
await server.close();

const { audits, categories } = JSON.parse(stdout);
const score = Math.round(categories.performance.score * 100);
for (const name of SHOWN) console.log(`${audits[name].title.padEnd(28)}${audits[name].displayValue}`);
console.log(`${'Performance, mobile'.padEnd(28)}${score} of 100 (wanted: ${WANTED})`);
if (score < WANTED) process.exit(1);
