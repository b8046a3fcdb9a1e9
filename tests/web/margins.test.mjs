// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extended, marginsAround, marginsForShape, NO_MARGINS, refusalOf } from '../../web/js/inputs/margins.js';

const photo = { width: 1801, height: 1200 };

test('a shape adds to the short sides only, the picture in the middle', () => {
  const margins = marginsForShape(photo, 1);
  assert.deepEqual(margins, { left: 0, right: 0, top: 300, bottom: 301 });
  assert.deepEqual(extended(photo, margins), { width: 1801, height: 1801 });
  const wide = marginsForShape({ width: 900, height: 1600 }, 16 / 9);
  assert.deepEqual(extended({ width: 900, height: 1600 }, wide), { width: 2844, height: 1600 });
  assert.equal(wide.top + wide.bottom, 0);
  assert.ok(Math.abs(wide.left - wide.right) <= 1);
});

test('a picture that has the shape already is not extended', () => {
  assert.deepEqual(marginsForShape({ width: 640, height: 640 }, 1), NO_MARGINS);
});

test('a share goes around all of it', () => {
  assert.deepEqual(marginsAround({ width: 400, height: 200 }, 0.25), { left: 100, top: 50, right: 100, bottom: 50 });
});

test('what cannot be is told with its numbers', () => {
  assert.match(refusalOf(photo, NO_MARGINS), /at least one side/);
  assert.equal(refusalOf(photo, { ...NO_MARGINS, left: 1 }), '');
  assert.match(refusalOf(photo, { ...NO_MARGINS, left: 15000 }), /16801 x 1200.*16384/);
  assert.match(refusalOf({ width: 8064, height: 6048 }, { ...NO_MARGINS, top: 4000 }), /8064 x 10048.*64 megapixels/);
});
