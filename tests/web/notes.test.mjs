// @ts-check
// What a saved picture says of itself, and what is taken of what a picture says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carriedIn } from '../../web/js/inputs/carries.js';
import { appliedText, carriesText, readNote, sizeOfPack } from '../../web/js/inputs/carries/settings.js';
import { createNotes, noteOf, OURS } from '../../web/js/archive/notes.js';
import { createStore } from '../../web/js/base/store.js';

const asked = { prompt: 'A grün 漢字 <b>', model: 'gpt-image-2', n: 2, safety_identifier: 'somebody' };
const answer = { images: 2, damaged: 0, cost_usd: 0.25, usage: { text_tokens: 1, image_tokens: 2, output_tokens: 3 } };
const pack = Uint8Array.of(109, 97, 115, 107, 1, 0, 40, 1, 30);
const file = new Blob(['picture'], { type: 'image/png' });
const made = { asked, answer, source: { pack, inputs: [file] }, when: 0 };
const defaults = { prompt: '', model: 'gpt-image-2', n: 1, quality: 'low' };
const always = () => true;

/** @param {import('../../web/js/archive/notes.js').Made} of */
function ours(of) {
  const { keyword, text } = noteOf(of);
  assert.equal(keyword, OURS);
  return JSON.parse(text);
}

test('a note tells the settings, the model, the day, the costs and the mask, and not who asked', () => {
  const { safety_identifier: _, ...settings } = asked;
  assert.deepEqual(ours({ ...made, when: Date.UTC(2026, 10, 27) }), {
    version: 1,
    model: 'gpt-image-2',
    when: '2026-11-27T00:00:00.000Z',
    settings,
    images: 2,
    usage: answer.usage,
    cost: 0.25,
    mask: 'bWFzawEAKAEe',
  });
});

test('a note leaves out what nobody knows, and a mask that is large', () => {
  const bare = ours({ asked: { prompt: 'x', model: 'm' }, answer: null, source: null });
  assert.deepEqual(bare, { version: 1, model: 'm', settings: { prompt: 'x', model: 'm' } });
  assert.ok(!('mask' in (ours({ ...made, source: { pack: new Uint8Array(65_537), inputs: [] } }))));
  assert.ok('mask' in (ours({ ...made, source: { pack: new Uint8Array(65_536), inputs: [] } })));
});

test('what a note says comes back as it was', () => {
  const note = readNote(JSON.stringify(ours(made)), defaults, always);
  assert.deepEqual(note?.settings, { prompt: asked.prompt, model: 'gpt-image-2', n: 2, quality: 'low' });
  assert.deepEqual(note?.left, []);
  assert.deepEqual(note?.pack, pack);
  assert.deepEqual(sizeOfPack(pack), { width: 40, height: 286 });
});

test('settings that are unknown or invalid are left out and named', () => {
  const text = '{"settings": {"prompt": "x", "n": 99, "key": "sk-1", "__proto__": {"n": 3}, "toString": 1}, "mask": "not base64!"}';
  const note = readNote(text, defaults, (name, value) => name !== 'n' || value === 1);
  assert.deepEqual(note?.settings, { ...defaults, prompt: 'x' });
  assert.deepEqual(note?.left, ['n', 'key', '__proto__', 'toString']);
  assert.equal(note?.pack, null);
});

test('what is no note of ours is none', () => {
  for (const text of ['', '{', 'null', '[]', '{}', '"x"', '{"settings": null}', '{"settings": []}', `{"settings": ${'['.repeat(1e6)}`]) {
    assert.equal(readNote(text, defaults, always), null);
  }
});

test('what a picture carries is found by its keywords, the drawn graph before the one that was run', () => {
  const entry = (/** @type {string} */ keyword, text = `{"of": "${keyword}"}`) => ({ keyword, text });
  const none = { settings: '', workflow: '', hasAlpha: false };
  assert.deepEqual(carriedIn({ entries: [], hasAlpha: false }), none);
  assert.deepEqual(carriedIn({ entries: [entry('Comment'), entry('prompt', 'a cat'), entry(OURS, '<b>')], hasAlpha: false }), none);
  assert.deepEqual(carriedIn({ entries: [entry('prompt'), entry('workflow'), entry(OURS)], hasAlpha: true }), {
    settings: entry(OURS).text,
    workflow: entry('workflow').text,
    hasAlpha: true,
  });
  assert.equal(carriedIn({ entries: [entry('prompt')], hasAlpha: false }).workflow, entry('prompt').text);
});

test('a stranger’s words are told shortened', () => {
  assert.equal(carriesText({ prompt: '' }), 'This picture carries settings.');
  assert.equal(carriesText({ prompt: ' two\n words ' }), 'This picture carries settings: “two words”');
  assert.equal(carriesText({ prompt: '😀'.repeat(1000) }), `This picture carries settings: “${'😀'.repeat(79)}…”`);
  assert.equal(appliedText([]), 'The settings are as the picture carries them.');
  assert.match(appliedText(['n', 'x'.repeat(100)]), /take: n, x{29}…\.$/);
  assert.match(appliedText(['1', '2', '3', '4', '5', '6', '7']), /take: 1, 2, 3, 4, 5 and 2 more\.$/);
});

/** @param {boolean} plain @param {(type: string, args: any) => Promise<any>} ask */
const notesWith = (plain, ask) => createNotes({ store: createStore(/** @type {any} */ ({ choices: { plain } })), ask });

test('a picture goes out with its notes, or as it was received', async () => {
  const noted = new Blob(['noted']);
  /** @type {any[]} */
  const asks = [];
  const ask = async (/** @type {string} */ type, /** @type {any} */ args) => {
    asks.push([type, args]);
    return type === 'writeNotes' ? { file: noted } : { prompt: '{1}', workflow: '{2}', notes: [] };
  };
  assert.deepEqual(await notesWith(false, ask).withNotes(made, file), { file: noted, trouble: '' });
  const graph = [{ keyword: 'prompt', text: '{1}' }, { keyword: 'workflow', text: '{2}' }];
  assert.deepEqual(asks, [
    ['writeWorkflow', { settings: asked, images: 1, mask: true }],
    ['writeNotes', { file, entries: [...graph, noteOf(made)] }],
  ]);
  assert.equal((await notesWith(true, ask).withNotes(made, file)).file, file);
  assert.deepEqual(await notesWith(false, ask).withNotes(made, new Blob([], { type: 'image/gif' })), { file: new Blob([], { type: 'image/gif' }), trouble: 'A GIF cannot carry them.' });
  assert.equal(asks.length, 2);
  const photo = new Blob([], { type: 'image/jpeg' });
  await notesWith(false, ask).withNotes(made, photo);
  assert.deepEqual(asks[2], ['writeNotes', { file: photo, entries: [noteOf(made)] }]);
  const refused = await notesWith(false, () => Promise.reject(new Error('No room.'))).withNotes(made, file);
  assert.deepEqual(refused, { file, trouble: 'No room.' });
  assert.equal(refused.file, file);
});
