// @ts-check
// Results of the archive on the page, ids, and what is said of storage.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bufferOf, entryOf, moment, newId, packSource } from '../../web/js/archive/entry.js';
import { createRecall } from '../../web/js/archive/recall.js';
import { storageText } from '../../web/js/archive/storage.js';
import { createStore } from '../../web/js/base/store.js';

const crop = { area: { x: 0, y: 0, width: 1, height: 1 }, frame: { x: 0, y: 0, width: 1, height: 1 }, width: 16, height: 16 };
const paste = { keep: true, feather: 100, align: true, match_colors: true, blend: 'colours' };
const facts = { id: 's', width: 8, height: 6, crops: [crop], markup: [], inputs: [{ name: 'beach.jpg', type: 'image/jpeg', file: 'digest' }] };

/** @param {string} id @param {object} [more] */
const entry = (id, more) =>
  entryOf(/** @type {any} */ ({ id, run: 'r', when: 1, source: '', answers: 1, index: 0, asked: { prompt: id }, answer: null, extension: 'png', link: '', incomplete: false, paste, reports: [], profile: 'none', ...more }), /** @type {any} */ ({}));

/** @param {Record<string, any>} entries @param {object} [more] of the archive */
function bench(entries, more) {
  const store = createStore(/** @type {any} */ ({ results: [] }));
  /** @type {string[]} */
  const read = [];
  const archive = /** @type {any} */ ({
    get: async (/** @type {string} */ id) => entries[id] ?? null,
    ofRun: async () => Object.values(entries),
    sourceFacts: async () => facts,
    file: async (/** @type {string} */ id, /** @type {string} */ part) => (read.push(`${part} of ${id}`), part === 'small' ? new Blob(['small']) : null),
    files: async (/** @type {string} */ id) => (read.push(`files of ${id}`), { parts: [new Blob([`answer of ${id}`])], composed: new Blob(['composed']), small: null }),
    source: async () => (read.push('source'), { facts, inputs: [new File(['photo'], 'beach.jpg')], pack: Uint8Array.of(1) }),
    ...more,
  });
  return { store, read, recall: createRecall(store, archive), results: () => store.get().results };
}

test('results are on the page without their files, those that are gone are not, and those that are there stay', async () => {
  const { recall, read, results, store } = bench({ a: entry('a'), b: entry('b', { deleted: 5 }), c: entry('c', { index: 1 }), d: entry('d', { answers: 0, link: 'https://host/d.png' }) });
  await recall.show([{ entry: 'd', run: 9 }, { entry: 'a', run: 7 }, { entry: 'b', run: 7 }, { entry: 'c', run: 7 }, { entry: 'nobody', run: 1 }]);
  assert.deepEqual(results().map(({ id, run, absent, parts, file }) => [id, run, absent, parts.length, Boolean(file)]), [['d', 9, false, 0, false], ['a', 7, true, 1, true], ['c', 7, true, 1, true]]);
  assert.deepEqual(read, []);
  const [first] = results();
  store.update({ results: [{ ...first, trouble: 'mine' }] });
  await recall.show([{ entry: 'd', run: 9 }]);
  assert.deepEqual(results().map(({ trouble }) => trouble), ['mine']);
});

test('a composed result has its smaller picture at once, and the rest when it is asked for, once', async () => {
  const { recall, read, results } = bench({ a: entry('a', { source: 's', composed: true }), b: entry('b', { source: 's', index: 1 }) });
  await recall.show([{ entry: 'a', run: 1 }, { entry: 'b', run: 1 }]);
  const [a, b] = results();
  assert.deepEqual([await a.small?.text(), a.composed?.size, a.trouble, a.source?.file.name, a.source?.file.size], ['small', 0, '', 'beach.jpg', 0]);
  assert.match(b.trouble, /closed/);
  assert.equal(a.source?.id, b.source?.id);
  assert.ok(Number(a.source?.id) < 0);
  const [whole, same] = await Promise.all([recall.whole('a'), recall.whole('a')]);
  assert.equal(whole, same);
  assert.deepEqual([whole.absent, await whole.file?.text(), await whole.composed?.text(), await whole.source?.file.text()], [false, 'answer of a', 'composed', 'photo']);
  const other = await recall.whole('b');
  assert.equal(other.source, whole.source);
  assert.deepEqual(read, ['small of a', 'files of a', 'source', 'files of b']);
});

test('files that are gone are told to be, and the next that is asked for comes', async () => {
  const files = async (/** @type {string} */ id) => ({ parts: id === 'a' ? [] : [new Blob(['x'])], composed: null, small: null });
  const { recall } = bench({ a: entry('a'), b: entry('b') }, { files });
  await recall.show([{ entry: 'a', run: 1 }, { entry: 'b', run: 2 }]);
  const [a, b] = await Promise.allSettled([recall.whole('a'), recall.whole('b')]);
  assert.match(a.status === 'rejected' ? a.reason.message : '', /not in this browser any more/);
  assert.equal(b.status, 'fulfilled');
});

test('what arrived of a job is put beside it', async () => {
  const { recall, results } = bench({ a: entry('a'), b: entry('b', { index: 1 }) });
  assert.equal((await recall.showRun('r', 5)).length, 2);
  assert.deepEqual(results().map(({ run, index }) => [run, index]), [[5, 0], [5, 1]]);
});

test('no two moments are the same, and no two ids, without randomUUID either', (t) => {
  const moments = Array.from({ length: 100 }, moment);
  assert.equal(new Set(moments).size, 100);
  assert.deepEqual(moments, moments.toSorted((a, b) => a - b));
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  t.after(() => Reflect.deleteProperty(crypto, 'randomUUID'));
  const ids = Array.from({ length: 100 }, newId);
  assert.equal(new Set(ids).size, 100);
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
});

test('a part of a buffer is kept as a buffer of its own', () => {
  const all = Uint8Array.of(1, 2, 3);
  assert.equal(bufferOf(all), all.buffer);
  assert.deepEqual(new Uint8Array(bufferOf(all.subarray(1))), Uint8Array.of(2, 3));
});

test('images are known by what they hold', async () => {
  const [one, same, other] = ['photo', 'photo', 'other'].map((text, i) => new File([text], `${i}.png`, { type: 'image/png' }));
  const source = { key: 's', file: one, inputs: [one, same, other], id: 1, width: 1, height: 1, pack: null, crops: [], markup: [] };
  const { facts: packed, files } = await packSource(source);
  const [a, b, c] = packed.inputs;
  assert.equal(a.file, b.file);
  assert.notEqual(a.file, c.file);
  assert.deepEqual([a.name, b.name, Object.keys(files).length], ['0.png', '1.png', 2]);
});

test('how much is kept is told, and from four fifths on that it is nearly full', () => {
  const storage = { usage: 212_000_000, quota: 10_000_000_000, persisted: false };
  assert.equal(storageText(storage), 'Kept in this browser: 212.0 MB of 10.0 GB; the browser may clear it when space is short.');
  assert.equal(storageText({ ...storage, persisted: true }), 'Kept in this browser: 212.0 MB of 10.0 GB; protected from being cleared.');
  assert.doesNotMatch(storageText({ ...storage, usage: 7_999_999_999 }), /full/);
  assert.match(storageText({ ...storage, usage: 8_000_000_000 }), /It is nearly full: download/);
});
