// @ts-check
// What hands do, as one line per doing: a canvas that only hears events, and a clock that is set.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createPointers } from '../../web/js/studio/editor/pointers.js';

/** @typedef {Partial<PointerEvent> & {coalesced?: {clientX: number, clientY: number, pressure: number}[]}} Properties */

const BUTTONS = { left: 1, right: 2, middle: 4, back: 8, eraser: 32 };

function setUp() {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  const window = Object.assign(new EventTarget(), { setTimeout: (/** @type {() => void} */ call, /** @type {number} */ ms) => setTimeout(call, ms) });
  const document = new EventTarget();
  Object.assign(globalThis, { window, document });

  /** @type {string[]} */
  const log = [];
  const wants = { view: false };
  const captured = new Set();
  const canvas = Object.assign(new EventTarget(), { focus() {}, setPointerCapture: (/** @type {number} */ id) => captured.add(id) });
  /** @param {{x: number, y: number, pressure?: number}} at */
  const written = ({ x, y, pressure = 1 }) => `${x},${y}${pressure === 1 ? '' : `@${pressure}`}`;

  const pointers = createPointers(/** @type {any} */ (canvas), {
    locate: ({ clientX, clientY }) => ({ x: clientX, y: clientY }),
    wantsView: () => wants.view,
    press: (at, { subtract, shift, clicks }) => log.push(`press ${written(at)}${subtract ? ' subtract' : ''}${shift ? ' shift' : ''}${clicks > 1 ? ` ${clicks}` : ''}`),
    move: (to, { shift }) => log.push(`move ${to.map(written).join(' ')}${shift ? ' shift' : ''}`),
    release: () => log.push('release'),
    abort: () => log.push('abort'),
    drag: (from, to) => log.push(`drag ${from.map(written).join(' ')} > ${to.map(written).join(' ')}`),
    tap: (fingers) => log.push(`tap ${fingers}`),
    hover: (at) => log.push(at ? `hover ${written(at)}` : 'gone'),
  });

  let now = 0;
  /** @param {number} ms */
  function wait(ms) {
    now += ms;
    mock.timers.tick(ms);
  }

  /** @param {string} type @param {number} pointerId @param {number} clientX @param {number} clientY @param {Properties} more */
  function send(type, pointerId, clientX, clientY, { coalesced = [], ...more }) {
    const event = new Event(type, { cancelable: true });
    const all = { pointerId, clientX, clientY, button: 0, buttons: 0, pressure: 0.5, isPrimary: pointerId < 3, altKey: false, ctrlKey: false, shiftKey: false, ...more };
    const samples = coalesced.map((sample) => ({ ...all, ...sample }));
    Object.assign(event, all, { getCoalescedEvents: () => samples });
    Object.defineProperty(event, 'timeStamp', { value: now });
    canvas.dispatchEvent(event);
  }

  /** @param {'mouse' | 'pen' | 'touch'} pointerType @param {number} id */
  const hand = (pointerType, id) => ({
    /** @param {number} x @param {number} y @param {Properties} [more] */
    down: (x, y, more) => send('pointerdown', id, x, y, { pointerType, buttons: BUTTONS.left, ...more }),
    /** @param {number} x @param {number} y @param {Properties} [more] */
    move: (x, y, more) => send('pointermove', id, x, y, { pointerType, buttons: BUTTONS.left, ...more }),
    /** @param {number} x @param {number} y @param {Properties} [more] */
    up: (x, y, more) => send('pointerup', id, x, y, { pointerType, ...more }),
    cancel: () => send('pointercancel', id, 0, 0, { pointerType }),
    lose: () => send('lostpointercapture', id, 0, 0, { pointerType }),
    leave: () => send('pointerleave', id, 0, 0, { pointerType }),
  });

  return {
    wait,
    wants,
    captured,
    pointers,
    window,
    document,
    mouse: hand('mouse', 1),
    pen: hand('pen', 2),
    finger: hand('touch', 0),
    second: hand('touch', 3),
    third: hand('touch', 4),
    fourth: hand('touch', 5),
    /** What was done since it was last asked. */
    done: () => log.splice(0),
  };
}

