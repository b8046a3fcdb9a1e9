// @ts-check
/** What jobs bring: pictures become results, previews those of pictures that never came. */
import { pasteOf } from './paste.js';
import { sniff } from './sniff.js';
import { changed, NOTHING_YET, withResult } from './store.js';

/** @typedef {import('./store.js').Job} Job */
/** @typedef {import('./store.js').Result} Result */

/** @param {Uint8Array<ArrayBuffer>} bytes */
function fileOf(bytes) {
  const { type, extension } = sniff(bytes);
  return { file: new Blob([bytes], { type }), extension };
}

/** @param {import('./store.js').Store} store */
export function createArrivals(store) {
  let nextResult = 1;

  const jobOf = (/** @type {number} */ id) => store.get().jobs.find((job) => job.id === id);

  /** The whole pictures of a job so far. @param {number} id */
  const of = (id) => store.get().results.filter(({ run, incomplete }) => run === id && !incomplete);

  /** @param {Job} job @param {number} index @param {Partial<Result>} what */
  function add({ id: run, asked, source }, index, what) {
    const { results } = store.get();
    nextResult = Math.max(nextResult, ...results.map(({ id }) => id + 1));
    const result = { ...NOTHING_YET, id: nextResult++, run, index, asked, source, paste: pasteOf(asked), ...what };
    store.update({ results: withResult(results, result) });
  }

  return {
    of,

    /** An answer's picture: that of the first request makes a result, those of further ones add to it.
     * @param {Job} job @param {number} index @param {Uint8Array<ArrayBuffer>} bytes */
    image(job, index, bytes) {
      const { file, extension } = fileOf(bytes);
      const { results } = store.get();
      const result = results.find((one) => one.run === job.id && one.index === index);
      if (result) store.update({ results: changed(results, result.id, { parts: [...result.parts, file] }) });
      else add(job, index, { file, parts: [file], extension });
    },

    /** A picture that only the server has. @param {Job} job @param {string} link */
    link: (job, link) => add(job, of(job.id).length, { link }),

    /** A preview, in the place of the one before. @param {Job} job @param {number} index @param {Uint8Array<ArrayBuffer>} bytes */
    partial({ id }, index, bytes) {
      const previews = [...(jobOf(id)?.previews ?? [])];
      previews[index] = fileOf(bytes).file;
      store.update({ jobs: changed(store.get().jobs, id, { previews }) });
    },

    /** Takes in what is known of a job's pictures, and previews for want of the pictures.
     * @param {number} id @param {import('./store.js').Answer | null} answer */
    async end(id, answer) {
      const there = of(id);
      if (answer) store.update({ results: store.get().results.map((result) => (there.some((one) => one.id === result.id) ? { ...result, answer } : result)) });
      const job = jobOf(id);
      for (const [index, file] of Object.entries(job?.previews ?? [])) {
        if (!job || there.some((result) => result.index === Number(index))) continue;
        const { extension } = sniff(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
        add(job, Number(index), { file, parts: [file], extension, source: null, incomplete: true });
      }
    },
  };
}
