// @ts-check
// Answers demo/v1/ under its own scope with the stand-in API and touches nothing else: so a page on plain
// static hosting has a demo without a server behind it.

import { createApi } from './api.mjs';

/**
 * @typedef {Event & { request: Request, respondWith: (answer: Promise<Response>) => void }} FetchEvent
 */
/** @typedef {Event & { waitUntil: (done: Promise<unknown>) => void }} LifeEvent */
/**
 * @typedef {object} Scope what is used here of ServiceWorkerGlobalScope
 * @property {{ scope: string }} registration
 * @property {{ claim: () => Promise<void> }} clients
 * @property {() => Promise<void>} skipWaiting
 * @property {typeof self.addEventListener} addEventListener
 */

const worker = /** @type {Scope} */ (/** @type {unknown} */ (self));
const mounted = new URL('demo/v1/', worker.registration.scope).href;
const api = createApi({ decode });

worker.addEventListener('install', () => worker.skipWaiting());

worker.addEventListener('activate', (event) => {
  /** @type {LifeEvent} */ (event).waitUntil(worker.clients.claim());
});

worker.addEventListener('fetch', (event) => {
  const fetched = /** @type {FetchEvent} */ (event);
  if (fetched.request.url.startsWith(mounted)) fetched.respondWith(api(fetched.request));
});

/** @param {Uint8Array} bytes @param {string} type */
async function decode(bytes, type) {
  const blob = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser lends its service workers no canvas.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}
