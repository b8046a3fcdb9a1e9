// @ts-check
// Planning what is sent for a mask, by the page's own core.

import { startAlone } from '../../../web/js/base/border.js';
import { createPageCore } from '../../../web/js/base/core.js';
import { PHOTO } from '../paint/scene.mjs';

const core = createPageCore(await startAlone(await WebAssembly.compileStreaming(fetch('core.wasm'))));

/** What one of many takes, in ms, for one painted area. @param {import('../../../web/js/studio/painting.js').Rect} area */
export function timePlan(area, times = 1000) {
  const start = performance.now();
  for (let i = 0; i < times; i++) core.plan({ model: 'gpt-image-2.5-flare', prompt: 'x' }, PHOTO, [area]);
  return (performance.now() - start) / times;
}
