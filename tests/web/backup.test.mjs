// @ts-check
// What goes into a backup, what is taken out of it, and what files are called.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../web/js/base/border.js';
import { fitting, isFree } from '../../web/js/backup/draft.js';
import { readManifest, writeManifest } from '../../web/js/backup/manifest.js';
import { mergeBackup } from '../../web/js/backup/merge.js';
import { createNames, harmless, stampOf } from '../../web/js/archive/names.js';
import { endedText, offerText, tallyText } from '../../web/js/backup/words.js';
import { allEntries, selection } from '../../web/js/backup/zip.js';
import { isFinished, savedOf } from '../../web/js/backup/folder.js';
import { NOTHING_YET } from '../../web/js/base/store.js';

/** @typedef {import('../../web/js/archive/entry.js').Entry} Entry */

const paste = { keep: true, feather: 100, align: true, match_colors: true, blend: 'colours' };
const box = { x: 1, y: 2, width: 3, height: 4 };

/** @type {Entry} */
const entry = {
  ...{ id: 'b7c1', run: 'r-1', index: 0, began: 5, when: 1_800_000_000_000, changed: 0, asked: { prompt: 'A hut', n: 2, stream: true, 'svg[model]': '' } },
  ...{ answer: { images: 2, damaged: 0, cost_usd: 0.01, quality: 'low', usage: { text_tokens: 1, image_tokens: 2, output_tokens: 3 } }, extension: 'png', link: '' },
  ...{ incomplete: false, width: 10, height: 20, answers: 1, composed: true, bytes: 77, source: 's', paste, reports: [], profile: 'none' },
  ...{ favourite: true, tags: ['boats'], deleted: 0 },
};
const facts = { id: 's', width: 40, height: 30, crops: [{ area: box, frame: { ...box, x: -5 }, width: 64, height: 64 }], markup: [{ kind: /** @type {const} */ ('pen'), color: '#f00', width: 2, points: [1, 2, 3.5, 4], text: '' }], inputs: [{ name: 'a.png', type: 'image/png', file: 'f00' }] };
const manifest = {
  results: [{ entry, files: [{ part: 'answer0', path: 'pictures/a.png' }, { part: 'composed', path: 'pictures/b.png' }] }],
  sources: [{ facts, mask: 'masks/s.mask' }],
  inputs: [{ owner: 'f00', path: 'inputs/a.png', type: 'image/png' }],
  prompts: ['A hut'],
  draft: { settings: { prompt: 'A lake' }, images: [], loose: null, results: [{ entry: 'b7c1', run: 3 }] },
  choices: '{}',
  profiles: '',
};

/** What is read of the manifest with one thing otherwise. @param {(copy: any) => void} change */
function changed(change) {
  const copy = JSON.parse(writeManifest(manifest));
  change(copy);
  return readManifest(JSON.stringify(copy));
}

test('a manifest is read as it was written', () => {
  const { when, damaged, ...read } = readManifest(writeManifest(manifest));
  assert.deepEqual(read, manifest);
  assert.equal(damaged, 0);
  assert.ok(Date.now() - when < 60_000);
});

test('what is no manifest of ours, or a newer one, is refused in words', () => {
  for (const text of ['', '{', 'null', '[]', '{"format":"gpt-image backup"}', '{"format":"gpt-image backup","version":1,"results":{}}', '{"format":"other","version":1,"results":[]}']) {
    assert.throws(() => readManifest(text), /is no backup of this page/, text);
  }
  assert.throws(() => changed((copy) => (copy.version = 2)), /made by a newer version of this page/);
});

