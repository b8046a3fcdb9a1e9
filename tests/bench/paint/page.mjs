// @ts-check
// The measurements, in the page.

import { createCanvasWay } from './canvas.mjs';
import { time } from './frame.mjs';
import { BRUSH, createOurs } from './ours.mjs';
import { PHOTO, scenery, wander } from './scene.mjs';
import { startEasel, startPainting } from './studio.mjs';

const VIEWS = /** @type {const} */ (['fit', 1]);

/**
 * Segments and strokes on a photo of 48 MP, the ways taking turns.
 * @param {{rounds: number, segments: number}} how
 */
async function strokes({ rounds, segments }) {
  const pixels = scenery(PHOTO);
  const bitmap = await createImageBitmap(new ImageData(new Uint8ClampedArray(/** @type {ArrayBuffer} */ (pixels.buffer)), PHOTO.width));
  const painting = (await startPainting()).open(PHOTO);
  const ours = createOurs(bitmap, painting);
  const canvas = createCanvasWay(bitmap);
  await new Promise((resolve) => setTimeout(resolve, 3000)); // until the stage has settled
  /** @type {Record<string, number[]>} */
  const samples = {};
  /** @param {string} name @param {number[]} more */
  const add = (name, more) => (samples[name] ??= []).push(...more);

  for (let round = 0; round < rounds; round++) {
    canvas.show(false);
    ours.show(true);
    for (const view of VIEWS) {
      await ours.zoom(view);
      for (const hardness of [1, 0.5]) {
        const { segments: each, stroke } = await ours.stroke(segments, hardness);
        add(`segment, ${view}, hardness ${hardness}`, each);
        add('stroke', [stroke]);
        add('one segment', each.map((ms) => ms + stroke));
      }
    }
    ours.show(false);
    canvas.show(true);
    const { segments: each, stroke } = await canvas.stroke(Math.ceil(segments / 4));
    add('canvas segment', each);
    add('canvas stroke', [stroke]);
    add('three layers', [canvas.snapshotLayers()]);
    add('floor', await canvas.dots(segments));
  }
  return samples;
}

/** All the memory of a painting with many strokes, later ones of an eraser, too, and how many can be undone.
 * @param {{width: number, height: number, strokes: number, points: number}} how */
async function undo({ width, height, strokes: count, points }) {
  const { open, memory } = await startPainting();
  const painting = open({ width, height });
  for (let i = 0; i < count; i++) {
    const way = wander({ width, height }, 60, i + 1);
    painting.begin();
    const stroke = painting.stroke({ ...BRUSH, hardness: 0.5, subtract: i > count / 2 && i % 3 === 0 });
    for (let n = 0; n < points; n++) stroke.move([way.next().value]);
    stroke.end();
  }
  const held = memory();
  let steps = 0;
  while (painting.undo()) steps++;
  return { held, steps };
}

/** Changes to all of 48 MP, as the worker makes them. @param {{rounds: number}} how */
async function whole({ rounds }) {
  const easel = await startEasel();
  const picture = easel.openPicture({ ...PHOTO, pixels: scenery(PHOTO) });
  const coverage = picture.select({ x: 4000, y: 100 }, { tolerance: 8, softness: 0, everywhere: true });
  const mask = { ...PHOTO, coverage: new Uint8Array(PHOTO.width * PHOTO.height) };
  for (let y = 0; y < coverage.height; y++) {
    mask.coverage.set(coverage.coverage.subarray(y * coverage.width, (y + 1) * coverage.width), (coverage.y + y) * PHOTO.width + coverage.x);
  }
  /** @type {Record<string, number[]>} */
  const samples = { everywhere: [], flood: [], grow: [] };
  for (let i = 0; i < rounds; i++) {
    samples.everywhere.push(time(() => picture.select({ x: 4000, y: 100 }, { tolerance: 8, softness: 0.2, everywhere: true })).ms);
    samples.flood.push(time(() => picture.select({ x: 4000, y: 100 }, { tolerance: 8, softness: 0.2, everywhere: false })).ms);
    samples.grow.push(time(() => easel.changeMask(mask, 'grow', 50)).ms);
  }
  return samples;
}

Object.assign(globalThis, { bench: { strokes, undo, whole } });
