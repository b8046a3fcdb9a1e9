// @ts-check
// The archive's modules alone on a page: what they keep, find, change, and take away.

import { expect, test } from './fixtures.mjs';
import { on, openBench } from './support/archive.mjs';

test.beforeEach(({ page, address }) => openBench(page, address));

/** The arguments of addSource. @param {string} [id] @param {string} [photo] */
const source = (id = 's', photo = 'photo') =>
  `{ id: '${id}', width: 2, height: 1, crops: [], markup: [], inputs: [{ name: 'a.png', type: 'image/png', file: 'digest' }] }, fileOf('mask').bytes, { digest: new Blob(['${photo}'], { type: 'image/png' }) }`;

test('a result, its files and its source come back as they went in', async ({ page }) => {
  await on(page, `await archive.add(entry('a', { source: 's', answers: 1 }), { answer0: fileOf('one') }); await archive.addSource(${source()}); await archive.addAnswer('a', 1, fileOf('two'));`);
  await on(page, `await archive.setComposed('a', fileOf('whole'), fileOf('small'), { bytes: 16 });`);
  const { answers, composed, bytes, ...facts } = await on(page, `return archive.get('a');`);
  expect([answers, composed, bytes, facts.asked.prompt, facts.favourite]).toEqual([2, true, 16, 'A hut', false]);
  expect(await on(page, `const { parts, composed, small } = await archive.files('a'); return Promise.all([...parts, composed, small].map((file) => file.text()));`)).toEqual(['one', 'two', 'whole', 'small']);
  expect(await on(page, `const { inputs, pack } = await archive.source('s'); return [inputs[0].name, await inputs[0].text(), new TextDecoder().decode(pack)];`)).toEqual(['a.png', 'photo', 'mask']);
  expect(await on(page, `return [await archive.get('b'), await archive.source('b'), await archive.thumbnail('b'), await archive.change('b', { favourite: true })];`)).toEqual([null, null, null, false]);
});

test('what a person wants otherwise is dated, and what is only known later is not', async ({ page }) => {
  await on(page, `await archive.add(entry('a', { answers: 1 }), { answer0: fileOf('one') });`);
  const changed = () => on(page, `return (await archive.get('a')).changed ?? 0;`);
  await on(page, `await archive.change('a', { width: 5, answer: null }); await archive.remove(['a']); await archive.bringBack(['a']);`);
  expect(await changed()).toBe(0);
  for (const patch of ['{ favourite: true }', `{ tags: ['a'] }`, '{ paste: {} }']) {
    await on(page, `const one = await archive.get('a'); await archive.restore({ ...one, changed: 1 }, null, null, 'changed'); await archive.change('a', ${patch});`);
    expect(await changed()).toBeGreaterThan(1);
  }
});

test('what is restored goes in whole, in the place of what was there, and is told', async ({ page }) => {
  await on(page, `globalThis.heard = []; archive.subscribe(({ type, ids }) => heard.push([type, ...ids].join(' ')));`);
  await on(page, `await archive.add(entry('a', { answers: 1 }), { answer0: fileOf('old'), composed: fileOf('older') });`);
  const whole = `{ facts: { id: 's', width: 2, height: 1, crops: [], markup: [], inputs: [{ name: 'a.png', type: '', file: 'digest' }] }, pack: fileOf('mask').bytes, inputs: { digest: fileOf('photo') } }`;
  await on(page, `await archive.restore(entry('a', { source: 's', answers: 1 }), { answer0: fileOf('new') }, ${whole}, 'changed');`);
  const { files } = await on(page, 'return all();');
  expect(files.map((/** @type {any} */ { owner, part, bytes }) => [owner, part, bytes].join(' '))).toEqual(['a answer0 new', 'digest file photo', 's mask mask']);
  expect(await on(page, `return [await archive.hasInput('digest'), await archive.hasInput('other'), heard];`)).toEqual([true, false, ['added a', 'changed a']]);
  await on(page, `await archive.restore(entry('b'), { answer0: { type: '', bytes: () => {} } }, null, 'added').catch(() => {});`);
  expect(await on(page, `return [await archive.get('b'), heard.length];`)).toEqual([null, 2]);
});

