// @ts-check
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createPace } from '../../web/js/base/pace.js';

let now = 0;
let turns = 0;

beforeEach(() => {
  now = turns = 0;
  mock.method(performance, 'now', () => now);
  Object.assign(globalThis, { scheduler: { yield: async () => void turns++ } });
});

afterEach(() => {
  mock.restoreAll();
  Object.assign(globalThis, { scheduler: undefined });
});

/** @param {number} milliseconds that each of ten steps takes */
async function workFor(milliseconds) {
  const pace = createPace();
  for (let step = 0; step < 10; step++) {
    now += milliseconds;
    await pace();
  }
}

test('work that is soon done is not interrupted', async () => {
  await workFor(0.5);
  assert.equal(turns, 0);
});

test('longer work gives way after some of its steps, counting anew each time', async () => {
  await workFor(4);
  assert.equal(turns, 5);
});

test('a long step gives way after it', async () => {
  await workFor(100);
  assert.equal(turns, 10);
});

test('without a scheduler the timers’ queue has its turn', async () => {
  Object.assign(globalThis, { scheduler: undefined });
  let others = false;
  setTimeout(() => (others = true));
  const pace = createPace();
  now = 100;
  await pace();
  assert.equal(others, true);
});
