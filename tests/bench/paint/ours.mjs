// @ts-check
// The way of this program: the mask in C, the stage of the mask editor.

import { createStage } from '../../../web/js/editor/stage.js';
import { wander } from './scene.mjs';
import { time, timeOnScreen } from './frame.mjs';

export const BRUSH = { size: 100, hardness: 1, opacity: 1, square: false, subtract: false, sizeByPressure: false, opacityByPressure: false, string: 0 };

const STEP = 60; // pixels from one point of a stroke to the next

/** @param {ImageBitmap} bitmap @param {import('../../../web/js/painting.js').Painting} painting */
export function createOurs(bitmap, painting) {
  const stage = createStage({ onView() {}, onFault: (error) => reportError(error) });
  stage.node.style.cssText = 'position: fixed; inset: 0';
  document.body.append(stage.node);
  stage.show({ bitmap, painting });
  let seed = 1;

  return {
    /** @param {'fit' | number} scale */
    zoom: (scale) => (scale === 'fit' ? stage.fit() : stage.zoomTo(scale)),

    /** @param {boolean} shown */
    show: (shown) => (stage.node.hidden = !shown),

    /** One stroke, each of its segments shown. @param {number} segments @param {number} hardness */
    async stroke(segments, hardness) {
      const way = wander(bitmap, STEP, seed++);
      const begin = time(() => {
        painting.begin();
        return painting.stroke({ ...BRUSH, hardness });
      });
      const onScreen = [];
      for (let i = 0; i < segments; i++) {
        onScreen.push(
          await timeOnScreen(() => {
            begin.result.move([/** @type {any} */ (way.next().value)]);
            stage.touch();
          }),
        );
      }
      const end = time(begin.result.end);
      stage.touch();
      return { segments: onScreen.slice(1), stroke: begin.ms + end.ms };
    },
  };
}
