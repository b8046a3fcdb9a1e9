// @ts-check
// The list of what is drawn over a picture: its history, and the way of its lines.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, begin, clear, drawnTo, isSeen, moved, pathOf, redo, undo, widthsFor } from '../../web/js/inputs/markup/shapes.js';

/** @typedef {import('../../web/js/inputs/markup/shapes.js').Shape} Shape */

/** @param {Shape['kind']} kind @param {...number} points @returns {Shape} */
const shape = (kind, ...points) => ({ kind, color: '#f00', width: 10, points, text: '' });
const box = shape('box', 10, 20, 110, 70);
const pen = shape('pen', 0, 0, 10, 0);

test('what is added is undone and redone, step by step', () => {
  const drawn = add(add(begin([]), box), pen);
  assert.deepEqual(drawn.now, [box, pen]);
  const once = undo(drawn);
  assert.deepEqual(once.now, [box]);
  assert.deepEqual(undo(once).now, []);
  assert.deepEqual(redo(once).now, [box, pen]);
  assert.deepEqual(redo(redo(undo(once))), drawn);
});

test('where there is nothing to undo, redo or clear, nothing changes', () => {
  const history = begin([box]);
  assert.equal(undo(history), history);
  assert.equal(redo(history), history);
  const empty = begin([]);
  assert.equal(clear(empty), empty);
});

test('clearing can be undone, and what comes after an undo ends what could be redone', () => {
  const cleared = clear(begin([box, pen]));
  assert.deepEqual(cleared.now, []);
  assert.deepEqual(undo(cleared).now, [box, pen]);
  const other = add(undo(add(begin([]), box)), pen);
  assert.deepEqual(other.now, [pen]);
  assert.equal(redo(other), other);
});

test('200 steps can be undone', () => {
  let history = begin([]);
  for (let i = 0; i < 250; i++) history = add(history, box);
  for (let i = 0; i < 250; i++) history = undo(history);
  assert.equal(history.now.length, 50);
});

test('a list is never changed in place', () => {
  const list = Object.freeze([Object.freeze({ ...box, points: Object.freeze([...box.points]) })]);
  const shapes = /** @type {Shape[]} */ (/** @type {unknown} */ (list));
  undo(clear(add(begin(shapes), pen)));
  assert.deepEqual(moved(shapes, 5, -3)[0].points, [15, 17, 115, 67]);
  drawnTo(shapes[0], 1, 1);
  assert.deepEqual(shapes, [box]);
});

test('a pen goes on, and what has two ends ends elsewhere', () => {
  assert.deepEqual(drawnTo(pen, 20, 5).points, [0, 0, 10, 0, 20, 5]);
  assert.deepEqual(drawnTo(box, 1, 2).points, [10, 20, 1, 2]);
  assert.deepEqual(drawnTo(shape('arrow', 3, 4), 1, 2).points, [3, 4, 1, 2]);
  assert.deepEqual(drawnTo(shape('text', 3, 4), 1, 2).points, [1, 2]);
});

test('what nobody can see is nothing', () => {
  assert.ok(isSeen(shape('pen', 5, 5)), 'a dot');
  assert.ok(isSeen(box));
  assert.ok(!isSeen(shape('box', 5, 5, 8, 8)));
  assert.ok(!isSeen(shape('arrow', 5, 5, 5, 15)));
  assert.ok(isSeen(shape('arrow', 5, 5, 5, 16)));
  assert.ok(!isSeen({ ...shape('text', 5, 5), text: ' ' }));
  assert.ok(isSeen({ ...shape('text', 5, 5), text: 'a' }));
});

test('a box is its four sides', () => assert.equal(pathOf(box), 'M10 20L110 20L110 70L10 70Z'));

test('a dot is a line of no length, and two points are a straight line', () => {
  assert.equal(pathOf(shape('pen', 5, 6)), 'M5 6L5 6');
  assert.equal(pathOf(pen), 'M0 0L10 0');
});

test('a pen begins and ends where it was, and is smooth between', () => {
  const path = pathOf(shape('pen', 0, 0, 10, 0, 20, 10, 30, 33.333));
  assert.match(path, /^M0 0Q10 0 15 5Q20 10 25 21\.7L30 33\.3$/);
});

test('an arrow has its tip at its end, and a head as large as there is room', () => {
  const [shaft, head] = pathOf(shape('arrow', 0, 0, 100, 0)).split(/(?!^)(?=M)/);
  assert.equal(shaft, 'M0 0L100 0');
  assert.equal(head, 'M59.5 -19.6L100 0L59.5 19.6');
  assert.match(pathOf(shape('arrow', 0, 0, 0, 20)), /M8\.7 2L0 20L-8\.7 2$/);
});

test('a text has no lines', () => assert.equal(pathOf({ ...shape('text', 5, 6), text: 'here' }), ''));

test('lines are as thick as suits the picture', () => {
  assert.deepEqual(widthsFor({ width: 1200, height: 800 }), [8, 15, 30]);
  assert.deepEqual(widthsFor({ width: 6000, height: 8000 }), [53, 100, 200]);
  assert.deepEqual(widthsFor({ width: 20, height: 8 }), [1, 1, 1]);
});
