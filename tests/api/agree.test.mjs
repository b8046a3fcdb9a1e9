// @ts-check
// Three opinions about what each model takes agree: our table, our checks in C, and the stand-in's rules.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../web/js/base/border.js';
import { findModel } from '../../web/demo/rules/models.mjs';
import { Refusal } from '../../web/demo/rules/refusal.mjs';
import { settingsOfForm, settingsOfJson } from '../../web/demo/rules/settings.mjs';
import { outputTokens } from '../../web/demo/rules/usage.mjs';
import { pageCore } from './core.mjs';

/** @typedef {Record<string, string | number | boolean>} Settings */

const core = await pageCore();
const { models, settings: table } = core.schema();
const everyModelLives = new Date('2026-10-22T12:00:00Z');
const image = { width: 64, height: 64 };
const olderSizes = ['1024x1024', '1536x1024', '1024x1536'];

/** Values just inside and just outside, with what has to be beside them.
 * @type {[name: string, values: (string | number | boolean)[], beside?: Settings][]} */
const cases = [
  ['prompt', ['x', '', 'x'.repeat(32_000), 'x'.repeat(32_001)]],
  ['quality', ['auto', 'low', 'medium', 'high', 'xhigh', 'max', 'hd', '']],
  ['size', ['auto', '1024x1024', '1536x1024', '1024x1536', '2048x2048', '3840x2160', '2160x3840', '1536x864']],
  ['size', ['1537x864', '3072x768', '3072x1024', '512x512', '800x800', '816x816', '4096x1920', '3840x2176', '1024X1024', 'big', '']],
  ['background', ['auto', 'opaque', 'transparent', 'white']],
  ['background', ['opaque', 'transparent'], { output_format: 'jpeg' }],
  ['background', ['opaque', 'transparent'], { output_format: 'webp' }],
  ['n', [1, 10, 0, 11, 1.5, '2']],
  ['output_format', ['png', 'jpeg', 'webp', 'gif', 'svg', 'jpg']],
  ['output_compression', [0, 99, 100, -1, 101], { output_format: 'jpeg' }],
  ['output_compression', [99, 100]],
  ['output_compression', [99, 100], { output_format: 'gif' }],
  ['moderation', ['auto', 'low', 'high']],
  ['complexity', ['low', 'medium', 'high', 'max']],
  ['stream', [true, false, 'true', 1]],
  ['stream', [true, false], { output_format: 'svg' }],
  ['partial_images', [0, 3, 4, -1], { stream: true }],
  ['partial_images', [0, 1]],
  ['frame_count', [2, 16, 1, 17], { output_format: 'gif' }],
  ['frame_duration_ms', [20, 655_350, 19, 655_351], { output_format: 'gif' }],
  ['n', [1, 2], { output_format: 'svg' }],
  ['svg[model]', ['a'], { output_format: 'svg' }],
  ['svg[reasoning][effort]', ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'most'], { output_format: 'svg', 'svg[model]': 'a' }],
  ['svg[reasoning][effort]', ['none'], { output_format: 'svg' }],
  ['safety_identifier', ['a', 7]],
];

/** The setting that C finds at fault, '' for none.
 * @param {Settings} settings @param {import('../../web/js/base/core.js').Size[]} [images] */
function ours(settings, images = []) {
  try {
    core.check(settings, { baseUrl: 'https://elsewhere.example/v1', images, mask: null });
    return '';
  } catch (error) {
    assert.ok(error instanceof Fault);
    return error.field;
  }
}

/** The parameter that the stand-in refuses, '' for none; what it only cannot draw is right.
 * @param {() => unknown} check */
function theirs(check) {
  try {
    check();
    return '';
  } catch (error) {
    assert.ok(error instanceof Refusal);
    const { code, param } = error.body.error;
    return code === 'not_in_stand_in' ? '' : param;
  }
}

/** Whether the model has such a setting, by the table. @param {import('../../web/js/base/core.js').Model} model @param {string} name */
const has = ({ takes }, name) => takes[name] !== '';

