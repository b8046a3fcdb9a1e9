// @ts-check
/**
 * The questions a page may ask about masks and pictures: what takes longer than a frame.
 *
 * Started from a blob, as the other worker is; it never sees a key.
 */
import { startAlone } from '../js/border.js';
import { serve, startByHello } from '../js/rpc.js';
import { bytesOf } from './bytes.js';
import { decodeInBrowser } from './decode.js';
import { createEasel } from './easel.js';
import { createPictures } from './pictures.js';

const { started: easel, hello } = startByHello(async (module) => createEasel(await startAlone(module)));

/** A file's bytes, or its pixels where only the browser can decode it. @param {Blob} file */
async function readable(file) {
  const bytes = await bytesOf(file);
  const { decodedHere, type } = (await easel).inspect(bytes);
  return decodedHere ? bytes : decodeInBrowser(file, type);
}

const pictures = createPictures(async (file) => (await easel).openPicture(await readable(file)));

serve(/** @type {any} */ (self), {
  hello,

  /** Coverage from a mask file. @param {{file: Blob}} args */
  async importMask({ file }) {
    const mask = await readable(file);
    return mask instanceof Uint8Array ? (await easel).maskFromFile(mask) : (await easel).maskFromPixels(mask);
  },

  /** A mask after a change to all of it, by name. */
  changeMask: async ({ mask, name, amount }) => (await easel).changeMask(mask, name, amount),

  /** A mask at another size. */
  fitMask: async ({ mask, size }) => (await easel).fitMask(mask, size),

  /** A mask as a PNG file. */
  exportMask: async ({ mask, grey }) => (await easel).exportMask(mask, grey),

  /**
   * What has the colour at a pixel.  The picture is kept for the next time, under its id.
   * @param {{file: Blob, id: number, at: import('../js/painting.js').Point} & import('./easel.js').Selecting} args
   */
  selectColor: async ({ file, id, at, ...how }) => (await pictures.get(file, id)).select(at, how),

  /** Decodes a picture before it is asked for. @param {{file: Blob, id: number}} args */
  keepPicture: async ({ file, id }) => void (await pictures.get(file, id)),

  /** What is transparent. @param {{file: Blob, id: number}} args */
  selectTransparency: async ({ file, id }) => (await pictures.get(file, id)).selectTransparency(),

  /** Gives the memory of a kept picture back. */
  forgetPicture: () => pictures.forget(),
});
