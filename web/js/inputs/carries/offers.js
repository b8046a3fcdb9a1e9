// @ts-check
/** What can be done with what a picture carries; its words come from strangers and are only ever shown as text. */
import { iconButton, make } from '../../base/dom.js';
import { isSameSize } from '../../base/words.js';
import { defaultsOf } from '../../form/form.js';
import { appliedText, carriesText, readNote, sizeOfPack } from './settings.js';

/**
 * @typedef {import('../../base/store.js').InputImage} InputImage
 * @typedef {object} App
 * @property {import('../../base/store.js').Store} store
 * @property {import('../../base/core.js').PageCore} core
 * @property {import('../../base/core.js').Schema} schema
 * @property {import('../images.js').Images} images
 * @property {import('../masks.js').Masks} masks
 * @property {(text: string) => void} openWorkflow what to do with ComfyUI's graph
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

  /** Takes away what was offered, all of it or one thing. @param {HTMLElement} place @param {HTMLElement} [one] */
  function close(place, one) {
    one?.remove();
    if (!one || !place.querySelector('.offer')) place.replaceChildren();
    place.closest('li')?.querySelector('button')?.focus();
  }

  /** One thing that can be done. @param {HTMLElement} place @param {string} text @param {Action[]} actions */
  function offer(place, text, actions) {
    const buttons = actions.map(([name, work]) => {
      const onclick = () => {
        close(place, root);
        work();
      };
      return make('button', { type: 'button', className: 'link', onclick }, name);
    });
    const root = make('div', { className: 'offer' }, make('p', { dir: 'auto' }, text), ...buttons);
    return root;
  }

  /** @param {HTMLElement} place @param {InputImage} image @param {string} text our note */
  function offersOfNote(place, { id, width, height }, text) {
    const note = readNote(text, defaults, isValid);
    if (!note) return [];
    const { settings, left, pack } = note;
    const apply = () => store.update({ settings, undo: null, status: appliedText(left) });
    const applyAlone = () => {
      apply();
      images.remove(id);
    };
    const fits = pack && isSameSize(sizeOfPack(pack), { width, height });
    return [
      offer(place, carriesText(settings), [
        ['Apply its settings', apply],
        ['Apply and remove the picture', applyAlone],
      ]),
      ...(fits ? [offer(place, 'It carries the mask it was made with.', [['Restore its mask', () => masks.unpack(id, pack)]])] : []),
    ];
  }

  return {
    /** A workflow beside our own note says the same again. @param {HTMLElement} place @param {InputImage} image @param {import('../carries.js').Carried} carried */
    show(place, image, { settings, workflow, hasAlpha }) {
      const offers = [
        ...(settings ? offersOfNote(place, image, settings) : []),
        ...(workflow && !settings ? [offer(place, 'It carries a ComfyUI workflow.', [['Read its workflow', () => openWorkflow(workflow)]])] : []),
        ...(hasAlpha ? [offer(place, 'It has transparency.', [['Use its transparency as mask', () => masks.useTransparency(image.id)]])] : []),
      ];
      if (offers.length) place.replaceChildren(iconButton('Dismiss', 'close', () => close(place)), ...offers);
    },
  };
}
