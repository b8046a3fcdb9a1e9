// @ts-check
/**
 * What is drawn over a picture, as a list of shapes in the picture's pixels, and its
 * history; pure.
 *
 * A list is replaced and never changed in place, so that the history shares its shapes.
 */

/**
 * @typedef {'pen' | 'arrow' | 'box' | 'text'} Kind
 * @typedef {object} Shape
 * @property {Kind} kind
 * @property {string} color as CSS has it
 * @property {number} width of its lines; letters are LETTERS times as high
 * @property {number[]} points x and y in turn: a pen's way, an arrow's tail and tip, two corners of a
 *   box, the left end of a text's baseline
 * @property {string} text '' for all but a text
 *
 * @typedef {object} History
 * @property {Shape[]} now
 * @property {Shape[][]} past
 * @property {Shape[][]} future what was undone, the next to be redone last
 */

/** How often a line's width goes into the height of letters, and into an arrow's head. */
export const LETTERS = 5;
const HEAD = 4.5;
const HEAD_ANGLE = 0.45;

/** Steps that can be undone. */
const MOST_STEPS = 200;

/** @param {Shape[]} shapes @returns {History} */
export const begin = (shapes) => ({ now: shapes, past: [], future: [] });

/** @param {History} history @param {Shape[]} next @returns {History} */
const step = ({ now, past }, next) => ({ now: next, past: [...past, now].slice(-MOST_STEPS), future: [] });

/** @param {History} history @param {Shape} shape @returns {History} */
export const add = (history, shape) => step(history, [...history.now, shape]);

/** @param {History} history @returns {History} */
export const clear = (history) => (history.now.length ? step(history, []) : history);

/** @param {History} history @returns {History} the same where there is nothing to undo */
export function undo(history) {
  const { now, past, future } = history;
  const before = past.at(-1);
  return before ? { now: before, past: past.slice(0, -1), future: [...future, now] } : history;
}

/** @param {History} history @returns {History} the same where there is nothing to redo */
export function redo(history) {
  const { now, past, future } = history;
  const next = future.at(-1);
  return next ? { now: next, past: [...past, now], future: future.slice(0, -1) } : history;
}

/** All of it elsewhere. @param {Shape[]} shapes @param {number} x @param {number} y */
export const moved = (shapes, x, y) => shapes.map((shape) => ({ ...shape, points: shape.points.map((value, i) => value + (i % 2 ? y : x)) }));

/** Lines that suit a picture, from thin to thick. @param {{width: number, height: number}} size */
export function widthsFor({ width, height }) {
  const side = Math.max(width, height);
  return [150, 80, 40].map((share) => Math.max(1, Math.round(side / share)));
}

/** Whether there is anything of it to be seen: a text without letters and a box without a side are nothing.
 * @param {Shape} shape */
export function isSeen({ kind, width, points, text }) {
  if (kind === 'text') return text.trim() !== '';
  if (kind === 'pen') return true;
  const [x, y, toX, toY] = points;
  return Math.hypot(toX - x, toY - y) > width;
}

/** With one more point: a pen's way goes on, all else ends there. @param {Shape} shape @param {number} x @param {number} y @returns {Shape} */
export function drawnTo(shape, x, y) {
  const { kind, points } = shape;
  if (kind === 'text') return { ...shape, points: [x, y] };
  return { ...shape, points: [...(kind === 'pen' ? points : points.slice(0, 2)), x, y] };
}

const rounded = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @param {number[]} points */
const line = (points) => points.map((value, i) => (i % 2 ? ' ' : i ? 'L' : 'M') + rounded(value)).join('');

/** Smooth through the middles between the points. @param {number[]} points */
function curve(points) {
  if (points.length < 6) return line(points.length < 4 ? [...points, ...points] : points);
  const [x, y, ...more] = points.map(rounded);
  let path = `M${x} ${y}`;
  for (let i = 0; i + 3 < more.length; i += 2) {
    path += `Q${more[i]} ${more[i + 1]} ${rounded((more[i] + more[i + 2]) / 2)} ${rounded((more[i + 1] + more[i + 3]) / 2)}`;
  }
  return `${path}L${more.at(-2)} ${more.at(-1)}`;
}

/** @param {number[]} points @param {number} width */
function arrow([x, y, tipX, tipY], width) {
  const length = Math.hypot(tipX - x, tipY - y);
  const reach = Math.min(width * HEAD, length);
  const angle = Math.atan2(tipY - y, tipX - x);
  const wing = (/** @type {number} */ turn) => [tipX - reach * Math.cos(angle + turn), tipY - reach * Math.sin(angle + turn)];
  return line([x, y, tipX, tipY]) + line([...wing(HEAD_ANGLE), tipX, tipY, ...wing(-HEAD_ANGLE)]);
}

/** @param {number[]} points */
const box = ([x, y, toX, toY]) => `${line([x, y, toX, y, toX, toY, x, toY])}Z`;

/** The way of its lines, as SVG and Path2D both take it; '' for a text. @param {Shape} shape */
export function pathOf({ kind, points, width }) {
  if (kind === 'pen') return curve(points);
  if (kind === 'arrow') return arrow(points, width);
  return kind === 'box' ? box(points) : '';
}
