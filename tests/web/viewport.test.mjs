// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as viewport from '../../web/js/studio/viewport.js';

const SCENES = [
  { image: { width: 4000, height: 3000 }, screen: { width: 1200, height: 700 } },
  { image: { width: 3000, height: 4000 }, screen: { width: 390, height: 500 } },
  { image: { width: 16384, height: 100 }, screen: { width: 780, height: 1200 } },
  { image: { width: 1, height: 1 }, screen: { width: 1200, height: 700 } },
];

/** Numbers in [0, 1) that are the same in every run. @param {number} seed */
function randoms(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A few hundred views that a visitor may get to. */
function* wanderings() {
  const random = randoms(1);
  for (const scene of SCENES) {
    let view = viewport.fit(scene);
    for (let step = 0; step < 200; step++) {
      const at = { x: random() * scene.screen.width, y: random() * scene.screen.height };
      const to = { x: at.x + (random() - 0.5) * 900, y: at.y + (random() - 0.5) * 900 };
      view = viewport.drag(viewport.zoomTo(view, scene, view.scale * 4 ** (random() - 0.5), at), scene, [at], [to]);
      yield { scene, view, random };
    }
  }
}

/** @param {viewport.Point} actual @param {viewport.Point} expected @param {number} [tolerance] */
function assertNear(actual, expected, tolerance = 1e-6) {
  const off = Math.hypot(actual.x - expected.x, actual.y - expected.y);
  assert.ok(off <= tolerance, `(${actual.x}, ${actual.y}) is ${off} away from (${expected.x}, ${expected.y})`);
}

test('a point survives the way to the screen and back', () => {
  for (const { scene, view, random } of wanderings()) {
    const point = { x: random() * scene.image.width, y: random() * scene.image.height };
    assertNear(viewport.toImage(view, viewport.toScreen(view, point)), point);
  }
});

test('a picture that fits is seen whole, in the middle, and nearly fills the screen', () => {
  for (const scene of SCENES) {
    const view = viewport.fit(scene);
    const { x, y, width, height } = viewport.pictureArea(view, scene);
    assertNear(viewport.toScreen(view, viewport.middleOf(scene.image)), viewport.middleOf(scene.screen));
    if (view.scale === viewport.MAX_SCALE) continue;
    assert.ok(x > 0 && y > 0 && x + width < scene.screen.width && y + height < scene.screen.height);
    assert.ok(width > 0.9 * scene.screen.width || height > 0.9 * scene.screen.height);
  }
});

test('zooming keeps what is under the pointer there', () => {
  const [scene] = SCENES;
  const view = viewport.zoomTo(viewport.fit(scene), scene, 1, viewport.middleOf(scene.screen));
  for (const scale of [0.3, 0.5, 2, 31]) {
    const at = { x: 700, y: 300 };
    const zoomed = viewport.zoomTo(view, scene, scale, at);
    assert.equal(zoomed.scale, scale);
    assertNear(viewport.toImage(zoomed, at), viewport.toImage(view, at));
  }
});

test('zoom stays between 1 % and 3200 %', () => {
  const [scene] = SCENES;
  const middle = viewport.middleOf(scene.screen);
  assert.equal(viewport.zoomTo(viewport.fit(scene), scene, 1e9, middle).scale, viewport.MAX_SCALE);
  assert.equal(viewport.zoomTo(viewport.fit(scene), scene, 0, middle).scale, viewport.MIN_SCALE);
});

test('the picture cannot be lost: the middle of the screen always shows some of it', () => {
  for (const { scene, view } of wanderings()) {
    const { x, y } = viewport.toImage(view, viewport.middleOf(scene.screen));
    assert.ok(x > -1e-6 && x < scene.image.width + 1e-6, `x is ${x}`);
    assert.ok(y > -1e-6 && y < scene.image.height + 1e-6, `y is ${y}`);
  }
});

test('one finger pans by as much as it moves', () => {
  const [scene] = SCENES;
  const view = viewport.fit(scene);
  const dragged = viewport.drag(view, scene, [{ x: 500, y: 300 }], [{ x: 530, y: 280 }]);
  assert.equal(dragged.scale, view.scale);
  assertNear(dragged, { x: view.x + 30, y: view.y - 20 });
});

test('two fingers keep hold of what they touch', () => {
  const [scene] = SCENES;
  const view = viewport.fit(scene);
  const from = [{ x: 500, y: 300 }, { x: 600, y: 350 }];
  const to = [{ x: 420, y: 250 }, { x: 620, y: 350 }];
  const pinched = viewport.drag(view, scene, from, to);
  assert.ok(Math.abs(pinched.scale / view.scale - 2) < 1e-9);
  for (const finger of [0, 1]) {
    assertNear(viewport.toImage(pinched, to[finger]), viewport.toImage(view, from[finger]));
  }
});

test('two fingers on one spot do not zoom', () => {
  const [scene] = SCENES;
  const view = viewport.fit(scene);
  const spot = { x: 500, y: 300 };
  assert.equal(viewport.drag(view, scene, [spot, spot], [spot, { x: 700, y: 300 }]).scale, view.scale);
});

test('when the screen changes its size, what was in the middle stays there', () => {
  const [scene] = SCENES;
  const view = viewport.zoomTo(viewport.fit(scene), scene, 2, { x: 100, y: 500 });
  const turned = { ...scene, screen: { width: 500, height: 1100 } };
  const resized = viewport.resize(view, turned, scene.screen);
  assertNear(
    viewport.toImage(resized, viewport.middleOf(turned.screen)),
    viewport.toImage(view, viewport.middleOf(scene.screen)),
  );
});

test('revealing a point brings it on screen, and moves nothing when it is there', () => {
  const [scene] = SCENES;
  const view = viewport.zoomTo(viewport.fit(scene), scene, 8, viewport.middleOf(scene.screen));
  assertNear(viewport.reveal(view, scene, { x: 2000, y: 1500 }), view);
  for (const point of [{ x: 0, y: 0 }, { x: 4000, y: 3000 }, { x: 2300, y: 1500 }]) {
    const { x, y } = viewport.toScreen(viewport.reveal(view, scene, point), point);
    assert.ok(x >= 0 && x <= scene.screen.width && y >= 0 && y <= scene.screen.height, `(${x}, ${y})`);
  }
});

test('the area of the picture covers every pixel that shows some of it, and is on screen', () => {
  for (const { scene, view } of wanderings()) {
    const area = viewport.pictureArea(view, scene);
    assert.ok(Object.values(area).every(Number.isInteger));
    assert.deepEqual(viewport.intersect(area, { x: 0, y: 0, ...scene.screen }), area);
    const corner = viewport.toScreen(view, { x: 0, y: 0 });
    assert.ok(area.x === 0 || area.x <= corner.x);
    assert.ok(area.y === 0 || area.y <= corner.y);
  }
});

test('rectangles that do not meet share nothing', () => {
  const { width, height } = viewport.intersect({ x: 0, y: 0, width: 5, height: 5 }, { x: 5, y: 2, width: 9, height: 9 });
  assert.deepEqual([width, height], [0, 0]);
});
