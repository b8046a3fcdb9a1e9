// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeyboardBrush } from '../../web/js/studio/editor/keyboard-brush.js';

function setUp() {
  /** @type {string[]} */
  const log = [];
  /** @param {string} what */
  const note = (what) => (/** @type {{x: number, y: number}} */ { x, y }) => void log.push(`${what} ${x},${y}`);
  const brush = createKeyboardBrush({
    start: () => ({ x: 50, y: 50 }),
    step: () => 2,
    size: () => ({ width: 100, height: 60 }),
    press: (at, shift) => note(shift ? 'press shift' : 'press')(at),
    move: note('move'),
    hover: note('hover'),
    lift: () => log.push('lift'),
    show() {},
  });
  /** @param {string} key @param {Partial<KeyboardEvent>} [more] */
  const press = (key, more) => brush.onKeyDown(/** @type {KeyboardEvent} */ ({ key, shiftKey: false, repeat: false, ...more }));
  return { brush, press, log };
}

test('arrows move it, ten times as far with Shift, and within the picture', () => {
  const { brush, press } = setUp();
  for (const [key, shiftKey, place] of /** @type {const} */ ([
    ['ArrowLeft', false, { x: 48, y: 50 }],
    ['ArrowRight', true, { x: 68, y: 50 }],
    ['ArrowUp', true, { x: 68, y: 30 }],
    ['ArrowDown', true, { x: 68, y: 50 }],
    ['ArrowDown', true, { x: 68, y: 60 }],
    ['ArrowRight', true, { x: 88, y: 60 }],
    ['ArrowRight', true, { x: 100, y: 60 }],
  ])) {
    assert.equal(press(key, { shiftKey }), true);
    assert.deepEqual(brush.place, place);
  }
});

test('it paints while Space is held, however often the key repeats', () => {
  const { brush, press, log } = setUp();
  press(' ');
  assert.equal(press(' ', { repeat: true }), true);
  press('ArrowRight');
  brush.lift();
  brush.lift();
  press('ArrowRight');
  assert.deepEqual(log, ['press 50,50', 'move 52,50', 'lift', 'hover 54,50']);
});

test('Shift and Space begin with a line from the last point', () => {
  const { press, log } = setUp();
  press(' ', { shiftKey: true });
  assert.deepEqual(log, ['press shift 50,50']);
});

test('a pointer takes over, but not in the middle of a stroke', () => {
  const { brush, press } = setUp();
  assert.equal(brush.leave(), false);
  press(' ');
  assert.equal(brush.leave(), false);
  brush.lift();
  assert.equal(brush.leave(), true);
  assert.equal(brush.place, null);
});

test('other keys are not for it', () => {
  const { press, log } = setUp();
  for (const key of ['Tab', 'Enter', 'a', 'F5']) assert.equal(press(key), false);
  assert.deepEqual(log, []);
});
