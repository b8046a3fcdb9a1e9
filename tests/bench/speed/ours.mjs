// @ts-check
// The engine's stages one by one.  What goes in is copied, files that come out are, too; pixels are looked at where they lie, as
// the next stage does.

import { createBorder, startAlone } from '../../../web/js/base/border.js';

const module = WebAssembly.compileStreaming(fetch('bench.wasm'));

/** Pieces of an answer, as the network gives them. */
const PIECE = 64 * 1024;

export async function startOurs() {
  /** @type {Uint8Array[]} */
  let pictures = [];
  const core = await startAlone(await module, { bench_image: (/** @type {number} */ file, /** @type {number} */ length) => pictures.push(take(file, length)) });
  const { give, take, check } = createBorder(core);
  const file = () => take(core._bench_file(), core._bench_file_len());
  const image = () => {
    const [width, height] = [core._bench_width(), core._bench_height()];
    return new ImageData(new Uint8ClampedArray(core.HEAPU8.buffer, core._bench_pixels(), width * height * 4), width, height);
  };
  return {
    /** @param {ImageData} image @param {boolean} rgba even where it is opaque */
    encode({ data, width, height }, rgba) {
      check(core._bench_encode(give(/** @type {any} */ (data)), width, height, rgba));
      return file();
    },

    /** stb_image_write as it comes. @param {ImageData} image */
    encodeStb({ data, width, height }) {
      check(core._bench_encode_stb(give(/** @type {any} */ (data)), width, height));
      return file();
    },

    /** @param {Uint8Array} coverage @param {number} width @param {number} height */
    encodeMask(coverage, width, height) {
      check(core._bench_encode_mask(give(coverage), width, height));
      return file();
    },

    /** @param {Uint8Array} bytes */
    decode(bytes) {
      check(core._bench_decode(give(bytes), bytes.length));
      return image();
    },

    /** @param {ImageData} image @param {import('../../../web/js/base/core.js').Size} to */
    resize({ data, width, height }, to) {
      check(core._bench_resize(give(/** @type {any} */ (data)), width, height, to.width, to.height));
      return image();
    },

    /** The pictures in an answer. @param {Uint8Array} answer */
    answer(answer) {
      pictures = [];
      core._bench_answer_begin();
      for (let at = 0; at < answer.length; at += PIECE) {
        const piece = answer.subarray(at, at + PIECE);
        check(core._bench_answer_feed(give(piece), piece.length));
      }
      return pictures;
    },

    /** Bytes of the memory that were ever in use. */
    heap: () => core._bench_heap(),
  };
}
