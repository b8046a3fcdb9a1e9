// @ts-check
// The gallery's controls, and an archive that is full from the start.

import { expect } from '../fixtures.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
export const galleryOf = (page) => page.getByRole('dialog', { name: 'Gallery' });
/** @param {Page} page */
export const gridOf = (page) => galleryOf(page).getByRole('listbox', { name: 'Pictures' });
/** The pictures in it. @param {Page} page */
export const cells = (page) => gridOf(page).getByRole('option');
/** @param {Page} page */
export const selectedCells = (page) => gridOf(page).getByRole('option', { selected: true });
/** The one that is enlarged. @param {Page} page */
export const viewerOf = (page) => page.getByRole('dialog', { name: 'Picture' });
/** Something that can be done, of whichever of the two is open. @param {Page} page @param {string} name */
export const tool = (page, name) => page.getByRole('toolbar', { name: 'What to do with it' }).getByRole('button', { name, exact: true });
/** What is said of it. @param {Page} page */
export const said = (page) => page.getByRole('status').filter({ visible: true }).last();

/** @param {Page} page @param {string} name */
export const undo = (page, name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).last();

/** Their prompts, the newest first. @param {Page} page */
export const prompts = (page) => cells(page).evaluateAll((all) => all.map((cell) => cell.getAttribute('title')));

/** @param {Page} page @param {number} count of what it has to have */
export async function openGallery(page, count) {
  await page.getByRole('button', { name: `Gallery (${count})` }).click();
  await expect(galleryOf(page)).toBeVisible();
  await expect(cells(page).first()).toBeFocused();
}

/**
 * Fills the store of a page that is open with pictures that look like photographs, of few of which there
 * are many copies.
 * @param {Page} page @param {{count: number, width: number, height: number}} what @returns {Promise<number>} bytes
 */
export const fill = (page, what) =>
  page.evaluate(async ({ count, width, height }) => {
    /** @param {number} seed */
    async function draw(seed) {
      const canvas = new OffscreenCanvas(width, height);
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
      const image = context.createImageData(width, height);
      const pixels = new Uint32Array(image.data.buffer);
      let noise = seed * 7919 + 1;
      for (let i = 0; i < pixels.length; i++) {
        noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
        const light = (noise >>> 29) + ((i % width) * 160) / width;
        pixels[i] = 0xff000000 | ((light | 0) << 16) | (((light * 0.8) | 0) << 8) | ((seed * 23) % 200);
      }
      context.putImageData(image, 0, 0);
      context.font = `${height / 2}px sans-serif`;
      context.fillText(String(seed), width / 4, height * 0.7);
      return (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer();
    }

    /** @param {IDBRequest<any>} request @returns {Promise<any>} */
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const database = await done(indexedDB.open('gpt-image'));
    const models = ['gpt-image-1', 'gpt-image-1.5'];
    let total = 0;
    /** @type {ArrayBuffer[]} */
    const pictures = [];
    for (let i = 0; i < count; i++) {
      const bytes = (pictures[i % 10] ??= await draw(i % 10));
      const asked = { prompt: `Picture ${i + 1}`, model: models[i % 2], quality: 'high', size: `${width}x${height}`, background: 'opaque', seed: i, n: 1 };
      const paste = { keep: true, feather: 0, align: true, match_colors: true, blend: 'colours' };
      const transaction = database.transaction(['results', 'files'], 'readwrite');
      transaction.objectStore('results').put({
        ...{ id: `id-${i}`, run: `run-${i}`, index: 0, began: i, when: 1_700_000_000_000 + i * 60_000, asked, answer: null, extension: 'png', link: '', incomplete: false, width: 0, height: 0 },
        ...{ answers: 1, composed: false, bytes: bytes.byteLength, source: '', paste, reports: [], profile: 'none', favourite: false, tags: [], deleted: 0 },
      });
      transaction.objectStore('files').put({ owner: `id-${i}`, part: 'answer0', type: 'image/png', bytes });
      await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: () => reject(transaction.error) }));
      total += bytes.byteLength;
    }
    database.close();
    return total;
  }, what);
