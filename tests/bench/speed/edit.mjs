// @ts-check
// A photo and a painted mask to all that an edit sends: by the engine's worker, as the page asks it for a preview, and by what
// makes the same two files of others' parts.  The page has the photo's rendition by then, made while the mask was painted.

import { createClient } from '../../../web/js/base/rpc.js';
import { fromJpeg, toPng, toSize } from './peers.mjs';
import { SENT, SIZES, bytesOf, drawMask, jpegOf } from './pictures.mjs';
import { canvasWith, pixelsByBrowser, stage, toBlob } from './stage.mjs';

/** @typedef {import('./stage.mjs').Size} Size */

/** What tells how large the engine's memory is. */
const GAUGE = `
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...how) => {
    const instance = await instantiate(...how);
    const memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
    new BroadcastChannel('gauge').onmessage = ({ target, data }) => data === 'how much?' && target.postMessage(memory.buffer.byteLength);
    return instance;
  };`;

const module = await WebAssembly.compileStreaming(fetch('engine.wasm'));
const scripts = [GAUGE, await (await fetch('engine.js')).text(), await (await fetch('engine-worker.js')).text()];
const source = URL.createObjectURL(new Blob(scripts, { type: 'text/javascript' }));

const engine = createClient(() => {
  const worker = new Worker(source);
  worker.postMessage({ id: 0, type: 'hello', args: { module } });
  return worker;
});

/** Bytes of the engine's memory. @returns {Promise<number>} */
function heap() {
  const gauge = new BroadcastChannel('gauge');
  return new Promise((resolve) => {
    gauge.onmessage = ({ data }) => (gauge.close(), resolve(data));
    gauge.postMessage('how much?');
  });
}

const BUDGET = 4194304; // pixels
const SETUP = { baseUrl: 'https://api.openai.com/v1', today: '2026-11-01', params: { prompt: 'A boat' } };

/** What of a mask is painted, which is all that the page sends of it. @param {Uint8Array} coverage @param {Size} size */
function painted(coverage, { width, height }) {
  const rows = Array.from({ length: height }, (_, y) => coverage.subarray(y * width, (y + 1) * width));
  const filled = rows.flatMap((row, y) => (row.some(Boolean) ? [y] : []));
  const y = filled[0];
  const part = rows.slice(y, filled[filled.length - 1] + 1);
  const x = Math.min(...part.map((row) => row.findIndex(Boolean)).filter((first) => first >= 0));
  const end = Math.max(...part.map((row) => row.findLastIndex(Boolean))) + 1;
  const values = new Uint8Array((end - x) * part.length);
  part.forEach((row, i) => values.set(row.subarray(x, end), i * (end - x)));
  return { area: { x, y, width: end - x, height: part.length }, coverage: values };
}

/** @param {string} name */
async function makeEdit(name) {
  const size = SIZES[name];
  const file = await jpegOf(name);
  const coverage = drawMask(size);
  const mask = new ImageData(Uint8ClampedArray.from({ length: coverage.length * 4 }, (_, i) => (i % 4 === 3 ? 255 - coverage[i >> 2] : 0)), size.width);
  engine.restart('');
  const rendition = { ...size, file: await engine.ask('render', { file, budget: BUDGET, besideMask: true, crop: null }) };
  engine.restart('');
  return { file, rendition, painted: { ...size, ...painted(coverage, size) }, mask: await createImageBitmap(mask) };
}

/** @typedef {Awaited<ReturnType<typeof makeEdit>>} Edit */

/** @param {Edit} edit @param {(Edit['rendition'] | null)[]} renditions */
async function bodyOf({ file, painted }, renditions) {
  const { body } = await engine.ask('preview', { ...SETUP, files: [file], renditions, mask: painted, crop: null, markup: null });
  return body;
}

/** At the size that is sent. @param {ImageBitmap} picture @param {boolean} alpha */
function shrunk(picture, alpha) {
  const canvas = new OffscreenCanvas(SENT.width, SENT.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha }));
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, SENT.width, SENT.height);
  return { canvas, pixels: () => context.getImageData(0, 0, SENT.width, SENT.height) };
}

/** @param {Edit} edit */
const maskByCanvas = ({ mask }) => shrunk(mask, true).canvas.convertToBlob();

/** What the two files make together. @param {...Promise<Blob | ArrayBuffer>} files */
const together = async (...files) => new Blob(await Promise.all(files));

/** @param {Edit} edit */
async function byBrowser(edit) {
  const picture = await createImageBitmap(edit.file);
  return together(shrunk(picture, false).canvas.convertToBlob(), maskByCanvas(edit));
}

/** @param {Edit} edit */
async function byBitmap(edit) {
  const picture = await createImageBitmap(edit.file, { resizeWidth: SENT.width, resizeHeight: SENT.height, resizeQuality: 'high' });
  return together(shrunk(picture, false).canvas.convertToBlob(), maskByCanvas(edit));
}

/** @param {Edit} edit */
async function byBrowserAndSquoosh(edit) {
  const picture = shrunk(await createImageBitmap(edit.file), false).pixels();
  const file = /** @type {ArrayBuffer} */ (await toPng['@jsquash/png'](picture));
  const mask = /** @type {ArrayBuffer} */ (await toPng['@jsquash/png'](shrunk(edit.mask, true).pixels()));
  return new Blob([file, mask]);
}

/** @param {Edit} edit */
async function byPica(edit) {
  const whole = await pixelsByBrowser(edit.file);
  const pixels = /** @type {Uint8Array<ArrayBuffer>} */ (await toSize['pica (wasm)'](whole, SENT));
  return together(toBlob(canvasWith(new ImageData(new Uint8ClampedArray(pixels.buffer), SENT.width))), maskByCanvas(edit));
}

/** @param {Edit} edit */
async function bySquoosh(edit) {
  const whole = await fromJpeg['@jsquash/jpeg'](await bytesOf(edit.file));
  const picture = /** @type {ImageData} */ (await toSize['@jsquash/resize'](whole, SENT));
  const file = /** @type {ArrayBuffer} */ (await toPng['@jsquash/png'](picture));
  const mask = /** @type {ArrayBuffer} */ (await toPng['@jsquash/png'](shrunk(edit.mask, true).pixels()));
  return new Blob([file, mask]);
}

const ways = {
  'createImageBitmap and canvas': byBrowser,
  'createImageBitmap, resized, and canvas': byBitmap,
  'createImageBitmap, canvas and @jsquash/png': byBrowserAndSquoosh,
  'createImageBitmap, pica and canvas': byPica,
  '@jsquash jpeg, resize and png': bySquoosh,
};

/** @param {number} times as long for all of them @returns {Record<string, number>} */
const all = (times) => Object.fromEntries(Object.keys(ways).map((name) => [name, times]));

export const edit = stage({
  title: 'An edit: a JPEG and a painted mask to what is sent',
  cases: {
    'photo of 4032 x 3024': { prepare: () => makeEdit('photo-12'), wanted: all(1.8) },
    'photo of 8064 x 6048': { prepare: () => makeEdit('photo-48'), wanted: all(1.3), long: true },
  },
  ways: {
    'ours, from Generate on': (/** @type {Edit} */ edit) => bodyOf(edit, [edit.rendition]),
    'ours, nothing made before': (/** @type {Edit} */ edit) => bodyOf(edit, [null]),
    ...ways,
  },
  notes: async () => `Memory of the engine: ${((await heap()) / 1e6).toFixed(1)} MB.`,
});
