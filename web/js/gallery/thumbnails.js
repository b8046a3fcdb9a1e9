// @ts-check
/**
 * Small pictures of what is in the archive, made once, when somebody first comes near.
 *
 * One is made at a time, for each takes the memory of a whole picture.
 */
import { partName } from '../archive/entry.js';

/** @typedef {import('../archive/archive.js').Entry} Entry */
/** @typedef {import('../archive/archive.js').Archive} Archive */

/** Pixels: sharp in a square of half of it on most screens, whatever the picture's shape. */
const WIDTH = 512;
const HOW = { type: 'image/webp', quality: 0.8 }; // a browser that cannot makes PNG of it

/** What is looked at first of a result. @param {Archive} archive @param {Entry} entry @returns {Promise<Blob | null>} */
const pictureOf = async (archive, { id, composed }) =>
  composed ? ((await archive.file(id, 'small')) ?? archive.file(id, 'composed')) : archive.file(id, partName(0));

/** @param {Blob} file @param {number} width that it has, 0 where nobody knows */
async function shrink(file, width) {
  const bitmap = await createImageBitmap(file, { resizeWidth: Math.min(WIDTH, width || WIDTH), resizeQuality: 'medium' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { file: await canvas.convertToBlob(HOW), width: canvas.width, height: canvas.height };
}

/** @param {Archive} archive */
export function createThumbnails(archive) {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  /** @param {Entry} entry */
  async function create(entry) {
    const picture = await pictureOf(archive, entry);
    if (!picture) return null;
    const { file, width, height } = await shrink(picture, entry.width);
    // What cannot be kept is made anew the next time.
    archive.setThumbnail(entry.id, { type: file.type, bytes: await file.arrayBuffer(), width, height, of: entry.bytes }).catch(() => {});
    return file;
  }

  /** The picture of an entry, null where there is none that can be shown.
   * @param {Entry} entry @param {() => boolean} isWanted still, once it is its turn @returns {Promise<Blob | null>} */
  return async function thumbnailOf(entry, isWanted) {
    const kept = await archive.thumbnail(entry.id);
    if (kept?.of === entry.bytes) return new Blob([kept.bytes], { type: kept.type });
    const made = last.then(() => (isWanted() ? create(entry) : null)).catch(() => null);
    last = made;
    return made;
  };
}

/** @typedef {ReturnType<typeof createThumbnails>} ThumbnailOf */
