// @ts-check
// Both halves of the protocol, joined by a worker that is none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../web/js/base/border.js';
import { createClient, serve } from '../../web/js/base/rpc.js';

/** @typedef {Parameters<typeof serve>[1]} Handlers */

/** A client whose workers run these handlers here; `workers` are all that were started.
 * @param {Handlers} handlers */
function joined(handlers) {
  /** @type {any[]} */
  const workers = [];
  const client = createClient(() => {
    /** @type {Record<string, (event: any) => void>} */
    const listeners = {};
    const worker = {
      alive: true,
      onmessage: (/** @type {any} */ _) => {},
      onerror: (/** @type {any} */ _) => {},
      terminate: () => (worker.alive = false),
      postMessage: (/** @type {any} */ data) => queueMicrotask(() => worker.alive && listeners.message({ data })),
      listeners,
    };
    const scope = {
      addEventListener: (/** @type {string} */ type, /** @type {any} */ listener) => (listeners[type] = listener),
      postMessage: (/** @type {any} */ data) => queueMicrotask(() => worker.alive && worker.onmessage({ data })),
    };
    serve(/** @type {any} */ (scope), handlers);
    workers.push(worker);
    return /** @type {any} */ (worker);
  });
  return { client, workers };
}

/** Never answers. */
const hang = () => new Promise(() => {});

test('a question gets its events and one answer', async () => {
  const { client, workers } = joined({
    count(/** @type {{to: number}} */ { to }, { tell }) {
      for (let i = 1; i <= to; i++) tell('number', i);
      return to * 10;
    },
  });
  /** @type {any[]} */
  const events = [];
  const [answer, other] = await Promise.all([
    client.ask('count', { to: 2 }, { onEvent: (name, value) => events.push([name, value]) }),
    client.ask('count', { to: 1 }),
  ]);
  assert.deepEqual([answer, other], [20, 10]);
  assert.deepEqual(events, [['number', 1], ['number', 2]]);
  assert.equal(workers.length, 1);
});

test('a fault arrives whole, and other errors as a bug of ours', async () => {
  /** @type {import('../../web/js/base/border.js').FaultFacts} */
  const facts = { code: 'invalid', http: 400, field: 'prompt', text: 'Say more.', charge: 'maybe', wait_ms: 500, link: 'https://example.org' };
  const { client } = joined({
    fail() {
      throw new Fault(facts);
    },
    break() {
      throw new TypeError('x is not a function');
    },
  });
  await assert.rejects(client.ask('fail', {}), (/** @type {Fault} */ fault) => {
    assert.deepEqual(fault.facts, facts);
    return true;
  });
  await assert.rejects(client.ask('break', {}), { code: 'internal', message: 'Something broke: x is not a function' });
});

test('cancel reaches the handler, also when it was pressed before the question was asked', async () => {
  const { client } = joined({
    wait: (_, { signal }) =>
      new Promise((resolve) => (signal.aborted ? resolve('cancelled') : signal.addEventListener('abort', () => resolve('cancelled')))),
  });
  const later = new AbortController();
  const asked = client.ask('wait', {}, { signal: later.signal });
  setTimeout(() => later.abort(), 5);
  assert.equal(await asked, 'cancelled');
  assert.equal(await client.ask('wait', {}, { signal: AbortSignal.abort() }), 'cancelled');
});

test('a crash fails all that is open, and the next question gets a new worker', async () => {
  const { client, workers } = joined({ hang, echo: (/** @type {any} */ args) => args });
  const open = [client.ask('hang', {}), client.ask('hang', {})];
  await new Promise((resolve) => setTimeout(resolve));
  workers[0].listeners.unhandledrejection({});
  for (const result of await Promise.allSettled(open)) {
    assert.equal(result.status, 'rejected');
    assert.match(result.reason.message, /crashed/);
  }
  assert.equal(workers[0].alive, false);
  assert.deepEqual(await client.ask('echo', { again: 1 }), { again: 1 });
  assert.equal(workers.length, 2);
});

test('a trap counts as a crash, for the memory behind it can no longer be trusted', async () => {
  const { client } = joined({
    trap() {
      throw new WebAssembly.RuntimeError('unreachable');
    },
  });
  await assert.rejects(client.ask('trap', {}), /crashed/);
});

test('a restart ends what is open with the reason given', async () => {
  const { client, workers } = joined({ hang });
  const open = client.ask('hang', {});
  client.restart('The key was forgotten.');
  await assert.rejects(open, { code: 'cancelled', message: 'The key was forgotten.' });
  assert.equal(workers[0].alive, false);
});
