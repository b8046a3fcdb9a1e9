// @ts-check
/** What can be done with what a picture carries; its words come from strangers and are only ever shown as text. */
import { iconButton, make } from '../dom.js';
import { defaultsOf } from '../form.js';
import { isSameSize } from '../words.js';
import { appliedText, carriesText, readNote, sizeOfPack } from './settings.js';

/**
 * @typedef {import('../store.js').InputImage} InputImage
 * @typedef {object} App
 * @property {import('../store.js').Store} store
 * @property {import('../core.js').PageCore} core
 * @property {import('../core.js').Schema} schema
 * @property {import('../images.js').Images} images
 * @property {import('../masks.js').Masks} masks
 * @property {((text: string) => void) | null} openWorkflow what to do with ComfyUI's graph; null where that cannot be read
 *
 * @typedef {[name: string, work: () => unknown]} Action
 */

/** @param {App} app */
export function createOffers({ store, core, schema, images, masks, openWorkflow }) {
  const defaults = defaultsOf(schema);

  /** @param {string} name @param {unknown} value */
  function isValid(name, value) {
    try {
      core.nextSeed(/** @type {any} */ ({ prompt: '?', [name]: value }));
      return true;
    } catch {
      return false;
    }
  }

  /** Offers something until it is done or not wanted. @param {HTMLElement} place @param {string} text @param {Action[]} actions */
  function offer(place, text, actions) {
    function close() {
      root.remove();
      place.closest('li')?.querySelector('button')?.focus();
    }
    const buttons = actions.map(([name, work]) => {
      const onclick = () => {
        close();
        work();
      };
      return make('button', { type: 'button', className: 'link', onclick }, name);
    });
    const root = make('div', { className: 'offer' }, make('p', { dir: 'auto' }, text), iconButton('Dismiss', 'close', close), make('div', { className: 'offer-actions' }, ...buttons));
    place.append(root);
  }

  /** @param {HTMLElement} place @param {InputImage} image @param {string} text our note */
  function offerSettings(place, { id, width, height }, text) {
    const note = readNote(text, defaults, isValid);
    if (!note) return;
    const { settings, left, pack } = note;
    const apply = () => store.update({ settings, deleted: null, status: appliedText(left) });
    const applyAlone = () => {
      apply();
      images.remove(id);
    };
    offer(place, carriesText(settings), [
      ['Apply its settings', apply],
      ['Apply them and remove the picture', applyAlone],
    ]);
    if (pack && isSameSize(sizeOfPack(pack), { width, height })) offer(place, 'It carries the mask it was made with.', [['Restore its mask', () => masks.unpack(id, pack)]]);
  }

  return {
    /** @param {HTMLElement} place @param {InputImage} image @param {import('../carries.js').Carried} carried */
    show(place, image, { settings, workflow, hasAlpha }) {
      if (settings) offerSettings(place, image, settings);
      if (workflow && openWorkflow) offer(place, 'This picture carries a ComfyUI workflow.', [['Read its workflow', () => openWorkflow(workflow)]]);
      if (hasAlpha) offer(place, 'It has transparency.', [['Use its transparency as mask', () => masks.useTransparency(image.id)]]);
    },
  };
}