for (const [what, change] of /** @type {[string, (entry: any) => void][]} */ ([
  ['no id', (one) => delete one.id],
  ['an id with a path in it', (one) => (one.id = '../a')],
  ['a number that is none', (one) => (one.when = '5')],
  ['a number without end', (one) => (one.width = 1e300)],
  ['a link that is a script', (one) => (one.link = 'javascript:alert(1)')],
  ['a link with words', (one) => (one.link = 'https://a b')],
  ['a setting that is an object', (one) => (one.asked.prompt = { toString: 1 })],
  ['settings that are a list', (one) => (one.asked = [])],
  ['a prompt without end', (one) => (one.asked.prompt = 'a'.repeat(300_000))],
  ['tags that are none', (one) => (one.tags = [5])],
  ['a paste that is none', (one) => (one.paste = { keep: 1 })],
  ['an extension that is a path', (one) => (one.extension = 'a/b')],
])) { // prettier-ignore
  test(`a result with ${what} is left out and counted, and others are not`, () => {
    const read = changed((copy) => {
      copy.results.push({ entry: { ...structuredClone(copy.results[0].entry), id: 'other' }, files: [] });
      change(copy.results[0].entry);
    });
    assert.deepEqual([read.results.map((one) => one.entry.id), read.damaged], [['other'], 1]);
  });
}

test('what is not named here does not get in, be it a key or a prototype', () => {
  const read = changed((copy) => {
    Object.assign(copy.results[0].entry, { key: 'sk-1', deleted: 5 });
    copy.results[0].entry.asked = JSON.parse('{"prompt":"A hut"}');
    copy.key = 'sk-2';
  });
  assert.equal(JSON.stringify(read).includes('sk-'), false);
  assert.equal(read.results[0].entry.deleted, 0);
  assert.equal(changed((copy) => (copy.results[0].entry.asked = JSON.parse('{"__proto__":{"a":1}}'))).damaged, 1);
});

test('of two results of one id the first counts', () => {
  const read = changed((copy) => copy.results.push({ entry: { ...entry, favourite: false }, files: [] }));
  assert.deepEqual([read.results.length, read.results[0].entry.favourite, read.damaged], [1, true, 1]);
});

test('a source whose parts lie outside it is left out, and so is one without a picture', () => {
  for (const change of /** @type {((facts: any) => void)[]} */ ([(one) => (one.crops[0].area.x = 39), (one) => (one.crops[0].area.y = -1), (one) => (one.inputs = []), (one) => (one.markup[0].kind = 'script')])) {
    assert.equal(changed((copy) => change(copy.sources[0].facts)).sources.length, 0);
  }
});

test('a draft that is none is left out, and what is no list of prompts', () => {
  const read = changed((copy) => {
    copy.draft.settings = 5;
    copy.prompts = 'x';
    delete copy.profiles;
  });
  assert.deepEqual([read.draft, read.prompts, read.profiles, read.results.length], [null, [], '', 1]);
});

test('a draft goes only where nothing lies, and takes only settings that there are', () => {
  const state = /** @type {any} */ ({ settings: { prompt: ' ' }, images: [], mask: null });
  assert.equal(isFree(state), true);
  for (const more of [{ settings: { prompt: 'x' } }, { images: [1] }, { mask: {} }]) assert.equal(isFree({ ...state, ...more }), false);
  assert.deepEqual(fitting({ prompt: 'x', n: '3', size: 'auto', gone: 1 }, { prompt: '', n: 1, size: '1x1' }), { prompt: 'x', size: 'auto' });
});

test('a name is given once, leads nowhere, and sorts by its day', () => {
  const nameOf = createNames();
  assert.deepEqual(['a.png', 'A.png', 'a.png', 'b'].map(nameOf), ['a.png', 'A-2.png', 'a-3.png', 'b']);
  assert.deepEqual(['../../etc/x', 'C:\\a?.png', ' .hidden ', '..', 'a\nb'].map(harmless), ['-..-etc-x', 'C--a-.png', 'hidden', 'picture', 'a-b']);
  assert.equal(stampOf(new Date(2026, 0, 2, 3, 4, 5).getTime()), '20260102-030405');
});

/** An archive of these. @param {Entry[]} entries @param {Record<string, any>} files */
const archiveOf = (entries, files) => /** @type {any} */ ({
  page: async (/** @type {{before: number | null, count: number}} */ { before, count }) => entries.filter(({ when }) => before === null || when < before).slice(0, Math.min(count, 2)),
  files: async (/** @type {string} */ id) => ({ parts: [], composed: null, small: null, ...files[id] }),
  file: async () => new Blob([Uint8Array.of(7)]),
  sourceFacts: async () => facts,
}); // prettier-ignore

