// @ts-check
// Pixels to a PNG file.

import { startOurs } from './ours.mjs';
import { toPng } from './peers.mjs';
import { SENT, drawMask, pixelsOf } from './pictures.mjs';
import { canvasWith, save, stage, toBlob } from './stage.mjs';

const ours = await startOurs();

/** @typedef {{image: ImageData, canvas: HTMLCanvasElement}} Picture */

/** @param {string} name @returns {Promise<Picture>} */
async function picture(name) {
  const image = await pixelsOf(name);
  return { image, canvas: canvasWith(image) };
}

const wanted = { 'canvas.toBlob': 4, '@jsquash/png': 1.5, 'stb_image_write as it comes': 15 };

export const pngOut = stage({
  title: 'PNG out, RGBA',
  cases: {
    'photo of 1536 x 1024': { prepare: () => picture('photo-1.5'), wanted, native: ['encode-rgba', 'photo-1.5.jpg'] },
    'a real photo of 1800 x 1200': { prepare: () => picture('corpus'), wanted, native: ['encode-rgba', 'corpus.jpg'] },
    'photo of 4032 x 3024': { prepare: () => picture('photo-12'), wanted, native: ['encode-rgba', 'photo-12.jpg'], long: true },
  },
  ways: {
    ours: (/** @type {Picture} */ { image }) => ours.encode(image, true),
    'canvas.toBlob': (/** @type {Picture} */ { canvas }) => toBlob(canvas),
    'stb_image_write as it comes': (/** @type {Picture} */ { image }) => ours.encodeStb(image),
    ...Object.fromEntries(Object.entries(toPng).map(([name, encode]) => [name, (/** @type {Picture} */ { image }) => encode(image)])),
  },
});

/** @param {ImageData} image */
function opaqueCanvasWith(image) {
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d', { alpha: false })?.putImageData(image, 0, 0);
  return canvas;
}

/** @param {string} name */
async function opaquePicture(name) {
  const image = await pixelsOf(name);
  return { image, canvas: opaqueCanvasWith(image) };
}

export const pngOutOpaque = stage({
  title: 'PNG out, opaque: RGB',
  cases: {
    'photo of 1536 x 1024': { prepare: () => opaquePicture('photo-1.5'), wanted: {}, native: ['encode', 'photo-1.5.jpg'] },
    'a real photo of 1800 x 1200': { prepare: () => opaquePicture('corpus'), wanted: {}, native: ['encode', 'corpus.jpg'] },
  },
  ways: {
    ours: ({ image }) => ours.encode(image, false),
    'OffscreenCanvas.convertToBlob, alpha: false': ({ canvas }) => canvas.convertToBlob(),
  },
});

export const maskOut = stage({
  title: 'A mask out',
  cases: {
    'strokes on 2365 x 1774': {
      async prepare() {
        const coverage = drawMask(SENT);
        const image = new ImageData(Uint8ClampedArray.from({ length: coverage.length * 4 }, (_, i) => (i % 4 === 3 ? 255 - coverage[i >> 2] : 0)), SENT.width);
        await save('mask', new Blob([coverage]));
        return { coverage, canvas: canvasWith(image), image };
      },
      wanted: { 'canvas.toBlob': 1.5 },
      native: ['mask', 'mask', SENT.width, SENT.height],
    },
  },
  ways: {
    ours: ({ coverage }) => ours.encodeMask(coverage, SENT.width, SENT.height),
    'canvas.toBlob': ({ canvas }) => toBlob(canvas),
    '@jsquash/png': ({ image }) => toPng['@jsquash/png'](image),
  },
});
