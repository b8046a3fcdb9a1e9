// @ts-check
/** Generate and Cancel, and what is said beside them. */
import { maskOf } from './masks.js';
import { durationText, estimateText, modeText } from './words.js';

/**
 * @param {Record<'generate' | 'cancel' | 'status' | 'elapsed' | 'mode' | 'cost' | 'bringBack', HTMLElement>} elements
 * @param {{core: import('./core.js').PageCore, store: import('./store.js').Store, plans: import('./plan.js').Plans, endpoint: import('./endpoint.js').EndpointChoice}} app
 */
export function showBar(elements, { core, store, plans, endpoint }) {
  const { generate, cancel, status, elapsed, mode, cost, bringBack } = elements;
  let clock = 0;
  /** @type {import('./store.js').State | null} */
  let priced = null;

  function tick() {
    const { run } = store.get();
    elapsed.textContent = run ? durationText(performance.now() - run.since) : '';
  }

  /** @param {import('./store.js').State} state */
  function showCost(state) {
    const { settings, images } = state;
    const estimate = core.estimate(settings, images, Boolean(maskOf(state)), plans.of(state));
    priced = state;
    const text = estimateText(estimate, Number(settings.n));
    cost.textContent = text && ` · ${text}`;
    cost.title = estimate ? `By OpenAI's prices of ${estimate.as_of}` : '';
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
    if (state.settings !== priced?.settings || state.images !== priced.images || state.mask !== priced.mask) showCost(state);
    if (Boolean(state.run) !== Boolean(before.run)) setRunning(Boolean(state.run));
  });
}
