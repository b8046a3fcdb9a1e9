// @ts-check
/** Generate and Cancel, and what is said beside them. */
import { durationText, modeText, offerText, spentText } from '../base/words.js';
import { maskOf } from '../inputs/masks.js';
import { isOpen, newestOpen } from './queue.js';

/**
 * @param {Record<'generate' | 'cancel' | 'status' | 'elapsed' | 'mode' | 'cost' | 'spent', HTMLElement>} elements
 * @param {{store: import('../base/store.js').Store, offers: import('./offer.js').Offers, endpoint: import('../endpoint/endpoint.js').EndpointChoice}} app
 */
export function showBar(elements, { store, offers, endpoint }) {
  const { generate, cancel, status, elapsed, mode, cost, spent } = elements;
  let clock = 0;
  /** @type {import('./offer.js').Offer | null} */
  let offered = null;

  function tick() {
    const job = newestOpen(store.get().jobs);
    elapsed.textContent = job?.since ? durationText(performance.now() - job.since) : '';
  }

  /** @param {import('./offer.js').Offer} offer */
  function showOffer(offer) {
    offered = offer;
    const text = offerText(offer);
    cost.textContent = text && ` · ${text}`;
    cost.title = offer.estimate ? `By OpenAI's prices of ${offer.estimate.as_of}` : '';
  }

  /** @param {boolean} busy */
  function setBusy(busy) {
    const hadFocus = document.activeElement === cancel;
    cancel.hidden = !busy;
    if (hadFocus && !busy) generate.focus();
    endpoint.lock(busy);
    clearInterval(clock);
    if (busy) clock = window.setInterval(tick, 1000);
    tick();
  }

  store.subscribe((state, before) => {
    if (status.textContent !== state.status) status.textContent = state.status;
    mode.textContent = modeText(state.images.length, Boolean(maskOf(state)));
    const offer = offers.of(state);
    if (offer !== offered) showOffer(offer);
    const money = spentText(state.spent, state.choices.cap);
    spent.textContent = money && ` · ${money}`;
    if (state.jobs.some(isOpen) !== before.jobs.some(isOpen)) setBusy(state.jobs.some(isOpen));
    else if (state.jobs !== before.jobs) tick();
  });
}
