// @ts-check
/**
 * All that is kept, but for keys, as the files of a backup.
 *
 *   pictures/  answers as received, and put back       inputs/   what edits were made from
 *   small/     large pictures to be looked at          masks/    as Painting.pack made them
 *   draft/     the images that are worked on
 *   manifest.json   what they are: the last, for it names what got in
 */
import { createNames, harmless, picturesOf, stampOf } from '../archive/names.js';
import { MANIFEST, writeManifest } from './manifest.js';
import { filesOf } from './zip.js';

/**
 * @typedef {import('./zip.js').Packed} Packed
 * @typedef {import('./manifest.js').Manifest} Manifest
 * @typedef {import('../archive/entry.js').Entry} Entry
 * @typedef {import('../archive/archive.js').Archive} Archive
 * @typedef {import('../archive/desk.js').Desk} Desk
 */

/** @param {ArrayBuffer | Uint8Array<ArrayBuffer>} bytes */
const maskOf = (bytes) => new Blob([bytes]);

/** Files with names of their own in a folder. @param {string} folder @param {ReturnType<typeof createNames>} nameOf */
const shelfOf = (folder, nameOf) => (/** @type {string} */ name, /** @type {Blob} */ input, when = Date.now()) =>
  ({ name: `${folder}/${nameOf(name)}`, input, lastModified: new Date(when) });

/** @param {Archive} archive */
function createCollection(archive) {
  /** @type {Pick<Manifest, 'results' | 'sources' | 'inputs'>} */
  const book = { results: [], sources: [], inputs: [] };
  /** Sources and inputs that are in. @type {Set<string>} */
  const there = new Set();
  const [picture, small, input, mask] = ['pictures', 'small', 'inputs', 'masks'].map((folder) => shelfOf(folder, createNames()));

  /** @param {string} id @returns {AsyncGenerator<Packed>} */
  async function* source(id) {
    const kept = there.has(id) ? null : await archive.source(id);
    if (!kept) return;
    there.add(id);
    const { facts, inputs, pack } = kept;
    for (const [i, { file: owner, type, name }] of facts.inputs.entries()) {
      if (there.has(owner)) continue;
      there.add(owner);
      const packed = input(name, inputs[i]);
      book.inputs.push({ owner, path: packed.name, type });
      yield packed;
    }
    const packed = pack && mask(`${id}.mask`, maskOf(pack));
    if (packed) yield packed;
    book.sources.push({ facts, mask: packed?.name ?? '' });
  }

  return {
    book,

    /** @param {Entry} entry @returns {AsyncGenerator<Packed>} */
    async *result(entry) {
      const files = await filesOf(archive, entry);
      if (!files) return; // it was deleted meanwhile, or the browser lost it
      const named = picturesOf(entry, files, files.original);
      /** @type {import('./manifest.js').BackedFile[]} */
      const backed = [];
      for (const { file, name } of named) {
        const part = file === files.composed ? 'composed' : `answer${files.parts.indexOf(file)}`;
        const packed = picture(name, file, entry.when);
        backed.push({ part, path: packed.name });
        yield packed;
      }
      if (files.small) {
        const packed = small(`${entry.id}.${files.small.type.slice('image/'.length)}`, files.small, entry.when);
        backed.push({ part: 'small', path: packed.name });
        yield packed;
      }
      if (entry.source) yield* source(entry.source);
      book.results.push({ entry, files: backed });
    },
  };
}

/** What lies on the desk. @param {Desk} desk @returns {AsyncGenerator<Packed, Manifest['draft']>} */
async function* draftOf(desk) {
  const desktop = await desk.read();
  if (!desktop) return null;
  const shelf = shelfOf('draft', createNames());
  /** @type {import('./manifest.js').Draft} */
  const draft = { settings: desktop.settings, images: [], loose: null, results: desktop.results ?? [] };
  for (const id of desktop.images) {
    const [image, mask, markup] = await Promise.all([desk.get('image', id), desk.get('mask', id), desk.get('markup', id)]);
    if (!image?.width) continue;
    const { name, type, bytes, width, height, animated } = image;
    const file = shelf(name, new Blob([bytes]));
    yield file;
    const pack = mask?.pack && shelf(`${harmless(name)}.mask`, maskOf(mask.pack));
    if (pack) yield pack;
    draft.images.push({ id, name, type, width, height, animated, path: file.name, share: pack ? mask.share : 0, mask: pack?.name ?? '', markup: markup?.shapes ?? [] });
  }
  const loose = await desk.get('mask', 0);
  if (loose?.pack) {
    const file = shelf(`${harmless(loose.name)}.mask`, maskOf(loose.pack));
    yield file;
    draft.loose = { name: loose.name, width: loose.width, height: loose.height, mask: file.name };
  }
  return draft;
}

/**
 * @param {{archive: Archive, desk: Desk | null, choices: string, profiles: string}} from
 * @param {Entry[]} entries
 * @param {() => void} onEntry
 * @returns {AsyncGenerator<Packed>}
 */
export async function* everything({ archive, desk, choices, profiles }, entries, onEntry) {
  const collection = createCollection(archive);
  for (const entry of entries) {
    yield* collection.result(entry);
    onEntry();
  }
  const draft = desk ? yield* draftOf(desk) : null;
  const prompts = await archive.prompts();
  const manifest = writeManifest({ ...collection.book, prompts, draft, choices, profiles });
  yield { name: MANIFEST, input: new Blob([manifest]), lastModified: new Date() };
}

/** What the file of a backup is called. @param {number} when */
export const backupName = (when) => `gpt-image-backup-${stampOf(when)}.zip`;
