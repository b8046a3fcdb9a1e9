// @ts-check
/**
 * A backup into the archive, without doubles.
 *
 * What is here stays.  Of two versions of a result the one counts that somebody changed last.  Each
 * result gets in with all that belongs to it or not at all, so that this may stop anywhere.
 */
import { bufferOf, sizeOf } from '../archive/entry.js';
import { Fault } from '../base/border.js';
import { isPicture, sniff } from '../base/sniff.js';

/**
 * @typedef {import('../archive/archive.js').Archive} Archive
 * @typedef {import('./manifest.js').Entry} Entry
 * @typedef {import('./manifest.js').Manifest} Manifest
 * @typedef {import('./unzip.js').Zip} Zip
 * @typedef {import('../archive/entry.js').KeptFile} KeptFile
 * @typedef {{added: number, updated: number, there: number, damaged: number}} Tally
 */

/** The largest picture and the largest mask that are taken in. */
const MOST_FILE = 512e6;

const damage = () => new Fault({ code: 'invalid', http: 0, field: '', text: 'It is damaged.' });

/** @param {Entry} entry */
const changedIn = ({ changed, when }) => changed || when;

/** @param {Zip} zip @param {string} path @returns {Promise<KeptFile>} whatever it was said to be, it is what its bytes say */
async function readPicture(zip, path) {
  const bytes = await zip.read(path, MOST_FILE);
  if (!isPicture(bytes)) throw damage();
  return { type: sniff(bytes).type, bytes: bufferOf(bytes) };
}

/** @param {Zip} zip @param {string} path '' for none */
export const readMask = async (zip, path) => (path ? bufferOf(await zip.read(path, MOST_FILE)) : null);

/**
 * @param {Zip} zip
 * @param {Manifest} manifest
 * @param {Archive} archive
 */
function createMerger(zip, manifest, archive) {
  const sources = new Map(manifest.sources.map((source) => [source.facts.id, source]));
  const inputs = new Map(manifest.inputs.map((input) => [input.owner, input]));

  /** What a result was made from, where that is not here yet; null too where the backup lacks a part of it.
   * @param {string} id '' for none @returns {Promise<import('../archive/archive.js').RestoredSource | null>} */
  async function sourceOf(id) {
    const source = sources.get(id);
    if (!source || (await archive.sourceFacts(id))) return null;
    /** @type {Record<string, KeptFile>} */
    const files = Object.create(null); // a name may be that of something every object has
    try {
      for (const { file: owner } of source.facts.inputs) {
        if (owner in files || (await archive.hasInput(owner))) continue;
        const { path, type } = inputs.get(owner) ?? { path: '', type: '' };
        files[owner] = { type, bytes: bufferOf(await zip.read(path, MOST_FILE)) };
      }
      return { facts: source.facts, pack: await readMask(zip, source.mask), inputs: files };
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  }

  /** @param {import('./manifest.js').BackedResult} result @returns {Promise<{entry: Entry, files: Record<string, KeptFile>}>} */
  async function resultOf({ entry, files: backed }) {
    /** @type {Record<string, KeptFile>} */
    const files = {};
    for (const { part, path } of backed) files[part] = await readPicture(zip, path);
    const { composed, small, ...answers } = files;
    const all = Object.keys(answers);
    if (all.length !== entry.answers || !all.every((_, i) => answers[`answer${i}`]) || (!entry.link && !all.length)) throw damage();
    return { entry: { ...entry, composed: Boolean(composed), bytes: sizeOf(Object.values(files)) }, files };
  }

  /** What is to be done about a result. @param {Entry} entry @returns {Promise<keyof Tally>} */
  async function verdict(entry) {
    const mine = await archive.get(entry.id);
    if (!mine || mine.deleted) return 'added';
    if (changedIn(entry) > changedIn(mine)) return 'updated';
    return 'there';
  }

  /** Gives a result that is here what it lacks. @param {Entry} entry */
  async function complete({ id, source }) {
    const mine = await archive.get(id);
    const found = mine?.source === source && (await sourceOf(source));
    if (mine && found) await archive.restore(mine, null, found, 'changed');
  }

  return {
    /** @param {import('./manifest.js').BackedResult} backed @returns {Promise<keyof Tally>} */
    async merge(backed) {
      const what = await verdict(backed.entry);
      if (what === 'there') {
        await complete(backed.entry);
        return what;
      }
      const { entry, files } = await resultOf(backed);
      await archive.restore(entry, files, await sourceOf(entry.source), what === 'added' ? 'added' : 'changed');
      return what;
    },
  };
}

/**
 * Stops where 'signal' says, or where the browser has no more room, by throwing why; the tally is then of what was done.
 * @param {{zip: Zip, manifest: Manifest & {damaged: number}, archive: Archive}} what
 * @param {Tally} tally is counted up
 * @param {{signal: AbortSignal, onProgress: (share: number) => void}} how
 */
export async function mergeBackup({ zip, manifest, archive }, tally, { signal, onProgress }) {
  const merger = createMerger(zip, manifest, archive);
  const results = manifest.results.toSorted((a, b) => a.entry.when - b.entry.when);
  tally.damaged += manifest.damaged;
  for (const [i, result] of results.entries()) {
    signal.throwIfAborted();
    try {
      tally[await merger.merge(result)]++;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      tally.damaged++;
    }
    onProgress((i + 1) / results.length);
  }
  const known = new Set(await archive.prompts());
  const fresh = manifest.prompts.filter((prompt) => !known.has(prompt)).reverse();
  for (const [i, prompt] of fresh.entries()) await archive.addPrompt(prompt, i + 1); // older than all that are here
}
