// @ts-check
// A photograph that nobody took, parts of it to be repainted, and what a model might answer.

import { chunk, encodePng } from '../../../web/demo/draw/png.mjs';
import { PHOTO, randoms } from '../paint/scene.mjs';

/** @typedef {import('../../../web/js/studio/painting.js').Rect} Rect */
/** @typedef {import('../../../web/js/base/core.js').Size} Size */
/** @typedef {{area: Rect, frame: Rect, answer: Size}} Place */
/** @typedef {{area: Rect, frame: Rect, coverage: Uint8Array, answer: Blob}} Part as the studio's worker takes it */

/** What is repainted, what of the picture is sent for it, and how large the answer comes. @type {Record<string, Place>} */
export const PLACES = {
  crop: { area: { x: 3800, y: 2900, width: 480, height: 480 }, frame: { x: 3440, y: 2540, width: 1200, height: 1200 }, answer: { width: 1024, height: 1024 } },
  whole: { area: { x: 1600, y: 1200, width: 4800, height: 3600 }, frame: { x: 0, y: 0, ...PHOTO }, answer: { width: 1184, height: 888 } },
};

/** @param {Size} size */
export function canvasOf({ width, height }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.imageSmoothingQuality = 'high';
  return { canvas, context };
}

/** Any colours. @param {Size} size @param {() => number} random */
function speckles({ width, height }, random) {
  const pixels = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? 255 : 256 * random()));
  const { canvas, context } = canvasOf({ width, height });
  context.putImageData(new ImageData(pixels, width), 0, 0);
  return canvas;
}

/** Clouds of colour, ever finer, over things with edges, and a grain. @param {Size} [size] */
export function drawPhoto(size = PHOTO) {
  const random = randoms(11);
  const scale = size.width / PHOTO.width;
  const { canvas, context } = canvasOf(size);
  for (let cells = 4, strength = 1; cells <= 1024; cells *= 4, strength *= 0.4) {
    context.globalAlpha = strength;
    context.drawImage(speckles({ width: cells, height: cells * 0.75 }, random), 0, 0, size.width, size.height);
    for (let i = 0; i < 40; i++) {
      context.fillStyle = `hsl(${360 * random()} 40% ${20 + 60 * random()}%)`;
      context.beginPath();
      context.ellipse(size.width * random(), size.height * random(), 900 * scale * random(), 600 * scale * random(), 3 * random(), 0, 7);
      context.fill();
    }
  }
  context.globalAlpha = 0.06;
  context.fillStyle = /** @type {CanvasPattern} */ (context.createPattern(speckles({ width: 509, height: 509 }, random), 'repeat'));
  context.fillRect(0, 0, size.width, size.height);
  return canvas;
}

/** An oval that fills the area. @param {Size} area */
export function drawCoverage({ width, height }) {
  const coverage = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) coverage[i] = Math.hypot((2 * x + 1) / width - 1, (2 * y + 1) / height - 1) < 1 ? 255 : 0;
  }
  return coverage;
}

/** All of the frame a little off and warmer, and something new in the area. @param {OffscreenCanvas} photo @param {Place} place */
export function drawAnswer(photo, { area, frame, answer }) {
  const { canvas, context } = canvasOf(answer);
  const scale = answer.width / frame.width;
  context.drawImage(photo, frame.x, frame.y, frame.width, frame.height, 0, 0, answer.width, answer.height);
  context.drawImage(photo, frame.x, frame.y, frame.width, frame.height, 1.5, -1, answer.width, answer.height);
  context.globalCompositeOperation = 'multiply';
  context.fillStyle = '#fffaf2';
  context.fillRect(0, 0, answer.width, answer.height);
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = '#c8503c';
  context.beginPath();
  context.ellipse((area.x - frame.x + area.width / 2) * scale, (area.y - frame.y + area.height / 2) * scale, (area.width * scale) / 3, (area.height * scale) / 3, 0, 0, 7);
  context.fill();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** @param {OffscreenCanvas} photo @param {Place} place @returns {Promise<Part>} */
export async function makePart(photo, place) {
  return { area: place.area, frame: place.frame, coverage: drawCoverage(place.area), answer: await drawAnswer(photo, place) };
}

/** @param {Rect} rect @param {Rect} within @returns {Rect} seen from there */
const seenFrom = ({ x, y, width, height }, within) => ({ x: x - within.x, y: y - within.y, width, height });

/** @param {...Uint8Array} file */
const pngBlob = (...file) => new Blob(/** @type {BlobPart[]} */ (file), { type: 'image/png' });

const MIDDLE = { x: PHOTO.width / 4, y: PHOTO.height / 4, width: PHOTO.width / 2, height: PHOTO.height / 2 };
const AFTER_HEADER = 33; // a PNG's signature and IHDR
const DISPLAY_P3 = Uint8Array.of(12, 13, 0, 1);

/** The photograph's middle as PNGs, which everybody decodes to the same bits: plain, in the colours of today's phones, and
 * with parts that can be seen through.
 * @param {OffscreenCanvas} photo @param {Part} part in the middle @returns {Promise<{files: Record<string, Blob>, part: Part}>} */
export async function makePngs(photo, part) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (photo.getContext('2d'));
  const picture = context.getImageData(MIDDLE.x, MIDDLE.y, MIDDLE.width, MIDDLE.height);
  const plain = await encodePng(picture);
  for (let i = 0; i < picture.data.length; i += 4) picture.data[i + 3] = ((i / 4) % MIDDLE.width) / 8;
  return {
    files: {
      opaque: pngBlob(plain),
      'Display P3': pngBlob(plain.subarray(0, AFTER_HEADER), chunk('cICP', DISPLAY_P3), plain.subarray(AFTER_HEADER)),
      'partly transparent': pngBlob(await encodePng(picture)),
    },
    part: { ...part, area: seenFrom(part.area, MIDDLE), frame: seenFrom(part.frame, MIDDLE) },
  };
}
