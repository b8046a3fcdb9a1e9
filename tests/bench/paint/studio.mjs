// @ts-check
// The compiled studio, as the page and its worker use it.

import { startAlone } from '../../../web/js/base/border.js';
import { openPainting } from '../../../web/js/studio/painting.js';
import { createEasel } from '../../../web/worker/easel.js';

export const module = WebAssembly.compileStreaming(fetch('studio.wasm'));

/** An instance of its own. */
export async function startPainting() {
  const studio = await startAlone(await module);
  return { open: (/** @type {import('../../../web/js/base/core.js').Size} */ size) => openPainting(studio, size), memory: () => studio.HEAPU8.length };
}

export const startEasel = async () => createEasel(await startAlone(await module));
