// @ts-check
/**
 * What a backup says of itself and of what is in it: one JSON text beside the files; pure.
 *
 * A backup may come from anywhere, so what is read here is taken apart and put together anew: only
 * what is named here gets in, and only where it is of its kind.
 *
 * @typedef {import('../archive/entry.js').Entry} Entry
 * @typedef {import('../archive/entry.js').KeptSource} KeptSource
 * @typedef {{part: string, path: string}} BackedFile
 * @typedef {{entry: Entry, files: BackedFile[]}} BackedResult
 * @typedef {{facts: KeptSource, mask: string}} BackedSource 'mask' is a path, '' for none
 * @typedef {{owner: string, path: string, type: string}} BackedInput
 * @typedef {{id: number, name: string, type: string, width: number, height: number, animated: boolean, path: string, share: number, mask: string, markup: KeptSource['markup']}} BackedImage
 * @typedef {{name: string, width: number, height: number, mask: string}} BackedLoose
 * @typedef {{settings: Entry['asked'], images: BackedImage[], loose: BackedLoose | null, results: import('../archive/desk.js').Shown[]}} Draft what was being worked on
 *
 * @typedef {object} Manifest
 * @property {number} when it was made
 * @property {BackedResult[]} results
 * @property {BackedSource[]} sources
 * @property {BackedInput[]} inputs
 * @property {string[]} prompts the newest first
 * @property {Draft | null} draft
 * @property {string} choices as keep.js has them
 * @property {string} profiles as profiles.js writes them
 */
import { Fault } from '../base/border.js';
import { anyOf, dictionary, fitOnes, flag, like, listOf, number, orNull, orUsual, record, text, whole } from './shape.js';

export const MANIFEST = 'manifest.json';
const FORMAT = 'gpt-image backup';
const VERSION = 1;

/** A manifest of some ten thousand results. */
export const MOST_MANIFEST = 64e6;

const FOREIGN = 'This ZIP file is no backup of this page: it holds no manifest.json that the page wrote.';
const NEWER = 'This backup was made by a newer version of this page. Load the page anew, and try again.';

const MOST_SIDE = 100_000;
const MOST_TEXT = 200_000;
const MOST_PROMPTS = 200;
const id = like(/^[\w-]{1,64}$/);
const path = like(/^[^\0]{1,300}$/);
const noPath = anyOf(like(/^$/), path);
const type = anyOf(like(/^$/), like(/^image\/[\w.+-]{1,40}$/));
const moment = whole();
const side = whole(0, MOST_SIDE);
const place = whole(-MOST_SIDE, MOST_SIDE);
const box = record({ x: place, y: place, width: side, height: side });
const asked = dictionary(/^[a-z][\w[\]]{0,60}$/i, anyOf(/** @type {import('./shape.js').Reader<any>} */ (text(MOST_TEXT)), number(), flag), 100);
const link = anyOf(like(/^$/), like(/^https?:\/\/[^\s]{1,4000}$/));

