// @ts-check
// The page's own instance of the compiled C core, in Node.

import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { startCore } from '../../web/js/border.js';
import { createPageCore } from '../../web/js/core.js';

/** @param {string} name */
const built = (name) => new URL(`../../build/wasm/${name}`, import.meta.url);

export async function pageCore() {
  runInThisContext(readFileSync(built('core.js'), 'utf8'));
  return createPageCore(await startCore(new WebAssembly.Module(readFileSync(built('core.wasm')))));
}
