// @ts-check
// JPEGs in the development server are turned as browsers turn them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank } from '../../web/demo/draw/picture.mjs';
import { upright } from '../../web/demo/node/upright.mjs';

/** @param {string} rows one digit a pixel, rows apart by a slash */
function picture(rows) {
  const lines = rows.split('/');
  const made = blank(lines[0].length, lines.length);
  [...lines.join('')].forEach((digit, i) => made.data.set([Number(digit), 0, 0, 255], i * 4));
  return made;
}

/** @param {number} orientation @param {boolean} little */
function tiff(orientation, little) {
  const view = new DataView(new ArrayBuffer(38));
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 2, little);
  [
    [0x010f, 7],
    [0x0112, orientation],
  ].forEach(([tag, value], i) => {
    view.setUint16(10 + 12 * i, tag, little);
    view.setUint16(12 + 12 * i, 3, little);
    view.setUint32(14 + 12 * i, 1, little);
    view.setUint16(18 + 12 * i, value, little);
  });
  return new Uint8Array(view.buffer);
}

const turned = {
  0: '123/456',
  1: '123/456',
  2: '321/654',
  3: '654/321',
  4: '456/123',
  5: '14/25/36',
  6: '41/52/63',
  7: '63/52/41',
  8: '36/25/14',
  9: '123/456',
};

for (const [orientation, expected] of Object.entries(turned)) {
  test(`orientation ${orientation} turns 123/456 into ${expected}`, () => {
    for (const little of [true, false]) {
      assert.deepEqual(
        upright(picture('123/456'), tiff(Number(orientation), little)),
        picture(expected),
      );
    }
  });
}

test('broken EXIF data turns nothing', () => {
  const whole = tiff(6, true);
  for (let length = 0; length < 24; length++) {
    assert.deepEqual(upright(picture('12'), whole.subarray(0, length)), picture('12'));
  }
});
