// @ts-check
// Lays out the README's picture of the difference: what was painted, what came back, what the page made
// of it, and under each of the two where it differs from the picture it was made of.

import { drawEdit } from '../../web/demo/draw/edit.mjs';
import { blank } from '../../web/demo/draw/picture.mjs';
import { encodePng } from '../../web/demo/draw/png.mjs';
import { drawScene } from '../../web/demo/draw/scene.mjs';
import { make } from '../../web/js/base/dom.js';
import { ask, compose, OPTIONS } from '../bench/compose/ours.mjs';

const SIZE = { width: 1536, height: 1024 };
const SEED = 'Evening over the hills\n0';
const BALLOON = { x: 480, y: 330, radius: 150 };
const AREA = { x: 250, y: 110, width: 460, height: 560 };
const DRIFT = { shift: /** @type {[number, number]} */ ([1.5, -1]), gain: /** @type {[number, number, number]} */ ([1.01, 1, 0.98]), offset: /** @type {[number, number, number]} */ ([3, 1, -1]) };
const PAINTED = 'rgb(240 20 110 / 55%)';

/** @typedef {import('../../web/demo/draw/picture.mjs').Picture} Picture */

/** @param {{width: number, height: number}} size */
function canvasOf({ width, height }) {
  const canvas = make('canvas', { width, height });
  return { canvas, context: /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')) };
}

/** @param {{width: number, height: number}} size @param {Uint8ClampedArray | Uint8Array} pixels */
function shown({ width, height }, pixels) {
  const { canvas, context } = canvasOf({ width, height });
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels), width), 0, 0);
  return canvas;
}

/** @param {CanvasRenderingContext2D} context */
function drawBalloon(context) {
  const { x, y, radius } = BALLOON;
  const foot = y + radius * 1.62;
  const envelope = new Path2D(`M ${x - radius} ${y} A ${radius} ${radius} 0 0 1 ${x + radius} ${y} Q ${x + radius} ${y + radius * 0.75} ${x + radius * 0.2} ${foot - 30} H ${x - radius * 0.2} Q ${x - radius} ${y + radius * 0.75} ${x - radius} ${y} Z`);
  context.strokeStyle = '#3a2a22';
  context.lineWidth = 2.5;
  context.stroke(new Path2D(`M ${x - 24} ${foot - 32} L ${x - 18} ${foot + 22} M ${x + 24} ${foot - 32} L ${x + 18} ${foot + 22}`));
  context.fillStyle = '#6b4a30';
  context.fill(new Path2D(`M ${x - 22} ${foot + 20} h 44 l -5 34 h -34 Z`));
  context.save();
  context.clip(envelope);
  ['#b8322a', '#e2703a', '#f2c14e', '#f7e7c1', '#f2c14e', '#e2703a', '#b8322a'].forEach((color, i, all) => {
    context.fillStyle = color;
    const reach = radius * (1 - i / (all.length - 1) * 2);
    context.beginPath();
    if (i <= all.length / 2) context.ellipse(x, y + 20, Math.abs(reach) + 22, radius * 2, 0, 0, 7);
    context.fill();
  });
  const shade = context.createRadialGradient(x - radius * 0.35, y - radius * 0.4, radius * 0.1, x, y, radius * 1.5);
  shade.addColorStop(0, 'rgb(255 245 220 / 35%)');
  shade.addColorStop(0.5, 'rgb(0 0 0 / 0%)');
  shade.addColorStop(1, 'rgb(40 0 20 / 55%)');
  context.fillStyle = shade;
  context.fillRect(x - radius, y - radius, 2 * radius, 3 * radius);
  context.restore();
}

/** What is painted: an oval that leaves the balloon some air. */
function drawMask() {
  const { canvas, context } = canvasOf(SIZE);
  context.fillStyle = '#000';
  context.beginPath();
  context.ellipse(AREA.x + AREA.width / 2, AREA.y + AREA.height / 2, AREA.width / 2, AREA.height / 2, 0, 0, 7);
  context.fill();
  return canvas;
}

/** @param {HTMLCanvasElement} mask */
function coverageOf(mask) {
  const { data } = /** @type {CanvasRenderingContext2D} */ (mask.getContext('2d')).getImageData(AREA.x, AREA.y, AREA.width, AREA.height);
  return Uint8Array.from({ length: AREA.width * AREA.height }, (_, i) => data[i * 4 + 3]);
}

/** As a model answers: with the balloon, and all of the rest a little off. @param {HTMLCanvasElement} before */
function answerTo(before) {
  const { context } = canvasOf(SIZE);
  context.drawImage(before, 0, 0);
  drawBalloon(context);
  const keptAll = blank(SIZE.width, SIZE.height);
  keptAll.data.fill(255);
  const wish = { ...SIZE, seed: SEED, prompt: '', facts: '', transparent: false, drift: DRIFT };
  return drawEdit(wish, [context.getImageData(0, 0, SIZE.width, SIZE.height)], keptAll);
}

/** @param {HTMLCanvasElement} before @param {HTMLCanvasElement} mask */
function withMask(before, mask) {
  const { canvas, context } = canvasOf(SIZE);
  context.drawImage(mask, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = PAINTED;
  context.fillRect(0, 0, SIZE.width, SIZE.height);
  context.globalCompositeOperation = 'destination-over';
  context.drawImage(before, 0, 0);
  return canvas;
}

/** @param {Uint8Array} file */
const pngBlob = (file) => new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (file)], { type: 'image/png' });

/** @param {string} title @param {...(Node | string)} below */
const column = (title, ...below) => make('figure', {}, make('figcaption', {}, title), ...below);

/** @param {{outside: number}} difference */
const counted = ({ outside }) =>
  make('p', {}, make('strong', {}, outside.toLocaleString('en')), ' pixels changed that were not painted');

const scene = drawScene(SIZE.width, SIZE.height, SEED);
const before = shown(SIZE, scene.data);
const mask = drawMask();
const answer = answerTo(before);
const file = pngBlob(await encodePng(scene));
const parts = [{ area: AREA, coverage: coverageOf(mask), frame: { x: 0, y: 0, ...SIZE }, answer: pngBlob(await encodePng(answer)) }];
const { composed, reports } = await compose(file, parts);
const difference = await ask('difference', { file, id: 1, parts, options: OPTIONS });
const bitmap = await createImageBitmap(composed);
const after = canvasOf(SIZE);
after.context.drawImage(bitmap, 0, 0);

document.body.append(
  make('main', {},
    column('The picture, and what was painted', withMask(before, mask), make('footer', {}, make('p', {}, 'On the right, how far each pixel is from the picture:'), make('div', { className: 'heat' }), make('p', {}, 'the same', make('span', {}, 'another colour altogether')))),
    column('What came back', shown(SIZE, answer.data), shown(difference.raw, difference.raw.pixels), counted(difference.raw)),
    column('What this page makes of it', after.canvas, shown(difference.composed, difference.composed.pixels), counted(difference.composed)),
  ),
);
Object.assign(globalThis, { bench: { reports } });
