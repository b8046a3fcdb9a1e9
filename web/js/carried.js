// @ts-check
/**
 * Results as they go over a reload: their files as bytes.
 *
 * What results share (the picture of a run, the first answer that is also the file)
 * is packed once, and is shared again when it comes back.
 */
import { NOTHING_YET } from './store.js';

/**
 * @typedef {import('./store.js').Result} Result
 * @typedef {import('./store.js').Source} Source
 * @typedef {{name?: string, type: string, bytes: ArrayBuffer}} KeptFile a name for a file, none for a blob
 * @typedef {Omit<Source, 'file'> & {file: KeptFile}} KeptSource
 * @typedef {Omit<Result, 'file' | 'parts' | 'composed' | 'source'> & {file: KeptFile | null, parts: KeptFile[], composed: KeptFile | null, source: KeptSource | null}} KeptResult
 * @typedef {Omit<Result, 'file'> & {type: string, bytes: ArrayBuffer | null}} OldResult as pages kept it that did not compose
 */

/** The same for the same thing, and null for none. @template {object} A @template B @param {(thing: A) => B} make */
function once(make) {
  /** @type {Map<A, B>} */
  const made = new Map();
  return (/** @type {A | null} */ thing) => {
    if (!thing) return null;
    if (!made.has(thing)) made.set(thing, make(thing));
    return /** @type {B} */ (made.get(thing));
  };
}

/** @param {Result[]} results @returns {Promise<KeptResult[]>} */
export function packResults(results) {
  const packFile = once(async (/** @type {Blob | File} */ file) => {
    const bytes = await file.arrayBuffer();
    return 'name' in file ? { name: file.name, type: file.type, bytes } : { type: file.type, bytes };
  });
  const packSource = once(async (/** @type {Source} */ source) => ({ ...source, file: /** @type {KeptFile} */ (await packFile(source.file)) }));
  const pack = async (/** @type {Result} */ result) => ({
    ...result,
    file: await packFile(result.file),
    parts: /** @type {KeptFile[]} */ (await Promise.all(result.parts.map(packFile))),
    composed: await packFile(result.composed),
    source: await packSource(result.source),
    composing: null,
  });
  return Promise.all(results.map(pack));
}

/** @param {(KeptResult | OldResult)[]} kept @returns {Result[]} */
export function unpackResults(kept) {
  const unpackFile = once((/** @type {KeptFile} */ { name, type, bytes }) => (name === undefined ? new Blob([bytes], { type }) : new File([bytes], name, { type })));
  const unpackSource = once((/** @type {KeptSource} */ source) => ({ ...source, file: /** @type {File} */ (unpackFile(source.file)) }));
  return kept.map((result) => {
    if (!('bytes' in result)) {
      const { file, parts, composed, source, ...facts } = result;
      return { ...facts, file: unpackFile(file), parts: /** @type {Blob[]} */ (parts.map(unpackFile)), composed: unpackFile(composed), source: unpackSource(source) };
    }
    const { type, bytes, ...facts } = result;
    const file = bytes && new Blob([bytes], { type });
    return { ...NOTHING_YET, ...facts, file };
  });
}
