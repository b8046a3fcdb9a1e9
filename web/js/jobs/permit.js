// @ts-check
/** Whether a job may be sent at all: each of these throws the Fault that says why not. */
import { Fault } from '../base/border.js';
import { capText } from '../base/words.js';
import { MOST_JOBS } from './prompts.js';
import { passesCap, pendingCost } from './queue.js';

/**
 * @typedef {import('../endpoint/endpoint.js').Endpoint} Endpoint
 * @typedef {import('../base/core.js').Size} Size
 * @typedef {{images: Size[], mask: Size | null, markup: Size | null}} Inputs
 */

const DEMO_KEY = 'demo';

/** @param {string} field @param {string} text */
const refusal = (field, text) => new Fault({ code: 'invalid', http: 0, field, text });

/** What one click asks for, but for the key and the costs.
 * @param {import('../base/core.js').PageCore} core
 * @param {Pick<import('./offer.js').Offer, 'count' | 'asked'>} offer @param {Endpoint} where @param {Inputs} inputs */
export function checkOffer(core, { count, asked }, { baseUrl }, inputs) {
  if (count > MOST_JOBS) throw refusal('prompt', `This prompt stands for ${count} jobs, and ${MOST_JOBS} can be asked for at once. Leave some lines or alternatives out.`);
  for (const one of asked) core.check(one, { baseUrl, ...inputs });
  core.checkUrl(baseUrl);
}

/** @param {{core: import('../base/core.js').PageCore, store: import('../base/store.js').Store, key: import('../endpoint/key.js').Key}} app */
export function createPermit({ core, store, key }) {
  /** The key of an endpoint, in a form that can be sent. @param {Endpoint} where */
  function keyFor({ demo, origin }) {
    const secret = demo ? DEMO_KEY : key.valueFor(origin);
    core.checkKey(secret);
    return secret;
  }

  return {
    keyFor,

    /** @param {Endpoint} where @param {number | null} high what it may cost, in dollars; null where nobody knows */
    cost(where, high) {
      const { choices: { cap }, spent, jobs } = store.get();
      const pending = pendingCost(jobs);
      if (!where.demo && passesCap({ cap, spent, pending, high })) throw refusal('cap', capText({ cap: cap ?? 0, spent, pending, high }));
    },
  };
}

/** @typedef {ReturnType<typeof createPermit>} Permit */