test('an input image is kept once, whatever is made of it', async ({ page }) => {
  await on(page, `await archive.addSource(${source()}); await archive.addSource(${source('t', 'other')});`);
  const { files, sources } = await on(page, 'return all();');
  expect(sources.map((/** @type {any} */ { id }) => id)).toEqual(['s', 't']);
  expect(files.filter((/** @type {any} */ { part }) => part === 'file').map((/** @type {any} */ { bytes }) => bytes)).toEqual(['photo']);
});

test('pages go from the newest to the oldest and leave nobody out, of one moment either', async ({ page }) => {
  await on(page, `for (const [id, when] of [['a', 1], ['b', 2], ['c', 2], ['d', 2], ['e', 3]]) await archive.add(entry(id, { when, favourite: id === 'a' }), {});`);
  const ids = (/** @type {string} */ which) => on(page, `return (await archive.page(${which})).map(({ id }) => id);`);
  expect(await ids('{ count: 2 }')).toEqual(['e', 'd', 'c', 'b']);
  expect(await ids('{ count: 2, before: 2 }')).toEqual(['a']);
  expect(await ids('{ count: 9, matches: ({ favourite }) => favourite }')).toEqual(['a']);
});

test('what is removed can be brought back until it is purged, and nothing is left of it then', async ({ page }) => {
  await on(page, `await archive.add(entry('a', { source: 's' }), { answer0: fileOf('one') }); await archive.addSource(${source()}); await archive.add(entry('b'), { answer0: fileOf('two') });`);
  await on(page, `await archive.setThumbnail('a', { ...fileOf('tiny'), width: 1, height: 1 }); await archive.remove(['a']);`);
  const ids = () => on(page, `return (await archive.page({ count: 9 })).map(({ id }) => id);`);
  expect(await ids()).toEqual(['b']);
  await on(page, `await archive.bringBack(['a']); await archive.purge();`);
  expect(await ids()).toEqual(['b', 'a']);
  await on(page, `await archive.remove(['a', 'b']); await archive.purge(['a']);`);
  const { results, files, sources, thumbnails } = await on(page, 'return all();');
  expect([results.map((/** @type {any} */ { id }) => id), files.map((/** @type {any} */ { owner }) => owner), sources, thumbnails]).toEqual([['b'], ['b'], [], []]);
});

test('what an unfinished job is made from stays', async ({ page }) => {
  await on(page, `await archive.addSource(${source()}); database.transaction('things', 'readwrite').objectStore('things').put({ desk: 'd', kind: 'job', id: 1, source: 's' }); await archive.purge();`);
  expect((await on(page, 'return all();')).files).toHaveLength(2);
  await on(page, `database.transaction('things', 'readwrite').objectStore('things').clear(); await archive.purge();`);
  expect((await on(page, 'return all();')).files).toEqual([]);
});

test('every change is told to this tab and to others', async ({ page, context, address }) => {
  const other = await context.newPage();
  await openBench(other, address);
  for (const one of [page, other]) await on(one, `globalThis.heard = []; archive.subscribe(({ type, ids }) => heard.push([type, ...ids].join(' ')));`);
  await on(page, `await archive.add(entry('a'), {}); await archive.change('a', { favourite: true }); await archive.remove(['a', 'nobody']); await archive.bringBack(['a']);`);
  for (const one of [page, other]) await expect.poll(() => on(one, 'return heard;')).toEqual(['added a', 'changed a', 'removed a', 'added a']);
});

test('changes of two tabs at one time are both kept', async ({ page, context, address }) => {
  const other = await context.newPage();
  await openBench(other, address);
  await on(page, `await archive.add(entry('a'), {});`);
  await Promise.all([on(page, `for (let i = 0; i < 50; i++) await archive.change('a', { favourite: true });`), on(other, `for (let i = 0; i < 50; i++) await archive.change('a', { tags: ['b'] });`)]);
  const { favourite, tags } = await on(page, `return archive.get('a');`);
  expect([favourite, tags]).toEqual([true, ['b']]);
});

test('prompts come back once each, the newest first', async ({ page }) => {
  await on(page, `for (const text of ['a', 'b', 'a']) { await archive.addPrompt(text); await new Promise((resolve) => setTimeout(resolve, 5)); }`);
  expect(await on(page, 'return archive.prompts();')).toEqual(['a', 'b']);
});
