// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chordOf, commandOf } from '../../web/js/editor/keys.js';

/** @param {string} key @param {Partial<import('../../web/js/editor/keys.js').Key>} [held] */
const press = (key, held = {}) =>
  commandOf(chordOf({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }));

test('Ctrl and Cmd are one', () => {
  assert.equal(press('z', { ctrlKey: true }), 'undo');
  assert.equal(press('z', { metaKey: true }), 'undo');
  assert.equal(press('Z', { ctrlKey: true, shiftKey: true }), 'redo');
  assert.equal(press('y', { ctrlKey: true }), 'redo');
});

test('Caps Lock changes nothing', () => {
  assert.equal(press('X'), 'swap');
  assert.equal(press('Z', { ctrlKey: true }), 'undo');
});

test('a letter with a modifier it is not known with means nothing', () => {
  assert.equal(press('x', { ctrlKey: true }), '');
  assert.equal(press('x', { altKey: true }), '');
  assert.equal(press('z'), '');
});

test('brackets are known by their sign and by their place', () => {
  assert.equal(press('['), 'smaller');
  assert.equal(press(']'), 'larger');
  assert.equal(press('{', { code: 'BracketLeft', shiftKey: true }), 'softer');
  assert.equal(press('}', { code: 'BracketRight', shiftKey: true }), 'harder');
  assert.equal(press('ü', { code: 'BracketLeft' }), 'smaller');
});

test('a sign written with AltGr or Option is that sign', () => {
  assert.equal(press('[', { code: 'Digit8', ctrlKey: true, altKey: true }), 'smaller');
  assert.equal(press(']', { code: 'Digit6', altKey: true }), 'larger');
});
