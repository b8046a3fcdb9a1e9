// @ts-check
// One job's requests against a worker that is played here, and what is said of jobs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../web/js/base/border.js';
import { parseChoices } from '../../web/js/form/choices.js';
import { wishesOf } from '../../web/js/jobs/offer.js';
import { isComplete, jobOfRecord } from '../../web/js/jobs/records.js';
import { runJob, together } from '../../web/js/jobs/run.js';
import { capText, jobText, offerText, queueText, spentText } from '../../web/js/base/words.js';

/** @typedef {(question: any, options: {signal: AbortSignal, onEvent: (event: string, value: any) => void}) => Promise<any>} Answering */

const answer = { images: 1, damaged: 0, cost_usd: 0.01, usage: { text_tokens: 1, image_tokens: 2, output_tokens: 3 } };
const crop = (/** @type {number} */ x) => ({ area: { x, y: 0, width: 2, height: 1 }, frame: { x, y: 0, width: 2, height: 1 }, width: 16, height: 16 });

const record = { id: 3, run: 'r', source: '', settings: { prompt: 'x', n: 2 }, images: [], crops: [], when: 0, paid: true, sent: true };

/** Runs a job; the worker answers as told. @param {Answering} answering @param {object} [more] */
async function run(answering, more = {}) {
  /** @type {any[]} */
  const asked = [];
  /** @type {any[]} */
  const told = [];
  const controller = new AbortController();
  const client = {
    ask: async (/** @type {string} */ type, /** @type {any} */ question, /** @type {any} */ options) => {
      asked.push(structuredClone({ type, ...question }));
      return answering(question, options);
    },
    restart() {},
  };
  const hear = (/** @type {string} */ name) => (/** @type {any[]} */ ...args) => void told.push([name, ...args]);
  const listener = /** @type {any} */ (Object.fromEntries(['progress', 'partial', 'image', 'link', 'waits'].map((name) => [name, hear(name)])));
  const order = /** @type {any} */ ({ endpoint: { baseUrl: 'https://x/v1', demo: false }, files: [], parts: [{ crop: null, mask: null }] });
  const end = await runJob({ order, asked: { prompt: 'x', n: 1 }, streams: false, key: 'k', client, signal: controller.signal, listener, ...more });
  return { ...end, sent: asked, told };
}

/** @param {number} http @param {object} [more] */
const refused = (http, more) => new Fault({ code: 'x', http, field: '', text: `No ${http}.`, ...more });

test('a plain job is one request for all its pictures', async () => {
  const { answer: end, fault, sent } = await run(async () => answer, { asked: { n: 4 } });
  assert.deepEqual([end, fault, sent.length], [answer, null, 1]);
  assert.deepEqual([sent[0].type, sent[0].params, sent[0].key, sent[0].baseUrl], ['generate', { n: 4 }, 'k', 'https://x/v1']);
});

test('what streams is asked for side by side, one picture each, and each picture keeps its place', async () => {
  const { answer: end, sent, told } = await run(
    async (_, { onEvent }) => {
      onEvent('partial', { index: 2, file: 'preview' });
      onEvent('image', { index: 0, file: 'picture' });
      return answer;
    },
    { asked: { n: 3 }, streams: true },
  );
  assert.deepEqual(sent.map(({ params }) => params.n), [1, 1, 1]);
  assert.deepEqual(told.filter(([name]) => name === 'image'), [0, 1, 2].map((index) => ['image', index, 'picture']));
  assert.deepEqual(told.filter(([name]) => name === 'partial').map(([, index]) => index), [0, 1, 2]);
  assert.equal(end?.images, 3);
});

test('of several side by side the ones that came count, and the fault of the others is told', async () => {
  let asked = 0;
  const { answer: end, fault } = await run(
    async () => {
      if (asked++ === 1) throw refused(400);
      return answer;
    },
    { asked: { n: 3 }, streams: true },
  );
  assert.equal(end?.images, 2);
  assert.equal(fault?.http, 400);
});

