// @ts-check
/**
 * What jobs bring: pictures become results, previews those of pictures that never came.
 *
 * A picture is on its way into the archive before anything else is done with it, and is shown when it
 * is there, or when it turns out that it cannot be kept.
 */
import { bufferOf, entryOf, moment, newId, packFile, packSource, partName } from '../archive/entry.js';
import { pasteOf } from '../archive/paste.js';
import { sniff } from '../base/sniff.js';
import { changed, NOTHING_YET, withResult } from '../base/store.js';

/** @typedef {import('../base/store.js').Job} Job */
/** @typedef {import('../base/store.js').Result} Result */
/** @typedef {import('../archive/archive.js').Archive} Archive */

/** Keeping is worth this wait and no longer. */
const PATIENCE_MS = 2000;

const late = () => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));

/** @param {Uint8Array<ArrayBuffer>} bytes */
function fileOf(bytes) {
  const { type, extension } = sniff(bytes);
  return { file: new Blob([bytes], { type }), extension };
}

/**
 * @param {import('../base/store.js').Store} store
 * @param {import('../archive/open.js').ShelfLoader} shelf
 * @param {() => void} onFailure called when something cannot be kept
 */
export function createArrivals(store, shelf, onFailure) {
  /** @type {Archive | null} */
  let archive = null;
  /** Results by their job and index, with what has come of them. @type {Map<string, {id: string, answers: number}>} */
  const places = new Map();
  /** Until all that arrived is shown. @type {Promise<unknown>} */
  let showing = Promise.resolve();
  /** @type {WeakMap<import('../base/store.js').Source, Promise<void>>} */
  const sources = new WeakMap();

  const jobOf = (/** @type {number} */ id) => store.get().jobs.find((job) => job.id === id);

  /** The whole pictures of a job so far. @param {number} id */
  const of = (id) => store.get().results.filter(({ run, incomplete }) => run === id && !incomplete);

  /** Begins at once, and never fails. @param {(archive: Archive) => Promise<unknown>} work */
  async function keep(work) {
    try {
      if (!archive) throw new Error('Nothing is kept here.');
      await work(archive);
    } catch {
      onFailure();
    }
  }

  /** Shows what is being kept, in the order of arrival. @param {Promise<void>} keeping @param {() => void} show */
  function showAfter(keeping, show) {
    const ready = Promise.race([keeping, late()]);
    showing = showing.then(() => ready).then(show);
  }

  /** @param {Job} job @param {number} index @param {Partial<Result>} what @param {Uint8Array<ArrayBuffer> | null} bytes of its file, null for none */
  function add({ id: run, run: name, asked, source }, index, what, bytes) {
    const result = { ...NOTHING_YET, id: newId(), run, index, asked, source, paste: pasteOf(asked), ...what };
    const began = Math.round(performance.timeOrigin + (jobOf(run)?.since ?? performance.now()));
    const size = source?.crops.length ? { width: source.width, height: source.height } : {};
    const names = { id: result.id, run: name, began, when: moment(), source: result.source?.key ?? '', ...size };
    const files = bytes ? { [partName(0)]: { type: sniff(bytes).type, bytes: bufferOf(bytes) } } : {};
    const keeping = keep((archive) => archive.add(entryOf({ ...names, answers: bytes ? 1 : 0, bytes: bytes?.byteLength ?? 0 }, result), files));
    showAfter(keeping, () => store.update({ results: withResult(store.get().results, result) }));
    return result.id;
  }

  /** @param {string} id @param {Blob} file */
  function showPart(id, file) {
    const { results } = store.get();
    const result = results.find((one) => one.id === id);
    if (result) store.update({ results: changed(results, id, { parts: [...result.parts, file] }) });
  }

  return {
    of,

    /** Has the archive ready for what is to come, and in it what that will be made from. @param {import('../base/store.js').Source | null} source */
    async prepare(source) {
      const open = async () => (archive = (await shelf())?.archive ?? null);
      await Promise.race([open(), late()]);
      if (!source || !archive) return;
      const keeping = sources.get(source) ?? keep(async (archive) => {
        const { facts, files } = await packSource(source);
        await archive.addSource(facts, source.pack && bufferOf(/** @type {Uint8Array<ArrayBuffer>} */ (source.pack)), files);
      });
      sources.set(source, keeping);
      await Promise.race([keeping, late()]);
    },

    /** @param {string} text */
    prompt: (text) => void shelf().then((kept) => kept?.archive.addPrompt(text)).catch(() => {}),

    /** An answer's picture: that of the first request makes a result, those of further ones add to it.
     * @param {Job} job @param {number} index @param {Uint8Array<ArrayBuffer>} bytes */
    image(job, index, bytes) {
      const place = places.get(`${job.id} ${index}`);
      const { file, extension } = fileOf(bytes);
      if (!place) {
        places.set(`${job.id} ${index}`, { id: add(job, index, { file, parts: [file], extension }, bytes), answers: 1 });
        return;
      }
      const answer = place.answers++;
      const keeping = keep((archive) => archive.addAnswer(place.id, answer, { type: file.type, bytes: bufferOf(bytes) }));
      showAfter(keeping, () => showPart(place.id, file));
    },

    /** A picture that only the server has. @param {Job} job @param {string} link */
    link(job, link) {
      const index = [...places.keys()].filter((name) => name.startsWith(`${job.id} `)).length;
      places.set(`${job.id} ${index}`, { id: add(job, index, { link }, null), answers: 0 });
    },

    /** A preview, in the place of the one before. @param {Job} job @param {number} index @param {Uint8Array<ArrayBuffer>} bytes */
    partial({ id }, index, bytes) {
      const previews = [...(jobOf(id)?.previews ?? [])];
      previews[index] = fileOf(bytes).file;
      store.update({ jobs: changed(store.get().jobs, id, { previews }) });
    },

    /** Takes in what is known of a job's pictures, and previews for want of the pictures.
     * @param {number} id @param {import('../base/store.js').Answer | null} answer */
    async end(id, answer) {
      await showing;
      const there = of(id);
      if (answer) store.update({ results: store.get().results.map((result) => (there.some((one) => one.id === result.id) ? { ...result, answer } : result)) });
      const keeping = keep((archive) => Promise.all(answer ? there.map((result) => archive.change(result.id, { answer })) : []));
      const job = jobOf(id);
      for (const [index, file] of Object.entries(job?.previews ?? [])) {
        if (!job || there.some((result) => result.index === Number(index))) continue;
        const bytes = new Uint8Array((await packFile(file)).bytes);
        add(job, Number(index), { file, parts: [file], extension: sniff(bytes).extension, source: null, incomplete: true }, bytes);
      }
      await Promise.all([showing, Promise.race([keeping, late()])]);
    },
  };
}

/** @typedef {ReturnType<typeof createArrivals>} Arrivals */
