// @ts-check
/** The studio: what paints masks, its worker, and the mask editor. */
import { createEditor } from './editor.js';
import { openPainting } from './painting.js';
import { loadStudioParts } from './parts.js';
import { createClient } from './rpc.js';

/** @param {Parameters<typeof createEditor>[0]} options */
export async function openStudio(options) {
  const { studio, startWorker } = await loadStudioParts();
  const { ask } = createClient(startWorker);

  return {
    ask,
    editor: createEditor(options),

    /** A mask for an image of this size, nothing painted yet. @param {import('./core.js').Size} size */
    openPainting: (size) => openPainting(studio, size),
  };
}

/** @typedef {Awaited<ReturnType<typeof openStudio>>} Studio */
