// @ts-check
// The pictures of the stand-in: files that others can read, always the same, and edits that keep to their mask.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64 } from '../../web/demo/draw/base64.mjs';
import { drawCaption } from '../../web/demo/draw/caption.mjs';
import { drift } from '../../web/demo/draw/drift.mjs';
import { drawEdit } from '../../web/demo/draw/edit.mjs';
import { glyphs } from '../../web/demo/draw/font.mjs';
import { drawNoise } from '../../web/demo/draw/noise.mjs';
import { blank } from '../../web/demo/draw/picture.mjs';
import { encodePng } from '../../web/demo/draw/png.mjs';
import { scale } from '../../web/demo/draw/scale.mjs';
import { drawScene } from '../../web/demo/draw/scene.mjs';
import { decode } from '../../web/demo/node/decode.mjs';

/** @typedef {import('../../web/demo/draw/picture.mjs').Picture} Picture */

/**
 * @param {number} width
 * @param {number} height
 * @param {(x: number, y: number) => number[]} paint
 * @returns {Picture}
 */
function painted(width, height, paint) {
  const picture = blank(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) picture.data.set(paint(x, y), (y * width + x) * 4);
  }
  return picture;
}

const photo = painted(200, 100, (x, y) => [x, 2 * y, (x * y) % 256, 255]);
const wish = { width: 200, height: 100, seed: 's', prompt: 'p', facts: 'f', transparent: false };

for (const [
  title,
  width,
  height,
  paint,
] of /** @type {[string, number, number, (x: number, y: number) => number[]][]} */ ([
  ['one opaque pixel', 1, 1, () => [1, 2, 3, 255]],
  ['one pixel that is not there', 1, 1, () => [9, 8, 7, 0]],
  ['an odd size with every alpha', 255, 3, (x, y) => [x, y * 80, 255 - x, x]],
  ['opaque colours', 300, 200, (x, y) => [x * y, x ^ y, x + y, 255].map((value) => value & 255)],
])) {
  test(`another decoder reads ${title} as they were drawn`, async () => {
    const picture = painted(width, height, paint);
    const back = await decode(await encodePng(picture), 'image/png');
    assert.deepEqual([back.width, back.height], [width, height]);
    assert.deepEqual(Buffer.from(back.data), Buffer.from(picture.data));
  });
}

test('base64 is the usual one for every length', () => {
  const bytes = Uint8Array.from({ length: 260 }, (_, i) => (i * 97) & 255);
  for (const length of [0, 1, 2, 3, 4, 5, 255, 260]) {
    assert.equal(
      base64(bytes.subarray(0, length)),
      Buffer.from(bytes.subarray(0, length)).toString('base64'),
    );
  }
});

test('a scene is the same for the same seed and another for another', () => {
  const [one, again, other] = ['a\n0', 'a\n0', 'a\n1'].map((seed) => drawScene(96, 64, seed));
  assert.deepEqual(one, again);
  assert.notDeepEqual(one, other);
});

test('a scene is opaque, and without its sky partly transparent, at every size', () => {
  for (const [width, height] of [
    [1, 1],
    [3, 200],
    [200, 3],
    [64, 64],
  ]) {
    const scene = drawScene(width, height, 'seed');
    assert.ok(scene.data.every((value, at) => at % 4 !== 3 || value === 255));
  }
  const { data } = drawScene(64, 64, 'seed', true);
  assert.ok(data.some((value, at) => at % 4 === 3 && value === 0));
  assert.ok(data.some((value, at) => at % 4 === 3 && value === 255));
});

test('every printable ASCII character has a glyph of its own', () => {
  const all = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i));
  const drawn = glyphs(all);
  const box = glyphs('漢')[0];
  assert.equal(new Set(drawn.map((glyph) => JSON.stringify(glyph))).size, 95);
  assert.ok(drawn.every((glyph) => JSON.stringify(glyph) !== JSON.stringify(box)));
  assert.deepEqual(glyphs('é'), glyphs('e'));
});

test('other words make another picture, and words of any length fit', () => {
  const captions = [
    'one',
    'two',
    'x'.repeat(32_000),
    'word '.repeat(6000),
    '\n'.repeat(500),
    '漢字 😀',
  ].map((words) => {
    const picture = drawScene(400, 300, 'seed');
    drawCaption(picture, words, 'facts');
    return Buffer.from(picture.data).toString('latin1');
  });
  assert.equal(new Set(captions).size, captions.length);
});

test('what the mask keeps is a little off everywhere, by 1 to 3 levels', () => {
  const mask = painted(200, 100, (x) => [0, 0, 0, x < 100 ? 0 : 255]);
  const edited = drawEdit(wish, [photo], mask);
  let repainted = 0;
  for (let at = 0; at < photo.data.length; at++) {
    const difference = Math.abs(edited.data[at] - photo.data[at]);
    if (at % 4 === 3) assert.equal(edited.data[at], 255);
    else if ((at >> 2) % 200 >= 100)
      assert.ok(difference >= 1 && difference <= 3, `at ${at}: ${difference}`);
    else if (difference > 3) repainted++;
  }
  assert.ok(repainted > 0.8 * 100 * 100 * 3);
});