test('the mouse paints at once, with full pressure, and is captured', () => {
  const { mouse, captured, done } = setUp();
  mouse.move(1, 1, { buttons: 0 });
  mouse.down(1, 1);
  mouse.move(5, 5, { shiftKey: true });
  mouse.up(5, 5);
  assert.deepEqual(done(), ['hover 1,1', 'press 1,1', 'move 5,5 shift', 'release', 'hover 5,5']);
  assert.ok(captured.has(1));
});

test('coalesced events are all painted, each with the pressure of its own', () => {
  const { pen, done } = setUp();
  pen.down(0, 0, { pressure: 0.25 });
  pen.move(4, 0, { pressure: 0.75, coalesced: [{ clientX: 2, clientY: 0, pressure: 0.5 }, { clientX: 4, clientY: 0, pressure: 0.75 }] });
  pen.up(4, 0);
  assert.deepEqual(done(), ['press 0,0@0.25', 'move 2,0@0.5 4,0@0.75', 'release', 'hover 4,0']);
});

test('the right button, Alt, a Mac’s Ctrl, a pen’s button and its eraser take away', () => {
  const { mouse, pen, done } = setUp();
  for (const [hand, more] of /** @type {[typeof mouse, Properties][]} */ ([
    [mouse, { button: 2, buttons: BUTTONS.right }],
    [mouse, { altKey: true }],
    [mouse, { ctrlKey: true }],
    [pen, { button: 2, buttons: BUTTONS.right, pressure: 1 }],
    [pen, { buttons: BUTTONS.left | BUTTONS.right, pressure: 1 }],
    [pen, { button: 5, buttons: BUTTONS.eraser, pressure: 1 }],
  ])) {
    hand.down(1, 1, more);
    hand.up(1, 1);
    assert.match(done()[0], /^press 1,1 subtract/);
  }
});

test('the middle button drags, and the buttons for back and forward are left alone', () => {
  const { mouse, done } = setUp();
  mouse.down(1, 1, { button: 1, buttons: BUTTONS.middle });
  mouse.move(5, 6, { buttons: BUTTONS.middle });
  mouse.up(5, 6);
  mouse.down(1, 1, { button: 3, buttons: BUTTONS.back });
  mouse.up(1, 1);
  assert.deepEqual(done(), ['drag 1,1 > 5,6', 'hover 5,6']);
});

test('where the view is wanted, mouse and pen move it at once', () => {
  const { mouse, pen, wants, done } = setUp();
  wants.view = true;
  for (const hand of [mouse, pen]) {
    hand.down(1, 1);
    hand.move(2, 1);
    hand.up(2, 1);
    assert.deepEqual(done(), ['drag 1,1 > 2,1', 'hover 2,1']);
  }
});

test('a double click is known as such, and a double tap', () => {
  const { mouse, finger, wait, done } = setUp();
  for (const hand of [mouse, finger]) {
    for (const click of [1, 2]) {
      hand.down(1, 1);
      wait(30);
      hand.up(1, 1);
      wait(100);
      assert.equal(done()[0], click === 1 ? 'press 1,1' : 'press 1,1 2');
    }
  }
});

test('a finger waits for a second, and nothing it draws meanwhile is lost', () => {
  const { finger, wait, done } = setUp();
  finger.down(0, 0);
  wait(40);
  finger.move(3, 0);
  finger.move(6, 0);
  assert.deepEqual(done(), []);
  wait(110);
  assert.deepEqual(done(), ['press 0,0', 'move 3,0 6,0']);
  finger.move(9, 0);
  finger.up(9, 0);
  assert.deepEqual(done(), ['move 9,0', 'release', 'gone']);
});

test('a finger that goes some way paints without waiting on', () => {
  const { finger, done } = setUp();
  finger.down(0, 0);
  finger.move(12, 0);
  assert.deepEqual(done(), ['press 0,0', 'move 12,0']);
});

test('a tap of one finger is a dot', () => {
  const { finger, done } = setUp();
  finger.down(1, 1);
  finger.up(1, 1);
  assert.deepEqual(done(), ['press 1,1', 'release', 'gone']);
});

