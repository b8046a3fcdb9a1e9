// @ts-check
// Words on a picture: the prompt, wrapped, and a small line of facts under it, on a dark band at the foot.

import { bodyDots, glyphs, lineDots, lineWidth } from './font.mjs';
import { paintOver } from './picture.mjs';

/** @typedef {import('./picture.mjs').Picture} Picture */
/** @typedef {import('./picture.mjs').Color} Color */
/** @typedef {import('./font.mjs').Glyph} Glyph */
/** @typedef {{ lines: Glyph[][], dot: number }} Block a dot of the typeface is `dot` pixels wide */

/** @type {Color} */ const ink = [255, 255, 255];
/** @type {Color} */ const faint = [214, 218, 228];
/** @type {Color} */ const band = [10, 12, 20];
const bandAlpha = 0.6;
const smallestDot = 1.4;
const smallestSide = 100;
const mostCharacters = 1500;

const edge = 0.04;

/**
 * Writes `prompt` and `facts` at the foot of `picture`. A long prompt is set smaller, then cut with an
 * ellipsis: the band takes at most half of the height. A picture too small for words stays as it is.
 * @param {Picture} picture @param {string} prompt @param {string} facts
 * @param {number} [inset] how far the words stay off the edges, as a share of the shorter one
 */
export function drawCaption(picture, prompt, facts, inset = edge) {
  const side = Math.min(picture.width, picture.height);
  const [margin, gap, largest] = [
    Math.round(side * inset),
    side * edge,
    Math.max(smallestDot, side / 270),
  ];
  const width = picture.width - 2 * margin;
  if (side < smallestSide) return;
  const note = fit(facts, width, smallestDot * 2 * lineDots, Math.max(smallestDot, largest * 0.5));
  const room = picture.height / 2 - margin - 2 * gap - blockHeight(note);
  const title = fit(shortened(prompt), width, room, largest);
  const foot = picture.height - margin - blockHeight(note);
  const head = foot - 0.6 * gap - blockHeight(title);
  darken(picture, Math.round(head - gap));
  drawBlock(picture, title, margin, head, ink);
  drawBlock(picture, note, margin, foot, faint);
}

/** @param {string} text */
function shortened(text) {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

/** @param {Block} block */
function blockHeight({ lines, dot }) {
  return lines.length ? ((lines.length - 1) * lineDots + bodyDots) * dot : 0;
}

/**
 * The largest setting not above `dot` that fits, or the smallest with an ellipsis.
 * @param {string} text
 * @param {number} width
 * @param {number} height
 * @param {number} dot
 * @returns {Block}
 */
function fit(text, width, height, dot) {
  for (; dot >= smallestDot; dot *= 0.9) {
    const block = { lines: wrap(text, width / dot), dot };
    if (blockHeight(block) <= height) return block;
  }
  const lines = wrap(text, width / smallestDot);
  const most = Math.max(1, Math.floor((height / smallestDot - bodyDots) / lineDots) + 1);
  return { lines: cut(lines, most, width / smallestDot), dot: smallestDot };
}

/** @param {Glyph[][]} lines @param {number} most @param {number} width dots */
function cut(lines, most, width) {
  if (lines.length <= most) return lines;
  const last = [...lines[most - 1]];
  while (last.length && lineWidth([...last, ...glyphs('…')]) > width) last.pop();
  return [...lines.slice(0, most - 1), [...last, ...glyphs('…')]];
}

/** @param {string} text @param {number} width dots @returns {Glyph[][]} */
function wrap(text, width) {
  return text
    .trim()
    .split(/\r\n|\r|\n/)
    .flatMap((line) => wrapLine(line, width));
}

/**
 * Breaks at spaces, and inside a word only where the word alone is too wide.
 * @param {string} text @param {number} width dots
 */
function wrapLine(text, width) {
  const space = glyphs(' ');
  /** @type {Glyph[][]} */
  const lines = [[]];
  for (const word of text.split(/\s+/).map(glyphs)) {
    const line = lines[lines.length - 1];
    const together = line.length ? [...line, ...space, ...word] : word;
    if (lineWidth(together) <= width) lines[lines.length - 1] = together;
    else if (lineWidth(word) <= width) lines.push(word);
    else lines.push(...pieces(word, width));
  }
  return lines.filter((line, i) => line.length || i === 0);
}

/** @param {Glyph[]} word @param {number} width dots */
function pieces(word, width) {
  /** @type {Glyph[][]} */
  const parts = [[]];
  for (const glyph of word) {
    if (lineWidth([...parts[parts.length - 1], glyph]) > width) parts.push([]);
    parts[parts.length - 1].push(glyph);
  }
  return parts;
}

/** @param {Picture} picture @param {number} from the first row */
function darken({ width, height, data }, from) {
  for (let y = Math.max(0, from); y < height; y++) {
    for (let x = 0; x < width; x++) paintOver(data, (y * width + x) * 4, band, bandAlpha);
  }
}

/**
 * @param {Picture} picture
 * @param {Block} block
 * @param {number} left
 * @param {number} top
 * @param {Color} color
 */
function drawBlock(picture, { lines, dot }, left, top, color) {
  lines.forEach((line, row) => {
    let x = left;
    for (const glyph of line) {
      drawGlyph(picture, glyph, x, top + row * lineDots * dot, dot, color);
      x += (glyph.width + 1) * dot;
    }
  });
}

/**
 * Dots run together into strokes with round ends, their edges one pixel soft.
 * @param {Picture} picture
 * @param {Glyph} glyph
 * @param {number} left
 * @param {number} top
 * @param {number} dot
 * @param {Color} color
 */
function drawGlyph({ width, height, data }, glyph, left, top, dot, color) {
  const [endX, endY] = [left + (glyph.width + 0.5) * dot, top + (glyph.rows.length + 0.5) * dot];
  for (let y = Math.max(0, Math.floor(top - dot / 2)); y < Math.min(height, endY); y++) {
    for (let x = Math.max(0, Math.floor(left - dot / 2)); x < Math.min(width, endX); x++) {
      const ink = density(glyph, (x + 0.5 - left) / dot - 0.5, (y + 0.5 - top) / dot - 0.5);
      const alpha = Math.min(1, (ink - 0.42) * dot * 1.2 + 0.5);
      if (alpha > 0) paintOver(data, (y * width + x) * 4, color, alpha);
    }
  }
}

/**
 * The dots around (x, y), each weighted by its nearness.
 * @param {Glyph} glyph
 * @param {number} x
 * @param {number} y
 */
function density({ rows }, x, y) {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [x - column, y - row];
  /** @param {number} i @param {number} j */
  const dot = (i, j) => (i < 0 ? 0 : ((rows[j] ?? 0) >> i) & 1);
  const upper = dot(column, row) * (1 - right) + dot(column + 1, row) * right;
  const lower = dot(column, row + 1) * (1 - right) + dot(column + 1, row + 1) * right;
  return upper * (1 - below) + lower * below;
}
