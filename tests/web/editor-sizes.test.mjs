// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIZES, sizeBeside, stopOf } from '../../web/js/studio/editor/sizes.js';

test('the sizes of a brush go from 1 to 1000, each larger than the one before', () => {
  assert.equal(SIZES[0], 1);
  assert.equal(SIZES.at(-1), 1000);
  assert.ok(SIZES.every((size, stop) => stop === 0 || size > SIZES[stop - 1]));
});

test('no stop is missed: each is at most a tenth larger than the one before, or one pixel', () => {
  SIZES.slice(1).forEach((size, stop) => assert.ok(size - SIZES[stop] <= Math.max(1, SIZES[stop] / 10), `${size}`));
});

test('every size has its own stop, and any other the nearest', () => {
  SIZES.forEach((size, stop) => assert.equal(stopOf(size), stop));
  for (let size = 0; size < 1200; size += 0.7) {
    const off = Math.min(...SIZES.map((candidate) => Math.abs(candidate - size)));
    assert.equal(Math.abs(SIZES[stopOf(size)] - size), off);
  }
});

test('stepping ends at the ends', () => {
  assert.equal(sizeBeside(1, -2), 1);
  assert.equal(sizeBeside(1000, 2), 1000);
  assert.equal(sizeBeside(10, 2), 12);
  assert.equal(sizeBeside(10, -2), 8);
});
