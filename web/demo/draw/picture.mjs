// @ts-check
// Pictures as the stand-in draws on them: RGBA, eight bits a channel, alpha not multiplied in.

/** @typedef {{ width: number, height: number, data: Uint8ClampedArray }} Picture */
/** @typedef {[red: number, green: number, blue: number]} Color */

/** @param {number} width @param {number} height @returns {Picture} all transparent */
export function blank(width, height) {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) };
}

/**
 * Puts `color` over the pixel whose bytes begin at `at`; `alpha` is 0 to 1.
 * @param {Uint8ClampedArray} data @param {number} at @param {Color} color @param {number} alpha
 */
export function paintOver(data, at, color, alpha) {
  const under = (data[at + 3] / 255) * (1 - alpha);
  const sum = alpha + under;
  if (sum === 0) return;
  const share = alpha / sum;
  data[at] += (color[0] - data[at]) * share;
  data[at + 1] += (color[1] - data[at + 1]) * share;
  data[at + 2] += (color[2] - data[at + 2]) * share;
  data[at + 3] = sum * 255;
}

/**
 * Puts the whole of `top` over `picture`, its upper left corner at (left, top edge).
 * @param {Picture} picture @param {Picture} top @param {number} left @param {number} upper
 */
export function placeOver(picture, top, left, upper) {
  for (let y = 0; y < top.height; y++) {
    for (let x = 0; x < top.width; x++) {
      const from = (y * top.width + x) * 4;
      const alpha = top.data[from + 3] / 255;
      const to = ((upper + y) * picture.width + left + x) * 4;
      paintOver(picture.data, to, [top.data[from], top.data[from + 1], top.data[from + 2]], alpha);
    }
  }
}

/** @param {Color} from @param {Color} to @param {number} share of `to`, 0 to 1 @returns {Color} */
export function mix(from, to, share) {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

/** @param {Picture} picture */
export function isOpaque({ data }) {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}
