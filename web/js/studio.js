// @ts-check
/** The studio: what paints masks, its worker, the mask editor and what else only images need. */
import { createEditor } from './editor.js';
import { createExchange } from './exchange.js';
import { askMargins } from './extend.js';
import { openPainting } from './painting.js';
import { loadStudioParts } from './parts.js';
import { createClient } from './rpc.js';

/** @param {Omit<Parameters<typeof createEditor>[0], 'ask'>} options */
export async function openStudio(options) {
  const { studio, startWorker } = await loadStudioParts();
  const { ask } = createClient(startWorker);

  return {
    ask,
    askMargins,
    createExchange,
    editor: createEditor({ ...options, ask }),

    /** A mask for an image of this size, nothing painted yet. @param {import('./core.js').Size} size */
    openPainting: (size) => openPainting(studio, size),
  };
}

/** @typedef {Awaited<ReturnType<typeof openStudio>>} Studio */
