// @ts-check
/** What is drawn over input images to say where: opened, kept with the image, and made a file of for a run. */
import { createLater } from '../base/later.js';
import { changed } from '../base/store.js';

/** @typedef {import('../base/store.js').InputImage} InputImage */

/** The image whose markup a run sends: the first, if anything is drawn over it.
 * @param {import('../base/store.js').State} state @returns {InputImage | null} */
export const markedImage = ({ images: [first] }) => (first?.markup.length ? first : null);

/**
 * @param {object} app
 * @param {import('../base/store.js').Store} app.store
 * @param {import('../base/faults.js').Faults} app.faults
 * @param {import('../base/core.js').Model[]} app.models
 */
export function createMarkups({ store, faults, models }) {
  const markup = createLater('The markup tools', () => import('./markup.js'));

  /** @param {number} id @param {InputImage['markup']} shapes */
  const set = (id, shapes) => store.update({ images: changed(store.get().images, id, { markup: shapes }) });

  return {
    /** Whether the chosen model takes markup; one that is not in the table may. */
    areTaken: () => models.find(({ id }) => id === store.get().settings.model)?.markup ?? true,

    /** Opens the dialog in which it is drawn. @param {number} id */
    async open(id) {
      try {
        const { openMarkup } = await markup.get();
        const image = store.get().images.find((one) => one.id === id);
        if (image) await openMarkup(image, (shapes) => set(id, shapes));
      } catch (error) {
        faults.show(error);
      }
    },

    /** @param {number} id */
    clear: (id) => set(id, []),

    /** Draws it over a small picture of the image. @param {InputImage} image @param {HTMLCanvasElement} canvas @param {() => boolean} isWanted still, once it can be drawn */
    async draw(image, canvas, isWanted) {
      if (!image.markup.length) return;
      const tools = await markup.get().catch(() => null); // what goes wrong is told when it is opened or sent
      const context = canvas.getContext('2d');
      if (tools && context && isWanted()) tools.drawShapes(context, image.markup, canvas.width / image.width);
    },

    /** The file that a run sends, null for none. @returns {Promise<Blob | null>} */
    async file() {
      const image = markedImage(store.get());
      return image && (await markup.get()).fileOf(image.markup, image);
    },
  };
}

/** @typedef {ReturnType<typeof createMarkups>} Markups */
