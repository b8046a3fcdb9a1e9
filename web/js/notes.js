// @ts-check
/**
 * What is written into a picture on its way out: the settings it was made with.
 *
 * Never the key, nor where it was asked of, nor who asked.  What is kept stays as it was received.
 */

/**
 * @typedef {import('../worker/engine.js').Note} Note
 * @typedef {object} Made what is told of how a picture was made
 * @property {import('./store.js').Settings} asked
 * @property {import('./store.js').Answer | null} answer
 * @property {{pack: Uint8Array | null} | null} source
 * @property {number} [when] milliseconds since 1970
 */

/** The keyword of our own note, which is JSON. */
export const OURS = 'gpt-image-wasm';

/** A mask that takes more is not written along. */
const PACK_MOST = 65_536;

/** @type {Record<string, string>} */
const NAMES = { 'image/gif': 'A GIF', 'image/svg+xml': 'An SVG', 'image/avif': 'An AVIF' };

/** @param {Uint8Array} bytes */
const base64Of = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** @param {Made} made */
function ours({ asked: { safety_identifier: _, ...settings }, answer, source, when }) {
  const pack = source?.pack;
  return {
    version: 1,
    model: settings.model,
    ...(when && { when: new Date(when).toISOString() }),
    settings,
    ...(answer && { images: answer.images, usage: answer.usage, cost: answer.cost_usd }), // of all that came with it
    ...(pack && pack.length <= PACK_MOST && { mask: base64Of(pack) }),
  };
}

/** The notes that a result's pictures carry. @param {Made} made @returns {Promise<Note[]>} */
export async function notesOf(made) {
  return [{ keyword: OURS, text: JSON.stringify(ours(made)) }];
}

/** @param {{store: import('./store.js').Store, ask: (type: string, args: object) => Promise<any>}} app 'ask': a worker */
export function createNotes({ store, ask }) {
  return {
    /**
     * One of a result's pictures as it goes out: with notes, unless that is not wanted or not possible; its
     * pixels are not touched. @param {Made} made @param {Blob} file @returns {Promise<{file: Blob, trouble: string}>} 'trouble': why it
     * goes without, '' for none
     */
    async withNotes(made, file) {
      if (store.get().choices.plain) return { file, trouble: '' };
      if (NAMES[file.type]) return { file, trouble: `${NAMES[file.type]} cannot carry them.` };
      try {
        return { ...(await ask('writeNotes', { file, entries: await notesOf(made) })), trouble: '' };
      } catch (error) {
        return { file, trouble: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

/** @typedef {ReturnType<typeof createNotes>} Notes */
