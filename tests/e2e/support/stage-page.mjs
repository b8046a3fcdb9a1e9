// @ts-check
// The mask editor's stage alone on a page, with a painting of its own.

import { createStage } from '../../../web/js/studio/editor/stage.js';
import { styleOf, USUAL_LOOK } from '../../../web/js/studio/editor/look.js';
import { startPainting } from '../../bench/paint/studio.mjs';

const SIZE = { width: 1200, height: 900 };
const BRUSH = { size: 150, hardness: 1, opacity: 1, square: false, subtract: false, sizeByPressure: false, opacityByPressure: false, string: 0 };

function picture() {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const slope = context.createLinearGradient(0, 0, SIZE.width, SIZE.height);
  slope.addColorStop(0, '#204080');
  slope.addColorStop(1, '#e0c060');
  context.fillStyle = slope;
  context.fillRect(0, 0, SIZE.width, SIZE.height);
  return canvas.transferToImageBitmap();
}

const painting = (await startPainting()).open(SIZE);
const stage = createStage({ onView() {}, onFault: reportError });
stage.node.style.cssText = 'position: fixed; left: 0; top: 0; width: 700px; height: 500px';
document.body.append(stage.node);

/** @param {{x: number, y: number}[]} points */
function paint(points) {
  painting.begin();
  const stroke = painting.stroke(BRUSH);
  stroke.move(points);
  stroke.end();
  stage.touch();
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Until nothing more is drawn. */
async function settled() {
  for (let i = 0; i < 30; i++) await frame();
}

/** @param {HTMLCanvasElement} canvas */
const pixelsOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).getImageData(0, 0, canvas.width, canvas.height).data;

/** How many pixels of the mask are not as they are rendered in one go, in any of their parts by more than a level. @param {Partial<import('../../../web/js/studio/editor/look.js').Look>} look */
function wrongPixels(look) {
  const { width, height } = stage.canvas;
  const { view } = stage;
  const shown = pixelsOf(stage.canvas);
  const wanted = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (wanted.getContext('2d'));
  context.putImageData(painting.overlay(view, { x: 0, y: 0, width, height }, styleOf({ ...USUAL_LOOK, ...look }, -view.x - view.y)), 0, 0);
  const right = context.getImageData(0, 0, width, height).data;
  let wrong = 0;
  for (let i = 0; i < shown.length; i += 4) wrong += Number([0, 1, 2, 3].some((part) => Math.abs(shown[i + part] - right[i + part]) > 1));
  return wrong;
}

/** How far the picture on screen is from one drawn anew, in levels. */
async function worstOfPicture() {
  const lower = /** @type {HTMLCanvasElement} */ (stage.node.querySelector('canvas'));
  const before = pixelsOf(lower);
  const { view } = stage;
  stage.node.hidden = true;
  await settled();
  stage.node.hidden = false;
  await settled();
  if (stage.view.x !== view.x || stage.view.y !== view.y) throw new Error('The view has changed.');
  const after = pixelsOf(lower);
  return before.reduce((worst, value, i) => Math.max(worst, Math.abs(value - after[i])), 0);
}

/** @param {{x: number, y: number}} point of the image @returns {number[]} the mask's pixel there */
function maskAt({ x, y }) {
  const { scale, x: left, y: top } = stage.view;
  const at = (Math.floor(y * scale + top) * stage.canvas.width + Math.floor(x * scale + left)) * 4;
  return [...pixelsOf(stage.canvas).slice(at, at + 4)];
}

/** @param {string} group @returns {string[]} */
const paths = (group) => [...stage.node.querySelectorAll(`${group} path`)].map((path) => path.getAttribute('d') ?? '');

stage.show({ bitmap: picture(), painting });
await settled();
Object.assign(globalThis, { bench: { stage, painting, paint, settled, wrongPixels, worstOfPicture, maskAt, paths, pixelsOf } });