const usage = record({ text_tokens: whole(), image_tokens: whole(), output_tokens: whole() });
const answer = record(
  { size: text(40), quality: text(40), background: text(40), output_format: text(40), cost_usd: number(), images: whole(0, 1000), damaged: whole(0, 1000), usage },
  ['size', 'quality', 'background', 'output_format', 'cost_usd', 'usage'],
);
const paste = record({ keep: flag, feather: number(0, 1000), align: flag, match_colors: flag, blend: text(40) });
const report = record({
  ...{ aligned: flag, shift_x: number(), shift_y: number(), scale: number() },
  ...{ matched: flag, color_before: number(), color_after: number(), feather: number() },
});
const shape = record({
  kind: /** @type {import('./shape.js').Reader<import('../inputs/markup/shapes.js').Kind>} */ (like(/^(pen|arrow|box|text)$/)),
  color: like(/^[\w#(),.%/ -]{1,60}$/),
  width: number(0, MOST_SIDE),
  points: listOf(number(-MOST_SIDE, MOST_SIDE), 100_000),
  text: text(10_000),
});
const markup = listOf(shape, 10_000);

/** @type {import('./shape.js').Reader<Entry>} */
const entry = record({
  ...{ id, run: id, index: whole(0, 10_000), began: moment, when: moment, changed: orUsual(moment, 0) },
  ...{ asked, answer: orNull(answer), extension: like(/^\w{0,8}$/), link, incomplete: flag },
  ...{ width: side, height: side, answers: whole(0, 1000), composed: flag, bytes: whole(), source: anyOf(like(/^$/), id) },
  ...{ paste: /** @type {import('./shape.js').Reader<any>} */ (orNull(paste)), reports: listOf(report, 1000), profile: text(40) },
  ...{ favourite: flag, tags: listOf(text(200), 200), deleted: orUsual(() => 0, 0) },
});

/** @type {import('./shape.js').Reader<BackedResult>} */
const result = record({ entry, files: listOf(record({ part: like(/^(answer\d{1,3}|composed|small)$/), path }), 1010) });

const input = record({ name: text(1000), type, file: id });

/** Whether a box lies in a picture. @param {import('../base/core.js').Size} size @param {import('../base/core.js').Crop['area']} area */
const isWithin = ({ width, height }, area) => area.x >= 0 && area.y >= 0 && area.x + area.width <= width && area.y + area.height <= height;

/** @type {import('./shape.js').Reader<KeptSource>} */
function facts(value) {
  const found = record({ id, width: side, height: side, crops: listOf(record({ area: box, frame: box, width: side, height: side }), 1000), markup, inputs: listOf(input, 100) })(value);
  if (!found.inputs.length || !found.crops.every(({ area }) => isWithin(found, area))) throw new TypeError('Its parts do not fit.');
  return found;
}

const image = record({ id: whole(1, 1e9), name: text(1000), type, width: side, height: side, animated: flag, path, share: number(0, 1), mask: noPath, markup });

/** @type {import('./shape.js').Reader<Draft>} */
const draft = record({
  settings: asked,
  images: listOf(image, 100),
  loose: orNull(record({ name: text(1000), width: side, height: side, mask: path })),
  results: listOf(record({ entry: id, run: whole(1, 1e9) }), 100),
});

/** The first of each name. @template T @param {T[]} list @param {(one: T) => string} nameOf */
const distinct = (list, nameOf) => [...new Map(list.toReversed().map((one) => [nameOf(one), one])).values()].reverse();

/** What can be had, or what stands for it. @template T, U @param {any} value @param {import('./shape.js').Reader<T>} read @param {U} otherwise */
function attempt(value, read, otherwise) {
  try {
    return read(value);
  } catch {
    return otherwise;
  }
}

/** @param {Omit<Manifest, 'when'>} manifest */
export const writeManifest = (manifest) => JSON.stringify({ format: FORMAT, version: VERSION, when: Date.now(), ...manifest });

/** @param {string} json @returns {Manifest & {damaged: number}} with how many results are left out, as nobody can make sense of them */
export function readManifest(json) {
  const value = attempt(json, JSON.parse, null);
  const refuse = (/** @type {string} */ text) => new Fault({ code: 'invalid', http: 0, field: '', text });
  if (value?.format !== FORMAT || !Array.isArray(value.results) || !Number.isInteger(value.version)) throw refuse(FOREIGN);
  if (value.version > VERSION) throw refuse(NEWER);
  const results = distinct(fitOnes(value.results, result), ({ entry }) => entry.id);
  return {
    when: attempt(value.when, moment, 0),
    results,
    damaged: value.results.length - results.length,
    sources: distinct(fitOnes(value.sources ?? [], record({ facts, mask: noPath })), (source) => source.facts.id),
    inputs: distinct(fitOnes(value.inputs ?? [], record({ owner: id, path, type })), ({ owner }) => owner),
    prompts: attempt(value.prompts, (all) => fitOnes(all, text(MOST_TEXT)).slice(0, MOST_PROMPTS), []),
    draft: attempt(value.draft, draft, null),
    choices: attempt(value.choices, text(10_000), ''),
    profiles: attempt(value.profiles, text(1_000_000), ''),
  };
}
