// @ts-check
// The small decisions of the page's modules that need no page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeName, parseChoice, profilesOf, resolveEndpoint } from '../../web/js/endpoint/endpoint.js';
import { fileName } from '../../web/js/base/files.js';
import { movedUp } from '../../web/js/inputs/images.js';
import { maskOf } from '../../web/js/inputs/masks.js';
import { endingText, noticeText } from '../../web/js/form/models.js';
import { readProfiles, writeProfiles } from '../../web/js/endpoint/profiles.js';
import { sniff } from '../../web/js/base/sniff.js';
import { changed, createStore, withResult } from '../../web/js/base/store.js';

const demo = 'http://127.0.0.1:8080/repo/demo/v1';

test('the state is replaced, and listeners see what it was', () => {
  const store = createStore(/** @type {any} */ ({ status: '', undo: null }));
  const first = store.get();
  /** @type {string[][]} */
  const heard = [];
  store.subscribe((state, before) => heard.push([before.status, state.status]));
  store.update({ status: 'busy' });
  assert.deepEqual(heard, [['', ''], ['', 'busy']]);
  assert.equal(first.status, '');
  assert.equal(store.get().undo, null);
});

test('one thing of a list is changed, the others stay the same objects', () => {
  const list = [{ id: 1, share: 0 }, { id: 2, share: 0 }];
  const after = changed(list, 2, { share: 0.5 });
  assert.deepEqual(after, [{ id: 1, share: 0 }, { id: 2, share: 0.5 }]);
  assert.equal(after[0], list[0]);
});

test('pictures stand by run, the newest first, and in the order asked for within one', () => {
  /** @type {any[]} */
  let results = [];
  for (const [run, index] of [[1, 0], [1, 1], [2, 1], [2, 0], [2, 2]]) results = withResult(results, /** @type {any} */ ({ run, index }));
  assert.deepEqual(results.map(({ run, index }) => [run, index]), [[2, 0], [2, 1], [2, 2], [1, 0], [1, 1]]);
});

test('an image moves up by one', () => {
  assert.deepEqual(movedUp(['a', 'b', 'c'], 2), ['a', 'c', 'b']);
  assert.deepEqual(movedUp(['a', 'b', 'c'], 1), ['b', 'a', 'c']);
});

test('the mask of a run is the first that has paint, an imported one before others', () => {
  const [loose, blank, painted] = ['loose', 'blank', 'painted'].map((name) => /** @type {any} */ ({ name }));
  const images = [{ painting: blank, share: 0 }, { painting: painted, share: 0.2 }];
  const state = (/** @type {any} */ mask) => maskOf(/** @type {any} */ ({ images, mask }));
  assert.equal(state(null), painted);
  assert.equal(state({ painting: loose, share: 0.1 }), loose);
  assert.equal(state({ painting: loose, share: 0 }), painted);
  assert.equal(maskOf(/** @type {any} */ ({ images: [images[0]], mask: null })), null);
});

