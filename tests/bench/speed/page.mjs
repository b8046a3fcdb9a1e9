// @ts-check
// The measurements, in the page.

import { answer } from './answer.mjs';
import { edit } from './edit.mjs';
import { jpegIn } from './jpeg_in.mjs';
import { pngIn } from './png_in.mjs';
import { maskOut, pngOut, pngOutOpaque } from './png_out.mjs';
import { resize } from './resize.mjs';

const STAGES = [pngOut, pngOutOpaque, maskOut, pngIn, jpegIn, resize, answer, edit];

/** @param {any} result */
const lengthOf = (result) => (result ? (result.size ?? result.byteLength ?? 0) : 0);

/** The stage and its input that are at hand. @type {{stage: typeof STAGES[number], input: any}} */
let now;

const bench = {
  /** What there is to measure. */
  list: () => STAGES.map(({ title, cases, ways }) => ({
    title,
    ways: Object.keys(ways),
    cases: Object.entries(cases).map(([name, { wanted, native, long }]) => ({ name, wanted, native, long })),
  })),

  /** @param {number} stage @param {string} name */
  async prepare(stage, name) {
    now = { stage: STAGES[stage], input: null }; // what was at hand goes first
    now.input = await STAGES[stage].cases[name].prepare();
  },

  /** @param {string} way @returns {Promise<{ms: number, bytes: number}>} */
  async run(way) {
    const start = performance.now();
    const result = await now.stage.ways[way](now.input);
    const ms = performance.now() - start;
    return { ms, bytes: lengthOf(result) };
  },

  notes: () => now.stage.notes?.(now.input) ?? '',
};

Object.assign(globalThis, { bench });
