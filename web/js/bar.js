// @ts-check
/** Generate and Cancel, and what is said beside them. */
import { maskOf } from './masks.js';
import { durationText, modeText } from './words.js';

/**
 * @param {Record<'generate' | 'cancel' | 'status' | 'elapsed' | 'mode' | 'bringBack', HTMLElement>} elements
 * @param {{store: import('./store.js').Store, endpoint: import('./endpoint.js').EndpointChoice}} app
 */
export function showBar(elements, { store, endpoint }) {
  const { generate, cancel, status, elapsed, mode, bringBack } = elements;
  let clock = 0;

  function tick() {
    const { run } = store.get();
    elapsed.textContent = run ? durationText(performance.now() - run.since) : '';
  }

  /** @param {boolean} running */
  function setRunning(running) {
    const hadFocus = document.activeElement === cancel;
    generate.setAttribute('aria-disabled', String(running));
    cancel.hidden = !running;
    if (hadFocus && !running) generate.focus();
    endpoint.lock(running);
    clearInterval(clock);
    if (running) clock = window.setInterval(tick, 1000);
    tick();
  }

  store.subscribe((state, before) => {
    if (status.textContent !== state.status) status.textContent = state.status;
    bringBack.hidden = !state.deleted;
    mode.textContent = modeText(state.images.length, Boolean(maskOf(state)));
    if (Boolean(state.run) !== Boolean(before.run)) setRunning(Boolean(state.run));
  });
}