for (const model of models) {
  test(`${model.id}: every setting is judged alike`, () => {
    for (const [name, values, beside = {}] of cases) {
      for (const value of values) {
        const settings = { model: model.id, prompt: 'x', ...beside, [name]: value };
        const what = `${name} ${String(value).slice(0, 20)} beside ${JSON.stringify(beside)}`;
        const right = theirs(() => settingsOfJson(settings, everyModelLives));
        // C refuses what nobody takes, and does not send what this model has no setting for.
        if (!has(model, name)) assert.equal(right, Object.keys(beside)[0] && !model.takes.output_format?.includes('gif') ? 'output_format' : name, what);
        else assert.equal(ours(settings), right, what);
      }
    }
  });

  test(`${model.id}: markup is judged alike`, () => {
    const settings = { model: model.id, prompt: 'x' };
    const judge = () => core.check(settings, { baseUrl: 'https://elsewhere.example/v1', images: [image], mask: null, markup: image });
    if (findModel(model.id)?.markup) judge();
    else assert.throws(judge, ({ field }) => field === 'markup');
    assert.equal(model.markup, findModel(model.id)?.markup);
  });

  test(`${model.id}: the table's words are those that are taken`, () => {
    for (const { name, choices = [], sent, kind, format } of table) {
      if (!sent || kind !== 'choice' || name === 'input_fidelity') continue;
      for (const { value } of choices.filter((choice) => choice.value !== '')) {
        const listed = model.takes[name]?.split(' ').includes(value) ?? true;
        const right = theirs(() => settingsOfJson({ model: model.id, prompt: 'x', ...(format === 'svg' && { 'output_format': 'svg', 'svg[model]': 'a' }), [name]: value }, everyModelLives));
        assert.equal(right === '', listed, `${name} ${value}`);
      }
    }
  });

  test(`${model.id}: input fidelity is judged alike, with edits`, () => {
    for (const value of ['low', 'high', 'medium']) {
      const right = theirs(() => settingsOfForm(Object.entries({ model: model.id, prompt: 'x', input_fidelity: value }), everyModelLives));
      if (has(model, 'input_fidelity')) assert.equal(ours({ model: model.id, prompt: 'x', input_fidelity: value }, [image]), right, value);
      else assert.equal(right, 'input_fidelity');
    }
  });

  test(`${model.id}: an estimate holds the tokens that the stand-in counts`, () => {
    const theirModel = findModel(model.id);
    assert.ok(theirModel);
    for (const size of ['1024x1024', '1536x1024', '1024x1536', '3840x2160', '1536x864']) {
      for (const quality of ['low', 'medium', 'high', 'xhigh', 'max']) {
        const estimate = core.estimate({ model: model.id, prompt: 'x', size, quality, n: 2 }, [], false);
        const made = theirModel.quality.includes(quality) && (theirModel.anySize || olderSizes.includes(size));
        assert.ok(Boolean(estimate) === made, `${quality} ${size}`);
        if (!estimate) continue;
        const tokens = 2 * outputTokens(theirModel, quality, size);
        assert.ok(estimate.tokens_low <= tokens && tokens <= estimate.tokens_high, `${quality} ${size}: ${tokens}`);
        if (!model.id.startsWith('gpt-image-2.6')) assert.equal(estimate.tokens_low, estimate.tokens_high);
      }
    }
  });
}

test('a model that is not in the table takes everything', () => {
  for (const [name, values, beside = {}] of cases) {
    for (const value of values) {
      const settings = { model: 'mine', prompt: 'x', ...beside, [name]: value };
      const newest = theirs(() => settingsOfJson({ ...settings, model: 'gpt-image-2.6-flare' }, everyModelLives));
      if (!newest) assert.equal(ours(settings), '', `${name} ${value}`);
    }
  }
  assert.equal(core.estimate({ model: 'mine', prompt: 'x' }, [], false), null);
});

test('an estimate is there before there is a prompt, and none while a setting is wrong', () => {
  const facts = core.estimate({ model: 'gpt-image-2', prompt: ' ', quality: 'high', size: '3840x2160' }, [], false);
  assert.equal(facts?.tokens_high, 13_342);
  assert.equal(facts?.requests, 1);
  assert.match(facts?.as_of ?? '', /^\d{4}-\d\d-\d\d$/);
  assert.equal(core.estimate({ prompt: 'x', n: 11 }, [], false), null);
});

test('an estimate counts images at the size they are sent at', () => {
  /** @param {import('../../web/js/base/core.js').Size[]} images @param {string} budget */
  const low = (images, budget) => core.estimate({ prompt: 'x', size: '1024x1024', model: 'gpt-image-1.5', image_budget: budget }, images, false)?.low ?? 0;
  const dollars = (/** @type {number} */ tokens) => (tokens * 8) / 1e6;
  assert.ok(Math.abs(low([image], 'none') - low([], 'none') - dollars(194)) < 1e-9);
  const wide = { width: 16_000, height: 100 };
  assert.ok(Math.abs(low([wide], 'none') - low([], 'none') - dollars(65 + 4 * 129)) < 1e-9);
  assert.ok(low([wide, image, image], '4194304') > low([wide], '4194304'));
});

test('an estimate of crops is the sum over their requests', () => {
  const settings = { prompt: 'four', quality: 'low', size: 'auto', n: 2 };
  /** @param {string} size @param {import('../../web/js/base/core.js').Size} crop */
  const one = (size, crop) => core.estimate({ ...settings, size }, [crop], true);
  const [wide, square] = [{ width: 1536, height: 1024 }, { width: 1024, height: 1024 }];
  const [a, b, both] = [one('1536x1024', wide), one('1024x1024', square), core.estimate(settings, [{ width: 6000, height: 4000 }], true, [wide, square])];
  assert.ok(a && b && both);
  assert.equal(both.tokens_low, 2 * 158 + 2 * 196);
  assert.equal(both.requests, 2);
  assert.ok(Math.abs(both.low - a.low - b.low) < 1e-12 && Math.abs(both.high - a.high - b.high) < 1e-12);
  assert.equal(core.estimate({ ...settings, model: 'mine' }, [], true, [wide, square]), null);
});
