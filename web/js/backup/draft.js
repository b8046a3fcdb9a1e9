// @ts-check
/** What was being worked on, out of a backup and onto a page where nothing lies yet. */
import { Fault } from '../base/border.js';
import { readMask } from './merge.js';

/**
 * @typedef {import('../base/store.js').State} State
 * @typedef {import('../base/store.js').Settings} Settings
 * @typedef {import('./manifest.js').BackedImage} BackedImage
 * @typedef {import('./unzip.js').Zip} Zip
 */

const MOST_IMAGE = 512e6;

/** Whether nothing on the page would have to make room. @param {State} state */
export const isFree = ({ settings, images, mask }) => !images.length && !mask && !String(settings.prompt).trim();

/** The settings that there are, of the kind they are of. @param {Settings} settings @param {Settings} defaults @returns {Settings} */
export const fitting = (settings, defaults) =>
  Object.fromEntries(Object.entries(settings).filter(([name, value]) => name in defaults && typeof value === typeof defaults[name]));

/** All of it or nothing. @param {import('./manifest.js').Draft} draft @param {Zip} zip */
async function readAll({ images, loose }, zip) {
  const kept = [];
  for (const image of images) {
    const { buffer: bytes } = await zip.read(image.path, MOST_IMAGE);
    kept.push({ image, bytes, pack: await readMask(zip, image.mask) });
  }
  const pack = loose && (await readMask(zip, loose.mask));
  return { kept, loose: loose && pack && { ...loose, pack: new Uint8Array(pack) } };
}

/**
 * @param {import('./manifest.js').Draft} draft
 * @param {Zip} zip
 * @param {object} app
 * @param {import('../base/store.js').Store} app.store
 * @param {Settings} app.defaults
 * @param {import('../inputs/images.js').Images} app.images
 * @param {import('../inputs/masks.js').Masks} app.masks
 * @param {import('../archive/recall.js').Recall} app.recall
 * @returns {Promise<boolean>} whether it is there; not where something else is, or where a part of it is damaged
 */
export async function putDraft(draft, zip, { store, defaults, images, masks, recall }) {
  if (!isFree(store.get())) return false;
  const read = await readAll(draft, zip).catch((error) => {
    if (error instanceof Fault) return null;
    throw error;
  });
  if (!read || !isFree(store.get())) return false;
  await images.queue(async () => {
    const { settings, results, jobs } = store.get();
    store.update({ settings: { ...settings, ...fitting(draft.settings, defaults) } });
    if (!results.length && !jobs.length) await recall.show(draft.results);
    for (const { image, bytes, pack } of read.kept) {
      const { name, type, width, height, animated, share, markup } = image;
      await images.restore({ id: images.newId(), name, type, bytes, width, height, animated }, pack && { share, pack: new Uint8Array(pack) }, markup);
    }
    await masks.restore(read.loose);
  });
  return true;
}
