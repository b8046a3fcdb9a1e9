// @ts-check
// Painting at 48 megapixels, beside other ways to do it, in one run in Chromium.
//
//   node tests/bench/paint.mjs
//
// prints a table and writes it to build/bench-paint.md.

import { mkdir, writeFile } from 'node:fs/promises';
import { open } from './browser.mjs';
import { median, quantile, table } from './figures.mjs';

const { page, browser, close } = await open('tests/bench/paint/page.mjs');

/** @param {string} name @param {object} how @returns {Promise<any>} */
const run = (name, how) => page.evaluate(([name, how]) => /** @type {any} */ (globalThis).bench[name](how), /** @type {const} */ ([name, how]));

const whole = await run('whole', { rounds: 5 });
const undo = await run('undo', { width: 3840, height: 2160, strokes: 200, points: 20 });
const strokes = await run('strokes', { rounds: 5, segments: 40 });
const version = browser.version();
await close();

/** @param {number} ms */
const shown = (ms) => String(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));

/** @param {string} name @param {number[]} samples @param {string} wanted @param {number} [other] median that it is compared with */
const row = (name, samples, wanted, other) => [
  name,
  shown(median(samples)),
  shown(quantile(samples, 0.95)),
  String(samples.length),
  other ? `${shown(other / median(samples))} x` : '',
  wanted,
];

const [segment, snapshot] = [median(strokes['canvas segment']), median(strokes['canvas stroke'])];
const rows = [
  ['', 'median, ms', '95 %, ms', 'samples', 'canvas 2D takes', 'wanted'],
  ...Object.keys(strokes).filter((name) => name.startsWith('segment')).map((name) => row(name, strokes[name], '4 and 8', segment)),
  row('begin and end of a stroke', strokes.stroke, '', snapshot),
  row('stroke of one segment', strokes['one segment'], '5 x', segment + snapshot),
  row('canvas 2D: line and arc, changed part shown', strokes['canvas segment'], ''),
  row('canvas 2D: snapshot for undo, per stroke', strokes['canvas stroke'], ''),
  row("ComfyUI's snapshot: three layers, per stroke", strokes['three layers'], ''),
  row('a frame with one dot in it, by comparison', strokes.floor, ''),
  row('select by colour, everywhere', whole.everywhere, '1000'),
  row('select by colour, flood', whole.flood, '1000'),
  row('grow by 50', whole.grow, '1000'),
];

const text = `Chromium ${version}, 8064 x 6048, brush of 100 pixels, segments of 60; until the frame is handed over to the screen; a stage of 1010 x 690.

${table(rows)}

200 soft strokes of 20 points at 3840 x 2160, some erasing: ${shown(undo.held / 2 ** 20)} MB in all, ${undo.steps} steps to undo (wanted: 64 MB, 200 steps).
`;
console.log(text);
await mkdir(new URL('../../build/', import.meta.url), { recursive: true });
await writeFile(new URL('../../build/bench-paint.md', import.meta.url), text);
