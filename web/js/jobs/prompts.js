// @ts-check
/**
 * One prompt that means several: a picture for each line, and "{a|b}" for each of the alternatives; pure.
 *
 * Braces without a "|" of their own, and those without their other half, are text.  A backslash
 * makes text of a brace, a "|" or a backslash.  Groups may lie in each other.
 */

/** @typedef {{perLine: boolean, alternatives: boolean}} How */
/** @typedef {string | {sequences: Sequence[], count: number}} Item */
/** @typedef {{items: Item[], count: number}} Sequence 'count': how many texts it stands for */

/** Jobs of one click. */
export const MOST_JOBS = 64;

/** More are not counted: their number would grow beyond all numbers. */
const PLENTY = 1e9;

/** @returns {Sequence} */
const empty = () => ({ items: [], count: 1 });

/** @param {Sequence} sequence @param {...Item} items */
function append(sequence, ...items) {
  for (const item of items) {
    const last = sequence.items.at(-1);
    if (typeof item === 'string' && typeof last === 'string') sequence.items[sequence.items.length - 1] = last + item;
    else sequence.items.push(item);
    if (typeof item !== 'string') sequence.count = Math.min(PLENTY, sequence.count * item.count);
  }
}

/** Sequences as the text they were written in. @param {Sequence} onto @param {Sequence[]} sequences */
function appendAsText(onto, [first, ...more]) {
  append(onto, '{', ...first.items);
  for (const { items } of more) append(onto, '|', ...items);
}

/** @param {string} text @returns {Sequence} */
function parse(text) {
  /** @type {Sequence[][]} what is open, each with its alternatives so far */
  const open = [[empty()]];
  const last = () => /** @type {Sequence} */ (open.at(-1)?.at(-1));
  const close = () => /** @type {Sequence[]} */ (open.pop());
  for (const [token] of text.matchAll(/\\[\\{|}]|[{|}]|[^\\{|}]+|\\/g)) {
    if (token === '{') open.push([empty()]);
    else if (token === '|' && open.length > 1) open.at(-1)?.push(empty());
    else if (token === '}' && open.length > 1) {
      const sequences = close();
      if (sequences.length > 1) append(last(), { sequences, count: Math.min(PLENTY, sequences.reduce((sum, { count }) => sum + count, 0)) });
      else append(last(), '{', ...sequences[0].items, '}');
    } else append(last(), token.length === 2 && token[0] === '\\' ? token[1] : token);
  }
  while (open.length > 1) {
    const sequences = close();
    appendAsText(last(), sequences);
  }
  return last();
}

/** All that a sequence stands for, the last group changing fastest. @param {Sequence} sequence @returns {string[]} */
function textsOf({ items }) {
  return items.reduce(
    (/** @type {string[]} */ texts, item) => {
      const ends = typeof item === 'string' ? [item] : item.sequences.flatMap(textsOf);
      return texts.flatMap((text) => ends.map((end) => text + end));
    },
    [''],
  );
}

/** @param {string} prompt @param {boolean} perLine */
function linesOf(prompt, perLine) {
  if (!perLine) return [prompt];
  const lines = prompt.split(/\r\n|\r|\n/).map((line) => line.trim()).filter(Boolean);
  return lines.length ? lines : [prompt];
}

/**
 * The prompts that a prompt stands for: at least one, and none where there are too many.
 * @param {string} prompt @param {How} how
 * @returns {{count: number, prompts: string[]}}
 */
export function expandPrompt(prompt, { perLine, alternatives }) {
  const lines = linesOf(prompt, perLine);
  if (!alternatives) return { count: lines.length, prompts: lines.length > MOST_JOBS ? [] : lines };
  const parsed = lines.map(parse);
  const count = parsed.reduce((sum, one) => sum + one.count, 0);
  return { count, prompts: count > MOST_JOBS ? [] : parsed.flatMap(textsOf) };
}
