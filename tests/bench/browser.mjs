// @ts-check
// A page for measuring in: a module of ours and what it imports, bundled, with what was built and the
// corpus beside it.  The page is isolated, which makes the browser's clock fine enough.

import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

/** @param {string} path from the top of the project */
const project = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const { build } = createRequire(project('web/build.mjs'))('esbuild');

/** Files beside the page, read when they are asked for. @type {Record<string, string>} */
const BESIDE = {
  'core.wasm': 'build/wasm/core.wasm',
  'engine.js': 'build/wasm/engine.js',
  'engine.wasm': 'build/wasm/engine.wasm',
  'studio.wasm': 'build/wasm/studio.wasm',
  'bench.wasm': 'build/bench/bench.wasm',
  'mozjpeg_dec.wasm': 'tests/node_modules/@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  'squoosh_png_bg.wasm': 'tests/node_modules/@jsquash/png/codec/pkg/squoosh_png_bg.wasm',
  'squoosh_resize_bg.wasm': 'tests/node_modules/@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm',
};

/** @type {Record<string, string>} */
const TYPES = { '.wasm': 'application/wasm', '.js': 'text/javascript' };

const PAGE = '<!doctype html><title>bench</title><link rel="stylesheet" href="page.css"><script type="module" src="page.js"></script>';

/** @param {string} entry from the top of the project @returns {Promise<string>} */
async function bundled(entry) {
  const { outputFiles } = await build({ entryPoints: [project(entry)], bundle: true, write: false, format: 'esm' });
  return outputFiles[0].text;
}

/** What is asked for by a path below the page. @param {string} path */
function beside(path) {
  const [folder, ...rest] = path.split('/');
  return folder === 'corpus' ? join(process.env.CORPUS ?? project('../shared/corpus'), ...rest) : BESIDE[path] && project(BESIDE[path]);
}

/** @param {string} module what the page runs @returns its address, and how to close it */
export async function serve(module) {
  /** @type {Record<string, {type: string, body: string}>} */
  const files = {
    '': { type: 'text/html', body: PAGE },
    'page.js': { type: 'text/javascript', body: await bundled(module) },
    'page.css': { type: 'text/css', body: `${await bundled('web/css/page.css')}${await bundled('web/css/studio.css')}` },
    'engine-worker.js': { type: 'text/javascript', body: await bundled('web/worker/worker.js') },
    'studio-worker.js': { type: 'text/javascript', body: await bundled('web/worker/studio.js') },
  };
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').slice(1);
    if (request.method === 'PUT') {
      await pipeline(request, createWriteStream(project(`build/bench/${basename(path)}`)));
      response.end();
      return;
    }
    const file = beside(path);
    const { type, body } = file ? { type: TYPES[extname(file)] ?? '', body: await readFile(file) } : (files[path] ?? { type: 'text/plain', body: '' });
    response.setHeader('content-type', type);
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/**
 * Opens the page and waits until it is ready.
 * @param {string} module what it runs; sets `bench` on the global object when it is ready
 */
export async function open(module) {
  const server = await serve(module);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const broken = new Promise((_, reject) => page.on('pageerror', reject));
  await page.goto(server.url);
  await Promise.race([page.waitForFunction('globalThis.bench', null, { timeout: 120_000 }), broken]); // others may use the machine, too
  return {
    browser,
    page,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
