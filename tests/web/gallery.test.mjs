// @ts-check
// What the gallery decides without a page: what is searched for, what is selected, which pages are there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVERYTHING, matcherOf, startOf, tagOf } from '../../web/js/gallery/matching.js';
import { createPages } from '../../web/js/gallery/pages.js';
import { createSelection } from '../../web/js/gallery/selection.js';
import { createPromptHistory } from '../../web/js/form/prompt-history.js';
import { createStore } from '../../web/js/base/store.js';
import { showUndo, watchUndo } from '../../web/js/results/undo.js';

/** @param {object} facts @returns {any} */
const entry = (facts) => ({ asked: { prompt: 'A hut', model: 'gpt-image-1' }, tags: [], favourite: false, when: 5, ...facts });

test('every word is looked for, in prompts and tags, whatever its case and accents', () => {
  const café = entry({ asked: { prompt: 'Ein Café am Meer', model: 'm' }, tags: ['Winter'] });
  for (const words of ['', '  ', 'cafe', 'MEER ein', 'CAFÉ winter']) assert.equal(matcherOf({ ...EVERYTHING, words })(café), true, words);
  for (const words of ['cafes', 'meer sommer', 'gpt']) assert.equal(matcherOf({ ...EVERYTHING, words })(café), false, words);
});

test('a model, a tag, favourites and dates each leave out what is not so', () => {
  const found = entry({ tags: ['sea'], favourite: true });
  const wish = { ...EVERYTHING, model: 'gpt-image-1', tag: 'sea', favourites: true, from: 5, to: 6 };
  assert.equal(matcherOf(wish)(found), true);
  for (const other of [{ model: 'x' }, { tag: 'se' }, { from: 6 }, { to: 5 }]) assert.equal(matcherOf({ ...wish, ...other })(found), false, JSON.stringify(other));
  assert.equal(matcherOf(wish)(entry({ tags: ['sea'] })), false);
});

test('a period begins with a day, today or so many before', () => {
  const now = new Date(2026, 2, 3, 14, 30);
  assert.equal(startOf('', now), 0);
  assert.equal(startOf('today', now), new Date(2026, 2, 3).getTime());
  assert.equal(startOf('week', now), new Date(2026, 1, 25).getTime());
  assert.equal(startOf('year', now), new Date(2025, 2, 4).getTime());
});

test('a tag is one line without spaces around', () => {
  assert.equal(tagOf('  by the\n sea '), 'by the sea');
  assert.equal(tagOf(' \t'), '');
  assert.equal(tagOf('x'.repeat(100)).length, 60);
});

test('a selection is toggled, extended from where it was toggled last, and dropped with what is gone', () => {
  let told = 0;
  const selection = createSelection(() => told++);
  const order = ['a', 'b', 'c', 'd'];
  selection.toggle('c');
  selection.toggle('a');
  assert.deepEqual(selection.in(order), ['a', 'c']);
  selection.toggle('a');
  selection.extend(order, 'd', 'x');
  assert.deepEqual(selection.in(order), ['a', 'b', 'c', 'd']);
  selection.keep(['b', 'd']);
  assert.deepEqual([selection.size, selection.has('a'), selection.has('b')], [2, false, true]);
  selection.keep(['b', 'd']);
  selection.clear();
  selection.clear();
  assert.deepEqual([selection.size, told], [0, 6]);
  selection.extend(order, 'b', 'c');
  assert.deepEqual(selection.in(order), ['b', 'c']);
});

/** An archive of so many, the newest first. @param {number} count */
function archiveOf(count) {
  const all = Array.from({ length: count }, (_, i) => entry({ id: String(count - i), when: count - i }));
  return {
    all,
    asked: 0,
    /** @param {{before?: number | null, count: number, matches?: (one: any) => boolean}} which */
    async page({ before = null, count: most, matches = () => true }) {
      this.asked++;
      return all.filter((one) => (before === null || one.when < before) && matches(one)).slice(0, most);
    },
    /** @param {string} id */
    get: async (id) => all.find((one) => one.id === id) ?? null,
  };
}

const ids = (/** @type {import('../../web/js/gallery/pages.js').Pages} */ pages) => pages.all().map(({ id }) => id);

test('pages come one after the other until all are there, and each once', async () => {
  const archive = archiveOf(150);
  const pages = createPages(archive, () => {});
  await pages.search(EVERYTHING);
  assert.deepEqual([pages.all().length, pages.isEnd], [60, false]);
  await Promise.all([pages.more(), pages.more()]);
  assert.deepEqual([pages.all().length, archive.asked], [120, 2]);
  await pages.rest();
  await pages.more();
  assert.deepEqual([new Set(ids(pages)).size, pages.isEnd, archive.asked], [150, true, 3]);
});

test('a search that was begun later is the one that is shown', async () => {
  const pages = createPages(archiveOf(5), () => {});
  await Promise.all([pages.search(EVERYTHING), pages.search({ ...EVERYTHING, from: 4 })]);
  assert.deepEqual(ids(pages), ['5', '4']);
});

test('pages follow what comes, goes and changes, and keep what no longer matches', async () => {
  const archive = archiveOf(3);
  const pages = createPages(archive, () => {});
  await pages.search({ ...EVERYTHING, words: 'hut' });
  archive.all.push(entry({ id: 'new', when: 2.5 }), entry({ id: 'other', asked: { prompt: 'A lake' } }));
  await pages.follow({ type: 'added', ids: ['new', 'other', 'gone'] });
  assert.deepEqual(ids(pages), ['3', 'new', '2', '1']);
  archive.all[0] = { ...archive.all[0], asked: { prompt: 'A lake' }, favourite: true };
  await pages.follow({ type: 'changed', ids: ['3', 'other'] });
  assert.deepEqual([ids(pages), pages.get('3')?.favourite], [['3', 'new', '2', '1'], true]);
  await pages.follow({ type: 'removed', ids: ['3', 'new'] });
  assert.deepEqual(ids(pages), ['2', '1']);
});

test('earlier prompts come one after the other, and at the end what was being written', async () => {
  const store = createStore(/** @type {any} */ ({ settings: { prompt: 'draft', n: 2 } }));
  const step = createPromptHistory(store, async () => ['new', 'draft', 'old']);
  const seen = [];
  for (const by of /** @type {const} */ ([1, 1, 1, -1, -1, -1])) {
    await step(by);
    seen.push(store.get().settings.prompt);
  }
  assert.deepEqual(seen, ['new', 'old', 'old', 'new', 'draft', 'draft']);
  await step(1);
  store.update({ settings: { prompt: 'new and more', n: 2 } });
  await step(1);
  await step(-1);
  assert.deepEqual(store.get().settings, { prompt: 'new and more', n: 2 });
});

test('what was done last can be undone once, and is over when something else is done', () => {
  const store = createStore(/** @type {any} */ ({ undo: null, status: '' }));
  const button = /** @type {any} */ (Object.assign(new EventTarget(), { hidden: false, textContent: '' }));
  /** @type {string[]} */
  const done = [];
  const undo = (/** @type {string} */ label) => ({ label, back: () => void done.push(`${label} back`), over: () => void done.push(`${label} over`) });
  showUndo(button, store);
  watchUndo(store);
  assert.equal(button.hidden, true);
  store.update({ undo: undo('one') });
  store.update({ undo: undo('two'), status: 'Done.' });
  assert.deepEqual([button.hidden, button.textContent, done], [false, 'two', ['one over']]);
  button.dispatchEvent(new Event('click'));
  button.dispatchEvent(new Event('click'));
  assert.deepEqual([button.hidden, store.get().status, done], [true, '', ['one over', 'two back']]);
});
