// @ts-check
/** Whether a job may be sent at all: each of these throws the Fault that says why not. */
import { Fault } from './border.js';
import { MOST_JOBS } from './prompts.js';
import { passesCap, pendingCost } from './queue.js';
import { capText } from './words.js';

/**
 * @typedef {import('./endpoint.js').Endpoint} Endpoint
 * @typedef {import('./core.js').Size} Size
 */

const DEMO_KEY = 'demo';

/** @param {string} field @param {string} text */
const refusal = (field, text) => new Fault({ code: 'invalid', http: 0, field, text });

/** @param {{core: import('./core.js').PageCore, store: import('./store.js').Store, key: import('./key.js').Key}} app */
export function createPermit({ core, store, key }) {
  /** The key of an endpoint, in a form that can be sent. @param {Endpoint} where */
  function keyFor({ demo, origin }) {
    const secret = demo ? DEMO_KEY : key.valueFor(origin);
    core.checkKey(secret);
    return secret;
  }

  return {
    keyFor,

    /** @param {number} jobs of one click */
    count(jobs) {
      if (jobs > MOST_JOBS) throw refusal('prompt', `This prompt stands for ${jobs} jobs, and ${MOST_JOBS} can be asked for at once. Leave some lines or alternatives out.`);
    },

    /** @param {import('./store.js').Settings} asked @param {Endpoint} where @param {{images: Size[], mask: Size | null, markup: Size | null}} inputs */
    request(asked, where, inputs) {
      core.check(asked, { baseUrl: where.baseUrl, ...inputs });
      core.checkUrl(where.baseUrl);
      keyFor(where);
    },

    /** @param {Endpoint} where @param {number | null} high what it may cost, in dollars; null where nobody knows */
    cost(where, high) {
      const { choices: { cap }, spent, jobs } = store.get();
      const pending = pendingCost(jobs);
      if (!where.demo && passesCap({ cap, spent, pending, high })) throw refusal('cap', capText({ cap: cap ?? 0, spent, pending, high }));
    },
  };
}

/** @typedef {ReturnType<typeof createPermit>} Permit */
