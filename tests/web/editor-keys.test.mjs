// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BINDINGS, bindingOf, chordOf } from '../../web/js/studio/editor/keys.js';

/** @typedef {Partial<import('../../web/js/studio/editor/keys.js').Key>} Held */

/** @param {string} key @param {Held} [held] */
const chord = (key, held = {}) => chordOf({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

/** The command of a key, '' for none. @param {string} key @param {Held} [held] */
const press = (key, held = {}) => bindingOf(chord(key, held), false)?.command ?? '';

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

test('braces are Shift and a bracket, however they are written', () => {
  assert.equal(press('{', { code: 'Digit8', altKey: true }), 'softer');
  assert.equal(press('}', { code: 'Digit0', ctrlKey: true, altKey: true }), 'harder');
});

test('signs count as written, whatever writes them', () => {
  assert.equal(press('?', { code: 'Slash', shiftKey: true }), 'help');
  assert.equal(press('?', { code: 'Minus', shiftKey: true }), 'help');
  assert.equal(press('+', { code: 'Equal', shiftKey: true }), 'zoomIn');
  assert.equal(press('=', { code: 'Equal' }), 'zoomIn');
  assert.equal(press('+', { code: 'BracketRight' }), 'zoomIn');
  assert.equal(press('-', { code: 'Slash' }), 'zoomOut');
  assert.equal(press('\\', { code: 'Digit7', altKey: true, shiftKey: true }), 'bare');
  assert.equal(press('#', { code: 'Backslash' }), 'bare');
});

test('what belongs to the browser stays the browser’s', () => {
  for (const sign of ['+', '-', '[', ']']) {
    assert.equal(press(sign, { ctrlKey: true }), '');
    assert.equal(press(sign, { metaKey: true }), '');
  }
  for (const key of ['Tab', 'F5', 'r', 't', 'w', 'l']) assert.equal(press(key, { ctrlKey: true }), '');
});

test('letters of other scripts count as the Latin ones in their place', () => {
  assert.equal(press('я', { code: 'KeyZ', ctrlKey: true }), 'undo');
  assert.equal(press('Я', { code: 'KeyZ', ctrlKey: true, shiftKey: true }), 'redo');
  assert.equal(chord('и', { code: 'KeyB' }), 'b');
  assert.equal(chord('ב', { code: 'KeyC' }), 'c');
});

test('a Latin letter is where the keyboard has it', () => {
  assert.equal(press('y', { code: 'KeyZ', ctrlKey: true }), 'redo');
  assert.equal(chord('ę', { code: 'KeyE' }), 'ę');
  assert.equal(chord('q', { code: 'KeyA' }), 'q');
});

test('Ctrl and a digit are known by their place where the digit takes Shift', () => {
  assert.equal(press('à', { code: 'Digit0', ctrlKey: true }), 'fit');
  assert.equal(press('&', { code: 'Digit1', metaKey: true }), 'actual');
  assert.equal(press('0', { code: 'Numpad0', ctrlKey: true }), 'fit');
  assert.equal(press('1', { code: 'Digit1' }), '');
});

test('Backspace removes a point while a shape is open, and clears else', () => {
  assert.equal(bindingOf('Backspace', true)?.command, 'back');
  assert.equal(bindingOf('Backspace', false)?.command, 'clear');
  assert.equal(bindingOf('Delete', true)?.command, 'clear');
});

test('Enter means something while a shape is open only', () => {
  assert.equal(bindingOf('Enter', true)?.command, 'enter');
  assert.equal(bindingOf('Enter', false), undefined);
});

test('no two commands share a chord at the same time, and none takes a letter from a tool', () => {
  const all = Object.values(BINDINGS).flat();
  for (const open of [true, false]) {
    const chords = all.filter((binding) => !!binding.open === open).flatMap(({ chords }) => chords);
    assert.equal(new Set(chords).size, chords.length);
    for (const letter of 'beulopgwh') assert.ok(!chords.includes(letter));
  }
});