test('an endpoint is an address, its origin and its host', () => {
  assert.deepEqual(resolveEndpoint({ choice: 'openai', url: 'ignored' }, demo), {
    baseUrl: 'https://api.openai.com/v1', origin: 'https://api.openai.com', host: 'api.openai.com', demo: false, dialect: {},
  }); // prettier-ignore
  assert.deepEqual(resolveEndpoint({ choice: 'custom', url: ' https://Host.example:8443/v1// ' }, demo), {
    baseUrl: 'https://Host.example:8443/v1', origin: 'https://host.example:8443', host: 'host.example:8443', demo: false, dialect: {},
  }); // prettier-ignore
  assert.deepEqual(resolveEndpoint({ choice: 'demo', url: '' }, demo), { baseUrl: demo, origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080', demo: true, dialect: {} });
});

test('what is no address has no origin to bind a key to', () => {
  for (const url of ['', 'host.example', 'file:///etc/passwd', 'javascript:alert(1)']) {
    assert.equal(resolveEndpoint({ choice: 'custom', url }, demo).origin, '', url);
  }
});

test('a kept choice is taken only if it is whole and offered here', () => {
  const offered = ['openai', 'custom'];
  const openai = { choice: 'openai', url: '', region: '', dialect: {} };
  assert.deepEqual(parseChoice('{"choice":"custom","url":"https://h/v1"}', offered), { choice: 'custom', url: 'https://h/v1', region: '', dialect: {} });
  for (const text of ['', 'null', '{', '{"choice":"demo","url":""}', '{"choice":"custom"}', '{"choice":"custom","url":5}']) {
    assert.deepEqual(parseChoice(text, offered), openai, text);
  }
});

test('OpenAI has regions, and a dialect only other endpoints', () => {
  const dialect = { key_header: 'api-key' };
  const at = (/** @type {string} */ choice, /** @type {string} */ region) => resolveEndpoint({ choice, url: 'https://h/openai/v1', region, dialect }, demo);
  assert.equal(at('openai', 'eu').baseUrl, 'https://eu.api.openai.com/v1');
  assert.equal(at('openai', 'evil.com/').baseUrl, 'https://api.openai.com/v1');
  assert.deepEqual(at('openai', 'eu').dialect, {});
  assert.deepEqual([at('azure', 'eu').baseUrl, at('azure', '').dialect], ['https://h/openai/v1', dialect]);
});

test('of a list of profiles those count that are whole, and nothing else of them', () => {
  assert.deepEqual(profilesOf([{ name: ' a ', url: 'https://h', key: 'secret', dialect: { edits: 'json', key: 'secret', api_version: 5 } }, { name: '', url: '' }, null, 5]), [
    { name: 'a', url: 'https://h', dialect: { edits: 'json' } },
  ]);
  assert.deepEqual(profilesOf(null), []);
  const named = (/** @type {string[]} */ ...names) => names.map((name) => ({ name, url: '', dialect: {} }));
  assert.equal(freeName('a', named('b')), 'a');
  assert.equal(freeName('a', named('a', 'a 2')), 'a 3');
});

test('profiles go to a file and come back, but for those that may not be used', () => {
  const core = /** @type {any} */ ({ checkUrl: (/** @type {string} */ url) => assert.match(url, /^https:/), checkDialect: () => {} });
  const profiles = [{ name: 'a', url: 'https://h/v1', dialect: { edits: 'json' } }];
  assert.deepEqual(readProfiles(writeProfiles(profiles), core), profiles);
  assert.deepEqual(readProfiles(writeProfiles([{ ...profiles[0], url: 'javascript:1' }]), core), []);
  assert.equal(writeProfiles([/** @type {any} */ ({ ...profiles[0], key: 'secret' })]).includes('secret'), false);
  for (const text of ['', '{}', 'null', '[]']) assert.throws(() => readProfiles(text, core), /no profiles/);
});

test('a model that ends says when and what follows, before and after', () => {
  const model = { id: 'old', summary: 'older', shutdown: '2026-10-23', successor: 'new', ended: true, takes: {}, markup: false };
  assert.equal(endingText(model), 'ended on 2026-10-23, use new');
  assert.match(noticeText(model), /^OpenAI ended old on 2026-10-23\. Use new instead\./);
  assert.equal(endingText({ ...model, ended: false }), 'ends on 2026-10-23, then use new');
  assert.equal(noticeText({ ...model, ended: false, successor: null }), 'OpenAI ends old on 2026-10-23.');
  assert.equal(noticeText({ ...model, shutdown: null }) + noticeText(undefined) + endingText({ ...model, shutdown: null }), '');
});

test('files are known by their first bytes, not by their names', () => {
  const ascii = (/** @type {string} */ text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  assert.deepEqual(sniff(ascii('\x89PNG\r\n\x1a\n....')), { type: 'image/png', extension: 'png' });
  assert.deepEqual(sniff(ascii('\xff\xd8\xff\xe0')), { type: 'image/jpeg', extension: 'jpg' });
  assert.deepEqual(sniff(ascii('RIFF1234WEBPVP8 ')), { type: 'image/webp', extension: 'webp' });
  assert.deepEqual(sniff(ascii('GIF89a')), { type: 'image/gif', extension: 'gif' });
  const drawings = ['<svg xmlns="">', '<?xml version="1.0"?>\n<!-- a > b -->\n<svg>', '\xef\xbb\xbf \n<svg\n>', '<!DOCTYPE svg PUBLIC "">'];
  for (const text of drawings) assert.deepEqual(sniff(ascii(text)), { type: 'image/svg+xml', extension: 'svg' });
  for (const text of ['', '\x89PNG', 'RIFF1234WAVE', '<!doctype html>', '<?xml version="1.0"?><html>', '<svgz>', ' x<svg>']) {
    assert.deepEqual(sniff(ascii(text)), { type: 'application/octet-stream', extension: 'bin' });
  }
});

test('a file name is made of the prompt, and of nothing a system could take amiss', () => {
  assert.equal(fileName('A red fox, in fresh snow!', '1-2', 'png'), 'a-red-fox-in-fresh-snow-1-2.png');
  assert.equal(fileName('../../etc/passwd\r\n"x:y|z?', '1-1', 'png'), 'etc-passwd-x-y-z-1-1.png');
  assert.equal(fileName('狐狸在雪地里 über Nacht', '1-1', 'webp'), '狐狸在雪地里-über-nacht-1-1.webp');
  assert.equal(fileName('🦊 …', '3-1', 'jpg'), 'picture-3-1.jpg');
  assert.equal(fileName('word '.repeat(8000), '1-1', 'png'), 'word-word-word-word-word-word-word-word-1-1.png');
  assert.equal(fileName('狐'.repeat(8000), '1-1', 'png'), `${'狐'.repeat(40)}-1-1.png`);
});
