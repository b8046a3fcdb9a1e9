// @ts-check
/**
 * Where the picture is on screen: zoom, pan, and from screen points to image points.
 *
 * Pure.  Screen points are device pixels of the canvas, image points are as in
 * wasm/paint/brush.h: pixel (0, 0) is the square from 0 to 1.  A view that comes
 * out of here is kept where the picture cannot be lost: the middle of the screen
 * always shows some of it.
 */

/**
 * @typedef {import('./painting.js').View} View
 * @typedef {import('./painting.js').Rect} Rect
 * @typedef {import('../base/core.js').Size} Size
 * @typedef {{x: number, y: number}} Point
 * @typedef {{image: Size, screen: Size}} Scene what is looked at, and how much room there is for it
 */

export const MIN_SCALE = 0.01;
export const MAX_SCALE = 32;

/** How much of the screen a picture that just fits may take. */
const FIT = 0.94;

/** @param {number} value @param {number} low @param {number} high */
const between = (value, low, high) => Math.min(Math.max(value, low), high);

/** @param {View} view @param {Point} point @returns {Point} */
export const toImage = (view, { x, y }) => ({ x: (x - view.x) / view.scale, y: (y - view.y) / view.scale });

/** @param {View} view @param {Point} point @returns {Point} */
export const toScreen = (view, { x, y }) => ({ x: x * view.scale + view.x, y: y * view.scale + view.y });

/** The same view on whole pixels, where a picture at 100 % is sharp. @param {View} view @returns {View} */
export const snap = ({ scale, x, y }) => ({ scale, x: Math.round(x), y: Math.round(y) });

/** @param {View} view @param {Scene} scene @returns {View} */
function clamp({ scale, x, y }, { image, screen }) {
  return {
    scale,
    x: between(x, screen.width / 2 - image.width * scale, screen.width / 2),
    y: between(y, screen.height / 2 - image.height * scale, screen.height / 2),
  };
}

/**
 * The view of this scale that shows an image point at a screen point, as far as it may.
 * @param {Scene} scene @param {number} scale @param {Point} point of the image @param {Point} at on screen
 */
function viewWith(scene, scale, point, at) {
  const allowed = between(scale, MIN_SCALE, MAX_SCALE);
  return clamp({ scale: allowed, x: at.x - point.x * allowed, y: at.y - point.y * allowed }, scene);
}

/** @param {Size} size @returns {Point} */
export const middleOf = ({ width, height }) => ({ x: width / 2, y: height / 2 });

/** All of the picture, in the middle. @param {Scene} scene */
export function fit(scene) {
  const { image, screen } = scene;
  const scale = FIT * Math.min(screen.width / image.width, screen.height / image.height);
  return viewWith(scene, scale, middleOf(image), middleOf(screen));
}

/** Zooms to a scale; the image point under 'at' stays there.
 * @param {View} view @param {Scene} scene @param {number} scale @param {Point} at on screen */
export const zoomTo = (view, scene, scale, at) => viewWith(scene, scale, toImage(view, at), at);

/**
 * Follows one finger, which pans, or two, which also zoom.
 * @param {View} view @param {Scene} scene
 * @param {Point[]} from where they were, on screen @param {Point[]} to where they are now
 */
export function drag(view, scene, from, to) {
  const spread = distance(from);
  const growth = spread > 0 ? distance(to) / spread : 1;
  return viewWith(scene, view.scale * growth, toImage(view, centre(from)), centre(to));
}

/** @param {Point[]} points one or two */
const centre = ([a, b = a]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** @param {Point[]} points one or two */
const distance = ([a, b = a]) => Math.hypot(b.x - a.x, b.y - a.y);

/** What was in the middle of the screen stays there when the screen changes its size.
 * @param {View} view @param {Scene} scene the new one @param {Size} before the old screen */
export const resize = (view, scene, before) =>
  viewWith(scene, view.scale, toImage(view, middleOf(before)), middleOf(scene.screen));

/** Pans just so far that an image point is on screen. @param {View} view @param {Scene} scene @param {Point} point */
export function reveal(view, scene, point) {
  const { width, height } = scene.screen;
  const margin = Math.min(width, height) / 10;
  const at = toScreen(view, point);
  return viewWith(scene, view.scale, point, {
    x: between(at.x, margin, width - margin),
    y: between(at.y, margin, height - margin),
  });
}

/** The screen pixels the picture is seen on; may be empty. @param {View} view @param {Scene} scene @returns {Rect} */
export function pictureArea(view, { image, screen }) {
  const corner = toScreen(view, { x: 0, y: 0 });
  const opposite = toScreen(view, { x: image.width, y: image.height });
  const x = Math.floor(corner.x);
  const y = Math.floor(corner.y);
  const area = { x, y, width: Math.ceil(opposite.x) - x, height: Math.ceil(opposite.y) - y };
  return intersect(area, { x: 0, y: 0, ...screen });
}

/** @param {Rect} a @param {Rect} b @returns {Rect} width and height 0 where they do not meet */
export function intersect(a, b) {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : { x, y, width: 0, height: 0 };
}
