// @ts-check
/** How many pictures the gallery has, on the button that opens it. */
import { byId } from '../base/dom.js';
import { grouped } from '../base/words.js';

/** Changes within this time are told together. */
const PAUSE_MS = 200;

/** @param {import('./archive.js').Archive} archive */
export async function showCount(archive) {
  const button = byId('open-gallery');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function show() {
    timer = undefined;
    const count = await archive.count();
    button.textContent = `Gallery (${grouped(count)})`;
    button.hidden = !count && document.activeElement !== button; // a focus is not taken away
  }

  archive.subscribe(({ type }) => {
    if (type !== 'changed') timer ??= setTimeout(() => show().catch(() => {}), PAUSE_MS);
  });
  await show();
}