test('two fingers move the view from where they began, once they have gone some way', () => {
  const { finger, second, wait, done } = setUp();
  finger.down(0, 0);
  wait(20);
  second.down(100, 0);
  finger.move(0, 6);
  second.move(100, 6);
  assert.deepEqual(done(), []);
  finger.move(0, 12);
  second.move(100, 12);
  second.up(100, 12);
  finger.move(0, 20);
  finger.up(0, 20);
  assert.deepEqual(done(), ['drag 0,0 100,0 > 0,12 100,6', 'drag 0,12 100,6 > 0,12 100,12', 'drag 0,12 > 0,20', 'gone']);
});

test('two fingers that stay are no tap, and then move the view at once', () => {
  const { finger, second, wait, done } = setUp();
  finger.down(0, 0);
  second.down(100, 0);
  wait(400);
  second.move(101, 0);
  finger.up(0, 0);
  second.up(101, 0);
  assert.deepEqual(done(), ['drag 0,0 100,0 > 0,0 101,0', 'gone']);
});

test('taps of two and three fingers leave nothing behind, in whatever order they come and go', () => {
  const { finger, second, third, wait, done } = setUp();
  finger.down(0, 0);
  second.down(50, 0);
  wait(100);
  finger.up(0, 0);
  second.up(50, 0);
  assert.deepEqual(done(), ['tap 2', 'gone']);
  finger.down(0, 0);
  wait(60);
  second.down(50, 0);
  third.down(99, 0);
  second.move(53, 2);
  wait(60);
  third.up(99, 0);
  finger.up(0, 0);
  second.up(53, 2);
  assert.deepEqual(done(), ['tap 3', 'gone']);
});

test('a slow tap of two takes back the dab of the first', () => {
  const { finger, second, wait, done } = setUp();
  finger.down(0, 0);
  wait(170);
  second.down(50, 0);
  wait(60);
  finger.up(0, 0);
  second.up(50, 0);
  assert.deepEqual(done(), ['press 0,0', 'abort', 'tap 2', 'gone']);
});

test('fingers that go, or stay, or come late do not tap', () => {
  const { finger, second, third, wait, done } = setUp();
  finger.down(0, 0);
  second.down(50, 0);
  wait(400);
  finger.up(0, 0);
  second.up(50, 0);
  assert.deepEqual(done(), ['gone']);
  finger.down(0, 0);
  second.down(50, 0);
  second.move(80, 0);
  second.move(50, 0);
  third.down(99, 0);
  for (const hand of [finger, second, third]) hand.up(0, 0);
  assert.ok(!done().some((line) => line.startsWith('tap')));
});

test('a second finger takes back what the first has begun only while it may not have been meant', () => {
  const { finger, second, done, wait } = setUp();
  finger.down(0, 0);
  finger.move(20, 0);
  second.down(50, 0);
  assert.deepEqual(done(), ['press 0,0', 'move 20,0', 'abort']);
  finger.up(20, 0);
  second.up(50, 0);
  done();
  wait(1000);
  finger.down(0, 0);
  finger.move(20, 0);
  wait(200);
  second.down(50, 0);
  second.move(60, 0);
  finger.move(30, 0);
  second.up(60, 0);
  finger.up(30, 0);
  assert.deepEqual(done(), ['press 0,0', 'move 20,0', 'move 30,0', 'release', 'gone']);
});

test('once a pen was seen, if only above the canvas, fingers move the view', () => {
  const { pen, finger, done } = setUp();
  pen.move(5, 5, { buttons: 0, pressure: 0 });
  done();
  finger.down(0, 0);
  finger.move(3, 0);
  assert.deepEqual(done(), []);
  finger.move(20, 0);
  finger.up(20, 0);
  assert.deepEqual(done(), ['drag 0,0 > 20,0', 'gone']);
});

test('a palm that came before the pen is taken back, and what it does then means nothing', () => {
  const { pen, finger, second, wait, done } = setUp();
  finger.down(90, 90);
  wait(200);
  finger.move(91, 90);
  pen.down(10, 10, { pressure: 1 });
  finger.move(95, 90);
  second.down(80, 99);
  pen.move(20, 20, { pressure: 1 });
  finger.up(95, 90);
  second.up(80, 99);
  pen.up(20, 20);
  assert.deepEqual(done(), ['press 90,90', 'move 91,90', 'abort', 'press 10,10', 'move 20,20', 'release', 'hover 20,20']);
});

