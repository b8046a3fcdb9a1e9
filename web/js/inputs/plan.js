// @ts-check
/**
 * What of a picture is sent for its mask, before it is sent: shown in the editor and
 * beside the image, and used by the run.
 */
import { Fault } from '../base/border.js';
import { isSameSize } from '../base/words.js';
import { maskOf } from './masks.js';

/**
 * @typedef {import('../base/core.js').Crop} Crop
 * @typedef {import('../base/store.js').State} State
 * @typedef {import('../base/store.js').InputImage} InputImage
 */

/** The image that a mask edit is about; null where none is painted or several images are sent.
 * @param {State} state */
export function editedImage(state) {
  const [image, ...more] = state.images;
  const painting = maskOf(state);
  return image && !more.length && painting && isSameSize(image, painting) ? { image, painting } : null;
}

/** @param {import('../base/core.js').PageCore} core */
export function createPlans(core) {
  /** @type {{images: InputImage[], settings: import('../base/store.js').Settings} | null} */
  let asked = null;
  /** @type {Crop[]} */
  let crops = [];

  /** None either while a setting breaks its rule, which is told when it matters. @param {State} state */
  function plan(state) {
    const edited = editedImage(state);
    if (!edited) return [];
    try {
      return core.plan(state.settings, edited.image, edited.painting.islands());
    } catch (error) {
      if (error instanceof Fault) return [];
      throw error;
    }
  }

  return {
    /** What is sent, one for each request; empty where all goes the usual way. @param {State} state */
    of(state) {
      const { images, settings } = state;
      if (asked?.images !== images || asked.settings !== settings) {
        asked = { images, settings };
        crops = plan(state);
      }
      return crops;
    },
  };
}

/** @typedef {ReturnType<typeof createPlans>} Plans */
