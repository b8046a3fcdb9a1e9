// @ts-check
// The development server: its files, its API, and every way in which it can be told to misbehave.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { blank } from '../../web/demo/draw/picture.mjs';
import { encodePng } from '../../web/demo/draw/png.mjs';
import { decode } from '../../web/demo/node/decode.mjs';
import { serve } from '../../web/demo/serve.mjs';

/** @typedef {import('../../web/demo/draw/picture.mjs').Picture} Picture */
/** @typedef {import('../../web/demo/faults.mjs').Fault} Fault */

const folder = mkdtempSync(join(tmpdir(), 'site-'));
const site = join(folder, 'site');
/** @type {import('../../web/demo/serve.mjs').Server} */
let server;

before(async () => {
  mkdirSync(join(site, 'deep'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'site-secret.txt'), 'secret');
  writeFileSync(join(site, 'index.html'), '<title>page</title>');
  writeFileSync(join(site, 'core.wasm'), Uint8Array.of(0, 97, 115, 109));
  writeFileSync(join(site, 'deep', 'a b.js'), '1');
  server = await serve({ site });
});

beforeEach(() => {
  server.fault = undefined;
  server.requests.length = 0;
  server.closed = 0;
});

after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** @param {{ n?: number, signal?: AbortSignal }} [more] */
function generate({ n = 1, signal } = {}) {
  return fetch(`${server.url}demo/v1/images/generations`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-image-2.5-flare', prompt: 'x', n }),
    signal,
  });
}

/** A ramp, the left half of it to be repainted. @returns {Promise<Picture>} the answer */
async function edit() {
  const [ramp, mask] = [blank(160, 160), blank(160, 160)];
  for (let i = 0; i < 160 * 160; i++) {
    ramp.data.set([i % 160, i / 160, 100, 255], i * 4);
    mask.data[i * 4 + 3] = i % 160 < 80 ? 0 : 255;
  }
  const body = new FormData();
  body.append('model', 'gpt-image-2.5-flare');
  body.append('prompt', 'x');
  body.append('size', '1024x1024');
  body.append('image', await pngBlob(ramp), 'image.png');
  body.append('mask', await pngBlob(mask), 'mask.png');
  return firstOf(
    await fetch(`${server.url}demo/v1/images/edits`, {
      method: 'POST',
      headers: { authorization: 'Bearer demo' },
      body,
    }),
  );
}

/** @param {Picture} picture */
const pngBlob = async (picture) =>
  new Blob([new Uint8Array(await encodePng(picture))], { type: 'image/png' });

/** @param {Response} response @returns {Promise<Picture>} */
async function firstOf(response) {
  const { data } = await response.json();
  return decode(Buffer.from(data[0].b64_json, 'base64'), 'image/png');
}

/** The mean of a channel where nothing is repainted. @param {Picture} picture @param {number} channel */
function keptMean({ width, height, data }, channel) {
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = width - 400; x < width - 100; x++) sum += data[(y * width + x) * 4 + channel];
  }
  return sum / (height * 300);
}

/**
 * @param {string} path as it goes over the wire, unlike what fetch makes of it
 * @returns {Promise<[number | undefined, string]>}
 */
function rawGet(path) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const asked = request({ hostname, port, path }, async (answer) => {
      let text = '';
      for await (const part of answer) text += part;
      resolve([answer.statusCode, text]);
    });
    asked.on('error', reject).end();
  });
}

/** @param {() => boolean} condition */
async function until(condition) {
  for (let i = 0; i < 200 && !condition(); i++) await pause(10);
  assert.ok(condition());
}

test('files come with their types and are not cached', async () => {
  for (const [path, type] of [
    ['', 'text/html; charset=utf-8'],
    ['core.wasm', 'application/wasm'],
    ['deep/a%20b.js?x=1', 'text/javascript; charset=utf-8'],
    ['demo/where.json', 'application/json'],
  ]) {
    const response = await fetch(server.url + path);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), type);
    assert.equal(response.headers.get('cache-control'), 'no-store');
  }
  assert.deepEqual(await (await fetch(`${server.url}demo/where.json`)).json(), {
    served: 'server',
  });
});

test('files come packed from a server that packs', async () => {
  const packing = await serve({ site, api: false, pack: true });
  const response = await fetch(`${packing.url}core.wasm`);
  assert.equal(response.headers.get('content-encoding'), 'gzip');
  assert.equal(response.headers.get('content-type'), 'application/wasm');
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), Uint8Array.of(0, 97, 115, 109));
  await packing.close();
});

test('no path leads out of the folder', async () => {
  for (const path of [
    '/../secret.txt',
    '/deep/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/deep/..%2f..%2fsecret.txt',
    '/..%2fsite-secret.txt',
    '/..%5csecret.txt',
    `//..%2f..%2f${folder}/secret.txt`,
    '/core.wasm%00.html',
    '/%ff',
    '/%',
    '/deep',
    '/nothing',
  ]) {
    const [status, text] = await rawGet(path);
    assert.equal(status, 404, path);
    assert.doesNotMatch(text, /secret$/);
  }
});

test('plain hosting has no API', async () => {
  const plain = await serve({ site, api: false });
  assert.equal((await fetch(`${plain.url}demo/v1/models`)).status, 404);
  assert.equal((await fetch(`${plain.url}demo/where.json`)).status, 404);
  assert.equal((await fetch(plain.url)).status, 200);
  await plain.close();
});

test('a busy port gives way to the next', async () => {
  const port = Number(new URL(server.url).port);
  const second = await serve({ site, port });
  assert.ok(Number(new URL(second.url).port) > port);
  await second.close();
});

