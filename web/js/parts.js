// @ts-check
/**
 * The page's other parts: the compiled core and the worker.
 *
 * index.html names them by id.  On a site they are files of their own; in the
 * single file they are inline, the WebAssembly as base64.
 */
import { startCore } from './border.js';
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

async function compile() {
  const address = addressOf('wasm');
  if (address) return compileFrom(await fetch(address));
  const binary = atob(byId('wasm').textContent ?? '');
  return WebAssembly.compile(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
}

/** The page's core, and how to start a worker that is ready to be asked. */
export async function loadParts() {
  const [module, core, worker] = await Promise.all([compile(), textOf('core'), textOf('worker')]);
  const source = URL.createObjectURL(new Blob([core, '\n', worker], { type: 'text/javascript' }));

  function startWorker() {
    const started = new Worker(ownScript(source));
    started.postMessage({ id: 0, type: 'hello', args: { module } });
    return started;
  }

  return { core: createPageCore(await startCore(module)), startWorker };
}
