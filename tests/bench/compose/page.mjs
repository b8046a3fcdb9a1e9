// @ts-check
// The measurements, in the page.

import { decodeInBrowser } from '../../../web/worker/decode.js';
import { composeOnCanvas, maskCanvas } from './canvas.mjs';
import { changedOutside } from './changed.mjs';
import { compose } from './ours.mjs';
import { preparePaste } from './paste.mjs';
import { drawPhoto, makePart, makePngs, PLACES } from './pictures.mjs';
import { timePlan } from './plan.mjs';

const photo = drawPhoto();
const jpeg = await photo.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
const parts = Object.fromEntries(await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await makePart(photo, place)])));
const paste = await preparePaste(jpeg);

/** @template T @param {() => Promise<T>} work @returns {Promise<{ms: number, result: T}>} */
async function time(work) {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** One of each way, from a photo's file to the finished file. @param {keyof typeof PLACES} name */
async function round(name) {
  const part = parts[name];
  const mask = maskCanvas(part);
  const bitmap = await createImageBitmap(part.answer);
  const pixels = await decodeInBrowser(part.answer, 'image/png');
  const ours = await time(() => compose(jpeg, [part]));
  const canvas = await time(() => composeOnCanvas(jpeg, mask, part));
  const { fit, rows } = paste.ours(part, pixels);
  const canvasPaste = paste.canvas(part, bitmap, mask);
  return {
    ours: ours.ms,
    canvas: canvas.ms,
    fit,
    oursPaste: fit + rows,
    canvasPaste,
    oursBytes: ours.result.composed.size,
    canvasBytes: canvas.result.size,
    report: ours.result.reports[0],
  };
}

/** Changed pixels outside the mask, each way. */
async function changed() {
  const { files, part } = await makePngs(photo, parts.crop);
  const mask = maskCanvas(part);
  /** @type {Record<string, {ours: number, canvas: number}>} */
  const counts = {};
  for (const [name, file] of Object.entries(files)) {
    const { composed } = await compose(file, [part]);
    counts[name] = {
      ours: await changedOutside(file, composed, part),
      canvas: await changedOutside(file, await composeOnCanvas(file, mask, part), part),
    };
  }
  return counts;
}

Object.assign(globalThis, { bench: { round, changed, plan: () => timePlan(PLACES.crop.area), bytes: () => jpeg.size } });
