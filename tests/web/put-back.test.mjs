// @ts-check
// What a result shows, how its answers are put back, and what is said of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faceOf, facesOf } from '../../web/js/archive/faces.js';
import { optionsOf, pasteOf } from '../../web/js/archive/paste.js';
import { percentText, reportText, troubleText } from '../../web/js/results/put-back-words.js';
import { createRetouch, isDue } from '../../web/js/studio/retouch.js';
import { createStore, NOTHING_YET } from '../../web/js/base/store.js';

/** @typedef {import('../../web/js/base/store.js').Result} Result */

/** @param {string} text */
const blob = (text) => new Blob([text], { type: 'image/png' });
const area = { x: 1, y: 2, width: 3, height: 2 };
const crop = { area, frame: { x: 0, y: 0, width: 8, height: 8 }, width: 1024, height: 1024 };
const photo = new File(['photo'], 'beach.day.jpg', { type: 'image/jpeg' });
const source = { key: 's', file: photo, inputs: [photo], markup: [], id: 7, width: 40, height: 30, pack: Uint8Array.of(1), crops: [crop] };
const settings = { prompt: 'A boat', keep: 'true', feather: '100', align: 'true', match_colors: 'true', blend: 'colours' };

/** @param {Partial<Result>} facts @returns {Result} */
function result(facts) {
  const [file] = facts.parts ?? [blob('answer')];
  return { ...NOTHING_YET, id: 'a', run: 2, index: 0, asked: settings, extension: 'webp', file, parts: [file], source, paste: pasteOf(settings), ...facts };
}

const report = { aligned: true, shift_x: 1.42, shift_y: -0.81, scale: 1, matched: true, color_before: 6, color_after: 1.12, feather: 9 };

test('a result shows the composed picture first, and the answer as received beside it', () => {
  const plain = result({});
  assert.deepEqual(facesOf(plain).map(({ label, name }) => [label, name]), [['As received', 'a-boat-2-1.webp']]);
  const both = result({ composed: blob('composed') });
  assert.deepEqual(facesOf(both).map(({ label, name }) => [label, name]), [['Composed', 'beach.day-edited-2-1.png'], ['As received', 'a-boat-2-1.webp']]);
  assert.equal(faceOf(both, '').file, both.composed);
  assert.equal(faceOf(both, 'As received').file, both.file);
  assert.equal(faceOf(plain, 'Composed').file, plain.file);
});

test('several answers are told apart, by label and by file name', () => {
  const faces = facesOf(result({ parts: [blob('1'), blob('2')] }));
  assert.deepEqual(faces.map(({ label }) => label), ['As received, 1 of 2', 'As received, 2 of 2']);
  assert.deepEqual(faces.map(({ name }) => name), ['a-boat-2-1-1.webp', 'a-boat-2-1-2.webp']);
  assert.deepEqual(facesOf(result({ parts: [], file: null })), []);
});

test('settings of a schema and of a form mean the same', () => {
  const paste = { keep: true, feather: 100, align: true, match_colors: true, blend: 'colours' };
  assert.deepEqual(pasteOf(settings), paste);
  assert.deepEqual(pasteOf(paste), paste);
  assert.deepEqual(pasteOf({}), paste);
  const other = pasteOf({ ...settings, keep: 'false', align: false, blend: 'gradients', feather: 0 });
  assert.deepEqual(other, { keep: false, feather: 0, align: false, match_colors: true, blend: 'gradients' });
  assert.deepEqual(optionsOf(other), { align: false, match: true, gradient: true, feather: 0 });
});

test('what was done is said in numbers', () => {
  const said = (/** @type {any[]} */ ...reports) => reportText({ reports, profile: 'none' });
  assert.equal(said(report), 'Outside the mask every pixel is yours. Shifted 1.4, -0.8 px; colours within 1.1 levels.');
  assert.equal(said({ ...report, shift_x: -0.04, shift_y: 0.02 }), 'Outside the mask every pixel is yours. Not shifted; colours within 1.1 levels.');
  assert.equal(said({ ...report, scale: 1.004, matched: false }), 'Outside the mask every pixel is yours. Shifted 1.4, -0.8 px; scaled to 100.4 %.');
  assert.equal(said({ ...report, aligned: false, matched: false }), 'Outside the mask every pixel is yours.');
  assert.match(said(report, { ...report, aligned: false }), /yours\. Area 1: shifted 1\.4, -0\.8 px; colours within 1\.1 levels\. Area 2: colours within 1\.1 levels\.$/);
  assert.match(reportText({ reports: [report], profile: 'dropped' }), /levels\. The colour profile of your picture could not be kept\.$/);
});

test('it is never 100 % before it is done, and no trouble is nothing to say', () => {
  assert.deepEqual([0, 0.4, 0.999, 1].map(percentText), [' 0 %', ' 40 %', ' 99 %', ' 99 %']);
  assert.equal(troubleText(''), '');
  assert.equal(troubleText('No memory.'), 'It could not be put back into your picture. No memory.');
});

test('a result is due once no more answers will come', () => {
  const open = /** @type {any} */ ([{ id: 2, state: 'running' }]);
  const two = { ...source, crops: [crop, crop] };
  assert.equal(isDue(result({}), open), false);
  assert.equal(isDue(result({}), []), true);
  assert.equal(isDue(result({}), /** @type {any} */ ([{ id: 2, state: 'failed' }, { id: 3, state: 'running' }])), true);
  assert.equal(isDue(result({ source: two }), []), true);
  assert.equal(isDue(result({ source: two, parts: [] }), []), false);
  assert.equal(isDue(result({ source: { ...source, crops: [] } }), []), false);
  assert.equal(isDue(result({ source: null }), []), false);
  assert.equal(isDue(result({ paste: { ...pasteOf(settings), keep: false } }), []), false);
  assert.equal(isDue(result({ composed: blob('c') }), []), false);
  assert.equal(isDue(result({ trouble: 'No memory.' }), []), false);
});

