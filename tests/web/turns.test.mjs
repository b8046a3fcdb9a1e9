// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from '../../web/js/studio/turns.js';

/** Work that ends when it is told to, and writes down what happens to it. @param {string[]} log */
function workshop(log) {
  /** @type {Record<string, {resolve: (done: string) => void, reject: (error: Error) => void}>} */
  const benches = {};
  /** @param {string} name */
  const work = (name) => (/** @type {AbortSignal} */ signal) => {
    log.push(`${name} begins`);
    signal.addEventListener('abort', () => log.push(`${name} is put an end to`));
    return /** @type {Promise<string>} */ (new Promise((resolve, reject) => (benches[name] = { resolve, reject })));
  };
  return { work, benches };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

test('work is done one at a time, in the order it came', async () => {
  /** @type {string[]} */
  const log = [];
  const { work, benches } = workshop(log);
  const turns = createTurns();
  const doing = ['a', 'b'].map((name) => turns.take(name, work(name)));
  await settle();
  assert.deepEqual(log, ['a begins']);
  assert.ok(turns.has('a') && turns.has('b'));
  benches.a.resolve('A');
  await settle();
  assert.deepEqual(log, ['a begins', 'b begins']);
  assert.equal(turns.has('a'), false);
  benches.b.resolve('B');
  assert.deepEqual(await Promise.all(doing), ['A', 'B']);
});

test('of one name the newest counts: the one being done is put an end to, the one that waits never begins', async () => {
  /** @type {string[]} */
  const log = [];
  const { work, benches } = workshop(log);
  const turns = createTurns();
  const [first, second, third] = ['one', 'two', 'three'].map((name) => turns.take('same', work(name)));
  await settle();
  assert.deepEqual(log, ['three begins']);
  const fourth = turns.take('same', work('four'));
  assert.deepEqual(log, ['three begins', 'three is put an end to']);
  benches.three.reject(new Error('cancelled'));
  await settle();
  benches.four.resolve('IV');
  assert.deepEqual(await Promise.all([first, second, third, fourth]), [null, null, null, 'IV']);
});

test('what is dropped ends without a word, even if it went well', async () => {
  const { work, benches } = workshop([]);
  const turns = createTurns();
  const doing = turns.take(1, work('a'));
  await settle();
  turns.drop(1);
  assert.equal(turns.has(1), false);
  benches.a.resolve('too late');
  assert.equal(await doing, null);
});

test('what goes wrong is told, and the next has its turn', async () => {
  const turns = createTurns();
  const wrong = turns.take(1, () => Promise.reject(new Error('no memory')));
  const next = turns.take(2, async () => 'done');
  await assert.rejects(wrong, /no memory/);
  assert.equal(await next, 'done');
  assert.equal(turns.has(1), false);
});
