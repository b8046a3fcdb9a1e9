// @ts-check
// The page's own modules without its controls: masks and their images at hand.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const web = new URL('../../../web/', import.meta.url);
const built = new URL('../../../build/site/index.html', import.meta.url);

/**
 * @typedef {{name: string, bytes: number[], width: number, height: number}} Image
 * @typedef {{masks: import('../../../web/js/inputs/masks.js').Masks, paintings: import('../../../web/js/studio/painting.js').Painting[]}} Bench
 */

/** @param {import('@playwright/test').Page} page @param {string} address of the page @param {Image[]} images
 * @returns {Promise<import('@playwright/test').JSHandle<Bench>>} */
export async function openWorkbench(page, address, images) {
  const html = (await readFile(built, 'utf8')).replace(/<script type="module".*?<\/script>|<link rel="modulepreload".*?>/g, '');
  await page.route('**/workbench.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.route('**/js/**', (route) => route.fulfill({ path: fileURLToPath(new URL(`.${new URL(route.request().url()).pathname}`, web)) }));
  await page.goto(`${address}workbench.html`);
  return page.evaluateHandle(layOut, images);
}

/** In the page. @param {Image[]} images @returns {Promise<Bench>} */
async function layOut(images) {
  const load = (/** @type {string} */ name) => import(new URL(`js/${name}.js`, document.baseURI).href);
  const [{ createStore }, { createMasks }, { openStudio }] = await Promise.all(['base/store', 'inputs/masks', 'studio/studio'].map(load));
  const store = createStore({ images: [], mask: null, results: [] });
  const studio = await openStudio({ root: document.createElement('div'), store, schema: { settings: [] }, onChange() {}, onClose() {} });
  store.update({
    images: images.map(({ name, bytes, width, height }, id) => ({
      id, width, height, file: new File([new Uint8Array(bytes)], name), painting: studio.openPainting({ width, height }), share: 0, kept: null,
    })),
  });
  const masks = createMasks({ store, images: {}, faults: { show(/** @type {unknown} */ error) { throw error; } }, studio: async () => studio });
  return { masks, paintings: store.get().images.map((/** @type {any} */ { painting }) => painting) };
}