/** A retouch whose worker answers when it is told to. @param {Result[]} results */
function bench(results) {
  /** @type {any[]} */
  const asked = [];
  const store = createStore(/** @type {any} */ ({ results, jobs: [] }));
  const ask = (/** @type {string} */ type, /** @type {any} */ args, /** @type {any} */ options) =>
    new Promise((resolve, reject) => asked.push({ type, args, options, resolve, reject }));
  let open = 0;
  const openPainting = () => {
    open++;
    return /** @type {any} */ ({ unpack() {}, read: (/** @type {{width: number, height: number}} */ { width, height }) => new Uint8Array(width * height), close: () => open-- });
  };
  /** @type {any[]} */
  const kept = [];
  const archive = { setComposed: async (/** @type {any[]} */ ...args) => void kept.push(args) };
  const shelf = async () => /** @type {any} */ ({ archive });
  const whole = async (/** @type {Result} */ { id }) => {
    store.update({ results: store.get().results.map((one) => (one.id === id ? { ...one, absent: false } : one)) });
    return now(id);
  };
  const retouch = createRetouch({ store, ask, openPainting, whole, shelf, onFailure: assert.fail });
  const now = (id = 'a') => /** @type {Result} */ (store.get().results.find((one) => one.id === id));
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { store, retouch, asked, kept, now, settle, paintings: () => open };
}

test('an answer is put back by itself, piece by piece', async () => {
  const { asked, kept, now, settle, paintings } = bench([result({})]);
  await settle();
  assert.equal(asked.length, 1);
  const [{ type, args, options, resolve }] = asked;
  assert.equal(type, 'compose');
  assert.deepEqual([args.file, args.id, args.options], [source.file, 7, optionsOf(pasteOf(settings))]);
  assert.deepEqual(args.parts, [{ area, frame: crop.frame, coverage: new Uint8Array(6), answer: now().file }]);
  assert.deepEqual(options.transfer, [args.parts[0].coverage.buffer]);
  assert.equal(paintings(), 0);
  assert.equal(now().composing, 0);
  options.onEvent('progress', { share: 0.4 });
  assert.equal(now().composing, 0.4);
  options.onEvent('piece', new TextEncoder().encode('one '));
  options.onEvent('piece', new TextEncoder().encode('two'));
  resolve({ reports: [report], profile: 'kept', width: 40, height: 30, small: blob('small') });
  await settle();
  const { composing, composed, reports, profile } = now();
  assert.deepEqual([composing, reports, profile], [null, [report], 'kept']);
  assert.deepEqual([await composed?.text(), composed?.type], ['one two', 'image/png']);
  const [[id, { type: kind, bytes }, small, facts]] = kept;
  assert.equal(new TextDecoder().decode(small.bytes), 'small');
  assert.deepEqual([id, kind, new TextDecoder().decode(bytes)], ['a', 'image/png', 'one two']);
  assert.deepEqual(facts, { reports: [report], profile: 'kept', paste: pasteOf(settings), bytes: 'one twosmallanswer'.length });
});

test('what is in the archive only is put back when asked to, its files first', async () => {
  const { retouch, asked, now, settle } = bench([result({ absent: true, trouble: 'Closed.' })]);
  await settle();
  assert.equal(asked.length, 0);
  retouch.compose('a');
  await settle();
  assert.deepEqual([now().absent, asked.length], [false, 1]);
});

test('one is put back after the other, and what is deleted is let go', async () => {
  const { store, asked, settle } = bench([result({ id: 'a' }), result({ id: 'b' })]);
  await settle();
  assert.equal(asked.length, 1);
  store.update({ results: store.get().results.filter(({ id }) => id !== 'a') });
  assert.equal(asked[0].options.signal.aborted, true);
  asked[0].reject(new Error('cancelled'));
  await settle();
  assert.equal(asked.length, 2);
});

test('a failure is told, and only tried again when asked to', async () => {
  const { retouch, asked, now, settle } = bench([result({})]);
  await settle();
  asked[0].reject(new Error('no memory'));
  await settle();
  assert.deepEqual([now().composing, now().composed], [null, null]);
  assert.match(now().trouble, /no memory/);
  assert.equal(asked.length, 1);
  retouch.compose('a');
  await settle();
  assert.deepEqual([now().composing, now().trouble, asked.length], [0, '', 2]);
});

test('other settings compose anew: the newest wish counts, and until then all stays as it is', async () => {
  const old = blob('old');
  const { retouch, asked, now, settle } = bench([result({ composed: old })]);
  await settle();
  assert.equal(asked.length, 0);
  const [first, second] = [50, 80].map((feather) => ({ ...pasteOf(settings), feather }));
  retouch.recompose('a', first);
  await settle();
  retouch.recompose('a', second);
  assert.equal(asked[0].options.signal.aborted, true);
  assert.equal(retouch.pasteOf(now()), second);
  asked[0].reject(new Error('cancelled'));
  await settle();
  assert.equal(asked[1].args.options.feather, 80);
  assert.equal(now().composed, old);
  asked[1].resolve({ reports: [], profile: 'none', small: null });
  await settle();
  assert.notEqual(now().composed, old);
  assert.equal(now().paste, second);
});
