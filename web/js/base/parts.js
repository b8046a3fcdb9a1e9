// @ts-check
/**
 * The page's other parts: the compiled modules and their workers.
 *
 * index.html names them by id, and says which are for later.  On a site they are files of their own; in the
 * single file they are inline, the WebAssembly as base64.
 */
import { startAlone } from './border.js';
import { createPageCore } from './core.js';
import { byId } from './dom.js';
import { ownScript } from './guard.js';

/** @param {string} id @returns {string} '' when it is inline */
function addressOf(id) {
  const part = /** @type {any} */ (byId(id));
  return part.src || part.href || '';
}

/** @param {string} id */
async function textOf(id) {
  const address = addressOf(id);
  if (!address) return byId(id).textContent ?? '';
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  return response.text();
}

/** Compiles while it arrives, where the host tells what it is. @param {Response} response */
async function compileFrom(response) {
  const told = response.headers.get('content-type') === 'application/wasm';
  return told ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Browsers of 2025 and later do it some 50 times as fast themselves. @param {string} base64 @returns {Uint8Array<ArrayBuffer>} */
const bytesIn = (base64) =>
  /** @type {any} */ (Uint8Array).fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** @param {string} id */
async function compile(id) {
  const address = addressOf(id);
  if (address) return compileFrom(await fetch(address));
  return WebAssembly.compile(bytesIn(byId(id).textContent ?? ''));
}

/** How to start workers that are ready to be asked. @param {WebAssembly.Module} module @param {string[]} scripts */
function starterOf(module, scripts) {
  const source = URL.createObjectURL(new Blob([scripts.join('\n')], { type: 'text/javascript' }));
  return () => {
    const worker = new Worker(ownScript(source));
    worker.postMessage({ id: 0, type: 'hello', args: { module } });
    return worker;
  };
}

/** Takes in a style sheet; the single file has it from the start. @param {string} id */
export async function addStyle(id) {
  const link = /** @type {HTMLLinkElement | null} */ (document.getElementById(id));
  if (link?.rel !== 'later') return;
  await new Promise((resolve, reject) => Object.assign(link, { onload: resolve, onerror: reject, rel: 'stylesheet' })).catch(() => {
    link.rel = 'later'; // to be tried again
    throw new Error(`${link.href} did not arrive.`);
  });
}

/** The page's core. */
export const loadCore = async () => createPageCore(await startAlone(await compile('core')));

/** How to start the workers that open files and send requests. */
export async function loadEngine() {
  const [module, ...scripts] = await Promise.all([compile('engine'), textOf('engine-script'), textOf('engine-worker')]);
  return starterOf(module, scripts);
}

/** The page's studio, and how to start its worker: once there is a picture. */
export async function loadStudioParts() {
  const [module, script] = await Promise.all([compile('studio'), textOf('studio-worker'), addStyle('studio-style')]);
  return { studio: await startAlone(module), startWorker: starterOf(module, [script]) };
}
