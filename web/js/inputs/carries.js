// @ts-check
/** What added pictures carry beside their pixels: looked for in the files, offered at their items in the list. */
import { OURS } from '../archive/notes.js';
import { make } from '../base/dom.js';
import { createLater } from '../base/later.js';

/**
 * @typedef {import('../base/store.js').InputImage} InputImage
 * @typedef {object} Carried
 * @property {string} settings our note, '' for none
 * @property {string} workflow ComfyUI's, the graph as drawn before the one that was run; '' for none
 * @property {boolean} hasAlpha something in it is transparent
 */

/** @param {import('../../worker/engine.js').Notes} notes @returns {Carried} */
export function carriedIn({ entries, hasAlpha }) {
  const textOf = (/** @type {string} */ wanted) => entries.find(({ keyword, text }) => keyword === wanted && /^\s*{/.test(text))?.text ?? '';
  return { settings: textOf(OURS), workflow: textOf('workflow') || textOf('prompt'), hasAlpha };
}

/** @param {import('./carries/offers.js').App & {ask: (type: string, args: object) => Promise<any>}} app 'ask': a worker */
export function createCarries({ ask, ...app }) {
  /** @type {WeakMap<File, HTMLElement>} */
  const places = new WeakMap();
  const offers = createLater('What this picture carries', async () => (await import('./carries/offers.js')).createOffers(app));

  /** @param {InputImage} image */
  async function look(image) {
    const carried = carriedIn(await ask('readNotes', { file: image.file }));
    const place = places.get(image.file);
    if (place && (carried.settings || carried.workflow || carried.hasAlpha)) (await offers.get()).show(place, image, carried);
  }

  return {
    /** Where the offers for an image's file go. @param {File} file */
    placeOf(file) {
      const place = make('div', { className: 'carried', 'aria-live': 'polite' });
      places.set(file, place);
      return place;
    },

    /** Looks into images that were added; they are there whatever comes of it. @param {InputImage[]} images */
    async look(images) {
      for (const image of images) await look(image).catch(() => {});
    },
  };
}

/** @typedef {ReturnType<typeof createCarries>} Carries */
