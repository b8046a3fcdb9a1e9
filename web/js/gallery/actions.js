// @ts-check
/** What can be done with pictures of the archive, by their entries. */
import { partName } from '../archive/entry.js';
import { madeOf } from '../archive/made.js';
import { stampOf } from '../archive/names.js';
import { fileName, saveFile } from '../base/files.js';
import { counted } from '../base/words.js';
import { copyPicture } from '../results/copy.js';

/**
 * @typedef {import('../archive/archive.js').Entry} Entry
 *
 * @typedef {object} App
 * @property {import('../archive/archive.js').Archive} archive
 * @property {import('../archive/recall.js').Recall} recall
 * @property {import('../base/store.js').Store} store
 * @property {import('../results/reuse.js').Reuse} reuse
 * @property {(files: File[]) => Promise<void>} addImages
 * @property {(ids: string[]) => void} remove
 * @property {(ids: string[]) => Promise<unknown>} zip saves them as one file
 * @property {import('../backup/zip.js').Dress} dress
 */

/** Between two files: some browsers save only the last of those that come at once. */
const PAUSE_MS = 250;

const GONE = 'The file of this picture is not in this browser any more: it was deleted, or the browser cleared it.';

/** @param {Entry[]} entries */
const idsOf = (entries) => entries.map(({ id }) => id);

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {App} app */
export function createActions({ archive, recall, store, reuse, addImages, remove, zip, dress }) {
  /** What is looked at first of it. @param {Entry} entry @returns {Promise<Blob>} */
  async function fileOf({ id, composed }) {
    const file = await archive.file(id, composed ? 'composed' : partName(0));
    if (!file) throw new Error(GONE);
    return file;
  }

  /** @param {Entry} entry */
  async function nameOf(entry) {
    const { asked, composed, extension, source, when, index } = entry;
    const end = `${stampOf(when)}-${index + 1}`;
    const [edited] = (composed && (await archive.sourceFacts(source))?.inputs) || [];
    return edited ? `${edited.name.replace(/\.[^.]*$/, '')}-edited-${end}.png` : fileName(String(asked.prompt), end, extension);
  }

  /** @param {Entry} entry */
  async function download(entry) {
    saveFile(await dress(await madeOf(archive, entry), await fileOf(entry)), await nameOf(entry));
  }

  /** @param {string} status */
  const tell = (status) => store.update({ status, undo: null });

  return {
    fileOf,

    /** All become what not all of them are. @param {Entry[]} entries */
    async favourite(entries) {
      const favourite = !entries.every((entry) => entry.favourite);
      await archive.changeAll(idsOf(entries), () => ({ favourite }));
    },

    /** @param {Entry[]} entries @param {string} tag */
    addTag: (entries, tag) => archive.changeAll(idsOf(entries), ({ tags }) => ({ tags: [...new Set([...tags, tag])].sort() })),

    /** @param {Entry[]} entries @param {string} tag */
    removeTag: (entries, tag) => archive.changeAll(idsOf(entries), ({ tags }) => ({ tags: tags.filter((one) => one !== tag) })),

    /** One after the other. @param {Entry[]} entries */
    async download(entries) {
      const there = entries.filter(({ answers }) => answers);
      for (const [i, entry] of there.entries()) {
        if (i) await pause(PAUSE_MS);
        await download(entry);
      }
      tell(there.length === 1 ? 'Downloaded.' : `Downloaded ${counted(there.length, 'picture')}.`);
    },

    /** @param {Entry[]} entries */
    zip: (entries) => zip(idsOf(entries)),

    /** @param {Entry[]} entries */
    async copy([entry]) {
      await copyPicture(fileOf(entry));
      tell('Copied.');
    },

    /** @param {Entry[]} entries */
    async copyPrompt([{ asked }]) {
      if (!navigator.clipboard?.writeText) throw new Error('This browser lets no page copy text. Reuse the settings, and copy the prompt from there.');
      await navigator.clipboard.writeText(String(asked.prompt));
      tell('The prompt is copied.');
    },

    /** @param {Entry[]} entries */
    async reuse([{ asked, source }]) {
      const kept = source ? await archive.source(source) : null;
      await reuse({ asked, source: kept && { inputs: kept.inputs, pack: kept.pack, markup: kept.facts.markup } });
    },

    /** @param {Entry[]} entries */
    async useAsInput(entries) {
      const files = [];
      for (const entry of entries) {
        const file = await fileOf(entry);
        files.push(new File([file], await nameOf(entry), { type: file.type }));
      }
      await addImages(files);
      tell('Added to the input images.');
    },

    /** @param {Entry[]} entries */
    showAmongResults: ([{ id }]) => recall.showOne(id),

    /** @param {Entry[]} entries */
    remove: async (entries) => remove(idsOf(entries)),
  };
}

/** @typedef {ReturnType<typeof createActions>} Actions */
