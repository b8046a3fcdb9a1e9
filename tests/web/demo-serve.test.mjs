// @ts-check
// The development server: its files, its API, and every way in which it can be told to misbehave.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from '../../web/demo/serve.mjs';

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

test('faults spare the list of models', async () => {
  server.fault = 'stall';
  const response = await fetch(`${server.url}demo/v1/models`, {
    headers: { authorization: 'Bearer demo' },
  });
  assert.equal(response.status, 200);
});
