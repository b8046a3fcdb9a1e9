// @ts-check
/** The input images: taking them in, their order, what is sent of them. */
import { Fault } from '../base/border.js';
import { sizeChange } from '../base/words.js';

/**
 * @typedef {import('../base/store.js').InputImage} InputImage
 * @typedef {{id: number, name: string, type: string, bytes: ArrayBuffer, width: number, height: number, animated: boolean}} KeptImage
 *   without its size and 'animated' where a page of version 1 kept it
 * @typedef {object} App
 * @property {import('../base/core.js').PageCore} core
 * @property {import('../base/store.js').Store} store
 * @property {import('../base/faults.js').Faults} faults
 * @property {(type: string, args: object) => Promise<any>} ask a worker
 * @property {number} limit of images
 * @property {() => Promise<void>} ready when what was kept of the images is laid on them
 */

/** With the thing at 'index' one place earlier. @template T @param {T[]} list @param {number} index */
export const movedUp = (list, index) => [...list.slice(0, index - 1), list[index], list[index - 1], ...list.slice(index + 1)];

/** The image budget as pixels, 0 for none. @param {import('../base/store.js').Settings} settings */
export const budgetOf = ({ image_budget }) => Number(image_budget) || 0;

/** @param {App} app */
export function createImages({ core, store, faults, ask, limit, ready }) {
  let nextId = 1;
  /** @type {Promise<void>} */
  let settled = Promise.resolve();

  /** An id that is no other picture's, be it only what a result was made from. */
  function newId() {
    nextId = Math.max(nextId, ...store.get().results.map(({ source }) => (source?.id ?? 0) + 1));
    return nextId++;
  }

  /** An image that is not in the list yet. @param {File} file @param {InputImage['kept']} kept @param {InputImage['markup']} markup @returns {Promise<InputImage>} */
  async function open(file, kept, markup) {
    const { width, height, animated } = await ask('inspect', { file });
    return { id: newId(), file, width, height, animated, painting: null, share: 0, kept, markup };
  }

  /** @param {File} file */
  async function addOne(file) {
    if (store.get().images.length >= limit) throw new Error(`only ${limit} images can be used.`);
    const image = await open(file, null, []);
    store.update({ images: [...store.get().images, image] });
  }

  /** @param {File[]} files */
  async function addAll(files) {
    /** @type {string[]} */
    const texts = [];
    for (const file of files) {
      await addOne(file).catch((error) => texts.push(`${file.name}: ${error.message}`));
    }
    if (texts.length) faults.show(new Fault({ code: 'invalid', http: 0, field: 'images', text: texts.join('\n') }));
  }

  /** Does what brings images or masks in after all that was begun before. @param {() => Promise<void>} work */
  const queue = (work) => (settled = settled.then(work));

  return {
    newId,
    queue,
    open,

    /** Takes files in, one after the other; what is no picture is named and left out. @param {File[]} files */
    add: (files) => queue(() => addAll(files)),

    /** Puts back an image that was kept, its mask to be laid on, and its markup.
     * @param {KeptImage} image @param {(import('../base/store.js').KeptMask & {share: number}) | null} mask @param {InputImage['markup']} markup */
    async restore({ id, name, type, bytes, ...facts }, mask, markup) {
      const file = new File([bytes], name, { type });
      const { width, height, animated } = 'width' in facts ? facts : await ask('inspect', { file });
      nextId = Math.max(nextId, id + 1);
      store.update({ images: [...store.get().images, { id, file, width, height, animated, painting: null, share: mask?.share ?? 0, kept: mask, markup }] });
    },

    /** Puts another picture in the place of one: its file, size, painting and markup.
     * @param {number} id @param {Pick<InputImage, 'file' | 'width' | 'height' | 'painting' | 'share' | 'markup'>} next */
    replace(id, next) {
      const { images } = store.get();
      images.find((image) => image.id === id)?.painting?.close();
      const image = { id: nextId++, animated: false, kept: null, ...next };
      store.update({ images: images.map((one) => (one.id === id ? image : one)) });
    },

    /** When all that was begun is there. */
    settled: () => settled.then(ready),

    /** @param {number} id */
    remove(id) {
      const { images } = store.get();
      images.find((image) => image.id === id)?.painting?.close();
      store.update({ images: images.filter((image) => image.id !== id) });
    },

    /** @param {number} id @param {number} by -1 for up, 1 for down */
    move(id, by) {
      const { images } = store.get();
      const index = images.findIndex((image) => image.id === id);
      store.update({ images: movedUp(images, by < 0 ? index : index + 1) });
    },

    /** Its size now, and as it will be sent. @param {InputImage} image */
    sizes: (image) => sizeChange(image, core.fit(image, budgetOf(store.get().settings))),
  };
}

/** @typedef {ReturnType<typeof createImages>} Images */
