// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGraph } from '../../web/js/base/files.js';
import { distinct, nodeName, rowsOf, takenText } from '../../web/js/workflow/words.js';

const schema = /** @type {any} */ ({
  settings: [
    { name: 'prompt', label: 'Prompt' },
    { name: 'quality', label: 'Quality', choices: [{ value: 'low', label: 'Low' }] },
    { name: 'n', label: 'Number of images' },
  ],
});

/** @param {Partial<import('../../web/js/workflow/workflow.js').WorkflowNode>} facts */
const node = (facts) => ({ id: '7:5', title: 'Edit', type: 'OpenAIGPTImage1', settings: {}, images: [], mask: false, notes: [], ...facts });

test('settings are told by their labels, in the order of the form, choices by theirs', () => {
  assert.deepEqual(rowsOf(schema, { n: 2, quality: 'low', prompt: 'a <b>' }), [['Prompt', 'a <b>'], ['Quality', 'Low'], ['Number of images', '2']]);
  assert.deepEqual(rowsOf(schema, { quality: 'odd' }), [['Quality', 'odd']]);
  assert.deepEqual(rowsOf(schema, { unknown: 1 }), []);
});

test('a node is told apart from its like by its place', () => {
  assert.equal(nodeName(node({})), 'Edit (#7:5)');
});

test('what a workflow has beside its settings is told when they are taken', () => {
  assert.equal(takenText(node({})), 'The settings are those of the workflow.');
  assert.match(takenText(node({ images: ['a.png', 'b.png'], mask: true })), /It also has 2 images and a mask: add what is missing\.$/);
  assert.match(takenText(node({ mask: true })), /It also has a mask:/);
});

test('files that go into one folder have names of their own', () => {
  assert.deepEqual(distinct(['a.png', 'b.png', 'a.png', 'A.png', 'a-2.png']), ['a.png', 'b.png', 'a-2.png', 'A-3.png', 'a-2-2.png']);
  assert.deepEqual(distinct(['photo', 'photo', '.x', '']), ['photo', 'photo-2', '.x', '']);
});

test('a workflow is known by its name or type', () => {
  assert.ok(isGraph({ name: 'x.JSON', type: '' }));
  assert.ok(isGraph({ name: 'x', type: 'application/json' }));
  assert.ok(!isGraph({ name: 'json.png', type: 'image/png' }));
});
