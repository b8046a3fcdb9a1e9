// @ts-check
// Putting back alone: pictures that are decoded already, no file in the end.

import { startAlone } from '../../../web/js/base/border.js';
import { createComposer } from '../../../web/worker/composer.js';
import { decodeInBrowser } from '../../../web/worker/decode.js';
import { createEasel } from '../../../web/worker/easel.js';
import { time } from '../paint/frame.mjs';
import { module } from '../paint/studio.mjs';
import { pasteOnCanvas } from './canvas.mjs';
import { OPTIONS } from './ours.mjs';

/** @typedef {import('./pictures.mjs').Part} Part */

const studio = await startAlone(await module);
const composer = createComposer(studio);
const easel = createEasel(studio);

/** Both ways, ready to be timed. @param {Blob} file of the picture */
export async function preparePaste(file) {
  const bitmap = await createImageBitmap(file);
  const picture = easel.openPicture(await decodeInBrowser(file, file.type));

  return {
    /** Fits the answer, all that is done once, then makes every row, which is compared with the picture's own on the way.
     * @param {Part} part @param {import('../../../web/worker/engine.js').Pixels} answer */
    ours(part, answer) {
      const composing = composer.open(picture.handle, OPTIONS);
      const fit = time(() => composing.add(part, answer)).ms;
      const rows = time(() => composing.difference(false)).ms;
      composing.close();
      return { fit, rows };
    },

    /** Draws, and reads every pixel. @param {Part} part @param {ImageBitmap} answer @param {OffscreenCanvas} mask */
    canvas(part, answer, mask) {
      return time(() => {
        const context = pasteOnCanvas(bitmap, answer, mask, part).getContext('2d');
        /** @type {OffscreenCanvasRenderingContext2D} */ (context).getImageData(0, 0, bitmap.width, bitmap.height);
      }).ms;
    },
  };
}
