// @ts-check
// The gallery with many pictures of 4K, in one run in Chromium with a profile on the disk.
//
//   node tests/bench/gallery.mjs [COUNT]
//
// prints how soon the first are there and what going through all of them takes, and fails above a
// second, thumbnails being there, or 200 MB of JavaScript's heap.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { serve } from '../../web/demo/serve.mjs';
import { fill } from '../e2e/support/gallery.mjs';
import { firstPictures, scrollThrough } from '../e2e/support/gallery-many.mjs';

const COUNT = Number(process.argv[2] ?? 500);
const SIZE = { width: 3840, height: 2160 };
const MOST_MS = 1000;
const MOST_HEAP = 200e6;

const server = await serve();
const profile = await mkdtemp(join(tmpdir(), 'gallery-bench-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
  viewport: { width: 1440, height: 900 },
});
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(600_000);
await page.goto(server.url);

/** @param {Awaited<ReturnType<typeof firstPictures>>} first @param {Awaited<ReturnType<typeof scrollThrough>>} all */
const told = (first, all) =>
  `first picture ${Math.round(first.first)} ms, twelve ${Math.round(first.dozen)} ms; all in ${all.windows} windows: heap at most ${(all.heap / 1e6).toFixed(1)} MB, ${all.pictures} pictures at a time`;

const bytes = await fill(page, { count: COUNT, ...SIZE });
console.log(`${COUNT} pictures of ${SIZE.width} x ${SIZE.height}, ${(bytes / 1e9).toFixed(2)} GB`);
const [firstMade, allMade] = [await firstPictures(page, COUNT), await scrollThrough(page, COUNT)];
console.log(`thumbnails to be made: ${told(firstMade, allMade)}`);
const [first, all] = [await firstPictures(page, COUNT), await scrollThrough(page, COUNT)];
console.log(`thumbnails there:      ${told(first, all)}`);

await context.close();
await server.close();
await rm(profile, { recursive: true });
if (first.first > MOST_MS || Math.max(all.heap, allMade.heap) > MOST_HEAP) process.exitCode = 1;
