// @ts-check
/**
 * Puts answers back into the pictures they were asked about, in the studio's worker.
 *
 * A result gets its composed picture as soon as all its parts are there; one result
 * at a time, for each takes the memory of a whole picture.
 */
import { packFile } from '../archive/entry.js';
import { optionsOf } from '../archive/paste.js';
import { Fault } from '../base/border.js';
import { changed } from '../base/store.js';
import { isOpen } from '../jobs/queue.js';
import { createTurns } from './turns.js';

/**
 * @typedef {import('../base/store.js').Result} Result
 * @typedef {import('../base/store.js').State} State
 * @typedef {import('../archive/paste.js').Paste} Paste
 * @typedef {{inside: number, outside: number, width: number, height: number, pixels: Uint8Array<ArrayBuffer>}} Difference
 *   how many pixels changed, and a map of how much
 */

const DIFFERENCE = 'difference';

/** Whether all is there that will come; until then the job's worker has the picture in its memory, too. @param {Result} result @param {State['jobs']} jobs */
const isWhole = ({ parts, run }, jobs) => parts.length > 0 && !jobs.some((job) => job.id === run && isOpen(job));

/** Whether a result is to be composed without being asked to. @param {Result} result @param {State['jobs']} jobs */
export const isDue = (result, jobs) =>
  Boolean(result.source?.crops.length && result.paste.keep && !result.composed && !result.trouble && isWhole(result, jobs));

/**
 * @param {object} app
 * @param {import('../base/store.js').Store} app.store
 * @param {ReturnType<typeof import('../base/rpc.js').createClient>['ask']} app.ask the studio's worker
 * @param {(size: import('../base/core.js').Size) => import('./painting.js').Painting} app.openPainting
 * @param {(result: Result) => Promise<Result>} app.whole with its files, wherever they are
 * @param {import('../archive/open.js').ShelfLoader} app.shelf
 * @param {() => void} app.onFailure called when something cannot be kept
 */
export function createRetouch({ store, ask, openPainting, whole, shelf, onFailure }) {
  const turns = createTurns();
  /** @type {Map<string, Paste>} */
  const wished = new Map();

  const byId = (/** @type {string} */ id) => store.get().results.find((result) => result.id === id);

  /** @param {string} id @param {Partial<Result>} patch */
  const update = (id, patch) => store.update({ results: changed(store.get().results, id, patch) });

  /** The mask's coverage in each crop. @param {import('../base/store.js').Source} source */
  function coverageOf({ width, height, pack, crops }) {
    const painting = openPainting({ width, height });
    try {
      if (pack) painting.unpack(pack);
      return crops.map(({ area }) => painting.read(area));
    } finally {
      painting.close();
    }
  }

  /** What the worker is asked. @param {string} id @param {Paste} paste */
  function question(id, paste) {
    const result = byId(id);
    if (!result?.source) throw new Error('This result was deleted.');
    const { source, parts: answers } = result;
    const coverage = coverageOf(source);
    const parts = answers.map((answer, i) => ({ area: source.crops[i].area, coverage: coverage[i], frame: source.crops[i].frame, answer }));
    return { args: { file: source.file, id: source.id, parts, options: optionsOf(paste) }, transfer: coverage.map(({ buffer }) => buffer) };
  }

  /** @param {string} id @param {Paste} paste @param {AbortSignal} signal */
  async function put(id, paste, signal) {
    const { args, transfer } = question(id, paste);
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const pieces = [];
    const onEvent = (/** @type {string} */ event, /** @type {any} */ value) => {
      if (signal.aborted) return;
      if (event === 'piece') pieces.push(value);
      if (event === 'progress') update(id, { composing: value.share });
    };
    const { reports, profile, small } = await ask('compose', args, { transfer, signal, onEvent });
    return { composed: new Blob(pieces, { type: 'image/png' }), small, reports, profile, paste };
  }

  /** A result that cannot be kept is there all the same. @param {Result | undefined} result */
  async function keep(result) {
    const kept = await shelf();
    if (!kept || !result?.composed) return;
    const { id, composed, small, parts, reports, profile, paste } = result;
    const bytes = [composed, small, ...parts].reduce((sum, file) => sum + (file?.size ?? 0), 0);
    await kept.archive.setComposed(id, await packFile(composed), small && (await packFile(small)), { reports, profile, paste, bytes });
  }

  /** @param {string} id */
  async function compose(id) {
    const result = byId(id);
    const paste = wished.get(id) ?? result?.paste;
    if (!result || !paste) return;
    if (result.absent) await whole(result);
    const doing = turns.take(id, (signal) => put(id, paste, signal));
    update(id, { composing: 0, trouble: '' });
    try {
      const done = await doing;
      if (!done) return;
      wished.delete(id);
      update(id, { ...done, composing: null });
      keep(byId(id)).catch(onFailure);
    } catch (error) {
      update(id, { composing: null, trouble: Fault.from(error).message });
    }
  }

  store.subscribe(({ results, jobs }, before) => {
    for (const { id } of before.results) if (turns.has(id) && !results.some((result) => result.id === id)) turns.drop(id);
    for (const result of results) if (isDue(result, jobs) && !turns.has(result.id)) compose(result.id);
  });

  return {
    /** Once more, as it was last wished. @param {string} id */
    compose,

    /** Anew with other settings; until that is done the result stays as it is. @param {string} id @param {Paste} paste */
    recompose(id, paste) {
      wished.set(id, paste);
      return compose(id);
    },

    /** The settings that were last wished. @param {Result} result @returns {Paste} */
    pasteOf: ({ id, paste }) => wished.get(id) ?? paste,

    /** What has changed in a result as it is composed, and in the answers as received; null if asked again meanwhile.
     * @param {string} id @returns {Promise<{composed: Difference, raw: Difference} | null>} */
    difference: (id) =>
      turns.take(DIFFERENCE, (signal) => {
        const { args, transfer } = question(id, /** @type {Paste} */ (byId(id)?.paste));
        return ask(DIFFERENCE, args, { transfer, signal });
      }),

    /** Lets go of a difference that nobody waits for any longer. */
    dropDifference: () => turns.drop(DIFFERENCE),
  };
}

/** @typedef {ReturnType<typeof createRetouch>} Retouch */
