// @ts-check
/**
 * What the archive holds of a result; pure.
 *
 * @typedef {import('../base/store.js').Result} Result
 *
 * @typedef {object} Entry the facts of one result, small
 * @property {string} id
 * @property {string} run shared by the results of one job
 * @property {number} index within its run
 * @property {number} began when its job did, Date.now(); 0 where nobody knows
 * @property {number} when it was received
 * @property {number} [changed] when somebody last wanted it otherwise, or it was put back anew; of two versions the newer counts
 * @property {Result['asked']} asked
 * @property {Result['answer']} answer
 * @property {string} extension of the answers' files
 * @property {string} link
 * @property {boolean} incomplete
 * @property {number} width of the picture that is shown first; 0 until somebody has seen it
 * @property {number} height
 * @property {number} answers how many of its files are answers
 * @property {boolean} composed whether one of them is these put back
 * @property {number} bytes of its files
 * @property {string} source '' for none
 * @property {Result['paste']} paste
 * @property {Result['reports']} reports
 * @property {string} profile
 * @property {boolean} favourite
 * @property {string[]} tags
 * @property {number} deleted when it was, 0 for not: it is gone for good once that cannot be undone any more
 *
 * @typedef {{type: string, bytes: ArrayBuffer}} KeptFile
 *
 * @typedef {object} KeptSource what an edit was made from
 * @property {string} id
 * @property {number} width of the first image, upright
 * @property {number} height
 * @property {import('../base/core.js').Crop[]} crops
 * @property {import('../inputs/markup/shapes.js').Shape[]} markup over the first image
 * @property {{name: string, type: string, file: string}[]} inputs all images in order; 'file' is the owner of the bytes
 */

/** The parts of a result, in the order of its answers. @param {number} index */
export const partName = (index) => `answer${index}`;

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** An id that is no other's, where randomUUID is not to be had too: off https. @returns {string} */
export const newId = () => crypto.randomUUID?.() ?? hex(crypto.getRandomValues(new Uint8Array(16)));

let latest = 0;

/** Now, and never the same twice. */
export function moment() {
  latest = Math.max(Date.now(), latest + 1);
  return latest;
}

/** @param {{bytes: ArrayBuffer}[]} files */
export const sizeOf = (files) => files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);

/** @type {Pick<Entry, 'began' | 'width' | 'height' | 'answers' | 'composed' | 'bytes' | 'favourite' | 'tags' | 'deleted'>} */
const NOTHING_YET = { began: 0, width: 0, height: 0, answers: 0, composed: false, bytes: 0, favourite: false, tags: [], deleted: 0 };

/**
 * @param {Pick<Entry, 'id' | 'run' | 'when' | 'source'> & Partial<Entry>} names
 * @param {Pick<Result, 'index' | 'asked' | 'answer' | 'extension' | 'link' | 'incomplete' | 'paste' | 'reports' | 'profile'>} result
 * @returns {Entry}
 */
export const entryOf = (names, { index, asked, answer, extension, link, incomplete, paste, reports, profile }) =>
  ({ ...NOTHING_YET, index, asked, answer, extension, link, incomplete, paste, reports, profile, ...names });

/** A file as it is kept. @param {Blob} file @returns {Promise<KeptFile>} */
export const packFile = async (file) => ({ type: file.type, bytes: await file.arrayBuffer() });

/** @type {WeakMap<Blob, string>} */
const digests = new WeakMap();

/** What a file is called by what it holds; off https only by which it is. @param {Blob} file */
async function digestOf(file) {
  const known = digests.get(file);
  if (known) return known;
  const digest = crypto.subtle ? hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))) : newId();
  digests.set(file, digest);
  return digest;
}

/** @param {import('../base/store.js').Source} source @returns {Promise<{facts: KeptSource, files: Record<string, Blob>}>} its files by their owners */
export async function packSource({ key: id, width, height, crops, markup, inputs: images }) {
  /** @type {string[]} */
  const files = [];
  for (const image of images) files.push(await digestOf(image));
  const inputs = images.map(({ name, type }, i) => ({ name, type, file: files[i] }));
  return { facts: { id, width, height, crops, markup, inputs }, files: Object.fromEntries(images.map((image, i) => [files[i], image])) };
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {ArrayBuffer} its own, no part of a larger one */
export const bufferOf = ({ buffer, byteOffset, byteLength }) =>
  byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
