// @ts-check
// A landscape nobody has seen: sky, sun and hills in the mist, from a seed.
// The same seed gives the same place at every size.

import { blank, mix, paintOver } from './picture.mjs';
import { chance } from './random.mjs';

/** @typedef {import('./picture.mjs').Picture} Picture */
/** @typedef {import('./picture.mjs').Color} Color */
/**
 * @typedef {{ zenith: Color, sky: Color, horizon: Color, sun: Color, far: Color, near: Color }} Palette
 */

/** @type {Palette[]} */
const palettes = [
  ['2b2d5b', 'b5537a', 'ffb077', 'ffe9b8', 'c4698a', '1d1633'],
  ['1b4d7a', '6fb1cf', 'f3e7c9', 'fff6df', '8fb7bd', '123a3f'],
  ['0b1533', '274a7d', '8fb0c9', 'f2f4ff', '4f75a3', '070d1f'],
  ['57284f', 'd0605e', 'f7c56f', 'fff0c4', 'd98a6a', '3a1430'],
  ['2f6f73', '9fd0b5', 'f6f0c6', 'fffbe6', '8dbfa0', '0f3a33'],
  ['3c3f6e', '9c8bc0', 'f4cfd0', 'fff0ea', 'a394c4', '221f45'],
  ['7a3b2e', 'e09a5b', 'fbe3b0', 'fffae0', 'd59a68', '40190f'],
  ['14343b', '3f8f86', 'd7e8b0', 'fdfbd8', '62a08b', '08221f'],
].map(([zenith, sky, horizon, sun, far, near]) => ({
  zenith: color(zenith),
  sky: color(sky),
  horizon: color(horizon),
  sun: color(sun),
  far: color(far),
  near: color(near),
}));

const hillCount = 5;

/**
 * @param {number} width @param {number} height @param {string} seed
 * @param {boolean} transparent whether the sky is left out: only sun and hills are drawn
 * @returns {Picture}
 */
export function drawScene(width, height, seed, transparent = false) {
  const random = chance(seed);
  const picture = blank(width, height);
  const palette = pickPalette(random);
  if (!transparent) drawSky(picture, palette);
  drawSun(picture, palette, 0.2 + 0.6 * random(), 0.16 + 0.24 * random(), 0.05 + 0.07 * random());
  for (let i = 0; i < hillCount; i++) drawHill(picture, palette, i / (hillCount - 1), random);
  return picture;
}

/** @param {() => number} random @returns {Palette} */
export function pickPalette(random) {
  return palettes[Math.floor(random() * palettes.length)];
}

/** @param {string} hex @returns {Color} */
function color(hex) {
  const bits = parseInt(hex, 16);
  return [bits >> 16, (bits >> 8) & 255, bits & 255];
}

/** @param {Picture} picture @param {Palette} palette */
function drawSky(picture, { zenith, sky, horizon }) {
  const { height } = picture;
  for (let y = 0; y < height; y++) {
    const down = Math.min(1, y / (height * 0.7));
    fillRow(picture, y, down < 0.5 ? mix(zenith, sky, down * 2) : mix(sky, horizon, down * 2 - 1));
  }
}

/** @param {Picture} picture @param {number} y @param {Color} color */
function fillRow({ width, data }, y, color) {
  const start = y * width * 4;
  data.set([...color.map(Math.round), 255], start);
  for (let done = 4; done < width * 4; done *= 2) {
    data.copyWithin(start + done, start, start + Math.min(done, width * 4 - done));
  }
}

/**
 * A disc with a soft edge and a glow; place and radius are shares of the picture.
 * @param {Picture} picture
 * @param {Palette} palette
 * @param {number} left
 * @param {number} down
 * @param {number} size
 */
function drawSun({ width, height, data }, { sun }, left, down, size) {
  const side = Math.min(width, height);
  const [centreX, centreY, radius, reach] = [left * width, down * height, size * side, 0.42 * side];
  const [firstX, endX] = [
    Math.max(0, Math.ceil(centreX - reach)),
    Math.min(width, centreX + reach),
  ];
  const [firstY, endY] = [
    Math.max(0, Math.ceil(centreY - reach)),
    Math.min(height, centreY + reach),
  ];
  for (let y = firstY; y < endY; y++) {
    for (let x = firstX; x < endX; x++) {
      const distance = Math.sqrt((x + 0.5 - centreX) ** 2 + (y + 0.5 - centreY) ** 2);
      const glow = 0.5 * Math.max(0, 1 - distance / reach) ** 2;
      const disc = Math.min(1, Math.max(0, radius - distance + 0.5));
      if (glow + disc > 0) paintOver(data, (y * width + x) * 4, sun, Math.max(glow, disc));
    }
  }
}

/**
 * @param {Picture} picture
 * @param {Palette} palette
 * @param {number} nearness 0 far, 1 near
 * @param {() => number} random
 */
function drawHill(picture, { horizon, far, near }, nearness, random) {
  const { width, height } = picture;
  const ridge = ridgeLine(width, height, 0.46 + 0.4 * nearness, nearness, random);
  const top = Math.max(0, Math.floor(Math.min(...ridge)));
  const solid = Math.min(height, Math.ceil(Math.max(...ridge)));
  const body = mix(far, near, nearness);
  const mist = mix(body, horizon, 0.45 * (1 - nearness));
  for (let y = top; y < height; y++) {
    const color = mix(body, mist, Math.min(1, (y - top) / (0.3 * height)));
    if (y < solid) fillBelow(picture, y, ridge, color);
    else fillRow(picture, y, color);
  }
}

/**
 * @param {Picture} picture
 * @param {number} y
 * @param {Float64Array} ridge its height at each x
 * @param {Color} color
 */
function fillBelow({ width, data }, y, ridge, color) {
  for (let x = 0, at = y * width * 4; x < width; x++, at += 4) {
    const cover = y + 1 - ridge[x];
    if (cover > 0) paintOver(data, at, color, Math.min(1, cover));
  }
}

/**
 * Three waves, each higher in pitch and lower in height than the one before.
 * @param {number} width
 * @param {number} height
 * @param {number} base
 * @param {number} nearness
 * @param {() => number} random
 */
function ridgeLine(width, height, base, nearness, random) {
  const waves = [1, 2.3, 5.1].map((pitch) => ({
    pitch: pitch * (3 + 3 * random()),
    rise: ((0.075 - 0.025 * nearness) * (0.6 + 0.8 * random())) / pitch,
    phase: random() * 2 * Math.PI,
  }));
  return Float64Array.from({ length: width }, (_, x) => {
    const along = x / height;
    const rise = waves.reduce((sum, w) => sum + w.rise * Math.sin(w.pitch * along + w.phase), 0);
    return (base + rise) * height;
  });
}
