// @ts-check
// What is made of images before it is asked for, by a worker that is played here.

import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { createRenditions } from '../../web/js/jobs/renditions.js';
import { createStore } from '../../web/js/base/store.js';

const SETTLED = 1000;

/** @param {number} id @returns {any} */
const image = (id, share = 0) => ({ id, file: `file ${id}`, width: 400, height: 300, share, painting: share ? {} : null });
/** @param {number} x @param {number} [y] of its area, which nobody sends */
const crop = (x, y = 0) => ({ area: { x, y, width: 2, height: 1 }, frame: { x, y: 0, width: 20, height: 10 }, width: 32, height: 16 });

/** Messages to workers, all of them. @type {any[]} */
let asked = [];
/** @type {PlayedWorker[]} */
let workers = [];
/** @type {any[]} */
let crops = [];

class PlayedWorker {
  ended = false;
  /** @type {(message: {data: any}) => void} */
  onmessage = () => {};

  constructor() {
    workers.push(this);
  }

  /** @param {any} message */
  postMessage(message) {
    asked.push({ ...message.args, worker: this, answer: (/** @type {any} */ ok) => this.onmessage({ data: { id: message.id, ok } }), fail: () => this.onmessage({ data: { crash: true } }) });
  }

  terminate() {
    this.ended = true;
  }
}

/** Lets promises and timers go on. */
async function settle(milliseconds = 0) {
  mock.timers.tick(milliseconds);
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** @param {any[]} images */
function open(images) {
  const store = createStore(/** @type {any} */ ({ settings: { image_budget: '4194304', prompt: '' }, images, mask: null }));
  const renditions = createRenditions({ store, plans: /** @type {any} */ ({ of: () => crops }), startWorker: async () => /** @type {any} */ (new PlayedWorker()) });
  return { store, renditions };
}

mock.timers.enable({ apis: ['setTimeout'] });
beforeEach(() => {
  [asked, workers, crops] = [[], [], []];
});

test('images are made ready one by one once nothing changes any more, and then the worker ends', async () => {
  open([image(1), image(2)]);
  await settle(SETTLED / 2);
  assert.equal(asked.length, 0);
  await settle(SETTLED);
  assert.deepEqual(asked.map(({ file, budget, besideMask, crop }) => [file, budget, besideMask, crop]), [['file 1', 4194304, false, null]]);
  asked[0].answer('made of 1');
  await settle();
  assert.equal(asked[1].file, 'file 2');
  asked[1].answer('made of 2');
  await settle();
  assert.deepEqual(workers.map(({ ended }) => ended), [true]);
});

test('a request gets what was made, and is not kept waiting for what is no rendition', async () => {
  const { renditions } = open([image(1), image(2), image(3)]);
  await settle(SETTLED);
  for (const made of ['made', null]) {
    asked.at(-1).answer(made);
    await settle();
  }
  asked[2].fail();
  const all = await Promise.all(renditions.of(null));
  assert.deepEqual(all, [{ file: 'made', width: 400, height: 300 }, null, null]);
  assert.equal(asked.length, 3);
});

test('what a request is the first to want is begun at once, and once for all requests', async () => {
  const { renditions } = open([image(1)]);
  const [first] = renditions.of(null);
  const [second] = renditions.of(null);
  await settle(SETTLED);
  assert.equal(asked.length, 1);
  asked[0].answer('made');
  assert.deepEqual(await first, await second);
  await settle(SETTLED);
  assert.equal(asked.length, 1);
});

test('words change nothing, and neither does a mask within the same frame', async () => {
  crops = [crop(5)];
  const { store } = open([image(1, 0.1), image(2)]);
  await settle(SETTLED);
  assert.deepEqual([asked[0].file, asked[0].crop, asked[0].besideMask], ['file 1', crop(5), true]);
  asked[0].answer('made');
  await settle();
  assert.deepEqual([asked[1].file, asked[1].crop], ['file 2', null]);
  crops = [crop(5, 1)];
  store.update({ settings: { ...store.get().settings, prompt: 'A boat' }, images: [...store.get().images] });
  await settle(SETTLED);
  assert.equal(asked.length, 2);
});

test('work on what is not sent any more is ended, and its request is told to see to it', async () => {
  crops = [crop(5)];
  const { store, renditions } = open([image(1, 0.1)]);
  const [waiting] = renditions.of(crops[0]);
  await settle();
  crops = [crop(9)];
  store.update({ images: [...store.get().images] });
  await settle(SETTLED);
  assert.equal(await waiting, null);
  assert.deepEqual(asked.map(({ crop, worker }) => [crop.frame.x, worker.ended]), [[5, true], [9, false]]);
});

test('what was removed before its turn is never made', async () => {
  const { store } = open([image(1), image(2)]);
  await settle(SETTLED);
  store.update({ images: [image(1)] });
  await settle(SETTLED);
  asked[0].answer('made');
  await settle();
  assert.equal(asked.length, 1);
});
