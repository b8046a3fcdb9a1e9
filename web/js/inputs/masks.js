// @ts-check
/**
 * Masks: painted on an image, or taken from a file, another image or transparency.
 *
 * An imported mask of its image's size becomes that image's painting.  One of
 * another size, or without an image, is kept as it is until it is fitted or
 * cleared, and why it cannot be used is told where the person looks for it.
 */
import { Fault } from '../base/border.js';
import { changed } from '../base/store.js';
import { isSameSize } from '../base/words.js';

/**
 * @typedef {import('../base/store.js').LooseMask} LooseMask
 * @typedef {import('../base/store.js').InputImage} InputImage
 * @typedef {import('../base/store.js').KeptMask} KeptMask
 * @typedef {import('../studio/painting.js').Painting} Painting
 * @typedef {import('../base/core.js').Size} Size
 */

/** The mask a run uses: the loose one, or the first that is painted; null for none.
 * @param {import('../base/store.js').State} state @returns {Painting | null} */
export function maskOf({ images, mask }) {
  const painted = [mask, ...images].find((one) => one && one.share > 0);
  return painted?.painting ?? null;
}

/** @param {string} name */
const cannotShow = (name) =>
  new Fault({ code: 'unsupported', http: 0, field: 'images', text: `This browser cannot show ${name}, so it cannot be painted on. Save it as PNG and add that.` });

/** Lays on a painting what was kept of it. @param {Painting} painting @param {KeptMask} kept */
function layOn(painting, { pack, coverage }) {
  if (pack) painting.unpack(pack);
  if (coverage) painting.write(coverage);
}

/**
 * @param {object} app
 * @param {import('../base/store.js').Store} app.store
 * @param {import('../base/faults.js').Faults} app.faults
 * @param {() => Promise<import('../studio/studio.js').Studio>} app.studio
 * @param {import('./images.js').Images} app.images
 */
export function createMasks({ store, faults, studio, images }) {
  /** @type {ImageBitmap | null} */
  let shown = null;
  /** @type {(KeptMask & Size & {name: string}) | null} */
  let keptLoose = null;

  const byId = (/** @type {number} */ id) => store.get().images.find((image) => image.id === id);

  /** Takes over what has been painted. @param {Painting} painting */
  function refresh(painting) {
    const image = store.get().images.find((one) => one.painting === painting);
    if (image) store.update({ images: changed(store.get().images, image.id, { share: painting.state().share }) });
  }

  /** One step that can be undone. @param {Painting} painting @param {() => void} work */
  function change(painting, work) {
    painting.begin();
    work();
    refresh(painting);
  }

  function dropLoose() {
    keptLoose = null;
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
    try {
      layOn(painting, image.kept ?? {});
    } catch (error) {
      faults.show(error);
    }
    store.update({ images: changed(store.get().images, id, { painting, kept: null, share: painting.state().share }) });
    return painting;
  }

  /** @param {string} name @param {Size} size @param {KeptMask} mask */
  async function keepLoose(name, size, mask) {
    const { openPainting } = await studio();
    dropLoose();
    const painting = openPainting(size);
    layOn(painting, mask);
    store.update({ mask: { name, painting, share: painting.state().share } });
  }

  /** Lays on what was kept over a reload and is not laid on yet. */
  async function ready() {
    for (const { id, kept } of store.get().images) if (kept) await paintingOf(id);
    if (keptLoose) await keepLoose(keptLoose.name, keptLoose, keptLoose);
  }

  /** @param {number} id @param {Uint8Array} coverage */
  async function paintOver(id, coverage) {
    const painting = await paintingOf(id);
    change(painting, () => painting.write(coverage));
  }

  /** What comes from elsewhere and goes there. */
  async function exchange() {
    const { ask, createExchange, openPainting } = await studio();
    return createExchange({ store, ask, paintOver, keepLoose, dropLoose, change, openPainting, replace: images.replace });
  }

  /** @param {InputImage} image */
  const bitmapOf = ({ file }) => createImageBitmap(file).catch(() => { throw cannotShow(file.name); });

  /** Shows what goes wrong. @param {() => Promise<unknown>} work */
  async function attempt(work) {
    try {
      await work();
    } catch (error) {
      faults.show(error);
    }
  }

  return {
    /** Opens the editor on an image. @param {number} id */
    paint: (id) =>
      attempt(async () => {
        const image = byId(id);
        if (!image) return;
        const painting = await paintingOf(id);
        const bitmap = await bitmapOf(image);
        shown?.close();
        shown = bitmap;
        (await studio()).editor.open({ bitmap, painting, file: image.file, id });
      }),

    /** Asks how far an image is to be extended, and does it. @param {number} id */
    extend: (id) =>
      attempt(async () => {
        const image = byId(id);
        if (!image) return;
        const { askMargins } = await studio();
        const bitmap = await bitmapOf(image);
        const margins = await askMargins(bitmap, image.file.name);
        bitmap.close();
        if (margins) await images.queue(() => attempt(async () => (await exchange()).extend(byId(id) ?? image, margins)));
      }),

    /** Whether there is an image after the one that is painted on. @param {Painting} painting */
    hasNext(painting) {
      const { images } = store.get();
      return images.findIndex((image) => image.painting === painting) < images.length - 1;
    },

    /** The editor's events. */
    refresh,
    closed() {
      shown?.close();
      shown = null;
    },

    /** @param {number} id */
    clear: (id) =>
      attempt(async () => {
        const painting = await paintingOf(id);
        change(painting, painting.clear);
      }),

    dropLoose,

    /** Takes a mask from a file, over the first image. @param {File} file */
    import: (file) => attempt(async () => (await exchange()).import(file)),

    /** Fits the loose mask to the first image. */
    fitLoose: () => attempt(async () => (await exchange()).fitLoose()),

    /** Takes a mask from a file, over the image that is painted on; see exchange.js for these.
     * @param {Painting} painting @param {File} file */
    importOnto: async (painting, file) => (await exchange()).importOnto(painting, file),

    /** @param {Painting} painting @param {'grey' | 'alpha'} kind */
    export: async (painting, kind) => (await exchange()).export(painting, kind),

    /** @param {Painting} painting */
    exportMasked: async (painting) => (await exchange()).exportMasked(painting),

    /** @param {Painting} painting */
    copyToNext: async (painting) => (await exchange()).copyToNext(painting),

    /** @param {Painting} painting */
    fromTransparency: async (painting) => (await exchange()).fromTransparency(painting),

    /** Adds what is transparent in an image to its mask. @param {number} id */
    useTransparency: (id) => attempt(async () => store.update({ status: await (await exchange()).fromTransparency(await paintingOf(id)), undo: null })),

    /** Gives an image a mask that was packed, in the place of its own. @param {number} id @param {Uint8Array} pack */
    unpack: (id, pack) =>
      attempt(async () => {
        const painting = await paintingOf(id);
        change(painting, () => painting.unpack(pack));
      }),

    /** Puts back a loose mask that was kept, and lays on what was kept of the images.
     * @param {(KeptMask & Size & {name: string}) | null} loose */
    restore(loose) {
      keptLoose = loose;
      return attempt(ready);
    },

    ready,

    /** Gives a mask without an image to the first that fits. */
    settle: () =>
      attempt(async () => {
        const { mask, images: [first] } = store.get();
        if (!mask || !first || !isSameSize(first, mask.painting)) return;
        await paintOver(first.id, mask.painting.read());
        dropLoose();
      }),
  };
}

/** @typedef {ReturnType<typeof createMasks>} Masks */
