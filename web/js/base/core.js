// @ts-check
/**
 * The page's own instance of the C core: schema, checks and plans, without waiting.
 *
 * Knows the functions of wasm/door/page_door.c, and nobody else does.
 */
import { createBorder } from './border.js';

/**
 * @typedef {{name: string, label: string, help: string, kind: 'text' | 'line' | 'model' | 'size' | 'integer' | 'boolean' | 'choice',
 *   default: string | number | boolean, min: number, max: number, choices: {value: string, label: string}[],
 *   sent: boolean, group: '' | 'more' | 'edit' | 'paste', format: string}} Setting 'format': the one it is about, '' for any
 * @typedef {{id: string, summary: string, shutdown: string | null, successor: string | null, ended: boolean,
 *   takes: Record<string, string>, markup: boolean}} Model 'takes': words, '' for a setting that it has not
 * @typedef {{low: number, high: number, tokens_low: number, tokens_high: number, requests: number, as_of: string}} Estimate
 *   US dollars and output tokens of a run
 * @typedef {{settings: Setting[], models: Model[], models_as_of: string, limits: {images: number}}} Schema
 * @typedef {import('./store.js').Settings} Params
 * @typedef {{width: number, height: number}} Size
 * @typedef {import('../studio/painting.js').Rect} Rect
 * @typedef {Size & {area: Rect, frame: Rect}} Crop one request: 'frame' of the picture, which may reach past it,
 *   is sent at this size for what is painted in 'area'
 */

/** Today, as the C core takes it. */
export const today = () => new Date().toISOString().slice(0, 10);

/** Of two requests, or runs, together. @param {Estimate | null} a @param {Estimate | null} b */
export const sum = (a, b) =>
  a && b && {
    ...a,
    low: a.low + b.low,
    high: a.high + b.high,
    tokens_low: a.tokens_low + b.tokens_low,
    tokens_high: a.tokens_high + b.tokens_high,
    requests: a.requests + b.requests,
  };

/** @param {any} core what startAlone resolved to */
export function createPageCore(core) {
  const { check, lend, reply } = createBorder(core);

  return {
    /** @returns {Schema} */
    schema() {
      check(lend([today()], (date) => core._page_schema(date)));
      return reply();
    },

    /**
     * Throws the Fault that a run with these would end in before anything is sent.
     * @param {Params} params
     * @param {{baseUrl: string, images: Size[], mask: Size | null, markup?: Size | null}} inputs
     */
    check(params, { baseUrl, images, mask, markup }) {
      const [first] = images;
      check(
        lend([JSON.stringify(params), baseUrl, today()], (p, pLength, u, uLength, date) =>
          core._page_check(p, pLength, u, uLength, date, images.length, ...[first, mask, markup].flatMap((size) => [size?.width ?? 0, size?.height ?? 0]))),
      );
    },

    /** Throws the Fault of a base URL that may not be used. @param {string} url */
    checkUrl: (url) => check(lend([url], core._page_check_url)),

    /** Throws the Fault of what no server can want. @param {import('../endpoint/endpoint.js').Dialect} dialect */
    checkDialect: (dialect) => check(lend([JSON.stringify(dialect)], core._page_check_dialect)),

    /** Throws the Fault of a key that cannot be sent. @param {string} key */
    checkKey: (key) => check(lend([key], core._page_check_key)),

    /** The seed of the next run. @param {Params} params @returns {number} */
    nextSeed(params) {
      check(lend([JSON.stringify(params)], (p, length) => core._page_next_seed(p, length, Math.random())));
      return reply().seed;
    },

    /**
     * What a run will cost, null where nothing can be said: of a model that is not in the table,
     * or while a setting is not as it must be.
     * With crops there is a request for each, of a picture of its size and for one of that size.
     * @param {Params} params
     * @param {Size[]} images @param {boolean} masked @param {Size[]} [crops]
     * @returns {Estimate | null}
     */
    estimate(params, images, masked, crops = []) {
      /** @param {Params} settings @param {Size[]} sizes @returns {Estimate | null} */
      const ask = (settings, sizes) =>
        lend([JSON.stringify(settings), JSON.stringify(sizes.map(({ width, height }) => ({ width, height })))], (p, pLength, s, sLength) =>
          core._page_estimate(p, pLength, s, sLength, masked)) ? reply() : null;
      if (!crops.length) return ask(params, images);
      return crops.map((crop) => ask({ ...params, size: `${crop.width}x${crop.height}` }, [crop])).reduce(sum);
    },

    /**
     * What is sent for a mask, and at what size: a crop for each request, none where all goes as
     * ComfyUI's node does it.
     * @param {Params} params @param {Size} picture @param {Rect[]} islands boxes around what is painted
     * @returns {Crop[]}
     */
    plan(params, { width, height }, islands) {
      const numbers = Int32Array.from(islands.flatMap((box) => [box.x, box.y, box.width, box.height]));
      check(
        lend([JSON.stringify(params), new Uint8Array(numbers.buffer)], (p, pLength, boxes) =>
          core._page_plan(p, pLength, width, height, boxes, islands.length)),
      );
      return reply().crops;
    },

    /** The size an image is sent at; 'budget' in pixels, 0 for none.
     * @param {Size} size @param {number} budget @returns {Size} */
    fit({ width, height }, budget) {
      check(core._page_fit(width, height, budget));
      return reply();
    },
  };
}

/** @typedef {ReturnType<typeof createPageCore>} PageCore */
