// @ts-check
/**
 * All that is kept as one file, a selection of pictures as one file, and a backup taken in; what of
 * it stands on the page under "Storage".
 */
import { stampOf } from '../archive/names.js';
import { make } from '../base/dom.js';
import { watchPicker } from '../base/files.js';
import { addStyle } from '../base/parts.js';
import { packAround, takeAround } from './around.js';
import { backupName, everything } from './collect.js';
import { putDraft } from './draft.js';
import { createFolderChoice } from './folder-choice.js';
import { MANIFEST, MOST_MANIFEST, readManifest } from './manifest.js';
import { mergeBackup } from './merge.js';
import { chooseTarget } from './target.js';
import { createTask } from './task.js';
import { openZip } from './unzip.js';
import { endedText, offerText, progressText, tallyText } from './words.js';
import { allEntries, selection, zipOf } from './zip.js';

/**
 * @typedef {import('./zip.js').Packed} Packed
 * @typedef {object} App
 * @property {import('../base/store.js').Store} store
 * @property {import('../base/faults.js').Faults} faults
 * @property {import('../base/core.js').PageCore} core
 * @property {import('../base/store.js').Settings} defaults
 * @property {import('../archive/open.js').ShelfLoader} shelf
 * @property {Promise<import('../archive/desk.js').Desk | null>} desk
 * @property {import('../archive/keeper.js').Keeper} keeper
 * @property {import('../inputs/images.js').Images} images
 * @property {import('../inputs/masks.js').Masks} masks
 * @property {import('../endpoint/endpoint.js').EndpointChoice} endpoint
 * @property {{get: () => Promise<import('./folder.js').Folder>}} folder
 * @property {import('./zip.js').Dress} dress
 */

const [BACK_UP, RESTORE, PICTURES] = ['Back up everything', 'Restore a backup', 'Download ZIP'];
const KEEPS_NOTHING = 'This browser keeps nothing for this page, so there is nothing to back up and no place to restore to.';
const EXPLAINED = 'A backup holds all pictures with what they were made from, their settings and tags, your prompts, profiles and what you are working on. No key is in it.';

/** The backup has its manifest at the top, or in the one folder that somebody packed. @param {string[]} names */
const folderOf = (names) => names.find((name) => name === MANIFEST || /^[^/]+\/manifest\.json$/.test(name))?.slice(0, -MANIFEST.length) ?? '';

/** @param {File} file */
async function openBackupFile(file) {
  const zip = await openZip(file);
  const folder = folderOf(zip.names);
  const read = (/** @type {string} */ name, /** @type {number} */ most) => zip.read(folder + name, most);
  const manifest = readManifest(zip.names.includes(folder + MANIFEST) ? new TextDecoder().decode(await read(MANIFEST, MOST_MANIFEST)) : '');
  return { zip: { ...zip, read }, manifest };
}

/** @param {App} app */
export async function openBackup({ store, faults, core, defaults, shelf, desk, keeper, images, masks, endpoint, folder, dress }) {
  await addStyle('backup-style');
  const task = createTask();

  /** Does something with the archive, or says why not.
   * @param {string} title @param {(kept: import('../archive/open.js').Shelf) => Promise<unknown>} work */
  async function withShelf(title, work) {
    if (task.isBusy()) return;
    const kept = await shelf();
    if (kept) await work(kept);
    else task.tell(title, KEEPS_NOTHING);
  }

  /** Writes files to where the person wants them.
   * @param {string} title @param {string} name
   * @param {(onEntry: () => void) => Promise<{count: number, files: AsyncIterable<Packed>}>} open */
  async function writeZip(title, name, open) {
    const target = await chooseTarget(name);
    if (!target) return;
    await task.run(title, async ({ signal, say, show }) => {
      let [done, all] = [0, 0];
      const onEntry = () => {
        say(progressText(++done, all));
        show(done / all);
      };
      try {
        const { count, files } = await open(onEntry);
        all = count;
        await target.write(zipOf(files), signal);
        return `${progressText(done, all)} saved.`;
      } catch (error) {
        return endedText(error, 'The file was not saved.');
      }
    });
  }

  const backUp = () =>
    withShelf(BACK_UP, ({ archive }) =>
      writeZip(BACK_UP, backupName(Date.now()), async (onEntry) => {
        keeper.hurry();
        const entries = await allEntries(archive);
        const from = { archive, desk: await desk, ...packAround({ store, core, endpoint }) };
        return { count: entries.length, files: everything(from, entries, onEntry) };
      }));

  /** @param {Awaited<ReturnType<typeof openBackupFile>>} backup @param {import('../archive/open.js').Shelf} kept */
  const merge = ({ zip, manifest }, { archive, recall: onPage }) =>
    task.run(RESTORE, async ({ signal, say, show }) => {
      const tally = { added: 0, updated: 0, there: 0, damaged: 0 };
      say('Reading…');
      const onProgress = (/** @type {number} */ share) => {
        say(tallyText(tally));
        show(share);
      };
      try {
        await mergeBackup({ zip, manifest, archive }, tally, { signal, onProgress });
        takeAround(manifest, { store, core, endpoint });
        const wasPut = manifest.draft && (await putDraft(manifest.draft, zip, { store, defaults, images, masks, recall: onPage }));
        return `${tallyText(tally)}${manifest.draft && !wasPut ? ' What is on the page now stays as it is.' : ''}`;
      } catch (error) {
        return endedText(error, tallyText(tally));
      }
    });

  /** @param {File} file */
  const restore = (file) =>
    withShelf(RESTORE, async (kept) => {
      try {
        const backup = await openBackupFile(file);
        if (await task.ask(RESTORE, offerText(backup.manifest, file.size), 'Restore')) await merge(backup, kept);
      } catch (error) {
        task.tell(RESTORE, endedText(error, ''));
      }
    });

  return {
    restore,

    /** The pictures of these results as one file. @param {string[]} ids */
    zipResults: (ids) =>
      withShelf(PICTURES, ({ archive }) =>
        writeZip(PICTURES, `gpt-image-${stampOf(Date.now())}.zip`, async (onEntry) => {
          const entries = (await Promise.all(ids.map((id) => archive.get(id)))).filter((entry) => entry !== null);
          return { count: entries.length, files: selection(archive, entries, dress, onEntry) };
        })),

    /** What stands under "Storage". @param {HTMLElement} root */
    async showActions(root) {
      const picker = make('input', { type: 'file', className: 'unseen', accept: '.zip,application/zip' });
      watchPicker(picker, ([file]) => restore(file));
      root.append(
        make('p', { className: 'hint' }, EXPLAINED),
        make('div', { className: 'actions' }, make('button', { type: 'button', onclick: backUp }, BACK_UP), make('label', { className: 'button' }, picker, RESTORE)),
        ...createFolderChoice(await folder.get(), faults.show),
      );
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openBackup>>} Backup */
