// @ts-check
/**
 * Results on the page as the archive has them: what is known of them at once, their files when
 * somebody wants to see them.
 */
import { Fault } from '../base/border.js';
import { changed, NOTHING_YET, withResult } from '../base/store.js';
import { pasteOf } from './paste.js';

/**
 * @typedef {import('../base/store.js').Result} Result
 * @typedef {import('../base/store.js').Source} Source
 * @typedef {import('./desk.js').Shown} Shown
 * @typedef {import('./archive.js').Entry} Entry
 * @typedef {import('./archive.js').KeptSource} KeptSource
 */

const GONE = 'The files of this picture are not in this browser any more: they were deleted, or the browser cleared them.';
const NOT_DONE = 'The page was closed before that was done.';

const gone = () => new Fault({ code: 'internal', http: 0, field: '', text: GONE });

/** Stands for a file that is in the archive. */
const away = () => new Blob([]);

/** @param {import('../base/store.js').Store} store @param {import('./archive.js').Archive} archive */
export function createRecall(store, archive) {
  /** Numbers of input images by their digests, so that one picture is decoded once. @type {Map<string, number>} */
  const numbers = new Map();
  /** @type {Map<string, Promise<Result>>} */
  const coming = new Map();
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  const find = (/** @type {string} */ id) => store.get().results.find((result) => result.id === id);

  /** @param {string} digest */
  function numberOf(digest) {
    const number = numbers.get(digest) ?? -1 - numbers.size;
    numbers.set(digest, number);
    return number;
  }

  /** A source without its bytes. @param {KeptSource} facts @returns {Source} */
  function sourceOf({ id: key, inputs: [{ name, type, file: digest }], width, height, crops, markup }) {
    return { key, file: new File([], name, { type }), inputs: [], id: numberOf(digest), width, height, pack: null, crops, markup };
  }

  /** @param {Entry} entry @param {number} run @returns {Promise<Result>} */
  async function resultOf(entry, run) {
    const { id, index, asked, answer, extension, link, incomplete, reports, profile, answers, composed } = entry;
    const [facts, small] = await Promise.all([entry.source ? archive.sourceFacts(entry.source) : null, composed ? archive.file(id, 'small') : null]);
    const source = facts && sourceOf(facts);
    const paste = entry.paste ?? pasteOf(asked);
    const parts = Array.from({ length: answers }, away);
    const trouble = source?.crops.length && paste.keep && !composed ? NOT_DONE : '';
    const known = { id, run, index, asked, answer, extension, link, incomplete, paste, reports, profile, source, small, trouble };
    return { ...NOTHING_YET, ...known, absent: answers > 0, file: parts[0] ?? null, parts, composed: composed ? away() : null };
  }

  /** Puts them on the page, those that are not on it already. @param {{entry: Entry, run: number}[]} wanted */
  async function put(wanted) {
    const results = await Promise.all(wanted.map(({ entry, run }) => resultOf(entry, run)));
    store.update({ results: results.filter(({ id }) => !find(id)).reduce(withResult, store.get().results) });
  }

  /** The same source for all results of a run. @param {Source} source @returns {Promise<Source | null>} */
  async function wholeSource(source) {
    const there = store.get().results.find((result) => !result.absent && result.source?.key === source.key);
    if (there) return there.source;
    const kept = await archive.source(source.key);
    return kept && { ...source, file: kept.inputs[0], inputs: kept.inputs, pack: kept.pack };
  }

  /** @param {string} id @returns {Promise<Result>} */
  async function bring(id) {
    const result = find(id);
    if (!result) throw gone();
    if (!result.absent) return result;
    const { parts, composed, small } = await archive.files(id);
    const source = result.source && (await wholeSource(result.source));
    if (parts.length < result.parts.length) throw gone();
    store.update({ results: changed(store.get().results, id, { absent: false, file: parts[0], parts, composed, small, source }) });
    return find(id) ?? result;
  }

  return {
    /** Puts results on the page that were on it before; who is not in the archive any more is left out. @param {Shown[]} shown */
    async show(shown) {
      const entries = await Promise.all(shown.map(({ entry }) => archive.get(entry)));
      const there = shown.flatMap(({ run }, i) => {
        const entry = entries[i];
        return entry && !entry.deleted ? [{ entry, run }] : [];
      });
      await put(there);
    },

    /** Puts one on the page, before all others, unless it is there. @param {string} id */
    async showOne(id) {
      const entry = await archive.get(id);
      if (!entry || entry.deleted) throw gone();
      const { jobs, results } = store.get();
      await put([{ entry, run: Math.max(0, ...jobs.map((job) => job.id), ...results.map(({ run }) => run)) + 1 }]);
    },

    /** Puts on the page what arrived of a job, and tells what that was.
     * @param {string} name of its run in the archive @param {number} run @returns {Promise<Entry[]>} */
    async showRun(name, run) {
      const entries = await archive.ofRun(name);
      await put(entries.map((entry) => ({ entry, run })));
      return entries;
    },

    /** Has a result's files there, one result's after another's. @param {string} id @returns {Promise<Result>} */
    whole(id) {
      const begun = coming.get(id);
      if (begun) return begun;
      const doing = last.then(() => bring(id));
      coming.set(id, doing);
      last = doing.catch(() => {}).then(() => coming.delete(id));
      return doing;
    },
  };
}

/** @typedef {ReturnType<typeof createRecall>} Recall */