test('all entries are found, page by page', async () => {
  const entries = [5, 4, 3, 2, 1].map((when) => ({ ...entry, id: `${when}`, when }));
  assert.deepEqual((await allEntries(archiveOf(entries, {}))).map(({ id }) => id), ['5', '4', '3', '2', '1']);
  assert.deepEqual(await allEntries(archiveOf([], {})), []);
});

test('of a selection each picture is taken as a person would save it, and one that is gone is passed over', async () => {
  const [one, two] = ['1', '2'].map((text) => new Blob([text]));
  const entries = ['composed', 'two parts', 'gone', 'composed again'].map((id) => ({ ...entry, id, answers: id === 'two parts' ? 2 : 1 }));
  const archive = archiveOf(entries, { composed: { parts: [one], composed: two }, 'two parts': { parts: [one, two] }, 'composed again': { parts: [one], composed: one } });
  let told = 0;
  /** @type {import('../../web/js/backup/zip.js').Dress} */
  const dress = async ({ asked, source }, file) => new Blob([`${asked.prompt} ${source?.pack} `, file]);
  const packed = [];
  for await (const { name, input } of selection(archive, entries, dress, () => told++)) packed.push([name, await input.text()]);
  const stamp = stampOf(entry.when);
  assert.deepEqual(packed, [
    [`a-edited-${stamp}-1.png`, 'A hut 7 2'],
    [`a-hut-${stamp}-1-1.png`, 'A hut 7 1'],
    [`a-hut-${stamp}-1-2.png`, 'A hut 7 2'],
    [`a-edited-${stamp}-1-2.png`, 'A hut 7 1'],
  ]);
  assert.equal(told, 4);
});

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);

/** Takes the manifest above in. @param {{there?: Entry, hasSource?: boolean, files?: Record<string, Uint8Array>}} here what is there already, and what is in the ZIP file */
async function mergeInto({ there, hasSource = false, files = { 'pictures/a.png': png, 'pictures/b.png': png, 'masks/s.mask': png, 'inputs/a.png': png } }) {
  /** @type {any[][]} */
  const restored = [];
  /** @type {any[][]} */
  const prompts = [];
  const archive = /** @type {any} */ ({
    get: async () => there ?? null,
    sourceFacts: async () => (hasSource ? facts : null),
    hasInput: async () => hasSource,
    restore: async (/** @type {any[]} */ ...args) => void restored.push(args),
    prompts: async () => ['Known'],
    addPrompt: async (/** @type {any[]} */ ...args) => void prompts.push(args),
  });
  const zip = /** @type {any} */ ({
    async read(/** @type {string} */ path) {
      if (!files[path]) throw new Fault({ code: 'invalid', http: 0, field: '', text: `${path} is damaged.` });
      return files[path].slice();
    },
  });
  const tally = { added: 0, updated: 0, there: 0, damaged: 0 };
  const read = readManifest(writeManifest({ ...manifest, prompts: ['New', 'Known', 'Older'] }));
  await mergeBackup({ zip, manifest: read, archive }, tally, { signal: new AbortController().signal, onProgress() {} });
  return { restored, prompts, tally };
}

test('a result goes in with its files, its source and its inputs, in one go', async () => {
  const { restored, tally } = await mergeInto({});
  const [[put, files, source, news]] = restored;
  assert.deepEqual(put, { ...entry, bytes: 2 * png.length });
  assert.deepEqual(files, { answer0: { type: 'image/png', bytes: png.buffer }, composed: { type: 'image/png', bytes: png.buffer } });
  assert.deepEqual([source.facts, source.pack, { ...source.inputs }], [facts, png.buffer, { f00: { type: 'image/png', bytes: png.buffer } }]);
  assert.deepEqual([news, tally, restored.length], ['added', { added: 1, updated: 0, there: 0, damaged: 0 }, 1]);
});

