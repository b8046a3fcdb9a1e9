// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandPrompt, MOST_JOBS } from '../../web/js/jobs/prompts.js';

/** @param {string} prompt */
const alternatives = (prompt) => expandPrompt(prompt, { perLine: false, alternatives: true }).prompts;
/** @param {string} prompt */
const lines = (prompt) => expandPrompt(prompt, { perLine: true, alternatives: false }).prompts;

test('a prompt is itself where nothing is to be expanded', () => {
  const prompt = 'a {red|blue} hut\nby the sea';
  assert.deepEqual(expandPrompt(prompt, { perLine: false, alternatives: false }), { count: 1, prompts: [prompt] });
});

test('each line is a prompt, and lines of nothing are none', () => {
  assert.deepEqual(lines('a hut\r\n\n  a lake \r  \nred|blue {x|y}'), ['a hut', 'a lake', 'red|blue {x|y}']);
  assert.deepEqual(lines(''), ['']);
  assert.deepEqual(lines(' \n '), [' \n ']);
});

test('alternatives are all said, the last group changing fastest', () => {
  assert.deepEqual(alternatives('a {red|blue} hut'), ['a red hut', 'a blue hut']);
  assert.deepEqual(alternatives('{a|b}{1|2|3}'), ['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  assert.deepEqual(alternatives('a{ tall|} hut'), ['a tall hut', 'a hut']);
  assert.deepEqual(alternatives('{a\nb|c}'), ['a\nb', 'c']);
});

test('groups lie in each other', () => {
  assert.deepEqual(alternatives('{a|b{1|2}}'), ['a', 'b1', 'b2']);
  assert.deepEqual(alternatives('{{a|b}|{c|d{1|2}}}!'), ['a!', 'b!', 'c!', 'd1!', 'd2!']);
});

test('braces without alternatives or without their other half are text', () => {
  for (const text of ['{x}', '{}', 'a } b', 'a { b', '{a|b', 'a|b', '|', '{"size": {"w": 1}}', '{a|{b']) assert.deepEqual(alternatives(text), [text]);
  assert.deepEqual(alternatives('{x {a|b}}'), ['{x a}', '{x b}']);
  assert.deepEqual(alternatives('{x|{a|b}'), ['{x|a', '{x|b']);
  assert.deepEqual(alternatives('}{a|b}'), ['}a', '}b']);
});

test('a backslash makes text of what would have meant something, and of nothing else', () => {
  assert.deepEqual(alternatives('\\{a|b\\}'), ['{a|b}']);
  assert.deepEqual(alternatives('{a\\|b|c}'), ['a|b', 'c']);
  assert.deepEqual(alternatives('{a\\\\|b}'), ['a\\', 'b']);
  assert.deepEqual(alternatives('C:\\temp \\'), ['C:\\temp \\']);
});

test('each line has its own alternatives', () => {
  const { count, prompts } = expandPrompt('{a|b}\nc\n{d\n|e}', { perLine: true, alternatives: true });
  assert.deepEqual(prompts, ['a', 'b', 'c', '{d', '|e}']);
  assert.equal(count, 5);
});

test('what stands for too many is counted and not made, however many', () => {
  const many = (/** @type {number} */ n) => `{${Array.from({ length: n }, (_, i) => i).join('|')}}`;
  assert.equal(alternatives(many(MOST_JOBS)).length, MOST_JOBS);
  assert.deepEqual(expandPrompt(many(MOST_JOBS + 1), { perLine: false, alternatives: true }), { count: MOST_JOBS + 1, prompts: [] });
  assert.equal(expandPrompt('{a|b}'.repeat(6), { perLine: false, alternatives: true }).prompts.length, 64);
  const endless = expandPrompt('{a|b}'.repeat(5000), { perLine: false, alternatives: true });
  assert.deepEqual(endless.prompts, []);
  assert.ok(Number.isFinite(endless.count) && endless.count > MOST_JOBS);
  assert.equal(expandPrompt(Array(100).fill('x').join('\n'), { perLine: true, alternatives: false }).count, 100);
});

test('the deepest nesting is read without a deep stack', () => {
  const deep = 16_000;
  const groups = expandPrompt('{a|'.repeat(deep) + '}'.repeat(deep), { perLine: false, alternatives: true });
  assert.deepEqual(groups, { count: deep + 1, prompts: [] });
  assert.deepEqual(alternatives('{'.repeat(2 * deep)), ['{'.repeat(2 * deep)]);
});
