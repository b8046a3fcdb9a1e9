// @ts-check
// What is worked on: photographs, drawn ones of three sizes and a real one; the native program finds
// them in build/bench, too.

import { canvasOf, drawPhoto } from '../compose/pictures.mjs';
import { startOurs } from './ours.mjs';
import { save } from './stage.mjs';

/** @typedef {import('./stage.mjs').Size} Size */

/** @type {Record<string, Size>} */
export const SIZES = {
  'photo-1.5': { width: 1536, height: 1024 },
  'photo-12': { width: 4032, height: 3024 },
  'photo-48': { width: 8064, height: 6048 },
};

/** Real ones, of the corpus. @type {Record<string, string>} */
const FOUND = { corpus: 'exif-orientation/Landscape_1.jpg' };

/** What 12 and 48 megapixels are shrunk to. */
export const SENT = { width: 2365, height: 1774 };

/** @type {Map<string, Promise<any>>} */
const made = new Map();

/** @template T @param {string} name @param {() => Promise<T>} make @returns {Promise<T>} */
function once(name, make) {
  if (!made.has(name)) made.set(name, make());
  return /** @type {Promise<T>} */ (made.get(name));
}

const instance = startOurs();

/** A photograph as JPEG. @param {string} name */
export const jpegOf = (name) =>
  once(`${name}.jpg`, async () => {
    if (FOUND[name]) return save(`${name}.jpg`, await (await fetch(`corpus/${FOUND[name]}`)).blob());
    return save(`${name}.jpg`, await drawPhoto(SIZES[name]).convertToBlob({ type: 'image/jpeg', quality: 0.92 }));
  });

/** @param {string} name */
export async function pixelsOf(name) {
  const { data, width } = (await instance).decode(await bytesOf(await jpegOf(name)));
  return new ImageData(data.slice(), width);
}

/** The same picture as PNG, by the browser. @param {string} name */
export const pngOf = (name) =>
  once(`${name}.png`, async () => {
    const { canvas, context } = canvasOf(SIZES[name]);
    context.putImageData(await pixelsOf(name), 0, 0);
    return save(`${name}.png`, await canvas.convertToBlob());
  });

/** @param {Blob} file */
export const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/** Soft strokes on nothing. @param {Size} size */
export function drawMask({ width, height }) {
  const { context } = canvasOf({ width, height });
  context.filter = `blur(${width / 200}px)`;
  context.lineWidth = width / 12;
  context.lineCap = 'round';
  context.beginPath();
  for (let i = 0; i <= 8; i++) context.lineTo(width * (0.25 + i / 16), height * (i % 2 ? 0.3 : 0.6));
  context.stroke();
  const { data } = context.getImageData(0, 0, width, height);
  return Uint8Array.from({ length: width * height }, (_, i) => data[i * 4 + 3]);
}
