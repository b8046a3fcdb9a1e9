// @ts-check
/**
 * What is sent of the images, made before Generate is pressed: decoding a photograph takes longer than all else of a request,
 * and whoever paints or writes gives the time for it.
 *
 * Made one by one in a worker that ends when nothing is left to do, for it never gives memory back. What is not sent any more
 * is thrown away, and so is the work on it.
 */
import { createClient } from '../base/rpc.js';
import { budgetOf } from '../inputs/images.js';
import { maskOf } from '../inputs/masks.js';

/**
 * @typedef {import('../base/core.js').Crop} Crop
 * @typedef {import('../base/store.js').State} State
 * @typedef {import('../base/core.js').Size & {file: Blob}} Rendition what is sent of an image of this size
 * @typedef {import('../base/store.js').InputImage} InputImage
 * @typedef {object} Wish
 * @property {string} name the same for the same rendition
 * @property {InputImage} image
 * @property {{budget: number, besideMask: boolean, crop: Crop | null}} how
 */

const SETTLED_MS = 700; // since the last change: a stroke is followed by another

/** @param {InputImage} image @param {Wish['how']} how @returns {Wish} */
function wish(image, how) {
  const { budget, besideMask, crop } = how;
  return { name: JSON.stringify([image.id, crop ? [crop.frame, crop.width, crop.height] : [budget, besideMask]]), image, how };
}

/** One for each image of a request; only the first image is cropped. @param {State} state @param {Crop | null} crop */
function wishesFor(state, crop) {
  const how = { budget: budgetOf(state.settings), besideMask: Boolean(maskOf(state)) };
  return state.images.map((image, index) => wish(image, { ...how, crop: index ? null : crop }));
}

/** @param {{store: import('../base/store.js').Store, plans: import('../inputs/plan.js').Plans, startWorker: () => Promise<Worker>}} app */
export function createRenditions({ store, plans, startWorker }) {
  const client = createClient(startWorker);
  /** Null where the file itself is sent, or a job has to see to it. @type {Map<string, Promise<Rendition | null>>} */
  const kept = new Map();
  /** @type {Promise<any>} */
  let queue = Promise.resolve();
  let making = '';
  let wanted = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Of all requests. @param {State} state @returns {Map<string, Wish>} */
  function wishesOf(state) {
    const crops = plans.of(state);
    const all = (crops.length ? crops : [null]).flatMap((crop) => wishesFor(state, crop));
    return new Map(all.map((one) => [one.name, one]));
  }

  /** @param {Wish} wish @returns {Promise<Rendition | null>} */
  async function make({ name, image: { file, width, height }, how }) {
    if (!kept.has(name)) return null;
    making = name;
    const rendered = await client.ask('render', { file, ...how }).catch(() => null);
    making = '';
    return rendered && { file: rendered, width, height };
  }

  /** @param {Map<string, Wish>} wishes */
  function keepOnly(wishes) {
    for (const name of kept.keys()) if (!wishes.has(name)) kept.delete(name);
    if (making && !wishes.has(making)) client.restart('This is not sent any more.');
  }

  function begin() {
    clearTimeout(timer);
    const wishes = wishesOf(store.get());
    keepOnly(wishes);
    for (const [name, wish] of wishes) if (!kept.has(name)) kept.set(name, (queue = queue.then(() => make(wish))));
    const last = queue;
    last.then(() => last === queue && client.restart('Nothing is left to do.'));
  }

  store.subscribe((state) => {
    const names = [...wishesOf(state).keys()].join();
    if (names === wanted) return;
    wanted = names;
    clearTimeout(timer);
    timer = setTimeout(begin, SETTLED_MS);
  });

  return {
    /** What is sent of the images with a crop; what was not begun is now. @param {Crop | null} crop */
    of(crop) {
      begin();
      return wishesFor(store.get(), crop).map(({ name }) => kept.get(name) ?? null);
    },
  };
}

/** @typedef {ReturnType<typeof createRenditions>} Renditions */
