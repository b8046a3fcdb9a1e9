// @ts-check
// Putting an answer back into 48 megapixels, beside a canvas that does the same, in one run in Chromium.
//
//   node tests/bench/compose.mjs
//
// prints a table and writes it to build/bench-compose.md.

import { mkdir, writeFile } from 'node:fs/promises';
import { open } from './browser.mjs';
import { median, table } from './figures.mjs';

const ROUNDS = 5;
const PLACES = { crop: 'into 1200 x 1200 of it', whole: 'over all of it' };

const { page, browser, close } = await open('tests/bench/compose/page.mjs');

/** @param {string} name @param {...any} how @returns {Promise<any>} */
const run = (name, ...how) => page.evaluate(([name, how]) => /** @type {any} */ (globalThis).bench[name](...how), /** @type {const} */ ([name, how]));

/** @type {Record<string, any[]>} */
const samples = { crop: [], whole: [] };
for (let i = 0; i < ROUNDS; i++) for (const place of Object.keys(PLACES)) samples[place].push(await run('round', place));
const plan = await run('plan');
const counts = await run('changed');
const bytes = await run('bytes');
const version = browser.version();
await close();

/** @param {number} ms */
const shown = (ms) => String(ms < 10 ? Math.round(ms * 100) / 100 : Math.round(ms));

/** @param {string} name @param {any[]} rounds @param {string} ours @param {string} canvas */
function row(name, rounds, ours, canvas) {
  const [a, b] = [ours, canvas].map((way) => median(rounds.map((round) => round[way])));
  return [name, shown(a), shown(b), `${shown(b / a)} x`];
}

/** @param {number} count */
const megabytes = (count) => `${(count / 1e6).toFixed(1)} MB`;

const times = [
  ['', 'ours, ms', 'canvas 2D, ms', 'canvas takes'],
  ...Object.entries(PLACES).flatMap(([place, where]) => [
    row(`an answer of 1 MP ${where}, from files to the PNG`, samples[place], 'ours', 'canvas'),
    row('the same from decoded pictures to rows of pixels', samples[place], 'oursPaste', 'canvasPaste'),
  ]),
];

const changes = [
  ['changed pixels outside the mask', 'ours', 'canvas 2D'],
  ...Object.entries(counts).map(([name, { ours, canvas }]) => [`a PNG of 12 MP, ${name}`, String(ours), String(canvas)]),
];

/** @param {string} place */
function found(place) {
  const [{ report }] = samples[place];
  return `${report.shift_x.toFixed(2)}, ${report.shift_y.toFixed(2)} pixels and ${report.color_before.toFixed(1)} levels (${report.color_after.toFixed(1)} afterwards)`;
}

const [last] = samples.crop.slice(-1);
const text = `Chromium ${version}, a JPEG of 8064 x 6048 (${megabytes(bytes)}), ${ROUNDS} rounds, the ways taking turns. The finished PNG has ${megabytes(last.oursBytes)}, the canvas's ${megabytes(last.canvasBytes)}.
Ours aligns the answer and matches its colours besides: found ${found('crop')} in the crop, ${found('whole')} in the whole picture. Fitting takes ${shown(median(samples.crop.map(({ fit }) => fit)))} and ${shown(median(samples.whole.map(({ fit }) => fit)))} ms of it, planning what is sent ${shown(plan * 1000)} µs.

${table(times)}

${table(changes)}
`;
console.log(text);
await mkdir(new URL('../../build/', import.meta.url), { recursive: true });
await writeFile(new URL('../../build/bench-compose.md', import.meta.url), text);
