// @ts-check
/**
 * Where a long file goes: to the place on the disk that a person chooses, or as a download.
 *
 * Either way it is never whole in memory: a download is put together of pieces that the browser keeps
 * on its disk.
 */
import { saveFile } from '../base/files.js';

/** @typedef {{write: (content: ReadableStream<Uint8Array<ArrayBuffer>>, signal: AbortSignal) => Promise<void>}} Target */

const PIECE_BYTES = 16e6;

/** How long a browser may take to begin a download, and to copy what it is of. */
const SAVED_MS = 600_000;

/** @param {any} error */
const isRefusal = ({ name }) => name === 'AbortError';

/** The place that a file would have got; what was there before stays. @param {any} handle */
async function tidy(handle) {
  const { size } = await handle.getFile();
  if (!size) await handle.remove?.();
}

/** @param {any} handle @returns {Target} */
const fileTarget = (handle) => ({
  async write(content, signal) {
    try {
      await content.pipeTo(await handle.createWritable(), { signal });
    } catch (error) {
      await tidy(handle).catch(() => {});
      throw error;
    }
  },
});

/** Puts what comes into pieces. @param {string} type */
function createGathering(type) {
  /** @type {Blob[]} */
  const pieces = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  let some = [];
  let size = 0;

  function flush() {
    pieces.push(new Blob(some));
    some = [];
    size = 0;
  }

  return {
    sink: new WritableStream({
      write(/** @type {Uint8Array<ArrayBuffer>} */ bytes) {
        some.push(bytes);
        size += bytes.length;
        if (size >= PIECE_BYTES) flush();
      },
    }),

    whole() {
      flush();
      return new Blob(pieces, { type });
    },
  };
}

/** @param {string} name @returns {Target} */
const downloadTarget = (name) => ({
  async write(content, signal) {
    const gathering = createGathering('application/zip');
    await content.pipeTo(gathering.sink, { signal });
    saveFile(gathering.whole(), name, SAVED_MS);
  },
});

/** To be called at once when somebody asks for it: browsers let a page ask for a place only then.
 * @param {string} name that is proposed @returns {Promise<Target | null>} null where somebody changed his mind */
export async function chooseTarget(name) {
  const pick = /** @type {any} */ (window).showSaveFilePicker;
  if (!pick) return downloadTarget(name);
  try {
    return fileTarget(await pick({ suggestedName: name, types: [{ description: 'ZIP file', accept: { 'application/zip': ['.zip'] } }] }));
  } catch (error) {
    return isRefusal(error) ? null : downloadTarget(name);
  }
}
