// @ts-check
/** A request on paper, taken apart by the browser's own parser as a server would. */
import { KEY_WORD } from './key-word.js';

/**
 * @typedef {import('../../../worker/engine.js').WrittenRequest} WrittenRequest
 * @typedef {import('./curl.js').Part} Part
 * @typedef {import('./curl.js').Request & {method: string, bytes: number, fields: import('./curl.js').Field[], pictures: import('./curl.js').Picture[]}} ReadRequest
 */

/** @param {[string, string][]} headers */
const typeOf = (headers) => headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';

/** @param {Uint8Array<ArrayBuffer>} body @param {string} type @returns {Promise<Part[]>} */
async function partsOf(body, type) {
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  return [...form].map(([name, value]) => (typeof value === 'string' ? { name, value } : { name, fileName: value.name, file: value }));
}

/** The members of a JSON object, in order, as people read them. @param {string} text */
const membersOf = (text) =>
  Object.entries(JSON.parse(text)).map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));

/** @param {WrittenRequest} request @returns {Promise<ReadRequest>} */
export async function readRequest({ method, url, headers, body }) {
  const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (body);
  const type = typeOf(headers);
  const parts = type.startsWith('multipart/form-data') ? await partsOf(bytes, type) : null;
  const text = parts ? '' : new TextDecoder().decode(bytes);
  /** @type {import('./curl.js').Field[]} */
  const fields = [];
  /** @type {import('./curl.js').Picture[]} */
  const pictures = [];
  for (const part of parts ?? membersOf(text)) {
    if ('file' in part) pictures.push(part);
    else fields.push(part);
  }
  return { method, url, headers, keyWord: KEY_WORD, bytes: bytes.length, parts, text, fields, pictures };
}

/** A header with a word for the key. @param {string} value */
export const withoutKey = (value) => value.replace(KEY_WORD, '(your key)');
