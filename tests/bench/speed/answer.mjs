// @ts-check
// The answer of an endpoint to its pictures.

import { startOurs } from './ours.mjs';
import { bytesOf, pixelsOf } from './pictures.mjs';
import { save, stage } from './stage.mjs';

const PICTURES = 8;

/** @type {Awaited<ReturnType<typeof startOurs>>} */
let ours;

/** Eight pictures of 1536 x 1024, and what else an answer holds. */
async function makeAnswer() {
  const { encode } = await startOurs();
  const picture = encode(await pixelsOf('photo-1.5'), true);
  const b64_json = /** @type {any} */ (picture).toBase64();
  const usage = { input_tokens: 50, output_tokens: 6208, total_tokens: 6258, input_tokens_details: { text_tokens: 50, image_tokens: 0 } };
  const text = JSON.stringify({ created: 1, data: Array(PICTURES).fill({ b64_json }), usage });
  const file = await save('answer', new Blob([text]));
  ours = await startOurs(); // with a memory that was not used yet
  return { file, bytes: await bytesOf(file), largest: picture.length };
}

/** @param {Blob} file @param {(base64: string) => Uint8Array} decode */
async function byJson(file, decode) {
  const { data } = await new Response(file).json();
  return data.map((/** @type {any} */ { b64_json }) => decode(b64_json));
}

/** @param {string} base64 */
function byAtob(base64) {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** @param {Uint8Array[]} pictures */
function check(pictures) {
  if (pictures.length !== PICTURES) throw new Error(`${pictures.length} pictures came out of the answer.`);
}

/** @typedef {Awaited<ReturnType<typeof makeAnswer>>} Answer */

export const answer = stage({
  title: 'An answer',
  cases: {
    'eight pictures of 1536 x 1024': {
      prepare: makeAnswer,
      wanted: { 'Response.json and fromBase64': 4, 'a copy of it (memcpy)': 1 / 1.5 },
      native: ['answer', 'answer'],
    },
  },
  ways: {
    ours: (/** @type {Answer} */ { bytes }) => check(ours.answer(bytes)),
    'a copy of it (memcpy)': (/** @type {Answer} */ { bytes }) => void bytes.slice(),
    'Response.json and fromBase64': async (/** @type {Answer} */ { file }) => check(await byJson(file, /** @type {any} */ (Uint8Array).fromBase64)),
    'Response.json and atob': async (/** @type {Answer} */ { file }) => check(await byJson(file, byAtob)),
  },
  notes: ({ bytes, largest }) => `Of ${(bytes.length / 1e6).toFixed(1)} MB. Memory ever in use: ${(ours.heap() / 1e6).toFixed(1)} MB, a picture being ${(largest / 1e6).toFixed(1)} MB.`,
});
