// @ts-check
/**
 * Results out of the archive into a ZIP file, one at a time: what was written is let go before the
 * next is read.
 */
import { makeZip } from 'client-zip';
import { madeOf } from '../archive/made.js';
import { createNames, picturesOf } from '../archive/names.js';

/**
 * @typedef {import('../archive/archive.js').Archive} Archive
 * @typedef {import('../archive/archive.js').EntryFiles} EntryFiles
 * @typedef {import('../archive/entry.js').Entry} Entry
 * @typedef {{name: string, input: Blob, lastModified: Date}} Packed
 * @typedef {(made: import('../archive/notes.js').Made, file: Blob) => Promise<Blob>} Dress gives a picture what it carries when it is saved
 */

/** All of them, the newest first. @param {Archive} archive @returns {Promise<Entry[]>} */
export async function allEntries(archive) {
  /** @type {Entry[]} */
  const all = [];
  for (let before = null, page; !page || page.length; before = page.at(-1)?.when ?? null) {
    page = await archive.page({ before, count: 500 });
    all.push(...page);
  }
  return all;
}

/** A result's files, if all are there. @param {Archive} archive @param {Entry} entry @returns {Promise<(EntryFiles & {original: string}) | null>} */
export async function filesOf(archive, { id, answers, source }) {
  const [files, facts] = await Promise.all([archive.files(id), source ? archive.sourceFacts(source) : null]);
  return files.parts.length < answers ? null : { ...files, original: facts?.inputs[0].name ?? '' };
}

/** The picture of each result that counts, as a person would save it.
 * @param {Archive} archive @param {Entry[]} entries @param {Dress} dress @param {() => void} onEntry @returns {AsyncGenerator<Packed>} */
export async function* selection(archive, entries, dress, onEntry) {
  const nameOf = createNames();
  for (const entry of entries) {
    const files = await filesOf(archive, entry);
    const pictures = files ? picturesOf(entry, files, files.original) : [];
    const made = await madeOf(archive, entry);
    for (const { file, name } of files?.composed ? pictures.slice(0, 1) : pictures) {
      yield { name: nameOf(name), input: await dress(made, file), lastModified: new Date(entry.when) };
    }
    onEntry();
  }
}

/** The files as one, as they come; never compressed, for pictures are. @param {AsyncIterable<Packed>} files */
export const zipOf = (files) => /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (makeZip(files));
