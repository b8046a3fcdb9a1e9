// @ts-check
/** The studio: what paints masks, its worker, the mask editor, and all else that only images need. */
import { loadStudioParts } from '../base/parts.js';
import { createClient } from '../base/rpc.js';
import { createPutBack } from '../results/put-back.js';
import { createCompare } from './compare.js';
import { createEditor } from './editor.js';
import { createExchange } from './exchange.js';
import { askMargins } from './extend.js';
import { openPainting } from './painting.js';
import { createRetouch } from './retouch.js';

/**
 * @param {Omit<Parameters<typeof createEditor>[0], 'ask'> & Omit<Parameters<typeof createCompare>[0], 'retouch'> & Pick<Parameters<typeof createRetouch>[0], 'whole' | 'shelf' | 'onFailure'>} options
 */
export async function openStudio({ store, schema, createField, urlOf, whole, shelf, onFailure, ...options }) {
  const { studio, startWorker } = await loadStudioParts();
  const { ask } = createClient(startWorker);

  /** A mask for an image of this size, nothing painted yet. @param {import('../base/core.js').Size} size */
  const open = (size) => openPainting(studio, size);
  const retouch = createRetouch({ store, ask, openPainting: open, whole, shelf, onFailure });

  return {
    ask,
    askMargins,
    createExchange,
    createPutBack,
    retouch,
    editor: createEditor({ ...options, ask }),
    compare: createCompare({ store, schema, createField, urlOf, retouch }),
    openPainting: open,
  };
}

/** @typedef {Awaited<ReturnType<typeof openStudio>>} Studio */
