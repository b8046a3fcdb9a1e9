// @ts-check
// Every rule about settings: what the stand-in refuses, and with which status, code and parameter.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApi } from '../../web/demo/api.mjs';
import { findModel } from '../../web/demo/rules/models.mjs';
import { outputTokens } from '../../web/demo/rules/usage.mjs';
import { today } from './support.mjs';

const api = createApi({ decode: () => Promise.reject(new Error('not here')), now: () => today });
const generations = 'https://host/any/prefix/v1/images/generations';
const headers = { authorization: 'Bearer demo', 'content-type': 'application/json' };
const good = { model: 'gpt-image-2.5-flare', prompt: 'x' };

/** @param {unknown} body @param {Record<string, string>} [more] */
function generate(body, more = {}) {
  return api(new Request(generations, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) }));
}

/** @param {Response} response @returns {Promise<string>} status, code and parameter */
async function outcome(response) {
  const { error } = await response.json();
  if (!error) return String(response.status);
  assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param', 'type']);
  assert.ok(error.message.length > 10);
  return `${response.status} ${error.code} ${error.param}`;
}

/** @type {[object, string][]} */
const refused = [
  [{ prompt: undefined }, '400 missing_required_parameter prompt'],
  [{ prompt: '' }, '400 empty_string prompt'],
  [{ prompt: '😀'.repeat(32_001) }, '400 string_above_max_length prompt'],
  [{ prompt: 7 }, '400 invalid_type prompt'],
  [{ n: 0 }, '400 integer_below_min_value n'],
  [{ n: 11 }, '400 integer_above_max_value n'],
  [{ n: '2' }, '400 invalid_type n'],
  [{ n: 1.5 }, '400 invalid_type n'],
  [{ seed: 1 }, '400 unknown_parameter seed'],
  [{ response_format: 'b64_json' }, '400 unknown_parameter response_format'],
  [{ style: 'vivid' }, '400 unknown_parameter style'],
  [{ input_fidelity: 'high' }, '400 unknown_parameter input_fidelity'],
  [{ constructor: 'x' }, '400 unknown_parameter constructor'],
  [{ quality: 'hd' }, '400 invalid_value quality'],
  [{ model: 'gpt-image-2', quality: 'max' }, '400 invalid_value quality'],
  [{ background: 'white' }, '400 invalid_value background'],
  [{ background: true }, '400 invalid_type background'],
  [{ moderation: 'high' }, '400 invalid_value moderation'],
  [{ complexity: 'low' }, '400 unknown_parameter complexity'],
  [{ model: 'gpt-image-2.6-flare', complexity: 'max' }, '400 invalid_value complexity'],
  [{ size: 'big' }, '400 invalid_value size'],
  [{ size: '1024X1024' }, '400 invalid_value size'],
  [{ size: '1537x864' }, '400 invalid_value size'],
  [{ size: '3072x768' }, '400 invalid_value size'],
  [{ size: '512x512' }, '400 invalid_value size'],
  [{ size: '4096x1920' }, '400 invalid_value size'],
  [{ size: '3840x2176' }, '400 invalid_value size'],
  [{ model: 'gpt-image-1.5', size: '2048x2048' }, '400 invalid_value size'],
  [{ output_format: 'gif' }, '400 invalid_value output_format'],
  [{ output_format: 'jpeg', background: 'transparent' }, '400 invalid_value background'],
  [{ output_format: 'jpeg' }, '400 not_in_stand_in output_format'],
  [{ output_format: 'webp', output_compression: 50 }, '400 not_in_stand_in output_format'],
  [{ output_format: 'gif', background: 'transparent', model: 'gpt-image-2.6-flare' }, '400 invalid_value background'],
  [{ output_format: 'gif', output_compression: 50, model: 'gpt-image-2.6-flare' }, '400 invalid_value output_compression'],
  [{ output_format: 'gif', stream: true, model: 'gpt-image-2.6-flare' }, '400 invalid_value stream'],
  [{ output_format: 'gif', frame_count: 17, model: 'gpt-image-2.6-flare' }, '400 integer_above_max_value frame_count'],
  [{ output_format: 'svg', n: 2, model: 'gpt-image-2.6-flare' }, '400 integer_above_max_value n'],
  [{ output_format: 'svg', svg: 'a', model: 'gpt-image-2.6-flare' }, '400 unknown_parameter svg'],
  [{ output_format: 'svg', svg: { author: 'a' }, model: 'gpt-image-2.6-flare' }, '400 unknown_parameter svg[author]'],
  [{ output_format: 'svg', svg: { model: 7 }, model: 'gpt-image-2.6-flare' }, '400 invalid_type svg[model]'],
  [{ output_format: 'svg', svg: { reasoning: { effort: 'low' } }, model: 'gpt-image-2.6-flare' }, '400 missing_required_parameter svg[model]'],
  [{ output_format: 'svg', svg: { model: 'a', reasoning: { effort: 'most' } }, model: 'gpt-image-2.6-flare' }, '400 invalid_value svg[reasoning][effort]'],
  [{ svg: { model: 'a' }, model: 'gpt-image-2.6-flare' }, '400 invalid_value svg[model]'],
  [{ svg: { model: 'a' } }, '400 unknown_parameter svg[model]'],
  [{ frame_count: 9 }, '400 unknown_parameter frame_count'],
  [{ frame_count: 9, model: 'gpt-image-2.6-flare' }, '400 invalid_value frame_count'],
  [{ output_compression: 101 }, '400 integer_above_max_value output_compression'],
  [{ output_compression: 50 }, '400 invalid_png_output_compression output_compression'],
  [{ partial_images: 4 }, '400 integer_above_max_value partial_images'],
  [{ partial_images: 1 }, '400 invalid_value partial_images'],
  [{ stream: 'true' }, '400 invalid_type stream'],
  [{ stream: true, model: 'gpt-image-9' }, '404 model_not_found null'],
  [{ stream: true, partial_images: 4 }, '400 integer_above_max_value partial_images'],
  [{ model: 'gpt-image-9' }, '404 model_not_found null'],
  [{ model: 'gpt-image-1' }, '404 model_not_found null'],
  [{ model: undefined }, '404 model_not_found null'],
];

