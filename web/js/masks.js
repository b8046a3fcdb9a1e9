// @ts-check
/**
 * Masks: painted on an image, or imported from a file.
 *
 * An imported mask of its image's size becomes that image's painting.  One of
 * another size, or without an image, is kept as it is, so that the reason why it
 * cannot be used is told where the person looks for it.
 */
import { Fault } from './border.js';
import { changed } from './store.js';
import { shareText } from './words.js';

/** @typedef {import('./store.js').LooseMask} LooseMask */
/** @typedef {import('./store.js').InputImage} InputImage */

/** The mask a run uses: the loose one, or the first that is painted; null for none.
 * @param {import('./store.js').State} state @returns {import('./painting.js').Painting | null} */
export function maskOf({ images, mask }) {
  const painted = [mask, ...images].find((one) => one && one.share > 0);
  return painted?.painting ?? null;
}

/** @param {string} name @param {import('./painting.js').Painting | null} mask */
const importedText = (name, mask) =>
  mask ? `${name}: ${shareText(mask.state().share)} of the mask is painted.` : `${name} is blank: nothing is painted, so there is no mask.`;

/** @param {string} name */
const cannotShow = (name) =>
  new Fault({ code: 'unsupported', http: 0, field: 'images', text: `This browser cannot show ${name}, so it cannot be painted on. Save it as PNG and add that.` });

/**
 * @param {object} app
 * @param {import('./store.js').Store} app.store
 * @param {import('./faults.js').Faults} app.faults
 * @param {() => Promise<import('./studio.js').Studio>} app.studio
 */
export function createMasks({ store, faults, studio }) {
  /** @type {ImageBitmap | null} */
  let shown = null;

  const byId = (/** @type {number} */ id) => store.get().images.find((image) => image.id === id);

  /** Takes over what has been painted. @param {import('./painting.js').Painting} painting */
  function refresh(painting) {
    const { share } = painting.state();
    const image = store.get().images.find((one) => one.painting === painting);
    if (image) store.update({ images: changed(store.get().images, image.id, { share }) });
  }

  function dropLoose() {
    store.get().mask?.painting.close();
    store.update({ mask: null });
  }

  /** The painting of an image, made when it is first asked for. @param {number} id */
  async function paintingOf(id) {
    const { openPainting } = await studio();
    const image = byId(id);
    if (!image) throw new Error('This image was removed.');
    if (image.painting) return image.painting;
    const painting = openPainting(image);
    store.update({ images: changed(store.get().images, id, { painting }) });
    return painting;
  }

  /** @param {string} name @param {import('../worker/engine.js').Mask} mask */
  async function keepLoose(name, { width, height, coverage }) {
    const { openPainting } = await studio();
    const painting = openPainting({ width, height });
    painting.write(coverage);
    store.update({ mask: { name, painting, share: painting.state().share } });
  }

  /** @param {InputImage} image @param {Uint8Array} coverage */
  async function paintOver({ id }, coverage) {
    const painting = await paintingOf(id);
    painting.begin();
    painting.write(coverage);
    refresh(painting);
  }

  return {
    /** Opens the editor on an image. @param {number} id */
    async paint(id) {
      const image = byId(id);
      if (!image) return;
      const { name } = image.file;
      try {
        const painting = await paintingOf(id);
        const bitmap = await createImageBitmap(image.file).catch(() => { throw cannotShow(name); });
        shown?.close();
        shown = bitmap;
        (await studio()).editor.open({ bitmap, painting, name });
      } catch (error) {
        faults.show(error);
      }
    },

    /** The editor's events. */
    refresh,
    closed() {
      shown?.close();
      shown = null;
    },

    /** @param {number} id */
    clear(id) {
      const painting = byId(id)?.painting;
      if (!painting) return;
      painting.begin();
      painting.clear();
      refresh(painting);
    },

    dropLoose,

    /** Takes a mask from a file, over the first image. @param {File} file */
    async import(file) {
      try {
        const mask = await (await studio()).ask('importMask', { file });
        const [first] = store.get().images;
        dropLoose();
        if (first?.width === mask.width && first.height === mask.height) await paintOver(first, mask.coverage);
        else await keepLoose(file.name, mask);
        store.update({ status: importedText(file.name, maskOf(store.get())) });
      } catch (error) {
        const { facts } = Fault.from(error);
        faults.show(new Fault({ ...facts, field: 'mask', text: `${file.name}: ${facts.text}` }));
      }
    },

    /** Puts back what was carried over a reload.
     * @param {(Uint8Array | null)[]} coverages by image @param {import('./draft.js').DraftMask | null} loose */
    async restore(coverages, loose) {
      for (const [i, image] of store.get().images.entries()) {
        const coverage = coverages[i];
        if (coverage) await paintOver(image, coverage);
      }
      if (loose) await keepLoose(loose.name, loose);
    },

    /** Gives a mask without an image to the first that fits. */
    async settle() {
      const { mask, images: [first] } = store.get();
      if (!mask || first?.width !== mask.painting.width || first.height !== mask.painting.height) return;
      await paintOver(first, mask.painting.read());
      dropLoose();
    },
  };
}

/** @typedef {ReturnType<typeof createMasks>} Masks */
