// @ts-check
// Every rule about the parts of an edit: names, types, contents, sizes, and the mask.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApi } from '../../web/demo/api.mjs';
import { decode } from '../../web/demo/node/decode.mjs';
import { gradient, pngFile, today } from './support.mjs';

const api = createApi({ decode, now: () => today });
const model = 'gpt-image-2.5-flare';
const webp = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAUAmJaQAA3AA/v89WAAAAA==', 'base64');
const image = pngFile(40, 30, gradient);
const hole = pngFile(40, 30, (x) => [0, 0, 0, x < 20 ? 0 : 255]);

/** @typedef {[name: string, content: string | Uint8Array, type?: string]} Part */

/** @param {Part[]} parts @returns {Promise<Response>} */
function edit(parts, answerer = api) {
  const body = new FormData();
  for (const [name, content, type = 'image/png'] of parts) {
    if (typeof content === 'string') body.append(name, content);
    else body.append(name, new Blob([new Uint8Array(content)], { type }), `${name}.png`);
  }
  const headers = { authorization: 'Bearer demo' };
  return answerer(new Request('https://host/v1/images/edits', { method: 'POST', headers, body }));
}

/** @param {Part[]} parts @param {string} [asked] */
async function outcome(parts, asked = model) {
  const { error } = await (await edit([['model', asked], ['prompt', 'x'], ...parts])).json();
  return error ? `${error.code} ${error.param}` : 'accepted';
}

/**
 * @param {number} bytes
 * @returns {Uint8Array} a PNG with so many bytes, the last of them outside of it
 */
function padded(bytes) {
  const file = new Uint8Array(bytes);
  file.set(image);
  return file;
}

/** @param {number} byte @param {number} value */
function changed(byte, value) {
  const file = new Uint8Array(image);
  file[byte] = value;
  return file;
}

/** @type {Record<string, [Part[], string, string?]>} */
const cases = {
  'one image': [[['image', image]], 'accepted'],
  'one image as a list': [[['image[]', image]], 'accepted'],
  'sixteen images': [Array.from({ length: 16 }, () => ['image[]', image]), 'accepted'],
  'a WebP image': [[['image', webp, 'image/webp']], 'accepted'],
  'an image and a mask': [[['image', image], ['mask', hole]], 'accepted'],
  'two images and a mask for the first': [[['image[]', image], ['image[]', webp, 'image/webp'], ['mask', hole]], 'accepted'],
  'numbers as text': [[['image', image], ['n', '2'], ['stream', 'false'], ['output_compression', '100']], 'accepted'],
  'moderation': [[['image', image], ['moderation', 'low']], 'accepted'],
  'no image': [[], 'missing_required_parameter image'],
  'a mask alone': [[['mask', hole]], 'missing_required_parameter image'],
  'seventeen images': [Array.from({ length: 17 }, () => ['image[]', image]), 'array_above_max_length image[]'],
  'both spellings': [[['image', image], ['image[]', image]], 'invalid_value image'],
  'image twice': [[['image', image], ['image', image]], 'duplicate_parameter image'],
  'two masks': [[['image', image], ['mask', hole], ['mask', hole]], 'duplicate_parameter mask'],
  'an image as text': [[['image', 'AAAA']], 'invalid_type image'],
  'an image and markup': [[['image', image], ['markup', hole]], 'accepted'],
  'two images and markup over the first': [[['image[]', image], ['image[]', webp, 'image/webp'], ['markup', hole]], 'accepted'],
  'markup for a model without it': [[['image', image], ['markup', hole]], 'unknown_parameter markup', 'gpt-image-2'],
  'markup beside a mask': [[['image', image], ['mask', hole], ['markup', hole]], 'invalid_value markup'],
  'markup twice': [[['image', image], ['markup', hole], ['markup', hole]], 'duplicate_parameter markup'],
  'markup as text': [[['image', image], ['markup', 'AAAA']], 'invalid_type markup'],
  'markup alone': [[['markup', hole]], 'missing_required_parameter image'],
  'markup without alpha': [[['image', image], ['markup', pngFile(40, 30, gradient, { colorType: 2 })]], 'invalid_image_file markup'],
  'markup that covers everything': [[['image', image], ['markup', image]], 'invalid_image_file markup'],
  'markup that is no PNG': [[['image', image], ['markup', webp, 'image/webp']], 'invalid_image_file markup'],
  'markup of another size': [[['image', image], ['markup', pngFile(30, 40, (x) => [0, 0, 0, x])]], 'invalid_markup_image_format markup'],
  'an unknown file': [[['image', image], ['photo', image]], 'unknown_parameter photo'],
  'an unknown field': [[['image', image], ['seed', '1']], 'unknown_parameter seed'],
  'a field twice': [[['image', image], ['n', '1'], ['n', '1']], 'duplicate_parameter n'],
  'words for a number': [[['image', image], ['n', 'two']], 'invalid_type n'],
  'a fraction for a number': [[['image', image], ['n', '1.0']], 'invalid_type n'],
  'another word for true': [[['image', image], ['stream', '1']], 'invalid_type stream'],
  'fidelity for a model without': [[['image', image], ['input_fidelity', 'high']], 'unknown_parameter input_fidelity'],
  'no type at all': [[['image', image, 'application/octet-stream']], 'unsupported_file_mimetype image'],
  'a GIF': [[['image', image, 'image/gif']], 'unsupported_file_mimetype image'],
  'a list with one untyped file': [[['image[]', image], ['image[]', image, 'application/octet-stream']], 'unsupported_file_mimetype image[]'],
  'a mask without a type': [[['image', image], ['mask', hole, 'application/octet-stream']], 'unsupported_file_mimetype mask'],
  'a PNG that says JPEG': [[['image', image, 'image/jpeg']], 'invalid_image_file image'],
  'a WebP that says PNG': [[['image', webp]], 'invalid_image_file image'],
  'an empty file': [[['image', new Uint8Array(0)]], 'invalid_image_file image'],
  'a PNG cut short': [[['image', image.subarray(0, 100)]], 'invalid_image_file image'],
  'an image of 50 MB': [[['image', padded(50 * 2 ** 20)]], 'file_too_large image'],
  'a mask of 4 MB': [[['image', image], ['mask', padded(4 * 2 ** 20)]], 'file_too_large mask'],
  'a mask without alpha': [[['image', image], ['mask', pngFile(40, 30, gradient, { colorType: 2 })]], 'invalid_image_file mask'],
  'a grey mask': [[['image', image], ['mask', pngFile(40, 30, gradient, { colorType: 0 })]], 'invalid_image_file mask'],
  'a mask that is no PNG': [[['image', image], ['mask', webp, 'image/webp']], 'invalid_image_file mask'],
  'a mask of another size': [[['image', image], ['mask', pngFile(30, 40, gradient)]], 'invalid_mask_image_format mask'],
};

