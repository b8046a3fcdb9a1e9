// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../web/js/base/words.js';

/** @param {Partial<import('../../web/js/base/store.js').Answer>} facts */
const answer = (facts) => ({ images: 1, damaged: 0, ...facts });

test('sizes are told once where nothing changes, and with an arrow where something does', () => {
  assert.equal(words.sizeChange({ width: 800, height: 600 }, { width: 800, height: 600 }), '800 x 600');
  assert.equal(words.sizeChange({ width: 2500, height: 1700 }, { width: 2484, height: 1689 }), '2500 x 1700 → 2484 x 1689');
});

test('a mask of another size is told whether it will be stretched', () => {
  const image = { width: 40, height: 30 };
  assert.match(words.otherSizeText({ width: 80, height: 60 }, image), /^The image is 40 x 30, of the same proportions: /);
  assert.match(words.otherSizeText({ width: 4032, height: 3024 }, { width: 1000, height: 750 }), /the same proportions/);
  assert.match(words.otherSizeText({ width: 1333, height: 1000 }, image), /the same proportions/);
  assert.match(words.otherSizeText({ width: 30, height: 40 }, image), /of other proportions: fitted to it, the mask is stretched\.$/);
  assert.match(words.otherSizeText({ width: 41, height: 30 }, image), /other proportions/);
});

test('bytes never read as 1000 KB or 1000 MB', () => {
  const texts = [1, 999, 1000, 999_499, 999_500, 3_140_000, 999_940_000, 999_960_000, 10_730_000_000].map(words.bytesText);
  assert.deepEqual(texts, ['1 byte', '999 bytes', '1 KB', '999 KB', '1.0 MB', '3.1 MB', '999.9 MB', '1.0 GB', '10.7 GB']);
});

test('dollars keep the hundredth of a cent while there is less than one', () => {
  assert.deepEqual([0, 0.00005, 0.0143, 0.99, 1.5].map(words.dollarsText), ['$0.0000', 'less than $0.0001', '$0.0143', '$0.9900', '$1.50']);
});

test('an estimate is told for each picture where it is one number, and for all where it is a range', () => {
  const facts = { tokens_low: 0, tokens_high: 0, requests: 1, as_of: '2026-11-22' };
  /** @type {[number, number, number][]} */
  const cases = [[0.0132, 0.0132, 1], [0.0528, 0.0528, 4], [0.0108, 0.0421, 1], [0.0436, 0.168, 4], [0.95, 2.4, 10], [0.0002, 0.0009, 1]];
  assert.deepEqual(cases.map(([low, high, pictures]) => words.estimateText({ ...facts, low, high }, pictures)), [
    'about $0.0132',
    'about $0.0132 x 4',
    'about $0.011 to $0.042',
    'about $0.044 to $0.17 for 4',
    'about $0.95 to $2.40 for 10',
    'about $0.0002 to $0.0009',
  ]);
  assert.equal(words.estimateText(null, 1), '');
});

test('durations turn into minutes', () => {
  assert.deepEqual([0, 14_400, 59_400, 59_600, 125_000].map(words.durationText), ['0 s', '14 s', '59 s', '1 min 0 s', '2 min 5 s']);
});

test('a little paint never reads as none, and almost all never as all', () => {
  assert.deepEqual([0, 0.0001, 0.12, 0.999, 1].map(words.shareText), ['0 %', 'less than 1 %', '12 %', '99 %', '100 %']);
});

test('each stage of a job has its words', () => {
  assert.equal(words.stageText({ stage: 'preparing', image: 0, from: [2500, 1700], to: [2484, 1689] }), 'Preparing image 1: 2500 x 1700 → 2484 x 1689');
  assert.equal(words.stageText({ stage: 'sending', bytes: 3_100_000 }), 'Sending 3.1 MB, then waiting for pictures…');
  assert.equal(words.stageText({ stage: 'receiving' }), 'Receiving pictures…');
  assert.equal(words.stageText({ stage: 'looking' }), 'No answer. Looking whether the endpoint can be reached…');
});

test('the end tells pictures, tokens, cost and time', () => {
  const usage = { text_tokens: 88, image_tokens: 1024, output_tokens: 196 };
  const run = { arrived: 2, asked: 2, milliseconds: 14_000 };
  assert.equal(words.endText(answer({ usage, cost_usd: 0.0143 }), run), '2 pictures · 1,024 + 88 tokens in, 196 out · $0.0143 · 14 s');
  assert.equal(words.endText(answer({ usage: { ...usage, image_tokens: 0 } }), { ...run, arrived: 1, asked: 1 }), '1 picture · 88 tokens in, 196 out · 14 s');
});

test('the end tells what is missing and what broke', () => {
  assert.equal(words.endText(answer({ damaged: 1 }), { arrived: 2, asked: 4, milliseconds: 1000 }), '2 of 4 pictures arrived · 1 damaged on the way · 1 s');
});

test('a picture is described by what came, and by what was asked where that is unlike', () => {
  const asked = { model: 'm', quality: 'low', size: '1024x1024', background: 'opaque', seed: 7 };
  assert.equal(words.resultText({ asked, answer: null }, null), 'm · low · seed 7 (not sent)');
  assert.equal(
    words.resultText({ asked, answer: answer({ quality: 'medium', cost_usd: 0.02, images: 2 }) }, { width: 1024, height: 1024 }),
    'm · medium · 1024 x 1024 · seed 7 (not sent) · $0.0200 for 2',
  );
  assert.match(words.resultText({ asked, answer: null }, { width: 1254, height: 1254 }), /1254 x 1254 \(asked for 1024 x 1024\)/);
  assert.match(words.resultText({ asked: { ...asked, size: 'auto', background: 'transparent' }, answer: null }, { width: 9, height: 9 }), /m · low · 9 x 9 · transparent/);
});

test('what Generate will do depends on images and mask', () => {
  const texts = [words.modeText(0, false), words.modeText(1, false), words.modeText(1, true), words.modeText(2, false)];
  assert.deepEqual(texts, ['Makes a new picture', 'Edits your picture', 'Edits your picture where it is painted', 'Edits your pictures']);
});

test('what is sent for a mask tells the part, the picture and the scale', () => {
  const photo = { width: 8064, height: 6048 };
  const crop = (/** @type {number} */ side, /** @type {number} */ sent) => ({ area: { x: 9, y: 9, width: 5, height: 5 }, frame: { x: 0, y: 0, width: side, height: side }, width: sent, height: sent });
  assert.equal(words.planText([crop(1180, 1024)], photo), '1180 x 1180 of your 8064 x 6048 photo, sent at 1024 x 1024');
  assert.equal(words.planText([crop(1184, 1184)], photo), '1184 x 1184 of your 8064 x 6048 photo, pixel for pixel');
  assert.equal(words.planText([crop(816, 816)], { width: 816, height: 810 }), 'All of your 816 x 810 photo, pixel for pixel');
  assert.equal(words.planText([crop(640, 1024), crop(700, 1024), crop(800, 1024)], photo), '3 requests: 640 x 640 of your 8064 x 6048 photo, sent at 1024 x 1024, and 2 more');
});
