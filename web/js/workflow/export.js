// @ts-check
/** The dialog that gives the page's settings as a ComfyUI workflow, with the pictures it loads. */
import { make } from '../base/dom.js';
import { fileName, saveFile } from '../base/files.js';
import { editedImage } from '../inputs/plan.js';
import { maskedName } from '../studio/exchange.js';
import { createDialog, noteList } from './dialog.js';
import { distinct } from './words.js';

/** Between two files: some browsers save only the last of those that come at once. */
const PAUSE_MS = 200;

const HOW = 'Drop the workflow on ComfyUI to see it there. The API format is what programs send to ComfyUI; it can be dropped there, too.';

/** @param {import('./workflow.js').App} app */
export function createExport({ store, faults, ask, images, masks }) {
  /** @param {import('../../worker/engine.js').WrittenWorkflow} written @param {import('../base/store.js').State} state @param {string[]} files */
  function show(written, state, files) {
    const edited = editedImage(state);
    const status = make('p', { role: 'status', className: 'hint' });

    /** @param {string} format @param {string} end @param {string} text */
    function saveText(format, end, text) {
      const name = fileName(String(state.settings.prompt), end, 'json');
      saveFile(new Blob([text], { type: 'application/json' }), name);
      status.textContent = `Saved the ${format} as ${name}.`;
    }

    async function savePictures() {
      try {
        if (edited) await masks.exportMasked(edited.painting);
        for (const [i, { file }] of edited ? [] : [...state.images.entries()]) {
          saveFile(file, files[i]);
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        }
        status.textContent = `Saved ${files.join(', ')}.`;
      } catch (error) {
        status.textContent = `That did not work: ${error instanceof Error ? error.message : error}`;
      }
    }

    const actions = [
      make('button', { type: 'button', className: 'primary', onclick: () => saveText('workflow', 'workflow', written.workflow) }, 'Save workflow'),
      make('button', { type: 'button', onclick: () => saveText('API format', 'api', written.prompt) }, 'Save API format'),
      ...(files.length ? [make('button', { type: 'button', onclick: savePictures }, 'Save its pictures')] : []),
    ];
    const dialog = createDialog('Export for ComfyUI', { content: [make('p', {}, HOW), ...noteList('Good to know', written.notes), status], actions });
    document.body.append(dialog);
    dialog.showModal();
  }

  return async function write() {
    faults.clear();
    await images.settled();
    const state = store.get();
    const edited = editedImage(state);
    const files = distinct(state.images.map(({ file }) => (edited ? maskedName(file) : file.name)));
    try {
      const written = await ask('writeWorkflow', { settings: state.settings, images: files.length, mask: Boolean(edited), files });
      show(written, state, files);
    } catch (error) {
      faults.show(error);
    }
  };
}
