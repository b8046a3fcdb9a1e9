// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClicks } from '../../web/js/studio/editor/clicks.js';

/** @param {number} timeStamp @param {number} clientX @param {Partial<PointerEvent>} [more] */
const at = (timeStamp, clientX, more = {}) => ({ pointerType: 'mouse', button: 0, timeStamp, clientX, clientY: 0, ...more });

test('presses in a row on one spot are counted', () => {
  const clicks = createClicks();
  assert.deepEqual([at(0, 10), at(200, 12), at(400, 11)].map(clicks.press), [1, 2, 3]);
});

test('one that comes late, elsewhere, or with another button or device is the first again', () => {
  for (const next of [at(600, 10), at(200, 16), at(200, 10, { button: 2 }), at(200, 10, { pointerType: 'touch' })]) {
    const clicks = createClicks();
    clicks.press(at(0, 10));
    assert.equal(clicks.press(next), 1);
  }
});

test('a finger may miss by more than a mouse', () => {
  const clicks = createClicks();
  clicks.press(at(0, 10, { pointerType: 'touch' }));
  assert.equal(clicks.press(at(200, 30, { pointerType: 'touch' })), 2);
});

test('a stroke is no click, even if it comes back', () => {
  const clicks = createClicks();
  clicks.press(at(0, 10));
  clicks.move(at(50, 40));
  clicks.move(at(90, 10));
  assert.equal(clicks.press(at(200, 10)), 1);
});

test('a press that was not meant does not count', () => {
  const clicks = createClicks();
  clicks.press(at(0, 10));
  clicks.forget();
  assert.equal(clicks.press(at(200, 10)), 1);
});
