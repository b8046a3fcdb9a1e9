// @ts-check
/** What Generate would ask for now, request by request: all but the key. */
import { today } from '../../base/core.js';
import { inputsOf, takeOrder } from '../order.js';
import { checkOffer } from '../permit.js';

/**
 * @typedef {object} App
 * @property {import('../../base/core.js').PageCore} core
 * @property {import('../../base/store.js').Store} store
 * @property {import('../../inputs/markups.js').Markups} markups
 * @property {import('../../inputs/plan.js').Plans} plans
 * @property {import('../offer.js').Offers} offers
 * @property {import('../offer.js').Streams} streams
 * @property {import('../../endpoint/endpoint.js').EndpointChoice} endpoint
 *
 * @typedef {object} Question of the worker's 'preview'
 * @property {import('../../base/store.js').Settings} params
 * @property {string} baseUrl
 * @property {object} dialect
 * @property {string} today
 * @property {File[]} files
 * @property {Blob | null} markup
 * @property {import('../order.js').SentMask | null} mask
 * @property {import('../../base/core.js').Crop | null} crop
 *
 * @typedef {object} Wish
 * @property {Question} question
 * @property {number} times it is sent side by side
 */

/** Throws the Fault that Generate would end in before anything is sent, but for the key.
 * @param {App} app @returns {Promise<Wish[]>} at least one */
export async function takeWishes({ core, store, markups, plans, offers, streams, endpoint }) {
  const markup = await markups.file();
  const state = store.get();
  const offer = offers.of(state);
  const where = endpoint.current();
  checkOffer(core, offer, where, inputsOf(state));
  const { files, parts } = takeOrder(state, plans.of(state), markup, where);
  return offer.asked.flatMap((asked) => {
    const times = streams(asked) ? Number(asked.n) : 1;
    const params = times > 1 ? { ...asked, n: 1 } : asked;
    return parts.map((part) => ({ times, question: { params, baseUrl: where.baseUrl, dialect: where.dialect, today: today(), files, markup, ...part } }));
  });
}