test('of several faults the one that may have cost money is told', async () => {
  const faults = [refused(429, { charge: 'none' }), refused(0, { charge: 'maybe' }), refused(400, {})];
  let asked = 0;
  const { fault } = await run(async () => { throw faults[asked++]; }, { asked: { n: 3 }, streams: true });
  assert.equal(fault, faults[1]);
  asked = 0;
  faults[1] = refused(403, {});
  assert.equal((await run(async () => { throw faults[asked++]; }, { asked: { n: 3 }, streams: true })).fault, faults[0]);
});

test('parts go one after another, each with its own mask, which stays for another try', async () => {
  const parts = [crop(0), crop(2)].map((one, i) => ({ crop: one, mask: { width: 4, height: 1, area: one.area, coverage: Uint8Array.of(i, i) } }));
  const order = { endpoint: { baseUrl: 'https://x/v1' }, files: [], parts };
  let open = 0;
  const { sent } = await run(
    async (question) => {
      assert.equal(++open, 1);
      question.mask.coverage.fill(255);
      await new Promise((resolve) => setTimeout(resolve));
      open--;
      return answer;
    },
    { order },
  );
  assert.deepEqual(sent.map(({ crop: { area }, mask }) => [area.x, ...mask.coverage]), [[0, 0, 0], [2, 1, 1]]);
  assert.deepEqual([...parts[1].mask.coverage], [1, 1]);
});

test('after a part that failed the next one is not sent', async () => {
  const order = { endpoint: { baseUrl: '' }, files: [], parts: [crop(0), crop(2)].map((one) => ({ crop: one, mask: null })) };
  const { answer: end, fault, sent } = await run(async () => { throw refused(500); }, { order });
  assert.deepEqual([end, fault?.http, sent.length], [null, 500, 1]);
});

test('what was surely not accepted is sent again, and nothing else is', async () => {
  let tries = 0;
  const { fault, sent, told } = await run(async () => {
    if (++tries < 3) throw refused(429, { charge: 'none', wait_ms: 1 });
    return answer;
  });
  assert.deepEqual([fault, sent.length], [null, 3]);
  assert.deepEqual(told.map(([name, { message }]) => [name, message]), [['waits', 'No 429.'], ['waits', 'No 429.']]);
  const endless = await run(async () => { throw refused(429, { charge: 'none', wait_ms: 1 }); });
  assert.deepEqual([endless.fault?.http, endless.sent.length], [429, 3]);
  for (const end of [{}, { charge: 'maybe', wait_ms: 1 }, { charge: 'none' }, { charge: 'none', wait_ms: -1 }]) {
    const { sent: once } = await run(async () => { throw refused(503, end); });
    assert.equal(once.length, 1);
  }
});

test('a cancelled wait ends the job without another request', async () => {
  const controller = new AbortController();
  const doing = run(async () => { throw refused(429, { charge: 'none', wait_ms: 60_000 }); }, { signal: controller.signal });
  setTimeout(() => controller.abort(), 5);
  const { fault, sent } = await doing;
  assert.deepEqual([fault?.code, sent.length], ['cancelled', 1]);
});

test('several answers are one, whose tokens and dollars are the sum', () => {
  const all = together([answer, { ...answer, damaged: 1 }]);
  assert.deepEqual(all, { images: 2, damaged: 1, cost_usd: 0.02, usage: { text_tokens: 2, image_tokens: 4, output_tokens: 6 } });
});

test('each job of a click has a seed of its own', () => {
  const offer = /** @type {any} */ ({ asked: [{ prompt: 'a' }, { prompt: 'b' }], estimates: [{ high: 0.5 }, null] });
  const { wishes, seed } = wishesOf(offer, 7, (settings) => Number(settings.seed) + 1);
  assert.deepEqual(wishes, [{ asked: { prompt: 'a', seed: 7 }, cost: 0.5 }, { asked: { prompt: 'b', seed: 8 }, cost: 0 }]);
  assert.equal(seed, 9);
});

