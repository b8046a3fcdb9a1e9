// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { around } from '../../web/js/rect.js';

test('a rectangle around several touches the outermost of each side', () => {
  const rects = [{ x: 10, y: 20, width: 5, height: 5 }, { x: 2, y: 30, width: 4, height: 40 }, { x: 12, y: 1, width: 90, height: 2 }];
  assert.deepEqual(around(rects), { x: 2, y: 1, width: 100, height: 69 });
  assert.deepEqual(around(rects.slice(0, 1)), rects[0]);
});

test('around nothing there is nothing', () => {
  assert.deepEqual(around([]), { x: 0, y: 0, width: 0, height: 0 });
});
