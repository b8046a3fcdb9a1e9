// @ts-check
/**
 * The questions a page may ask about masks and pictures: what takes longer than a frame.
 *
 * Started from a blob, as the other worker is; it never sees a key.
 */
import { Fault, startAlone } from '../js/base/border.js';
import { serve, startByHello } from '../js/base/rpc.js';
import { bytesOf } from './bytes.js';
import { createComposer } from './composer.js';
import { decodeInBrowser } from './decode.js';
import { createEasel } from './easel.js';
import { createPictures } from './pictures.js';

/**
 * @typedef {import('./composer.js').Place & {answer: Blob}} Part an answer and where it belongs
 * @typedef {{file: Blob, id: number, parts: Part[], options: import('./composer.js').ComposeOptions}} Composing
 */

const { started, hello } = startByHello(startAlone);
const easel = started.then(createEasel);
const composer = started.then(createComposer);

/** A file's bytes, or its pixels where only the browser can decode it. @param {Blob} file */
async function readable(file) {
  const bytes = await bytesOf(file);
  const { decodedHere, type } = (await easel).inspect(bytes);
  return decodedHere ? bytes : decodeInBrowser(file, type);
}

const pictures = createPictures(async (file) => (await easel).openPicture(await readable(file)));

/** Lets messages in, and ends the question if one of them says so. @param {AbortSignal} signal */
async function breathe(signal) {
  await new Promise((resolve) => setTimeout(resolve));
  if (signal.aborted) throw new Fault({ code: 'cancelled', http: 0, field: '', text: 'Cancelled.' });
}

/** A file to be looked at, a small one; null where the browser makes none. @param {import('./composer.js').Pixels | null} pixels @returns {Promise<Blob | null>} */
async function viewOf(pixels) {
  if (!pixels) return null;
  const { width, height } = pixels;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(/** @type {ArrayBuffer} */ (pixels.pixels.buffer)), width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.9 }).catch(() => null);
}

/** Fitting is about so much of composing. */
const FITTING = 0.3;

/**
 * Fits all answers, then lets `use` work with what they make.
 * @template T
 * @param {Composing} args @param {import('../js/base/rpc.js').Asking} asking
 * @param {(composing: ReturnType<Awaited<typeof composer>['open']>, reports: import('./composer.js').Report[]) => Promise<T>} use
 */
async function composing({ file, id, parts, options }, { signal, tell }, use) {
  const { open } = await composer;
  const opened = open((await pictures.get(file, id)).handle, options);
  try {
    const reports = [];
    for (const { answer, ...place } of parts) {
      await breathe(signal);
      reports.push(opened.add(place, await readable(answer)));
      tell('progress', { share: (FITTING * reports.length) / parts.length });
    }
    return await use(opened, reports);
  } finally {
    opened.close();
  }
}

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
   * @param {{file: Blob, id: number, at: import('../js/studio/painting.js').Point} & import('./easel.js').Selecting} args
   */
  selectColor: async ({ file, id, at, ...how }) => (await pictures.get(file, id)).select(at, how),

  /** Decodes a picture before it is asked for. @param {{file: Blob, id: number}} args */
  keepPicture: async ({ file, id }) => void (await pictures.get(file, id)),

  /** What is transparent. @param {{file: Blob, id: number}} args */
  selectTransparency: async ({ file, id }) => (await pictures.get(file, id)).selectTransparency(),

  /**
   * Puts answers back.  Events: 'progress' {share}, 'piece' of the PNG file, in order.  'small'
   * is what to show of a large picture.
   * @param {Composing} args
   */
  compose: (args, asking) =>
    composing(args, asking, async ({ width, height, profile, next, small }, reports) => {
      for (let { piece, share } = next(); piece.length > 0; { piece, share } = next()) {
        asking.tell('piece', piece, [piece.buffer]);
        asking.tell('progress', { share: FITTING + (1 - FITTING) * share });
        await breathe(asking.signal);
      }
      return { reports, width, height, profile, small: await viewOf(small()) };
    }),

  /** What changed, and what would have. @param {Composing} args */
  difference: (args, asking) =>
    composing(args, asking, async ({ difference }) => {
      const composed = difference(false);
      await breathe(asking.signal);
      return { composed, raw: difference(true) };
    }),

  /** A picture on a larger canvas. @param {{file: Blob, id: number, margins: import('./easel.js').Margins}} args */
  async extend({ file, id, margins }, { signal }) {
    const picture = await pictures.get(file, id);
    await breathe(signal);
    return picture.extend(margins);
  },

  /** A picture as a PNG file whose transparency is its mask. @param {{file: Blob, id: number, mask: import('./engine.js').Mask}} args */
  exportMasked: async ({ file, id, mask }) => (await pictures.get(file, id)).withMask(mask),

  /** Gives the memory of a kept picture back. */
  forgetPicture: () => pictures.forget(),
});