test('a job of a page that has ended is unknown if it may have left, and cancelled if not', () => {
  const states = [record, { ...record, paid: false }, { ...record, sent: false }].map((one) => jobOfRecord(one, 'Kept: 1 of 2.')).map(({ state, text }) => [state, /charged/.test(text), /Kept: 1 of 2\.$/.test(text)]);
  assert.deepEqual(states, [['unknown', true, true], ['unknown', false, true], ['cancelled', false, false]]);
});

test('a job is over when all its pictures are there with all their answers', () => {
  const entry = /** @type {any} */ ({ incomplete: false, link: '', answers: 1 });
  assert.equal(isComplete(record, [entry]), false);
  assert.equal(isComplete(record, [entry, entry]), true);
  assert.equal(isComplete(record, [entry, { ...entry, incomplete: true }]), false);
  assert.equal(isComplete(record, [entry, { ...entry, answers: 0, link: 'https://host/a.png' }]), true);
  assert.equal(isComplete({ ...record, crops: [crop(0), crop(2)] }, [entry, entry]), false);
});

test('what was kept of the page’s choices is taken where it still means something', () => {
  const usual = { atOnce: 2, perLine: false, alternatives: false, cap: null, plain: false };
  for (const text of ['', '{', 'null', '[]', '{"atOnce": 9, "cap": -1, "perLine": "yes", "plain": 1}']) assert.deepEqual(parseChoices(text), usual);
  const mine = { atOnce: 4, perLine: true, alternatives: true, cap: 0.5, plain: true };
  assert.deepEqual(parseChoices(JSON.stringify(mine)), mine);
});

test('an offer tells jobs and requests only where there are several', () => {
  const offer = { count: 1, requests: 1, pictures: 1, estimate: null, asked: [], estimates: [] };
  assert.equal(offerText(offer), '');
  assert.equal(offerText({ ...offer, requests: 4 }), '4 requests');
  assert.equal(offerText({ ...offer, count: 3, requests: 3 }), '3 jobs');
  const estimate = { low: 0.06, high: 0.06, tokens_low: 0, tokens_high: 0, requests: 6, as_of: '' };
  assert.equal(offerText({ ...offer, count: 3, requests: 6, pictures: 6, estimate }), '3 jobs · 6 requests · about $0.0100 x 6');
});

test('money is told as spent, and as what there is of it', () => {
  assert.equal(spentText(0, null), '');
  assert.equal(spentText(0.0143, null), '$0.0143 spent');
  assert.equal(spentText(0, 1), 'nothing spent of $1.00');
  assert.equal(
    capText({ cap: 1, spent: 0.5, pending: 0.25, high: 0.3 }),
    'This may cost $0.3000; of the $1.00 you set as a limit $0.5000 is spent and $0.2500 may come to it. Raise the limit, or ask for less. Nothing was sent.',
  );
  assert.match(capText({ cap: 0.5, spent: 0.5, pending: 0, high: null }), /^What this costs is not known; of the \$0\.5000 you set as a limit \$0\.5000 is spent\. /);
});

test('one job tells how it goes, several how many they are', () => {
  const list = (/** @type {string[]} */ ...states) => /** @type {any} */ (states.map((state) => ({ state })));
  assert.equal(queueText(list('running', 'failed')), '');
  assert.equal(queueText(list('running', 'running')), '2 jobs running');
  assert.equal(queueText(list('running', 'waiting', 'waiting')), '1 job running, 2 waiting');
});

test('a job tells its place, its stage, its countdown or its end', () => {
  const job = /** @type {any} */ ({ state: 'running', text: 'Receiving pictures…', since: 1000, again: 0 });
  const said = (/** @type {object} */ more, before = 0) => jobText({ ...job, ...more }, { now: 13_000, before });
  assert.equal(said({ state: 'waiting' }), 'Next in line');
  assert.equal(said({ state: 'waiting' }, 3), '3 before it');
  assert.equal(said({}), 'Receiving pictures… · 12 s');
  assert.equal(said({ text: 'Too many.', again: 14_200 }), 'Too many. It is sent again in 2 s.');
  assert.equal(said({ text: 'Too many.', again: 12_000 }), 'Too many. It is sent again in 0 s.');
  assert.equal(said({ state: 'failed', text: 'No.' }), 'No.');
});
