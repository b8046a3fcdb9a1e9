// @ts-check
// Planning what is sent for a mask, by the page's own core.

import { startCore } from '../../../web/js/border.js';
import { createPageCore } from '../../../web/js/core.js';
import { make } from '../../../web/js/dom.js';
import { PHOTO } from '../paint/scene.mjs';

/** Defines createCore. */
function loadScript() {
  return new Promise((resolve, reject) => document.head.append(make('script', { src: 'core.js', onload: resolve, onerror: reject })));
}

await loadScript();
const core = createPageCore(await startCore(await WebAssembly.compileStreaming(fetch('core.wasm'))));

/** What one of many takes, in ms, for one painted area. @param {import('../../../web/js/painting.js').Rect} area */
export function timePlan(area, times = 1000) {
  const start = performance.now();
  for (let i = 0; i < times; i++) core.plan({ model: 'gpt-image-2.5-flare', prompt: 'x' }, PHOTO, [area]);
  return (performance.now() - start) / times;
}
