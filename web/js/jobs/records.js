// @ts-check
/**
 * Jobs on the desk, from their click until their pictures are taken in: so that a page that ends
 * in between can tell of them when it starts anew. There is no room for a key.
 */

/**
 * @typedef {object} Record
 * @property {number} id
 * @property {string} run of its results in the archive
 * @property {string} source in the archive, '' for none
 * @property {import('../base/store.js').Settings} settings
 * @property {number[]} images ids of the input images
 * @property {import('../base/core.js').Crop[]} crops
 * @property {number} when Date.now()
 * @property {boolean} paid
 * @property {boolean} sent whether a request may have left
 */

/** Keeping is worth this wait and no longer. */
const PATIENCE_MS = 2000;

const RELOADED = 'The page was closed or loaded anew while this ran.';
const CHARGED = ' It may have been charged.';
const NEVER_SENT = 'The page was closed or loaded anew while this waited: nothing was sent.';

/** A job of a page that has ended. @param {Record} record @param {string} kept what is said of its pictures @returns {import('../base/store.js').Job} */
export const jobOfRecord = ({ id, run, settings, paid, sent }, kept) => ({
  ...{ id, run, asked: settings, source: null, paid, cost: 0, since: 0, again: 0, retry: false, previews: [] },
  state: sent ? 'unknown' : 'cancelled',
  text: sent ? [RELOADED + (paid ? CHARGED : ''), kept].filter(Boolean).join(' ') : NEVER_SENT,
});

/** Whether all that was asked for had arrived. @param {Record} record @param {import('../archive/entry.js').Entry[]} entries of its run */
export const isComplete = ({ settings, crops }, entries) =>
  entries.length >= Number(settings.n) && entries.every(({ incomplete, link, answers }) => !incomplete && (link || answers >= crops.length));

/** @param {Promise<import('../archive/desk.js').Desk | null>} opening null where nothing can be kept */
export function createRecords(opening) {
  /** Never fails: a job is not hindered by a browser that keeps nothing.
   * @template T @param {(desk: import('../archive/desk.js').Desk) => Promise<T>} work @returns {Promise<T | null>} */
  async function attempt(work) {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
    const doing = opening.then((desk) => desk && work(desk)).catch(() => null);
    return /** @type {T | null} */ (await Promise.race([doing, late]));
  }

  return {
    /** @param {Record} record */
    put: ({ id, ...record }) => attempt((desk) => desk.put('job', id, record)),

    /** @param {number} id */
    drop: (id) => attempt((desk) => desk.drop('job', id)),

    /** Those of a page that has ended. @returns {Promise<Record[]>} */
    all: async () => (await attempt((desk) => desk.all('job'))) ?? [],
  };
}

/** @typedef {ReturnType<typeof createRecords>} Records */
