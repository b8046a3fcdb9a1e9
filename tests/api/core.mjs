// @ts-check
// The page's own instance of the compiled C core, in Node.

import { readFileSync } from 'node:fs';
import { startAlone } from '../../web/js/base/border.js';
import { createPageCore } from '../../web/js/base/core.js';

const built = new URL('../../build/wasm/core.wasm', import.meta.url);

export const pageCore = async () => createPageCore(await startAlone(new WebAssembly.Module(readFileSync(built))));
