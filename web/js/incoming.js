// @ts-check
/** Files that come in, by whatever way, and where each kind of them goes. */
import { byId } from './base/dom.js';
import { isGraph, isZip, watchDrop, watchPaste, watchPicker } from './base/files.js';

/** @param {import('./main.js').App} app @param {import('./base/faults.js').Faults} faults */
export function takeFiles({ store, images, masks, carries, workflows, backup }, faults) {
  /** @type {HTMLInputElement} */
  const adder = byId('add-images');
  /** @type {HTMLInputElement} */
  const importer = byId('import-mask');

  /** @param {File} file */
  const openGraph = (file) => workflows.get().then(({ open }) => open(file)).catch(faults.show);

  /** @param {File[]} files */
  async function add(files) {
    const [graph, zip] = [isGraph, isZip].map((is) => files.find(is));
    if (graph) openGraph(graph);
    if (zip) backup.get().then(({ restore }) => restore(zip)).catch(faults.show);
    const there = new Set(store.get().images.map(({ id }) => id));
    await images.add(files.filter((file) => !isGraph(file) && !isZip(file)));
    await masks.settle();
    carries.look(store.get().images.filter(({ id }) => !there.has(id)));
  }

  faults.watch('images', adder);
  faults.watch('mask', importer);
  watchPicker(adder, add);
  watchPicker(byId('open-workflow'), ([file]) => openGraph(file));
  watchPicker(importer, ([file]) => images.queue(() => masks.import(file)));
  watchPaste(add);
  watchDrop(byId('drop'), add);
  return add;
}
