// @ts-check
// What the tests of the stand-in API share: a server, a client, pictures, and a recorded request taken apart.

import { after, before } from 'node:test';
import OpenAI, { toFile } from 'openai';
import { PNG } from 'pngjs';
import { serve } from '../../web/demo/serve.mjs';

/** @typedef {import('../../web/demo/serve.mjs').Server} Server */
/** @typedef {import('../../web/demo/serve.mjs').Recorded} Recorded */
/** @typedef {{ name: string, filename: string, type: string, bytes: Uint8Array }} SentFile */
/** @typedef {{ fields: [string, string][], files: SentFile[], json: any }} Parsed */

/** A day on which every model of the table but the shut down ones answers. */
export const today = new Date('2026-11-22T12:00:00Z');

/**
 * @param {Recorded} recorded
 * @returns {Promise<Parsed>} of a multipart body the parts in their order, of JSON the value
 */
export async function parseRequest({ headers, body }) {
  const response = new Response(body, {
    headers: { 'content-type': headers['content-type'] ?? '' },
  });
  if (!headers['content-type']?.startsWith('multipart/form-data')) {
    return { fields: [], files: [], json: await response.json() };
  }
  /** @type {Parsed} */
  const parsed = { fields: [], files: [], json: undefined };
  for (const [name, value] of await response.formData()) {
    if (typeof value === 'string') parsed.fields.push([name, value]);
    else
      parsed.files.push({
        name,
        filename: value.name,
        type: value.type,
        bytes: new Uint8Array(await value.arrayBuffer()),
      });
  }
  return parsed;
}

/**
 * One server for all tests of a file; its fault and its records are gone before each call of the function.
 * @returns {() => Server}
 */
export function sharedServer() {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await serve({ now: () => today });
  });
  after(() => server.close());
  return () => {
    server.fault = undefined;
    server.requests.length = 0;
    return server;
  };
}

/** @param {Server} server @param {string} [apiKey] */
export function client(server, apiKey = 'sk-test-0123456789abcdef') {
  return new OpenAI({ apiKey, baseURL: `${server.url}demo/v1`, maxRetries: 0 });
}

/**
 * @typedef {(x: number, y: number) => [red: number, green: number, blue: number, alpha: number]} Paint
 */

/**
 * @param {number} width @param {number} height @param {Paint} paint
 * @param {import('pngjs').PNGOptions} [options] @returns {Buffer} a PNG file
 */
export function pngFile(width, height, paint, options) {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) png.data.set(paint(x, y), (y * width + x) * 4);
  }
  return PNG.sync.write(png, options);
}

/** @type {Paint} */
export const gradient = (x, y) => [x % 256, y % 256, (x + y) % 256, 255];

/** @param {Uint8Array} bytes @param {string} [name] @param {string} [type] */
export function upload(bytes, name = 'image_0.png', type = 'image/png') {
  return toFile(bytes, name, { type });
}

/** @param {{ b64_json?: string } | undefined} image @returns {PNG} */
export function decoded(image) {
  return PNG.sync.read(Buffer.from(image?.b64_json ?? '', 'base64'));
}