test('what is here is left alone, unless it lacks what it was made from, or is older', async () => {
  const here = { ...entry, tags: ['mine'] };
  assert.deepEqual((await mergeInto({ there: here, hasSource: true })).restored, []);
  const [[mended, files, source]] = (await mergeInto({ there: here })).restored;
  assert.deepEqual([mended, files, source.facts], [here, null, facts]);
  const { restored: [[updated, , , news]], tally } = await mergeInto({ there: { ...here, when: entry.when - 1 }, hasSource: true });
  assert.deepEqual([updated.tags, news, tally.updated], [entry.tags, 'changed', 1]);
  assert.deepEqual((await mergeInto({ there: { ...here, changed: entry.when + 1 }, hasSource: true })).tally.there, 1);
  assert.deepEqual((await mergeInto({ there: { ...here, deleted: 5 }, hasSource: true })).tally.added, 1);
});

test('a result whose source is damaged goes in without it, one whose picture is damaged does not', async () => {
  const pictures = { 'pictures/a.png': png, 'pictures/b.png': png };
  const [[put, , source]] = (await mergeInto({ files: pictures })).restored;
  assert.deepEqual([put.source, source], ['s', null]);
  for (const files of [{ 'pictures/a.png': png }, { ...pictures, 'pictures/a.png': new Uint8Array(9) }]) {
    const { restored, tally } = await mergeInto({ files });
    assert.deepEqual([restored, tally.damaged], [[], 1]);
  }
});

test('prompts of a backup are older than those that are here', async () => {
  assert.deepEqual((await mergeInto({})).prompts, [['Older', 1], ['New', 2]]);
});

test('a picture is saved into the folder when nothing of it is still to come', () => {
  const file = new Blob(['x']);
  const result = /** @type {any} */ ({ ...NOTHING_YET, id: 'a', run: 1, index: 0, asked: { prompt: 'A hut' }, paste, file, parts: [file], extension: 'png' });
  const job = /** @type {any} */ ({ id: 1, state: 'running' });
  assert.equal(isFinished(result, []), true);
  assert.equal(isFinished(result, [job]), false);
  assert.equal(isFinished(result, [{ ...job, state: 'done' }]), true);
  assert.equal(isFinished({ ...result, incomplete: true }, []), false);
  assert.equal(isFinished({ ...result, file: null, parts: [] }, []), false);
  const edit = { ...result, source: { ...facts, file: new File([], 'a.png') } };
  assert.equal(isFinished(edit, []), false);
  assert.equal(isFinished({ ...edit, trouble: 'No memory.' }, []), true);
  assert.equal(isFinished({ ...edit, composed: file, composing: 0.5 }, []), false);
  assert.equal(isFinished({ ...edit, composed: file }, []), true);
  assert.deepEqual(savedOf({ ...edit, composed: file }).map(({ label }) => label), ['Composed']);
  assert.deepEqual(savedOf({ ...edit, parts: [file, file] }).map(({ label }) => label), ['As received, 1 of 2', 'As received, 2 of 2']);
});

test('what is said of a backup', () => {
  assert.equal(tallyText({ added: 12, updated: 2, there: 3, damaged: 1 }), '12 new, 2 newer than here, 3 already there, 1 damaged and left out.');
  assert.equal(tallyText({ added: 0, updated: 0, there: 0, damaged: 0 }), 'There was no picture in it.');
  assert.match(offerText({ when: new Date(2026, 10, 27, 14, 30).getTime(), results: [{}] }, 5e6), /^A backup of 27 November 2026 at 14:30: 1 picture, 5\.0 MB\. /);
  assert.match(offerText({ when: 0, results: [] }, 5), /^A backup: 0 pictures, 5 bytes\. /);
  assert.equal(endedText(new DOMException('', 'AbortError'), '3 new.'), 'Stopped. 3 new.');
  assert.match(endedText(new DOMException('', 'QuotaExceededError'), '3 new.'), /^There is no room for more .* 3 new\. Make room/);
  assert.match(endedText(new DOMException('', 'NotReadableError'), ''), /^The file cannot be read any more/);
  assert.equal(endedText(new Error('Odd.'), '3 new.'), 'Odd. 3 new.');
});
