// @ts-check
// The canvas way: the picture and what the mask lets through of the answer, one over the other.

import { canvasOf } from './pictures.mjs';

/** @typedef {import('./pictures.mjs').Part} Part */

/** The mask as a canvas has it, which a program of this kind has at hand. @param {Part} part */
export function maskCanvas({ area, coverage }) {
  const { canvas, context } = canvasOf(area);
  const pixels = context.createImageData(area.width, area.height);
  coverage.forEach((value, i) => (pixels.data[i * 4 + 3] = value));
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** @param {ImageBitmap} picture @param {ImageBitmap} answer @param {OffscreenCanvas} mask @param {Part} part */
export function pasteOnCanvas(picture, answer, mask, { area, frame }) {
  const { canvas, context } = canvasOf(picture);
  const layer = canvasOf(area);
  context.drawImage(picture, 0, 0);
  layer.context.drawImage(answer, frame.x - area.x, frame.y - area.y, frame.width, frame.height);
  layer.context.globalCompositeOperation = 'destination-in';
  layer.context.drawImage(mask, 0, 0);
  context.drawImage(layer.canvas, area.x, area.y);
  return canvas;
}

/** From files to a file. @param {Blob} file @param {OffscreenCanvas} mask @param {Part} part */
export async function composeOnCanvas(file, mask, part) {
  const [picture, answer] = await Promise.all([file, part.answer].map((blob) => createImageBitmap(blob)));
  const canvas = pasteOnCanvas(picture, answer, mask, part);
  picture.close();
  answer.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
