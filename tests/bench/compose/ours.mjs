// @ts-check
// The way of this program: the studio's worker is asked, as the page asks it.

import { createClient } from '../../../web/js/base/rpc.js';
import { module } from '../paint/studio.mjs';

/** @typedef {import('./pictures.mjs').Part} Part */

export const OPTIONS = { align: true, match: true, gradient: false, feather: 100 };

const compiled = await module;
let id = 0;

const { ask } = createClient(() => {
  const worker = new Worker('studio-worker.js');
  worker.postMessage({ id: 0, type: 'hello', args: { module: compiled } });
  return worker;
});

export { ask };

/** From files to a file; the picture is another one each time. @param {Blob} file @param {Part[]} parts */
export async function compose(file, parts, options = OPTIONS) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  const facts = await ask('compose', { file, id: ++id, parts, options }, { onEvent: (event, value) => event === 'piece' && pieces.push(value) });
  return { ...facts, composed: new Blob(pieces, { type: 'image/png' }) };
}
