// @ts-check
// What a job brings is on its way into the archive before anything else is done with it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createArrivals } from '../../web/js/jobs/arrivals.js';
import { createStore } from '../../web/js/base/store.js';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1);
const crop = { area: { x: 0, y: 0, width: 1, height: 1 }, frame: { x: 0, y: 0, width: 1, height: 1 }, width: 16, height: 16 };
const photo = new File(['photo'], 'a.png', { type: 'image/png' });
const source = { key: 's', file: photo, inputs: [photo, photo], id: 1, width: 8, height: 6, pack: Uint8Array.of(7), crops: [crop, crop], markup: [] };
const job = /** @type {any} */ ({ id: 3, run: 'run', state: 'running', asked: { prompt: 'x', n: 2 }, source: null, since: 5, previews: [] });
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** Arrivals whose archive does as it is told. @param {object} [options] @param {any} [options.job] @param {boolean} [options.absent] */
function bench({ job: mine = job, absent = false } = {}) {
  const store = createStore(/** @type {any} */ ({ results: [], jobs: [mine] }));
  /** @type {{call: string, args: any[], resolve: (value?: unknown) => void, reject: (error: Error) => void}[]} */
  const calls = [];
  const record = (/** @type {string} */ call) => (/** @type {any[]} */ ...args) => new Promise((resolve, reject) => calls.push({ call, args, resolve, reject }));
  const archive = Object.fromEntries(['add', 'addAnswer', 'addSource', 'addPrompt', 'change'].map((name) => [name, record(name)]));
  let failures = 0;
  const arrivals = createArrivals(store, async () => (absent ? null : /** @type {any} */ ({ archive })), () => failures++);
  return { store, calls, arrivals, results: () => store.get().results, failures: () => failures };
}

test('a picture is given to the archive in the turn it arrives, and shown when it is kept', async () => {
  const { arrivals, calls, results } = bench();
  await arrivals.prepare(null);
  arrivals.image(job, 1, PNG.slice());
  assert.equal(calls.length, 1);
  const [{ call, args: [entry, files], resolve }] = calls;
  assert.deepEqual([call, entry.run, entry.index, entry.answers, entry.bytes, entry.source, entry.answer], ['add', 'run', 1, 1, 9, '', null]);
  assert.deepEqual([Object.keys(files), files.answer0.type, new Uint8Array(files.answer0.bytes)], [['answer0'], 'image/png', PNG]);
  assert.ok(entry.began <= entry.when);
  await settle();
  assert.deepEqual(results(), []);
  resolve();
  await settle();
  assert.deepEqual(results().map(({ id, run, index }) => [id, run, index]), [[entry.id, 3, 1]]);
});

test('it is shown all the same where it cannot be kept, or where that takes too long', async (t) => {
  const { arrivals, calls, results, failures } = bench();
  await arrivals.prepare(null);
  arrivals.image(job, 0, PNG.slice());
  calls[0].reject(new Error('full'));
  await settle();
  assert.deepEqual([results().length, failures()], [1, 1]);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  arrivals.image(job, 1, PNG.slice());
  t.mock.timers.tick(1999);
  await Promise.resolve();
  assert.equal(results().length, 1);
  t.mock.timers.tick(1);
  t.mock.timers.reset();
  await settle();
  assert.deepEqual([results().length, failures()], [2, 1]);
});

test('where there is no archive that is told, and the picture is there', async () => {
  const { arrivals, results, failures } = bench({ absent: true });
  await arrivals.prepare(source);
  arrivals.image(job, 0, PNG.slice());
  await settle();
  assert.deepEqual([results().length, failures()], [1, 1]);
});

test('pictures are shown in the order they came, whichever is kept first', async () => {
  const { arrivals, calls, results } = bench();
  await arrivals.prepare(null);
  for (const index of [0, 1]) arrivals.image(job, index, PNG.slice());
  calls[1].resolve();
  await settle();
  assert.equal(results().length, 0);
  calls[0].resolve();
  await settle();
  assert.deepEqual(results().map(({ index }) => index), [0, 1]);
});

test('further answers of one picture are its parts, in the archive as on the page', async () => {
  const mine = { ...job, source };
  const { arrivals, calls, results } = bench({ job: mine });
  const preparing = arrivals.prepare(source);
  while (!calls.length) await settle();
  const [{ call, args: [facts, pack, files], resolve }] = calls.splice(0);
  resolve();
  await preparing;
  assert.deepEqual([call, facts.id, facts.inputs.length, facts.inputs[0].file, Object.keys(files)], ['addSource', 's', 2, facts.inputs[1].file, [facts.inputs[0].file]]);
  assert.deepEqual(new Uint8Array(pack), source.pack);
  for (let i = 0; i < 2; i++) arrivals.image(mine, 0, PNG.slice());
  assert.deepEqual(calls.map((one) => one.call), ['add', 'addAnswer']);
  const [{ args: [entry] }, { args: [id, index] }] = calls;
  assert.deepEqual([entry.source, entry.width, entry.height, id, index], ['s', 8, 6, entry.id, 1]);
  for (const one of calls) one.resolve();
  await settle();
  assert.deepEqual(results().map(({ parts }) => parts.length), [2]);
  await arrivals.prepare(source);
  assert.equal(calls.length, 2);
});

test('at the end the answer is kept with its pictures, and previews of those that never came', async () => {
  const previews = [new Blob([PNG]), new Blob([PNG])];
  const { arrivals, calls, results } = bench({ job: { ...job, previews } });
  await arrivals.prepare(null);
  arrivals.image(job, 0, PNG.slice());
  const answer = /** @type {any} */ ({ images: 1, damaged: 0, cost_usd: 0.01 });
  const ending = arrivals.end(3, answer);
  calls[0].resolve();
  await settle();
  await settle();
  assert.deepEqual(calls.map((one) => one.call), ['add', 'change', 'add']);
  assert.deepEqual(calls[1].args, [calls[0].args[0].id, { answer }]);
  assert.deepEqual([calls[2].args[0].incomplete, calls[2].args[0].index], [true, 1]);
  for (const one of calls) one.resolve();
  await ending;
  assert.deepEqual(results().map(({ incomplete, answer: told }) => [incomplete, told]), [[false, answer], [true, null]]);
  assert.deepEqual(arrivals.of(3).length, 1);
});

test('a picture that only the server has is kept as its address', async () => {
  const { arrivals, calls } = bench();
  await arrivals.prepare(null);
  for (const name of ['a', 'b']) arrivals.link(job, `https://host/${name}.png`);
  assert.deepEqual(calls.map(({ args: [{ link, index, answers, bytes }, files] }) => [link, index, answers, bytes, files]), [['https://host/a.png', 0, 0, 0, {}], ['https://host/b.png', 1, 0, 0, {}]]);
});
