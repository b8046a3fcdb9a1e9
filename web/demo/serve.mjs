// @ts-check
/*
 * The development server: the built page at /, the stand-in API at demo/v1 beside it. Nothing is cached.
 *
 *   node web/demo/serve.mjs [--port 8080] [--host 127.0.0.1]
 *
 * prints the address; where the port is busy it takes the next free one. Tests call serve(), which besides
 * tells what arrived (`requests`), counts the answers a client did not wait for (`closed`), and misbehaves
 * as `fault` says, which may be set and cleared at any time (see faults.mjs).
 */

import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createApi } from './api.mjs';
import { decode } from './node/decode.mjs';
import { answerFile } from './node/files.mjs';

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/**
 * @typedef {{ method: string, url: string, headers: Record<string, string>, body: Uint8Array<ArrayBuffer> }} Recorded
 */
/**
 * @typedef {object} Options
 * @property {number} [port] 0 for any
 * @property {string} [host]
 * @property {string} [site] the folder with the built page
 * @property {boolean} [api] false: only the files, as plain static hosting has them
 * @property {boolean} [pack] whether all is sent compressed, as hosts do
 * @property {boolean} [record] whether requests to the API are kept
 * @property {() => Date} [now] the day the API thinks it is
 */
/**
 * @typedef {object} Server
 * @property {string} url ends with a slash
 * @property {Recorded[]} requests to the API, preflights included, in the order they were complete
 * @property {number} closed answers whose client went away first
 * @property {import('./faults.mjs').Fault | undefined} fault
 * @property {() => Promise<void>} close also breaks the connections that are open
 */

const builtSite = fileURLToPath(new URL('../../build/site', import.meta.url));
const tries = 100;

/** @param {Options} [options] @returns {Promise<Server>} */
export async function serve({ port = 0, host = '127.0.0.1', pack = false, ...rest } = {}) {
  /** @type {Server} */
  const state = { url: '', requests: [], closed: 0, fault: undefined, close };
  const answer = answerer(state, rest);
  const server = createServer(async (incoming, outgoing) => {
    outgoing.on(
      'close',
      () => (state.closed += outgoing.writableFinished || outgoing.errored ? 0 : 1),
    );
    try {
      const response = await answer(await receive(incoming, state.url));
      await send(pack ? packed(response) : response, outgoing);
    } catch {
      outgoing.destroy();
    }
  });
  state.url = `http://${host}:${await listen(server, host, port)}/`;
  return state;

  async function close() {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/**
 * @param {Server} state
 * @param {Options} options
 * @returns {(request: Request) => Promise<Response>}
 */
function answerer(state, { site = builtSite, api = true, record = true, now }) {
  /** @type {Uint8Array[]} */
  const pictures = [];
  const standIn = createApi({
    decode,
    now,
    fault: () => state.fault,
    publish: (file) => `${state.url}demo/pictures/${pictures.push(file) - 1}.png`,
  });
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (!api) return answerFile(site, pathname);
    if (/\/demo\/(v1|openai)\//.test(pathname)) {
      if (record) state.requests.push(await recorded(request.clone()));
      return standIn(request);
    }
    if (pathname.endsWith('/demo/where.json')) return Response.json({ served: 'server' });
    const number = /\/demo\/pictures\/(\d+)\.png$/.exec(pathname)?.[1];
    return number ? answerPicture(pictures[Number(number)]) : answerFile(site, pathname);
  };
}

/** @param {Uint8Array | undefined} file */
function answerPicture(file) {
  if (!file) return new Response('There is no such picture.\n', { status: 404 });
  const headers = { 'content-type': 'image/png', 'access-control-allow-origin': '*' };
  return new Response(new Uint8Array(file), { headers });
}

/** @param {Request} request @returns {Promise<Recorded>} */
async function recorded(request) {
  const { method, url, headers } = request;
  return {
    method,
    url,
    headers: Object.fromEntries(headers),
    body: new Uint8Array(await request.arrayBuffer()),
  };
}

/** @param {IncomingMessage} incoming @param {string} base @returns {Promise<Request>} */
async function receive(incoming, base) {
  const parts = [];
  for await (const part of incoming) parts.push(part);
  const { method = 'GET', url = '/', headers } = incoming;
  const body = method === 'GET' || method === 'HEAD' ? undefined : Buffer.concat(parts);
  return new Request(base.slice(0, -1) + url, {
    method,
    headers: /** @type {Record<string, string>} */ (headers),
    body,
  });
}

/** @param {Response} response */
function packed({ body, status, headers }) {
  const stream = body?.pipeThrough(new CompressionStream('gzip')) ?? null;
  return new Response(stream, {
    status,
    headers: { ...Object.fromEntries(headers), 'content-encoding': 'gzip' },
  });
}

/** @param {Response} response @param {ServerResponse} outgoing */
async function send(response, outgoing) {
  response.headers.set('cache-control', 'no-store');
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  const body = /** @type {import('node:stream/web').ReadableStream | null} */ (response.body);
  await pipeline(body ? Readable.fromWeb(body) : Readable.from([]), outgoing);
}

/**
 * @param {import('node:http').Server} server
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number>}
 */
async function listen(server, host, port) {
  for (const last = port + tries; ; port++) {
    try {
      return await listenOn(server, host, port);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE' || port >= last)
        throw error;
    }
  }
}

/**
 * @param {import('node:http').Server} server
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number>}
 */
function listenOn(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
    },
  });
  const { url } = await serve({ port: Number(values.port), host: values.host, record: false });
  console.log(url);
}
