// @ts-check
/** What Generate would ask for now, request by request: all but the key. */
import { today } from '../core.js';
import { markedImage } from '../markups.js';
import { maskOf } from '../masks.js';
import { takeOrder } from '../order.js';

/**
 * @typedef {object} App
 * @property {import('../core.js').PageCore} core
 * @property {import('../store.js').Store} store
 * @property {import('../markups.js').Markups} markups
 * @property {import('../plan.js').Plans} plans
 * @property {import('../endpoint.js').EndpointChoice} endpoint
 *
 * @typedef {object} Wish the arguments of the worker's question 'preview'
 * @property {import('../store.js').Settings} params
 * @property {string} baseUrl
 * @property {object} dialect
 * @property {string} today
 * @property {File[]} files
 * @property {import('../order.js').SentMask | null} mask
 * @property {import('../core.js').Crop | null} crop
 */

/** Throws the Fault that Generate would end in before anything is sent, but for the key.
 * @param {App} app @returns {Promise<Wish[]>} at least one */
export async function takeWishes({ core, store, markups, plans, endpoint }) {
  const markup = await markups.file();
  const state = store.get();
  const { baseUrl, dialect } = endpoint.current();
  core.check(state.settings, { baseUrl, images: state.images, mask: maskOf(state), markup: markedImage(state) });
  core.checkUrl(baseUrl);
  const { files, parts } = takeOrder(state, plans.of(state), markup, endpoint.current());
  return parts.map((part) => ({ params: state.settings, baseUrl, dialect, today: today(), files, markup, ...part }));
}
