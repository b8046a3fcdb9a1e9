// @ts-check
/**
 * Pixels of what C does not decode, from the browser's own decoder: upright,
 * straight RGBA, the first frame of an animation.
 */
import { Fault } from '../js/base/border.js';

const MAX_PIXELS = 64 * 1024 * 1024;

/** @param {string} code @param {string} text */
const fault = (code, text) => new Fault({ code, http: 0, field: 'images', text });

/**
 * @param {Blob} file
 * @param {string} type what its bytes are, as C found
 * @returns {Promise<import('./engine.js').Pixels>}
 */
export async function decodeInBrowser(file, type) {
  const name = type.replace('image/', '').toUpperCase();
  const bitmap = await createImageBitmap(new Blob([file], { type }), { premultiplyAlpha: 'none' }).catch(() => {
    throw fault('unsupported', `This browser cannot decode this ${name} file, or it is damaged. Save it as PNG or JPEG and add that.`);
  });
  const { width, height } = bitmap;
  try {
    if (width * height > MAX_PIXELS) {
      throw fault('too_large', `The picture is ${width} x ${height}; at most 64 megapixels can be used. Make it smaller first.`);
    }
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw fault('no_memory', `There is no canvas for ${width} x ${height} pixels. Use a smaller picture.`);
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, pixels: new Uint8Array(data.buffer) };
  } finally {
    bitmap.close();
  }
}
