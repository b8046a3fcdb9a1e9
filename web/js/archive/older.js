// @ts-check
/**
 * Results as pages of versions 1 and 2 carried them over a reload, put into the archive.
 *
 * Runs within the change of versions: all of it happens, or nothing.
 *
 * @typedef {{name?: string, type: string, bytes: ArrayBuffer}} CarriedFile
 * @typedef {{file: CarriedFile, id: number, width: number, height: number, pack: Uint8Array<ArrayBuffer> | null, crops: import('../base/core.js').Crop[]}} CarriedSource
 * @typedef {import('../base/store.js').Result} Result
 * @typedef {Pick<Result, 'id' | 'run' | 'index' | 'extension' | 'link' | 'asked' | 'answer'> & Partial<Pick<Result, 'paste' | 'reports' | 'profile' | 'incomplete'>>} Facts
 * @typedef {Facts & {file: CarriedFile | null, parts: CarriedFile[], composed: CarriedFile | null, source: CarriedSource | null}} CarriedResult
 * @typedef {Facts & {type: string, bytes: ArrayBuffer | null}} OldestResult by pages that did not compose
 */
import { bufferOf, entryOf, moment, newId, partName, sizeOf } from './entry.js';
import { pasteOf } from './paste.js';

/** @param {CarriedResult | OldestResult} result @returns {{answers: CarriedFile[], composed: CarriedFile | null, source: CarriedSource | null}} */
function filesOf(result) {
  if ('bytes' in result) return { answers: result.bytes ? [{ type: result.type, bytes: result.bytes }] : [], composed: null, source: null };
  const { file, parts, composed, source } = result;
  return { answers: parts.length ? parts : file ? [file] : [], composed, source };
}

/** The same for the same thing. @template {object | number} A @param {(thing: A) => string} make */
function once(make) {
  /** @type {Map<A, string>} */
  const made = new Map();
  return (/** @type {A} */ thing) => {
    const id = made.get(thing) ?? make(thing);
    made.set(thing, id);
    return id;
  };
}

/**
 * @param {(CarriedResult | OldestResult)[]} results the newest run first
 * @param {IDBTransaction} transaction
 * @returns {import('./desk.js').Shown[]} as a desk names them
 */
export function archiveCarried(results, transaction) {
  const [entries, files, sources] = ['results', 'files', 'sources'].map((name) => transaction.objectStore(name));

  const runId = once((/** @type {number} */ _) => newId());
  const sourceId = once((/** @type {CarriedSource} */ { file, pack, width, height, crops }) => {
    const [id, owner] = [newId(), newId()];
    const { name = '', type, bytes } = file;
    sources.put({ id, width, height, crops, markup: [], inputs: [{ name, type, file: owner }] });
    files.put({ owner, part: 'file', type, bytes });
    if (pack) files.put({ owner: id, part: 'mask', type: '', bytes: bufferOf(pack) });
    return id;
  });

  /** @param {CarriedResult | OldestResult} result */
  function archive(result) {
    const { answers, composed, source } = filesOf(result);
    const names = { id: newId(), run: runId(result.run), when: moment(), source: source ? sourceId(source) : '' };
    const parts = [...answers.map((file, i) => ({ part: partName(i), ...file })), ...(composed ? [{ part: 'composed', ...composed }] : [])];
    const { paste = pasteOf(result.asked), reports = [], profile = 'none', incomplete = false } = result;
    entries.put(entryOf({ ...names, answers: answers.length, composed: Boolean(composed), bytes: sizeOf(parts) }, { ...result, paste, reports, profile, incomplete }));
    for (const { part, type, bytes } of parts) files.put({ owner: names.id, part, type, bytes });
    return { entry: names.id, run: result.run };
  }

  return results.toReversed().map(archive).reverse();
}
