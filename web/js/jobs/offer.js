// @ts-check
/** What Generate would do now: the prompts, requests and costs of its jobs. */
import { sum } from '../base/core.js';
import { maskOf } from '../inputs/masks.js';
import { expandPrompt } from './prompts.js';

/**
 * @typedef {import('../base/core.js').Estimate} Estimate
 * @typedef {import('../base/store.js').State} State
 * @typedef {object} Offer
 * @property {number} count of jobs, be they too many
 * @property {import('../base/store.js').Settings[]} asked of each job; none where they are too many
 * @property {number} pictures of all jobs
 * @property {number} requests of all jobs
 * @property {Estimate | null} estimate of all jobs
 * @property {(Estimate | null)[]} estimates of each
 */

/**
 * What its jobs ask for, each with a seed of its own, and the seed of the next.
 * @param {Offer} offer @param {import('../base/store.js').Settings['seed']} seed @param {(settings: import('../base/store.js').Settings) => number} next
 */
export function wishesOf({ asked, estimates }, seed, next) {
  const wishes = asked.map((settings, i) => {
    const own = { ...settings, seed };
    seed = next(own);
    return { asked: own, cost: estimates[i]?.high ?? 0 };
  });
  return { wishes, seed };
}

/** @param {import('../base/core.js').Schema} schema */
export function createStreams({ models }) {
  /** Whether an answer of these settings comes as events. @param {import('../base/store.js').Settings} settings */
  return ({ model, stream }) => stream === true && models.find(({ id }) => id === model)?.takes.stream !== '';
}

/** @typedef {ReturnType<typeof createStreams>} Streams */

/**
 * @param {object} app
 * @param {import('../base/core.js').PageCore} app.core
 * @param {import('../inputs/plan.js').Plans} app.plans
 * @param {Streams} app.streams
 */
export function createOffers({ core, plans, streams }) {
  /** @type {State | null} */
  let about = null;
  /** @type {Offer | null} */
  let offer = null;

  /** @param {State} state @returns {Offer} */
  function make(state) {
    const { settings, images, choices } = state;
    const { count, prompts } = expandPrompt(String(settings.prompt), choices);
    const asked = prompts.length > 1 || prompts[0] !== settings.prompt ? prompts.map((prompt) => ({ ...settings, prompt })) : [settings];
    const crops = plans.of(state);
    const estimates = asked.map((one) => core.estimate(one, images, Boolean(maskOf(state)), crops));
    const n = Number(settings.n) || 1;
    return {
      count,
      asked,
      pictures: count * n,
      requests: count * Math.max(1, crops.length) * (streams(settings) ? n : 1),
      estimate: prompts.length ? estimates.reduce(sum) : null,
      estimates,
    };
  }

  return {
    /** @param {State} state @returns {Offer} the same while nothing changes that it depends on */
    of(state) {
      const same = offer && about && about.settings === state.settings && about.images === state.images && about.mask === state.mask && about.choices === state.choices;
      if (!same || !offer) offer = make(state);
      about = state;
      return offer;
    },
  };
}

/** @typedef {ReturnType<typeof createOffers>} Offers */
