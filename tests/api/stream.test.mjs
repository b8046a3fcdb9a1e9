// @ts-check
// The stand-in's events, read by the official client's own streaming parser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, decoded, gradient, pngFile, sharedServer, upload } from './support.mjs';

const server = sharedServer();
const asked = /** @type {const} */ ({ model: 'gpt-image-2.5-flare', prompt: 'a lighthouse', quality: 'low' });

/** @template T @param {AsyncIterable<T>} stream @returns {Promise<T[]>} */
async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

test('partial images come by index, then the picture that a plain answer has, and all is paid for', async () => {
  const one = client(server());
  const plain = await one.images.generate(asked);
  const events = await all(await one.images.generate({ ...asked, stream: true, partial_images: 2 }));
  assert.deepEqual(events.map(({ type }) => type), ['image_generation.partial_image', 'image_generation.partial_image', 'image_generation.completed']);
  assert.deepEqual(events.map((event) => Reflect.get(event, 'partial_image_index')), [0, 1, undefined]);
  const last = events[2];
  assert.ok(last.type === 'image_generation.completed');
  assert.equal(last.b64_json, plain.data?.[0].b64_json);
  assert.equal(last.usage.output_tokens, 196 + 2 * 100);
  for (const event of events) {
    const { width, height } = decoded(event);
    assert.deepEqual([width, height, event.size, event.quality, event.background, event.output_format], [1024, 1024, '1024x1024', 'low', 'opaque', 'png']);
  }
  assert.equal(new Set(events.map(({ b64_json }) => b64_json)).size, 3);
});

test('without partial images there is one event, for edits too', async () => {
  const one = client(server());
  const image = await upload(pngFile(640, 480, gradient));
  const edit = { ...asked, image, size: /** @type {const} */ ('1024x1024') };
  const plain = await one.images.edit(edit);
  const events = await all(await one.images.edit({ ...edit, stream: true }));
  assert.deepEqual(events.map(({ type }) => type), ['image_edit.completed']);
  assert.equal(events[0].b64_json, plain.data?.[0].b64_json);
});

test('several pictures come one after the other, each with its own usage', async () => {
  const events = await all(await client(server()).images.generate({ ...asked, n: 2, stream: true, partial_images: 1 }));
  assert.deepEqual(events.map(({ type }) => type.split('.')[1]), ['partial_image', 'completed', 'partial_image', 'completed']);
});

test('what is refused is refused in one piece', async () => {
  const call = client(server()).images.generate({ ...asked, prompt: '', stream: true });
  await assert.rejects(call, /400/);
});

test('a stream that is cut has no last event', async () => {
  const one = server();
  one.fault = { kind: 'cut', after: 100 };
  const events = await all(await client(one).images.generate({ ...asked, stream: true })).catch(() => []);
  assert.deepEqual(events, []);
});
