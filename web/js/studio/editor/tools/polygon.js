// @ts-check
/**
 * Corner by corner.  It closes with a double click, Enter, or a click on its first
 * corner; Backspace takes the last corner back.
 */

/** How near a click on the first corner has to be, in CSS pixels. */
const REACH = 10;

/** @typedef {import('../tools.js').Place} Place */

/** @param {Place} a @param {Place} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** @type {import('../tools.js').Tool} */
export const polygon = {
  name: 'Polygon',
  key: 'p',
  icon: 'M12 4 20.500 10 17 20H7L3.500 10z',
  cursor: 'cross',
  options: ['mode'],
  press({ painting, subtract, scale, draw }, at) {
    const corners = [at];
    draw(corners);

    return {
      stays: true,
      end: () => painting.polygon(corners, subtract),
      hover: (to) => draw([...corners, to]),

      press(to, { clicks }) {
        const closes = clicks > 1 || (corners.length > 2 && distance(to, corners[0]) * scale() < REACH * devicePixelRatio);
        if (!closes) corners.push(to);
        draw(corners);
        return closes;
      },

      /** The corner just set can still be dragged. */
      move(points) {
        corners[corners.length - 1] = points[points.length - 1];
        draw(corners);
      },

      back() {
        corners.pop();
        draw(corners);
        return corners.length > 0;
      },
    };
  },
};
