// @ts-check
// A server that plays faults by bytes: what it answers, and when it breaks off, is told to it step by step.
//
// It speaks no more HTTP than faults need: it waits until a request is in, plays its steps and closes.  It
// listens on the loopback only, to so many connections, for so long, and takes requests up to a size.

import { createServer } from 'node:net';

/** Breaks the connection; ends it properly; leaves it open without a word; waits for another request on it. */
export const RESET = Symbol('reset');
export const END = Symbol('end');
export const HANG = Symbol('hang');
export const KEEP = Symbol('keep');

/**
 * @typedef {string | Buffer | number | symbol} Step bytes, milliseconds of nothing, or one of the above; after
 *   the last one the connection ends properly
 * @typedef {object} Play
 * @property {Step[]} steps
 * @property {'body' | 'headers'} [after] what of the request is waited for; its body unless told otherwise
 *
 * @typedef {object} FaultServer
 * @property {string} url the base URL, without a slash at the end
 * @property {Step[] | Play | ((body: string) => Step[])} post how the next POSTs are answered
 * @property {Step[]} models how the list of models is answered
 * @property {Step[]} preflight how the browser's question is answered whether it may ask at all
 * @property {number} posts so many have come, at least with their headers
 * @property {string[]} asked "METHOD path" of each request
 * @property {number} open connections
 * @property {(deaf: boolean) => Promise<void>} setDeaf a deaf one refuses connections
 * @property {() => Promise<void>} close
 */

const MAX_CONNECTIONS = 32;
const MAX_REQUEST = 1 << 20;
const MAX_MS = 60_000;

const CORS = { 'access-control-allow-origin': '*' };
const PREFLIGHT = { ...CORS, 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'authorization, content-type' };

/**
 * @param {number} status
 * @param {Record<string, string | number>} [headers]
 * @param {boolean} [readable] whether pages of other origins may read it
 */
export const head = (status, headers = {}, readable = true) =>
  [`HTTP/1.1 ${status} Said`, ...Object.entries({ connection: 'close', ...(readable && CORS), ...headers }).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');

/** A whole answer. @param {number} status @param {string | Buffer} body @param {Record<string, string | number>} [headers] @returns {Step[]} */
export const whole = (status, body, headers = {}) => [head(status, { 'content-length': Buffer.byteLength(body), ...headers }), body];

/** The same, which no page of another origin may read. @param {number} status @param {string} body @returns {Step[]} */
export const unreadable = (status, body) => [head(status, { 'content-length': Buffer.byteLength(body) }, false), body];

/** @param {number} status @param {unknown} value @param {Record<string, string | number>} [headers] */
export const json = (status, value, headers = {}) => whole(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });

/** An error of the API. @param {number} status @param {string | null} code @param {string} message @param {object} [more] @param {Record<string, string | number>} [headers] */
export const refusal = (status, code, message, more = {}, headers = {}) =>
  json(status, { error: { message, type: 'invalid_request_error', param: null, code, ...more } }, headers);

/** @param {...(string | Buffer)} pieces @returns {Step[]} each of them a chunk; the last one, which ends the body, is the caller's */
export const chunks = (...pieces) => pieces.flatMap((piece) => [`${Buffer.byteLength(piece).toString(16)}\r\n`, piece, '\r\n']);

const MODELS = json(200, { object: 'list', data: [{ id: 'gpt-image-2', object: 'model' }] });

/** A request once its headers are in. @param {Buffer} bytes */
function parsed(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [line, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [method, path] = line.split(' ');
  const length = Number(lines.find((one) => /^content-length:/i.test(one))?.slice('content-length:'.length) ?? 0);
  return { method, path, body: bytes.subarray(end + 4).toString(), isWhole: bytes.length >= end + 4 + length };
}

/** Settles when there is room for more, or nobody left to take it. @param {import('node:net').Socket} socket */
const room = (socket) =>
  new Promise((resolve) => {
    const done = () => resolve(void socket.off('drain', done).off('close', done));
    socket.on('drain', done).on('close', done);
  });

/** @param {import('node:net').Socket} socket @param {Step[]} steps @returns {Promise<boolean>} whether it waits for more */
async function playTo(socket, steps) {
  for (const step of steps) {
    if (socket.destroyed || step === HANG) return false;
    if (step === KEEP) return true;
    if (step === RESET) socket.resetAndDestroy();
    if (step === END) break;
    if (typeof step === 'number') await new Promise((resolve) => setTimeout(resolve, step));
    else if (typeof step !== 'symbol' && !socket.write(step)) await room(socket);
  }
  socket.end();
  return false;
}

/** @returns {Promise<FaultServer>} */
export async function serveFaults() {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  /** @type {FaultServer} */
  const state = {
    url: '',
    post: [HANG],
    models: MODELS,
    preflight: [head(204, { ...PREFLIGHT, 'access-control-max-age': 0 })],
    posts: 0,
    asked: [],
    get open() {
      return sockets.size;
    },
    setDeaf,
    close,
  };

  /** @param {{method: string, body: string, isWhole: boolean}} request @returns {Play} */
  function playFor({ method, body, isWhole }) {
    const { post, models, preflight } = state;
    const told = typeof post !== 'function' ? post : isWhole && body ? post(body) : [];
    const play = { POST: told, GET: models, OPTIONS: preflight }[method] ?? [RESET];
    return Array.isArray(play) ? { steps: play } : play;
  }

  const server = createServer((socket) => {
    let bytes = Buffer.alloc(0);
    let playing = false;
    sockets.add(socket);
    socket.setTimeout(MAX_MS, () => socket.destroy());
    socket.on('error', () => {}); // it was broken on purpose, or the browser went away
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', async (piece) => {
      if (playing) return;
      bytes = Buffer.concat([bytes, piece]);
      if (bytes.length > MAX_REQUEST) return void socket.destroy();
      const request = parsed(bytes);
      if (!request) return;
      const { steps, after = 'body' } = playFor(request);
      if (!request.isWhole && after === 'body') return;
      playing = true;
      state.posts += request.method === 'POST' ? 1 : 0;
      state.asked.push(`${request.method} ${request.path}`);
      playing = !(await playTo(socket, steps));
      bytes = Buffer.alloc(0);
    });
  });
  server.maxConnections = MAX_CONNECTIONS;

  /** @param {number} port */
  const listen = (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));

  /** @param {boolean} deaf */
  async function setDeaf(deaf) {
    if (!deaf) return void (await listen(port));
    server.close();
    for (const socket of sockets) socket.destroy();
  }

  async function close() {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }

  await listen(0);
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  state.url = `http://127.0.0.1:${port}/v1`;
  return state;
}