for (const [title, [parts, expected, asked]] of Object.entries(cases)) {
  test(`${title}: ${expected}`, async () => assert.equal(await outcome(parts, asked), expected));
}

test('unusual modes are refused though they could be decoded', async () => {
  const lenient = createApi({ decode: () => decode(image, 'image/png'), now: () => today });
  const outcomes = [];
  for (const [file, type] of [
    [changed(24, 8), 'image/png'],
    [changed(24, 16), 'image/png'],
    [changed(25, 3), 'image/png'],
    [jpegHeader([], 3), 'image/jpeg'],
    [jpegHeader([], 4), 'image/jpeg'],
    [jpegHeader([0xff, 0xe2, 0, 6, ...Buffer.from('MPF\0')], 3), 'image/jpeg'],
  ]) {
    const response = await edit([['model', model], ['prompt', 'x'], ['image', /** @type {Uint8Array} */ (file), String(type)]], lenient);
    outcomes.push((await response.json()).error?.code ?? 'accepted');
  }
  const refused = 'invalid_image_file';
  assert.deepEqual(outcomes, ['accepted', refused, refused, 'accepted', refused, refused]);
});

/**
 * @param {number[]} segment one that comes before the frame
 * @param {number} components
 * @returns {Uint8Array}
 */
function jpegHeader(segment, components) {
  return Uint8Array.of(0xff, 0xd8, ...segment, 0xff, 0xc0, 0, 17, 8, 0, 16, 0, 16, components, 1, 0x11, 0, 2);
}

test('the text of a wrong mask size is that of the real API', async () => {
  const response = await edit([['model', model], ['prompt', 'x'], ['image', image], ['mask', pngFile(1, 1, gradient)]]);
  const { error } = await response.json();
  assert.equal(response.status, 400);
  assert.equal(error.message, 'Invalid mask image format - mask size does not match image size');
  assert.equal(error.type, 'image_generation_user_error');
});

test('a wrong image is named by its number', async () => {
  const response = await edit([['model', model], ['prompt', 'x'], ['image[]', image], ['image[]', webp]]);
  const { error } = await response.json();
  assert.equal(error.message, 'Invalid image file or mode for image 2, please check your image file.');
});

test('an edit that names no model goes to gpt-image-1.5', async () => {
  const response = await edit([['prompt', 'x'], ['image', image], ['size', '2048x2048']]);
  assert.match((await response.json()).error.message, /'1024x1024', '1024x1536', '1536x1024'/);
});

test('a body that is no form, and one that is neither form nor JSON, are refused', async () => {
  for (const [type, code] of [['multipart/form-data; boundary=x', null], ['text/plain', 'unsupported_content_type']]) {
    const headers = { authorization: 'Bearer demo', 'content-type': String(type) };
    const response = await api(new Request('https://host/v1/images/edits', { method: 'POST', headers, body: '{}' }));
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error.code, code);
  }
});

/** @param {string} url @param {object} json @param {Record<string, string>} [headers] */
const post = (url, json, headers = { authorization: 'Bearer demo' }) =>
  api(new Request(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) }));
const reference = (/** @type {Uint8Array} */ file) => ({ image_url: `data:image/png;base64,${Buffer.from(file).toString('base64')}` });

test('an edit as JSON has its pictures as data: URLs', async () => {
  const url = 'https://host/v1/images/edits';
  const right = { model, prompt: 'x', images: [reference(image)], mask: reference(hole) };
  assert.equal((await post(url, right)).status, 200);
  const wrong = [{ images: [] }, { images: 'x' }, { images: [{ image_url: 'https://h/a.png' }] }, { images: [null] }, { mask: {} }, { mask: reference(pngFile(8, 8, gradient)) }, { image: 'x' }];
  for (const change of wrong) assert.equal((await post(url, { ...right, ...change })).status, 400, JSON.stringify(change));
});

test("Azure's addresses take its key, and the older ones want a version", async () => {
  const json = { model, prompt: 'x' };
  const key = { 'api-key': 'demo' };
  const status = async (/** @type {string} */ path, headers = key) => (await post(`https://host/openai/${path}`, json, headers)).status;
  assert.equal(await status('v1/images/generations?api-version=preview'), 200);
  assert.equal(await status('deployments/mine/images/generations?api-version=2025-04-01-preview'), 200);
  assert.equal(await status('deployments/mine/images/generations'), 404);
  assert.equal(await status('v1/images/generations', { 'api-key': 'sk-wrong' }), 401);
  assert.equal((await post('https://host/v1/images/generations', json, key)).status, 401);
});
