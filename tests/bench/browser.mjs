// @ts-check
// A page for measuring in: a module of ours and what it imports, bundled, with the built studio
// beside it.  The page is isolated, which makes the browser's clock fine enough.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

/** @param {string} path from the top of the project */
const project = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const { build } = createRequire(project('web/build.mjs'))('esbuild');

/** What lies in build/wasm, read when it is asked for. @type {Record<string, string>} */
const BUILT = { '/core.wasm': 'application/wasm', '/studio.wasm': 'application/wasm' };

const PAGE = '<!doctype html><title>bench</title><link rel="stylesheet" href="page.css"><script type="module" src="page.js"></script>';

/** @param {string} entry from the top of the project @returns {Promise<string>} */
async function bundled(entry) {
  const { outputFiles } = await build({ entryPoints: [project(entry)], bundle: true, write: false, format: 'esm' });
  return outputFiles[0].text;
}

/** @param {string} module what the page runs @returns its address, and how to close it */
export async function serve(module) {
  /** @type {Record<string, {type: string, body: string}>} */
  const files = {
    '/': { type: 'text/html', body: PAGE },
    '/page.js': { type: 'text/javascript', body: await bundled(module) },
    '/page.css': { type: 'text/css', body: `${await bundled('web/css/page.css')}${await bundled('web/css/studio.css')}` },
    '/studio-worker.js': { type: 'text/javascript', body: await bundled('web/worker/studio.js') },
  };
  const server = createServer(async ({ url = '' }, response) => {
    const built = BUILT[url];
    const { type, body } = built ? { type: built, body: await readFile(project(`build/wasm${url}`)) } : (files[url] ?? { type: 'text/plain', body: '' });
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
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.url);
  await page.waitForFunction('globalThis.bench', null, { timeout: 120_000 }); // others may use the machine, too
  return {
    browser,
    page,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
