// @ts-check
/**
 * What is written into a picture on its way out: the settings it was made with.
 *
 * Never the key, nor where it was asked of, nor who asked.  What is kept stays as it was received.
 */

/**
 * @typedef {import('../../worker/engine.js').Note} Note
 * @typedef {object} Made what is told of how a picture was made
 * @property {import('../base/store.js').Settings} asked
 * @property {import('../base/store.js').Answer | null} answer
 * @property {{pack: Uint8Array | null, inputs: {length: number}} | null} source
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

/** The note with the settings. @param {Made} made @returns {Note} */
export const noteOf = (made) => ({ keyword: OURS, text: JSON.stringify(ours(made)) });

/** @param {{store: import('../base/store.js').Store, ask: (type: string, args: object) => Promise<any>}} app 'ask': a worker */
export function createNotes({ store, ask }) {
  /** ComfyUI's own notes, which it rebuilds the graph from; none where it has no such graph. The names of the input
   * images are not told. @param {Made} made @returns {Promise<Note[]>} */
  async function graphOf({ asked, source }) {
    try {
      const { prompt, workflow } = await ask('writeWorkflow', { settings: asked, images: source?.inputs.length ?? 0, mask: Boolean(source?.pack) });
      return [{ keyword: 'prompt', text: prompt }, { keyword: 'workflow', text: workflow }];
    } catch {
      return [];
    }
  }

  /**
   * One of a result's pictures as it goes out: with notes, unless that is not wanted or not possible; its
   * pixels are not touched. @param {Made} made @param {Blob} file @returns {Promise<{file: Blob, trouble: string}>} 'trouble': why it
   * goes without, '' for none
   */
  async function withNotes(made, file) {
    if (store.get().choices.plain) return { file, trouble: '' };
    if (NAMES[file.type]) return { file, trouble: `${NAMES[file.type]} cannot carry them.` };
    try {
      const graph = file.type === 'image/png' ? await graphOf(made) : []; // the one kind that ComfyUI saves
      return { ...(await ask('writeNotes', { file, entries: [...graph, noteOf(made)] })), trouble: '' };
    } catch (error) {
      return { file, trouble: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    withNotes,

    /** The same where nobody is told of trouble. @param {Made} made @param {Blob} file */
    dress: async (made, file) => (await withNotes(made, file)).file,
  };
}

/** @typedef {ReturnType<typeof createNotes>} Notes */
