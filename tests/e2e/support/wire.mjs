// @ts-check
// A recorded request taken apart, and its answer asked for once more: the stand-in API answers the same
// request with the same bytes.

/** @typedef {import('../../../web/demo/serve.mjs').Recorded} Recorded */
/** @typedef {{ name: string, value: string }} Field */
/** @typedef {{ name: string, fileName: string, type: string, bytes: Buffer }} SentFile */

/** @param {Recorded} request @returns {Promise<(Field | SentFile)[]>} of a form, as they were sent */
export async function partsOf({ headers, body }) {
  const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData();
  return Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string' ? { name, value } : { name, fileName: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) },
    ),
  );
}

/** @param {Recorded} request @returns {Promise<SentFile[]>} */
export async function filesOf(request) {
  return (await partsOf(request)).filter((part) => 'bytes' in part);
}

/** @param {Recorded} request */
export const jsonOf = ({ body }) => JSON.parse(Buffer.from(body).toString());

/** @param {Recorded} request @returns {Promise<Buffer[]>} the pictures that answer it */
export async function picturesFor({ url, headers, body }) {
  const answer = await fetch(url, { method: 'POST', headers: { authorization: headers.authorization, 'content-type': headers['content-type'] }, body });
  const { data } = await answer.json();
  return data.map((/** @type {{ b64_json: string }} */ { b64_json }) => Buffer.from(b64_json, 'base64'));
}
