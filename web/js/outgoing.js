// @ts-check
/** The results, the viewer and the gallery, and what can be done with the pictures in them. */
import { byId } from './base/dom.js';
import { saveFile } from './base/files.js';
import { createLater } from './base/later.js';
import { asInput } from './base/raster.js';
import { showResults } from './results/results.js';

/** @param {import('./main.js').App} app @param {(files: File[]) => Promise<void>} add @param {import('./base/faults.js').Faults} faults */
export function connectResults({ store, notes, backup, studio, reuse, remove, urlOf, whole, shelf }, add, faults) {
  /** @param {Promise<unknown>} doing @param {string} done */
  const tell = (doing, done) => doing.then(() => store.update({ status: done, undo: null }), faults.show);

  /** @param {(studio: import('./studio/studio.js').Studio) => unknown} work */
  const inStudio = (work) => void studio.get().then(work).catch(faults.show);

  /** @param {string} id */
  async function urlOfFace(id) {
    const result = await whole(/** @type {import('./base/store.js').Result} */ (store.get().results.find((one) => one.id === id)));
    return urlOf(results.faceOf(result)?.file ?? /** @type {Blob} */ (result.file));
  }

  /** @type {import('./results/card.js').Actions['download']} */
  async function download(result, received, name) {
    const { file, trouble } = await notes.withNotes(result, received);
    saveFile(file, name);
    if (trouble) store.update({ status: `Saved without its settings. ${trouble}`, undo: null });
  }

  const enlarged = createLater('The viewer', async () => (await import('./results/enlarged.js')).createEnlarged(byId('enlarged'), faults.show));
  const shown = { all: () => store.get().results.flatMap(({ id, file, asked }) => (file ? [{ id, alt: String(asked.prompt) }] : [])), urlOf: urlOfFace };
  const results = showResults(byId('result-list'), byId('jobs'), byId('empty'), store, urlOf, {
    tell,
    download,
    fail: faults.show,
    whole,
    enlarge: ({ id }) => enlarged.get().then((viewer) => viewer.open(shown, id)).catch(faults.show),
    inStudio,
    reuseAsInput: (file, name) => tell(asInput(file, name).then((one) => add([one])), 'Added to the input images.'),
    reuseSettings: (result) => whole(result).catch(() => ({ ...result, source: null })).then(reuse),
    remove: ({ id }) => remove([id]),
  });

  const gallery = createLater('The gallery', async () => {
    const kept = await shelf();
    if (!kept) throw new Error('Nothing is kept here.');
    const [{ createGallery }, viewer] = await Promise.all([import('./gallery/open.js'), enlarged.get()]);
    return createGallery({ ...kept, store, reuse, remove, addImages: add, enlarged: viewer, showResult: results.reveal, zip: async (ids) => (await backup.get()).zipResults(ids), dress: notes.dress });
  });
  byId('open-gallery').addEventListener('click', () => gallery.get().then(({ open }) => open()).catch(faults.show));
}