test('half of the mask’s alpha shows half of the new picture', () => {
  const [kept, half, gone] = [255, 128, 0].map((alpha) => {
    const mask = painted(200, 100, () => [0, 0, 0, alpha]);
    return drawEdit(wish, [photo], mask).data;
  });
  for (let at = 0; at < half.length; at++) {
    assert.ok(Math.abs(half[at] - (kept[at] * 128 + gone[at] * 127) / 255) <= 1);
  }
});

test('without a mask the whole picture changes', () => {
  const edited = drawEdit(wish, [photo], undefined);
  let changed = 0;
  for (let at = 0; at < photo.data.length; at++)
    changed += Math.abs(edited.data[at] - photo.data[at]) > 3 ? 1 : 0;
  assert.ok(changed > 0.4 * photo.data.length);
  assert.deepEqual(edited, drawEdit(wish, [photo], undefined));
});

test('further pictures can be seen in the result', () => {
  const red = painted(50, 50, () => [255, 0, 0, 255]);
  const edited = drawEdit({ ...wish, width: 400, height: 400 }, [photo, red, red], undefined);
  let reds = 0;
  for (let at = 0; at < edited.data.length; at += 4) {
    if (edited.data[at] === 255 && edited.data[at + 1] === 0 && edited.data[at + 2] === 0) reds++;
  }
  assert.ok(reds > 2 * 60 * 60);
});

/** A slow wave in each channel, which can be said between pixels too. @type {(x: number, y: number) => number[]} */
const wave = (x, y) => [...[0, 1, 2].map((i) => 128 + 60 * Math.sin(x / 9 + i) + 40 * Math.cos(y / 7 + i)), 255];

test('a drift of whole pixels moves every pixel there, and the edge goes on', () => {
  const moved = drift(photo, { shift: [3, -2] });
  const wanted = painted(200, 100, (x, y) => {
    const at = (Math.min(99, y + 2) * 200 + Math.max(0, x - 3)) * 4;
    return [...photo.data.subarray(at, at + 4)];
  });
  assert.deepEqual(moved, wanted);
});

test('a drift of parts of a pixel and by a scale about the middle is what lies there', () => {
  const drifted = drift(painted(120, 90, wave), { shift: [1.5, -0.75], scale: 1.02 });
  const wanted = painted(120, 90, (x, y) =>
    wave((x - 59.5 - 1.5) / 1.02 + 59.5, (y - 44.5 + 0.75) / 1.02 + 44.5),
  );
  for (let at = 0; at < wanted.data.length; at++) {
    const [x, y] = [(at >> 2) % 120, Math.floor((at >> 2) / 120)];
    const inside = x > 4 && x < 115 && y > 4 && y < 85;
    if (inside) assert.ok(Math.abs(drifted.data[at] - wanted.data[at]) <= 1, `at ${x}, ${y}`);
  }
});

test('a drift tints by gain, offset, and from edge to edge', () => {
  const grey = painted(101, 51, () => [100, 100, 100, 200]);
  const { data } = drift(grey, {
    gain: [1.1, 1, 0.9],
    offset: [5, 0, -5],
    across: [0, 20, 0],
    down: [0, 0, -10],
  });
  const at = (/** @type {number} */ x, /** @type {number} */ y) => [...data.subarray((y * 101 + x) * 4).subarray(0, 4)];
  assert.deepEqual(at(50, 25), [115, 100, 85, 200]);
  assert.deepEqual(at(0, 25), [115, 90, 85, 200]);
  assert.deepEqual(at(100, 0), [115, 110, 90, 200]);
  assert.deepEqual(at(50, 50), [115, 100, 80, 200]);
});

test('a drift of nothing is a copy', () => {
  const copy = drift(photo, {});
  assert.deepEqual(copy, photo);
  assert.notEqual(copy.data, photo.data);
});

test('an edit drifts as a whole, what was kept and what is new', () => {
  const mask = painted(200, 100, (x) => [0, 0, 0, x < 100 ? 0 : 255]);
  const how = { shift: /** @type {[number, number]} */ ([2, 1]), scale: 0.99 };
  assert.deepEqual(drawEdit({ ...wish, drift: how }, [photo], mask), drift(drawEdit(wish, [photo], mask), how));
});

test('noise is opaque, the same for the same seed, and every level as often as any', () => {
  const noise = drawNoise(256, 256, 'a');
  assert.deepEqual(noise, drawNoise(256, 256, 'a'));
  assert.notDeepEqual(noise, drawNoise(256, 256, 'b'));
  for (const channel of [0, 1, 2]) {
    const levels = new Array(256).fill(0);
    for (let at = channel; at < noise.data.length; at += 4) levels[noise.data[at]]++;
    assert.ok(Math.min(...levels) > 150 && Math.max(...levels) < 370);
  }
  assert.ok(noise.data.every((value, at) => at % 4 !== 3 || value === 255));
});

test('a plain colour stays itself at every size, and hidden colours do not bleed', () => {
  const plain = painted(31, 17, () => [10, 200, 30, 255]);
  for (const [width, height] of [
    [7, 5],
    [31, 40],
    [100, 3],
  ]) {
    const scaled = scale(plain, width, height);
    assert.deepEqual(
      scaled,
      painted(width, height, () => [10, 200, 30, 255]),
    );
  }
  const hidden = scale(
    painted(8, 1, (x) => (x < 4 ? [255, 0, 0, 0] : [0, 0, 255, 255])),
    5,
    1,
  );
  assert.ok(hidden.data.every((value, at) => at % 4 !== 0 || value === 0));
});