for (const [change, expected] of refused) {
  test(`${JSON.stringify(change).slice(0, 70)} is answered ${expected}`, async () => {
    assert.equal(await outcome(await generate({ ...good, ...change })), expected);
  });
}

/** @type {[object, string][]} */
const accepted = [
  [{ prompt: '😀'.repeat(32_000) }, '1024x1024'],
  [{ size: null, n: null }, '1024x1024'],
  [{ size: '1536x864', quality: 'max', background: 'auto', moderation: 'low' }, '1536x864'],
  [{ model: 'gpt-image-2.6-sunburst', complexity: 'high', safety_identifier: 'a', user: 'b' }, '1024x1024'],
  [{ model: 'gpt-image-2-2026-04-21', output_format: 'png', output_compression: 100 }, '1024x1024'],
  [{ model: 'gpt-image-1-mini', size: '1024x1536', stream: false, partial_images: 0 }, '1024x1536'],
  [{ model: 'gpt-image-2.6-flare', output_format: 'gif', frame_count: 16, frame_duration_ms: 20 }, '1024x1024'],
  [{ model: 'gpt-image-2.6-flare', output_format: 'svg', svg: { model: 'a', reasoning: { effort: 'none' } } }, '1024x1024'],
  [{ model: 'gpt-image-2.6-flare', output_format: 'svg', svg: { model: 'a', reasoning: null } }, '1024x1024'],
];

for (const [change, size] of accepted) {
  test(`${JSON.stringify(change).slice(0, 70)} is accepted`, async () => {
    const response = await generate({ ...good, ...change });
    assert.equal(response.status, 200);
    assert.equal((await response.json()).size, size);
  });
}

test('a model answers to the last day before its end and not on it', async () => {
  for (const [day, status] of [['2026-11-30T23:59:59Z', 200], ['2026-12-01T00:00:00Z', 404]]) {
    const then = createApi({ decode: () => Promise.reject(), now: () => new Date(day) });
    const body = JSON.stringify({ model: 'gpt-image-1.5', prompt: 'x' });
    assert.equal((await then(new Request(generations, { method: 'POST', headers, body }))).status, status);
  }
});

test('a key is needed, in the Bearer form', async () => {
  for (const authorization of ['', 'Bearer ', 'demo', 'Basic demo', 'Bearer sk-wrong']) {
    assert.equal(await outcome(await generate(good, { authorization })), '401 invalid_api_key null');
  }
});

test('only JSON is read as a generation', async () => {
  for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/jsonp']) {
    assert.equal(await outcome(await generate(good, { 'content-type': type })), '400 unsupported_content_type null');
  }
  for (const body of [[], 'x', null, 5]) assert.equal(await outcome(await generate(body)), '400 null null');
  const broken = new Request(generations, { method: 'POST', headers, body: '{"prompt":' });
  assert.equal(await outcome(await api(broken)), '400 null null');
});

test('other paths are not found and other methods not allowed', async () => {
  const ask = async (/** @type {string} */ method, /** @type {string} */ path) =>
    outcome(await api(new Request(`https://host/${path}`, { method, headers })));
  assert.equal(await ask('POST', 'v1/images/variations'), '404 null null');
  assert.equal(await ask('POST', 'images/generations'), '404 null null');
  assert.equal(await ask('POST', 'v1/constructor'), '404 null null');
  assert.equal(await ask('GET', 'v1/images/generations'), '405 method_not_supported null');
  assert.equal(await ask('POST', 'v1/models'), '405 method_not_supported null');
  assert.equal(await ask('GET', 'deep/below/v1/models'), '200');
});

test('pages of every origin may call it, and read its refusals', async () => {
  const preflight = await api(new Request(generations, { method: 'OPTIONS', headers: { origin: 'null' } }));
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'api-key, authorization, content-type');
  for (const response of [preflight, await generate({}), await generate(good)]) {
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
  }
});

test('tokens are counted as the published calculator counts them', () => {
  /** @type {[string, string, string, number][]} */
  const vectors = [
    ['gpt-image-2', 'high', '1024x1024', 7024],
    ['gpt-image-2', 'medium', '1024x1024', 1756],
    ['gpt-image-2', 'low', '1024x1024', 196],
    ['gpt-image-2', 'high', '1536x1024', 5488],
    ['gpt-image-2', 'high', '1792x1024', 5063],
    ['gpt-image-2', 'high', '3584x2048', 12329],
    ['gpt-image-2', 'high', '3840x2160', 13342],
    ['gpt-image-2', 'low', '2560x1440', 205],
    ['gpt-image-2', 'low', '3472x1488', 201],
    ['gpt-image-2.5-flare', 'medium', '1024x1024', 439],
    ['gpt-image-2.5-flare', 'xhigh', '1024x1024', 3122],
    ['gpt-image-1.5', 'high', '1536x1024', 6208],
  ];
  for (const [id, quality, size, tokens] of vectors) {
    const model = findModel(id);
    assert.ok(model);
    assert.equal(outputTokens(model, quality, size), tokens, `${id} ${quality} ${size}`);
  }
});
