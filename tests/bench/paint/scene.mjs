// @ts-check
// What is painted on: a picture like a photograph, and a hand that wanders over it.

export const PHOTO = { width: 8064, height: 6048 };

/** The stage of the mask editor in a window of 1440 x 900. */
export const STAGE = { width: 1010, height: 690 };

/** Numbers in [0, 1) that are the same in every run. @param {number} seed */
export function randoms(seed) {
  let state = Math.imul(seed, 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Slopes, edges and grain. @param {import('../../../web/js/base/core.js').Size} size @returns {Uint8Array} RGBA */
export function scenery({ width, height }) {
  const random = randoms(7);
  const grain = Uint8Array.from({ length: 4096 }, () => random() * 24);
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const sky = y < height * 0.4 + ((x % 800) - 400) ** 2 / 500;
      const light = (sky ? 190 - y / 64 : 60 + ((x + 2 * y) % 1400) / 20) + grain[(x * 7919 + y * 104729) & 4095];
      pixels[at] = light;
      pixels[at + 1] = light * 0.9 + 20;
      pixels[at + 2] = sky ? 235 : 70;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** Places a hand goes to, one after the other, some way from the edge.
 * @param {import('../../../web/js/base/core.js').Size & {x?: number, y?: number}} area @param {number} step pixels @param {number} seed
 * @returns {Generator<{x: number, y: number}, never>} */
export function* wander({ x = 0, y = 0, width, height }, step, seed) {
  const random = randoms(seed);
  const place = { x: width * (0.2 + 0.6 * random()), y: height * (0.2 + 0.6 * random()) };
  for (let angle = 7 * random(); ; angle += random() - 0.5) {
    yield { x: x + place.x, y: y + place.y };
    const [dx, dy] = [step * Math.cos(angle), step * Math.sin(angle)];
    const inside = place.x + dx > 100 && place.x + dx < width - 100 && place.y + dy > 100 && place.y + dy < height - 100;
    if (!inside) angle += Math.PI;
    place.x += inside ? dx : -dx;
    place.y += inside ? dy : -dy;
  }
}
