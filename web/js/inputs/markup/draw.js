// @ts-check
/** Shapes as pixels: on a canvas, and as the PNG file that is sent. */
import { Fault } from '../../base/border.js';
import { LETTERS, pathOf } from './shapes.js';

/** @typedef {import('./shapes.js').Shape} Shape */

export const FONT = 'system-ui, sans-serif';

/** Rows of a picture that are looked at together. */
const BAND = 256;

/** @param {string} text */
const unfit = (text) => new Fault({ code: 'invalid', http: 0, field: 'markup', text });

/** @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context @param {Shape} shape */
function drawShape(context, shape) {
  const { kind, color, width, points, text } = shape;
  Object.assign(context, { strokeStyle: color, fillStyle: color, lineWidth: width, lineCap: 'round', lineJoin: 'round' });
  if (kind !== 'text') return context.stroke(new Path2D(pathOf(shape)));
  context.font = `600 ${width * LETTERS}px ${FONT}`;
  return context.fillText(text, points[0], points[1]);
}

/** Draws on what is there already. @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context @param {Shape[]} shapes @param {number} [scale] */
export function drawShapes(context, shapes, scale = 1) {
  context.save();
  context.scale(scale, scale);
  for (const shape of shapes) drawShape(context, shape);
  context.restore();
}

/** Whether any pixel is wholly transparent. @param {OffscreenCanvasRenderingContext2D} context */
function hasClear(context) {
  const { width, height } = context.canvas;
  for (let y = 0; y < height; y += BAND) {
    const { data } = context.getImageData(0, y, width, Math.min(BAND, height - y));
    for (let at = 3; at < data.length; at += 4) if (data[at] === 0) return true;
  }
  return false;
}

/** The file that is sent for them: as large as the picture, transparent where nothing is drawn.
 * @param {Shape[]} shapes @param {import('../../base/core.js').Size} size @returns {Promise<Blob>} */
export async function fileOf(shapes, { width, height }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw unfit('This browser cannot draw markup of this size. Use a smaller picture.');
  drawShapes(context, shapes);
  if (!hasClear(context)) throw unfit('The markup covers the whole picture. Leave a part of it free, or clear the markup.');
  return canvas.convertToBlob({ type: 'image/png' });
}