test('requests are recorded as they came, under any path before demo', async () => {
  const body = Buffer.from([0, 255, 13, 10, 7]);
  await fetch(`${server.url}sub/demo/v1/images/edits?a=b`, {
    method: 'POST',
    headers: { 'content-type': 'x/y' },
    body,
  });
  assert.equal(server.requests.length, 1);
  const { method, url, headers, body: bytes } = server.requests[0];
  assert.deepEqual(
    [method, url, headers['content-type']],
    ['POST', `${server.url}sub/demo/v1/images/edits?a=b`, 'x/y'],
  );
  assert.deepEqual(Buffer.from(bytes), body);
});

test('without a fault nothing is closed early', async () => {
  assert.equal((await (await generate()).json()).data.length, 1);
  assert.equal(server.closed, 0);
});

test('stall: no answer, and the client that leaves is counted', async () => {
  server.fault = 'stall';
  const leave = new AbortController();
  const answer = generate({ signal: leave.signal });
  await until(() => server.requests.length === 1);
  assert.equal(await Promise.race([answer, pause(100, 'nothing')]), 'nothing');
  leave.abort();
  await assert.rejects(answer, { name: 'AbortError' });
  await until(() => server.closed === 1);
});

test('stall-body: headers and some bytes, then nothing', async () => {
  server.fault = { kind: 'stall-body', after: 100 };
  const leave = new AbortController();
  const response = await generate({ signal: leave.signal });
  const reader = response.body?.getReader();
  assert.equal((await reader?.read())?.value?.length, 100);
  assert.equal(await Promise.race([reader?.read(), pause(100, 'nothing')]), 'nothing');
  leave.abort();
  await until(() => server.closed === 1);
});

test('drop and drop-body: headers, then a broken connection that is not the client’s doing', async () => {
  for (const kind of /** @type {const} */ (['drop', 'drop-body'])) {
    server.fault = kind;
    const response = await generate();
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
  }
  assert.equal(server.closed, 0);
});

test('cut: half of the JSON and a proper end', async () => {
  server.fault = 'cut';
  const text = await (await generate()).text();
  assert.match(text, /^\{"created":/);
  assert.throws(() => JSON.parse(text), SyntaxError);
});

test('slow: everything, in pieces', async () => {
  server.fault = { kind: 'slow', ms: 5 };
  const response = await generate();
  let [pieces, text] = [0, ''];
  for await (const piece of response.body ?? []) {
    pieces++;
    text += Buffer.from(piece).toString('latin1');
  }
  assert.ok(pieces >= 15);
  assert.equal(JSON.parse(text).data.length, 1);
});

test('html: the page of a gateway, unreadable for other origins', async () => {
  server.fault = 'html';
  const response = await generate();
  assert.equal(response.status, 502);
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
  assert.equal(response.headers.get('access-control-allow-origin'), null);
  assert.match(await response.text(), /502 Bad Gateway/);
});

test('refuse: status and code as told, with the real words', async () => {
  server.fault = { kind: 'refuse', status: 429, code: 'insufficient_quota' };
  const response = await generate();
  const { error } = await response.json();
  assert.equal(response.status, 429);
  assert.equal(error.type, 'insufficient_quota');
  assert.match(error.message, /exceeded your current quota/);
});

test('fewer and more: another number of pictures than asked for', async () => {
  server.fault = 'fewer';
  assert.equal((await (await generate({ n: 2 })).json()).data.length, 1);
  server.fault = 'more';
  assert.equal((await (await generate({ n: 2 })).json()).data.length, 3);
});

test('url: addresses from which the same pictures come', async () => {
  const direct = await (await generate({ n: 2 })).json();
  server.fault = 'url';
  const { data } = await (await generate({ n: 2 })).json();
  assert.deepEqual(Object.keys(data[1]), ['url']);
  const response = await fetch(data[1].url);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.equal(
    Buffer.from(await response.arrayBuffer()).toString('base64'),
    direct.data[1].b64_json,
  );
  assert.equal((await fetch(`${server.url}demo/pictures/999.png`)).status, 404);
});

test('drift: an edit moved as told; a masked one is moved and tinted a little anyway', async () => {
  server.fault = 'drift';
  const still = await edit();
  server.fault = { kind: 'drift', shift: [-64, 0], offset: [0, 0, 20] };
  const told = await edit();
  assert.ok(Math.abs(keptMean(told, 0) - keptMean(still, 0) - 10) < 0.5);
  assert.ok(Math.abs(keptMean(told, 2) - keptMean(still, 2) - 20) < 0.5);
  server.fault = undefined;
  const usual = await edit();
  const warmer = keptMean(usual, 0) - keptMean(still, 0);
  const cooler = keptMean(usual, 2) - keptMean(still, 2);
  assert.ok(warmer > 2 && warmer < 6 && cooler < -1 && cooler > -6);
});

test('size: pictures of another size than was asked for', async () => {
  server.fault = { kind: 'size', width: 320, height: 200 };
  const { width, height } = await edit();
  assert.deepEqual([width, height], [320, 200]);
  server.fault = 'size';
  const made = await firstOf(await generate());
  assert.deepEqual([made.width, made.height], [640, 480]);
});

test('noise: as large as was asked for, and nothing of what was sent', async () => {
  server.fault = 'noise';
  const noise = await edit();
  assert.deepEqual([noise.width, noise.height], [1024, 1024]);
  assert.ok(Math.abs(keptMean(noise, 2) - 127.5) < 1);
});

test('faults spare the list of models', async () => {
  server.fault = 'stall';
  const response = await fetch(`${server.url}demo/v1/models`, {
    headers: { authorization: 'Bearer demo' },
  });
  assert.equal(response.status, 200);
});
