// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listenToWheel } from '../../web/js/studio/editor/wheel.js';

Object.assign(globalThis, { WheelEvent: { DOM_DELTA_PIXEL: 0, DOM_DELTA_LINE: 1, DOM_DELTA_PAGE: 2 } });

function setUp() {
  const canvas = new EventTarget();
  /** @type {{zooms: number[], steps: number[], touched: boolean}} */
  const seen = { zooms: [], steps: [], touched: false };
  listenToWheel(/** @type {any} */ (canvas), {
    locate: () => ({ x: 0, y: 0 }),
    isTouched: () => seen.touched,
    zoom: (_at, factor) => seen.zooms.push(factor),
    resize: (steps) => seen.steps.push(steps),
  });
  /** @param {string} type @param {object} properties */
  function send(type, properties) {
    const event = Object.assign(new Event(type, { cancelable: true }), { deltaX: 0, deltaY: 0, deltaMode: 0, shiftKey: false, ctrlKey: false }, properties);
    canvas.dispatchEvent(event);
    assert.ok(event.defaultPrevented);
  }
  return { seen, send };
}

/** @param {number[]} factors */
const product = (factors) => factors.reduce((all, factor) => all * factor, 1);

test('the wheel zooms in forwards and out backwards, and there and back is the identity', () => {
  const { seen, send } = setUp();
  send('wheel', { deltaY: -100 });
  assert.ok(seen.zooms[0] > 1.1 && seen.zooms[0] < 1.4);
  send('wheel', { deltaY: 100 });
  assert.ok(Math.abs(product(seen.zooms) - 1) < 1e-12);
});

test('lines count as about as many pixels as they are high', () => {
  const { seen, send } = setUp();
  send('wheel', { deltaY: 3, deltaMode: 1 });
  send('wheel', { deltaY: 99 });
  assert.equal(seen.zooms[0], seen.zooms[1]);
});

test('no single event zooms far', () => {
  const { seen, send } = setUp();
  send('wheel', { deltaY: -9999 });
  send('wheel', { deltaY: -9999, ctrlKey: true });
  send('wheel', { deltaY: -50, deltaMode: 2 });
  for (const factor of seen.zooms) assert.ok(factor > 1 && factor < 1.5);
});

test('a pinched trackpad zooms in small steps', () => {
  const { seen, send } = setUp();
  for (let step = 0; step < 50; step++) send('wheel', { deltaY: -2, ctrlKey: true });
  assert.ok(Math.abs(product(seen.zooms) - Math.E) < 0.001);
});

test('a wheel that goes sideways does not zoom', () => {
  const { seen, send } = setUp();
  send('wheel', { deltaX: 100 });
  assert.deepEqual(seen.zooms, []);
});

test('with Shift a notch is one step of the size, sideways as on a Mac too', () => {
  const { seen, send } = setUp();
  send('wheel', { deltaY: -100, shiftKey: true });
  send('wheel', { deltaX: 120, shiftKey: true });
  send('wheel', { deltaY: 3, deltaMode: 1, shiftKey: true });
  assert.deepEqual(seen, { zooms: [], steps: [1, -1, -1], touched: false });
});

test('with Shift a trackpad takes many events for one step, and turning back begins anew', () => {
  const { seen, send } = setUp();
  for (let event = 0; event < 29; event++) send('wheel', { deltaY: 2, shiftKey: true });
  send('wheel', { deltaY: -2, shiftKey: true });
  assert.deepEqual(seen.steps, []);
  for (let event = 0; event < 29; event++) send('wheel', { deltaY: -2, shiftKey: true });
  assert.deepEqual(seen.steps, [1]);
});

test('a gesture of Safari zooms by what it grew since the last event', () => {
  const { seen, send } = setUp();
  for (const round of [1, 2]) {
    send('gesturestart', { scale: 1 });
    for (const scale of [1.5, 3, 2]) send('gesturechange', { scale });
    send('gestureend', { scale: 2 });
    assert.equal(product(seen.zooms), 2 ** round);
  }
});

test('a gesture beside fingers on the canvas is theirs', () => {
  const { seen, send } = setUp();
  seen.touched = true;
  send('gesturestart', { scale: 1 });
  send('gesturechange', { scale: 2 });
  assert.deepEqual(seen.zooms, []);
});
