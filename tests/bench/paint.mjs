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
const shown = (ms) => ms.toPrecision(3);

/** @param {string} name @param {number[]} samples @param {string} wanted @param {number[]} [other] that it is compared with */
const row = (name, samples, wanted, other) => [
  name,
  shown(median(samples)),
  shown(quantile(samples, 0.95)),
  String(samples.length),
  other ? `${shown(median(other) / median(samples))} times` : '',
  wanted,
];

const rows = [['', 'median, ms', '95 %, ms', 'samples', 'faster than', 'wanted']];
for (const [name, samples] of Object.entries(strokes).filter(([name]) => name.startsWith('segment'))) {
  rows.push(row(name, samples, '4 and 8, or 5 times', strokes['canvas segment']));
}
rows.push(
  row('canvas 2D: line, arc, changed part', strokes['canvas segment'], ''),
  row('stroke, begin and end', strokes.stroke, '', strokes['canvas stroke']),
  row('canvas 2D: getImageData', strokes['canvas stroke'], ''),
  row('as ComfyUI: three layers', strokes['three layers'], ''),
  row('select by colour, everywhere', whole.everywhere, '1000'),
  row('select by colour, flood', whole.flood, '1000'),
  row('grow by 50', whole.grow, '1000'),
);

const text = `Chromium ${version}, 8064 x 6048, brush of 100 pixels, segments of 60; on screen means until the frame is handed over.

${table(rows)}

200 strokes of 20 points at 3840 x 2160: ${shown(undo.held / 2 ** 20)} MB, ${undo.steps} steps to undo (wanted: 64 MB, 200 steps).
`;
console.log(text);
await mkdir(new URL('../../build/', import.meta.url), { recursive: true });
await writeFile(new URL('../../build/bench-paint.md', import.meta.url), text);