test('a palm that comes after the pen means nothing, even when the pen has gone', () => {
  const { pen, finger, done } = setUp();
  pen.down(10, 10, { pressure: 1 });
  finger.down(90, 90);
  finger.move(99, 99);
  pen.up(10, 10);
  finger.move(50, 50);
  finger.up(50, 50);
  assert.deepEqual(done(), ['press 10,10', 'release', 'hover 10,10']);
});

test('the mouse does nothing beside a finger', () => {
  const { mouse, finger, done } = setUp();
  finger.down(0, 0);
  finger.move(20, 0);
  done();
  mouse.move(5, 5, { buttons: 0 });
  mouse.down(5, 5);
  mouse.up(5, 5);
  assert.deepEqual(done(), []);
});

test('what the system takes ends: a stroke stays, a finger that was taken soon was not meant', () => {
  const { mouse, finger, wait, done } = setUp();
  mouse.down(0, 0);
  mouse.cancel();
  assert.deepEqual(done(), ['press 0,0', 'release', 'gone']);
  finger.down(0, 0);
  finger.cancel();
  wait(500);
  assert.deepEqual(done(), ['gone']);
  finger.down(0, 0);
  finger.move(20, 0);
  wait(100);
  finger.cancel();
  assert.deepEqual(done(), ['press 0,0', 'move 20,0', 'abort', 'gone']);
  finger.down(0, 0);
  finger.move(20, 0);
  wait(900);
  finger.cancel();
  assert.deepEqual(done(), ['press 0,0', 'move 20,0', 'release', 'gone']);
});

test('a tap that the system takes is none', () => {
  const { finger, second, done } = setUp();
  finger.down(0, 0);
  second.down(50, 0);
  finger.cancel();
  second.up(50, 0);
  assert.deepEqual(done(), ['gone']);
});

test('lost capture after the end changes nothing, and before it is the end', () => {
  const { mouse, done } = setUp();
  mouse.down(0, 0);
  mouse.up(0, 0);
  mouse.lose();
  assert.deepEqual(done(), ['press 0,0', 'release', 'hover 0,0']);
  mouse.down(9, 9);
  mouse.lose();
  mouse.move(5, 5);
  mouse.up(5, 5);
  assert.deepEqual(done(), ['press 9,9', 'release', 'gone', 'hover 5,5']);
});

test('when the window goes nothing stays down', () => {
  for (const go of ['blur', 'visibilitychange']) {
    const { mouse, finger, second, wait, pointers, window, document, done } = setUp();
    const leave = () => (go === 'blur' ? window : document).dispatchEvent(new Event(go));
    leave();
    assert.deepEqual(done(), []);
    mouse.down(0, 0);
    leave();
    mouse.move(5, 5);
    mouse.up(5, 5);
    assert.deepEqual(done(), ['press 0,0', 'release', 'gone', 'hover 5,5']);
    finger.down(0, 0);
    leave();
    wait(500);
    assert.deepEqual(done(), ['gone']);
    finger.down(0, 0);
    second.down(50, 0);
    leave();
    second.move(90, 0);
    assert.deepEqual(done(), ['gone']);
    assert.equal(pointers.pressed, false);
  }
});

test('an end that was never told is found out', () => {
  const { mouse, finger, second, done } = setUp();
  mouse.down(0, 0);
  mouse.move(5, 5, { buttons: 0 });
  assert.deepEqual(done(), ['press 0,0', 'release', 'gone', 'hover 5,5']);
  finger.down(0, 0);
  second.down(50, 0);
  finger.down(9, 9);
  finger.move(30, 9);
  assert.deepEqual(done(), ['gone', 'press 9,9', 'move 30,9']);
});

test('a pointer that leaves is gone, but not while it paints', () => {
  const { mouse, done } = setUp();
  mouse.move(1, 1, { buttons: 0 });
  mouse.leave();
  mouse.down(1, 1);
  mouse.leave();
  assert.deepEqual(done(), ['hover 1,1', 'gone', 'press 1,1']);
});

test('four fingers tap as four', () => {
  const { finger, second, third, fourth, done } = setUp();
  for (const hand of [finger, second, third, fourth]) hand.down(0, 0);
  for (const hand of [finger, second, third, fourth]) hand.up(0, 0);
  assert.deepEqual(done(), ['tap 4', 'gone']);
});
