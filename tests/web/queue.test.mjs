// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOf, isOpen, newestOpen, passesCap, pendingCost, retryWait, startable, waitingBefore } from '../../web/js/jobs/queue.js';

/** @typedef {import('../../web/js/base/store.js').Job['state']} State */

/** Jobs 1, 2, ... in these states. @param {...State} states @returns {import('../../web/js/base/store.js').Job[]} */
const jobs = (...states) => states.map((state, i) => /** @type {any} */ ({ id: i + 1, state, paid: true, cost: 10 ** -i }));
/** @param {import('../../web/js/base/store.js').Job[]} list */
const ids = (list) => list.map(({ id }) => id);

test('jobs start in the order of their clicks, and no more than may run at once', () => {
  assert.deepEqual(ids(startable(jobs('waiting', 'waiting', 'waiting'), 2)), [1, 2]);
  assert.deepEqual(ids(startable(jobs('running', 'waiting', 'waiting'), 2)), [2]);
  assert.deepEqual(ids(startable(jobs('running', 'running', 'waiting'), 2)), []);
  assert.deepEqual(ids(startable(jobs('running', 'running', 'running', 'waiting'), 1)), []);
  assert.deepEqual(ids(startable(jobs('done', 'failed', 'cancelled', 'unknown', 'waiting'), 1)), [5]);
  assert.deepEqual(startable([], 4), []);
});

test('Cancel is about the newest that runs, and about what waits once nothing does', () => {
  assert.equal(newestOpen(jobs('running', 'running', 'waiting'))?.id, 2);
  assert.equal(newestOpen(jobs('done', 'waiting', 'waiting'))?.id, 3);
  assert.equal(newestOpen(jobs('done', 'failed')), undefined);
});

test('a place in the line counts those that wait', () => {
  const list = jobs('running', 'waiting', 'cancelled', 'waiting');
  assert.equal(waitingBefore(list, 2), 0);
  assert.equal(waitingBefore(list, 4), 1);
  assert.equal(isOpen(list[1]) && isOpen(list[0]) && !isOpen(list[2]), true);
});

/** @param {object} [more] */
const busy = (more) => ({ code: 'rate_limited', http: 429, charge: 'none', waitMs: 0, ...more });

test('a request is sent again only where the fault says when, and that nothing was accepted', () => {
  assert.equal(retryWait(busy(), 0, 0), 2000);
  assert.equal(retryWait({ code: 'rate_limited', http: 429 }, 0, 0), -1);
  assert.equal(retryWait(busy({ waitMs: -1 }), 0, 0), -1);
  assert.equal(retryWait(busy({ waitMs: NaN }), 0, 0), -1);
  assert.equal(retryWait(busy({ charge: 'maybe' }), 0, 0), -1);
  assert.equal(retryWait(busy({ charge: undefined }), 0, 0), -1);
});

test('it is sent twice more at most, each time later, never earlier than the API says, not always together', () => {
  assert.deepEqual([0, 1, 2, 3].map((retries) => retryWait(busy(), retries, 0)), [2000, 4000, -1, -1]);
  assert.deepEqual([0, 1, 2].map((retries) => retryWait(busy({ waitMs: 12_000 }), retries, 0)), [12_000, 12_000, -1]);
  assert.equal(retryWait(busy({ waitMs: 12_000 }), 0, 1), 15_000);
  assert.equal(retryWait(busy(), 1, 0.5), 4500);
});

test('a job ends in one of three ways, and what may have been charged is unknown', () => {
  assert.equal(endOf({ code: 'cancelled', http: 0, charge: 'maybe' }, true), 'cancelled');
  assert.equal(endOf(busy(), true), 'failed');
  assert.equal(endOf({ code: 'network', http: 0, charge: 'maybe' }, true), 'unknown');
  assert.equal(endOf({ code: 'internal', http: 0, charge: 'maybe' }, false), 'failed');
  assert.equal(endOf({ code: 'network', http: 0, charge: 'none' }, true), 'failed');
});

test('where a fault says nothing of money, it is whether the request left and who refused it', () => {
  const end = (/** @type {number} */ http, sent = true) => endOf({ code: 'x', http }, sent);
  assert.deepEqual([0, 200, 500, 502, 504].map((http) => end(http)), Array(5).fill('unknown'));
  assert.deepEqual([400, 401, 429, 503].map((http) => end(http)), Array(4).fill('failed'));
  assert.equal(end(0, false), 'failed');
});

test('money is counted before it is spent, and while nobody knows whether it is', () => {
  const list = jobs('done', 'running', 'waiting', 'unknown', 'failed');
  assert.equal(pendingCost(list).toFixed(4), '0.1110');
  assert.equal(pendingCost(list.map((job) => ({ ...job, paid: false }))), 0);
});

test('a run is refused that would pass the cap, and not one that meets it', () => {
  const money = { cap: 1, spent: 0.5, pending: 0.25, high: 0.25 };
  assert.equal(passesCap(money), false);
  assert.equal(passesCap({ ...money, high: 0.26 }), true);
  assert.equal(passesCap({ ...money, pending: 0.26 }), true);
  assert.equal(passesCap({ ...money, cap: null, spent: 1000 }), false);
  assert.equal(passesCap({ ...money, high: null }), false);
  assert.equal(passesCap({ ...money, spent: 0.75, high: null }), true);
  assert.equal(passesCap({ cap: 0, spent: 0, pending: 0, high: 0.01 }), true);
});
