// @ts-check
// The official client against the stand-in API: success, and the right class for every failure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import {
  client,
  decoded,
  gradient,
  parseRequest,
  pngFile,
  sharedServer,
  upload,
} from './support.mjs';

const server = sharedServer();
const model = 'gpt-image-2.5-flare';
const photo = pngFile(1200, 800, gradient);

/** @param {import('openai').OpenAI.ImagesResponse} answer */
function sizes({ data }) {
  return data?.map((image) => {
    const { width, height } = decoded(image);
    return `${width}x${height}`;
  });
}

test('a prompt becomes one picture of the default size', async () => {
  const answer = await client(server()).images.generate({
    model,
    prompt: 'a lighthouse',
    quality: 'low',
  });
  assert.deepEqual(sizes(answer), ['1024x1024']);
  const { created, data, ...facts } = answer;
  assert.ok(created > 1_700_000_000);
  assert.deepEqual(facts, {
    size: '1024x1024',
    quality: 'low',
    background: 'opaque',
    output_format: 'png',
    safety_identifier: null,
    usage: {
      input_tokens: 3,
      input_tokens_details: { text_tokens: 3, image_tokens: 0 },
      output_tokens: 196,
      output_tokens_details: { image_tokens: 196, text_tokens: 0 },
      total_tokens: 199,
    },
  });
});

test('n pictures come, all different, and each is paid for', async () => {
  const answer = await client(server()).images.generate({
    model,
    prompt: 'x',
    n: 3,
    size: '1536x1024',
    quality: 'low',
  });
  assert.deepEqual(sizes(answer), ['1536x1024', '1536x1024', '1536x1024']);
  assert.equal(new Set(answer.data?.map(({ b64_json }) => b64_json)).size, 3);
  assert.equal(answer.usage?.output_tokens, 3 * 158);
});

test('a transparent background is transparent, and so named', async () => {
  const answer = await client(server()).images.generate({
    model,
    prompt: 'x',
    background: 'transparent',
  });
  assert.equal(answer.background, 'transparent');
  const { data } = decoded(answer.data?.[0]);
  const alphas = new Set(data.filter((_, at) => at % 4 === 3));
  assert.ok(alphas.has(0) && alphas.has(255) && alphas.size > 2);
});

test('an edit without a size keeps the shape of its image', async () => {
  const image = await upload(photo);
  const answer = await client(server()).images.edit({ model, prompt: 'at night', image });
  assert.deepEqual(sizes(answer), ['1248x832']);
  assert.equal(answer.usage?.input_tokens_details.image_tokens, 38 * 25);
});

test('the older models take the nearest of their three sizes', async () => {
  const image = await upload(pngFile(600, 1000, gradient));
  const answer = await client(server()).images.edit({
    model: 'gpt-image-1.5',
    prompt: 'x',
    image,
    input_fidelity: 'high',
  });
  assert.deepEqual(sizes(answer), ['1024x1536']);
  assert.equal(answer.usage?.input_tokens_details.image_tokens, 65 + 129 * 2 + 6240);
});

test('several images go as image[] and all are counted', async () => {
  const one = server();
  const image = [await upload(photo), await upload(pngFile(64, 64, gradient), 'image_1.png')];
  const answer = await client(one).images.edit({ model, prompt: 'x', image, size: '1024x1024' });
  assert.deepEqual(sizes(answer), ['1024x1024']);
  assert.equal(answer.usage?.input_tokens_details.image_tokens, 38 * 25 + 4);
  const { fields, files } = await parseRequest(one.requests[0]);
  assert.deepEqual(Object.fromEntries(fields), { model, prompt: 'x', size: '1024x1024' });
  assert.deepEqual(
    files.map(({ name, filename, type, bytes }) => [name, filename, type, bytes.length]),
    [
      ['image[]', 'image_0.png', 'image/png', photo.length],
      ['image[]', 'image_1.png', 'image/png', image[1].size],
    ],
  );
});

test('markup goes beside its image and is seen in the answer', async () => {
  const one = server();
  const [red, clear] = [[255, 0, 0, 255], [0, 0, 0, 0]];
  const drawn = pngFile(1200, 800, (x, y) => /** @type {any} */ (x < 300 && y < 200 ? red : clear));
  const [image, markup] = [await upload(photo), await upload(drawn, 'markup.png')];
  const answer = await client(one).images.edit({ model, prompt: 'x', image, markup });
  const { files } = await parseRequest(one.requests[0]);
  assert.deepEqual(
    files.map(({ name, filename }) => [name, filename]),
    [['image', 'image_0.png'], ['markup', 'markup.png']],
  );
  const picture = decoded(answer.data?.[0]);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => [...picture.data.subarray((y * picture.width + x) * 4, (y * picture.width + x) * 4 + 4)];
  assert.deepEqual(at(150, 100), red);
  assert.notDeepEqual(at(700, 500), red);
});

test('a recorded generation is its JSON', async () => {
  const one = server();
  await client(one).images.generate({ model, prompt: 'x\ny', n: 1 });
  assert.deepEqual((await parseRequest(one.requests[0])).json, { model, prompt: 'x\ny', n: 1 });
});

test('the list of models tells when each is shut down', async () => {
  const { data } = await client(server()).models.list();
  const ends = Object.fromEntries(data.map((one) => [one.id, Reflect.get(one, 'shutdown_date')]));
  assert.equal(ends['gpt-image-2.5-flare'], null);
  assert.equal(ends['gpt-image-1.5'], '2026-12-01');
  assert.ok(!('gpt-image-1' in ends));
});

/** @type {[string, import('../../web/demo/faults.mjs').Fault, any][]} */
const failures = [
  ['400 moderation_blocked', { kind: 'refuse', status: 400 }, OpenAI.BadRequestError],
  ['401 invalid_api_key', { kind: 'refuse', status: 401 }, OpenAI.AuthenticationError],
  ['403 null', { kind: 'refuse', status: 403 }, OpenAI.PermissionDeniedError],
  ['429 rate_limit_exceeded', { kind: 'refuse', status: 429 }, OpenAI.RateLimitError],
  [
    '429 insufficient_quota',
    { kind: 'refuse', status: 429, code: 'insufficient_quota' },
    OpenAI.RateLimitError,
  ],
  ['500 null', { kind: 'refuse', status: 500 }, OpenAI.InternalServerError],
  ['502 502', { kind: 'refuse', status: 502 }, OpenAI.InternalServerError],
  ['502 undefined', 'html', OpenAI.InternalServerError],
];

for (const [outcome, fault, type] of failures) {
  test(`the client understands ${outcome} of ${JSON.stringify(fault)}`, async () => {
    const one = server();
    one.fault = fault;
    await assert.rejects(client(one).images.generate({ model, prompt: 'x' }), (error) => {
      assert.ok(error instanceof OpenAI.APIError && error instanceof type);
      assert.equal(`${error.status} ${error.code}`, outcome);
      return true;
    });
    assert.equal(one.requests.length, 1);
  });
}

test('a wrong key is refused and not repeated', async () => {
  const key = 'sk-wrong-0123456789-secret-part-abcd';
  await assert.rejects(client(server(), key).images.generate({ model, prompt: 'x' }), (error) => {
    assert.ok(error instanceof OpenAI.AuthenticationError);
    assert.equal(error.code, 'invalid_api_key');
    assert.match(error.message, /sk-wrong\*+abcd/);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});

test('a model that is no more is not found', async () => {
  const call = client(server()).images.generate({ model: 'gpt-image-1', prompt: 'x' });
  await assert.rejects(
    call,
    (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found',
  );
});
