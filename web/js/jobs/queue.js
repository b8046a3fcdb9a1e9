// @ts-check
/** Which job is next, when it is tried again, what it may cost, and how it ended; pure. */

/**
 * @typedef {import('../base/store.js').Job} Job
 * @typedef {{code: string, http: number, charge?: string, waitMs?: number}} Ended what is asked of a fault here
 */

/** Further tries of one request without a person's wish. */
const MOST_RETRIES = 2;

/** Waits where the API names none. */
const WAITS_MS = [2000, 4000, 8000];

/** So that many who were refused together do not come together again: up to this share more. */
const JITTER = 0.25;

/** @param {Pick<Job, 'state'>} job */
export const isOpen = ({ state }) => state === 'waiting' || state === 'running';

/** @param {Job[]} jobs @param {Job['state']} state */
const inState = (jobs, state) => jobs.filter((job) => job.state === state);

/** Those that may start now, the oldest first. @param {Job[]} jobs the newest last @param {number} atOnce */
export const startable = (jobs, atOnce) => inState(jobs, 'waiting').slice(0, Math.max(0, atOnce - inState(jobs, 'running').length));

/** What Cancel is about: the newest that runs, or else the newest that waits. @param {Job[]} jobs */
export const newestOpen = (jobs) => inState(jobs, 'running').at(-1) ?? inState(jobs, 'waiting').at(-1);

/** How many wait before a job. @param {Job[]} jobs @param {number} id */
export const waitingBefore = (jobs, id) => inState(jobs, 'waiting').findIndex((job) => job.id === id);

/**
 * How long until a request that failed is sent again by itself, -1 for never: only where
 * it is sure that nothing was accepted.
 * @param {Ended} fault @param {number} retries so far @param {number} random 0..1
 */
export function retryWait({ charge, waitMs = -1 }, retries, random) {
  if (charge !== 'none' || !(waitMs >= 0) || retries >= MOST_RETRIES) return -1;
  return Math.round((waitMs || WAITS_MS[retries]) * (1 + JITTER * random));
}

/** Whether money may have been spent on what failed: nothing where nothing was sent. Where the fault does not
 * say it, a server that refused has taken nothing.
 * @param {Ended} fault @param {boolean} sent */
function mayBeCharged({ charge, http }, sent) {
  const mayBe = charge ? charge === 'maybe' : !(http >= 400 && http < 500) && http !== 503;
  return sent && mayBe;
}

/** @param {Ended} fault @param {boolean} sent whether a request may have left @returns {Job['state']} */
export function endOf(fault, sent) {
  if (fault.code === 'cancelled') return 'cancelled';
  return mayBeCharged(fault, sent) ? 'unknown' : 'failed';
}

/** Faults at these places may be gone without a change of the job itself. @param {{field: string}} fault */
export const canRetry = ({ field }) => ['', 'key', 'base_url', 'cap'].includes(field);

/** What jobs may come to whose cost is not known yet, in dollars. @param {Job[]} jobs */
export const pendingCost = (jobs) =>
  jobs.filter((job) => job.paid && (isOpen(job) || job.state === 'unknown')).reduce((sum, { cost }) => sum + cost, 0);

/** Whether a further run would pass the cap; one without an estimate only where nothing is left.
 * @param {{cap: number | null, spent: number, pending: number, high: number | null}} money dollars; no cap is null */
export function passesCap({ cap, spent, pending, high }) {
  if (cap === null) return false;
  return high === null ? spent + pending >= cap : spent + pending + high > cap;
}
