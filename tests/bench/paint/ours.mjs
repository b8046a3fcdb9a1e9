// @ts-check
// The way of this program: the mask in C, the stage of the mask editor.

import { createStage } from '../../../web/js/studio/editor/stage.js';
import { STAGE, wander } from './scene.mjs';
import { time, timeOnScreen } from './frame.mjs';

export const BRUSH = { size: 100, hardness: 1, opacity: 1, square: false, subtract: false, sizeByPressure: false, opacityByPressure: false, string: 0 };

const STEP = 60; // pixels from one point of a stroke to the next

/** Until everything is drawn that a new view needs. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 500));

/** @param {ImageBitmap} bitmap @param {import('../../../web/js/studio/painting.js').Painting} painting */
export function createOurs(bitmap, painting) {
  const stage = createStage({ onView() {}, onFault: (error) => reportError(error) });
  stage.node.style.cssText = `position: fixed; inset: 0; width: ${STAGE.width}px; height: ${STAGE.height}px`;
  document.body.append(stage.node);
  stage.show({ bitmap, painting });
  let seed = 1;

  /** What is seen of the picture. */
  function visible() {
    const { x, y, scale } = stage.view;
    const [left, top] = [Math.max(0, -x / scale), Math.max(0, -y / scale)];
    return { x: left, y: top, width: Math.min(bitmap.width - left, STAGE.width / scale), height: Math.min(bitmap.height - top, STAGE.height / scale) };
  }

  return {
    /** @param {'fit' | number} scale */
    async zoom(scale) {
      if (scale === 'fit') stage.fit();
      else stage.zoomTo(scale);
      await settled();
    },

    /** @param {boolean} shown */
    show: (shown) => (stage.node.hidden = !shown),

    /** One stroke, each of its segments shown. @param {number} segments @param {number} hardness */
    async stroke(segments, hardness) {
      const way = wander(visible(), STEP, seed++);
      const begin = time(() => {
        painting.begin();
        return painting.stroke({ ...BRUSH, hardness });
      });
      const onScreen = [];
      for (let i = 0; i < segments; i++) {
        onScreen.push(
          await timeOnScreen(() => {
            begin.result.move([way.next().value]);
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
