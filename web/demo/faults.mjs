// @ts-check
// What can go wrong between a client and a paid API, on demand: for tests of clients.
//
// A fault is its kind, or an object with the kind and more. The first group replaces or spoils the answer;
// the others are answers of servers that are merely different, and api.mjs makes them.
//
//   stall        never answers
//   stall-body   headers and half of the body (`after` bytes), then nothing more
//   drop         headers, then the connection breaks
//   drop-body    headers and half of the body (`after` bytes), then the connection breaks
//   cut          half of the body (`after` bytes), then a proper end
//   slow         the whole body in 20 pieces, `ms` (50) apart
//   html         502 with the page of a gateway, without CORS headers, as such pages come
//   refuse       `status` (500) and `code`, with the body the real API sends for them
//   fewer, more  one picture less or more than asked for
//   url          addresses of the pictures instead of the pictures
//   drift        edits moved and tinted by `shift`, `scale`, `gain`, `offset`, `across` and `down`
//                (see draw/drift.mjs; nothing where none is given), not as masked edits are anyway
//   size         pictures of `width` x `height` (640 x 480), whatever was asked for
//   noise        pictures of random pixels

/**
 * @typedef {'stall' | 'stall-body' | 'drop' | 'drop-body' | 'cut' | 'slow'} Spoiler
 * @typedef {Spoiler | 'html' | 'refuse' | 'fewer' | 'more' | 'url' | 'drift' | 'size' | 'noise'} FaultKind
 * @typedef {{ kind: FaultKind, after?: number, ms?: number, status?: number, code?: string | null }
 *   & { width?: number, height?: number } & import('./draw/drift.mjs').Drift} FaultDetail
 * @typedef {FaultKind | FaultDetail} Fault
 */

const pieces = 20;

const serverError = {
  status: 500,
  code: null,
  type: 'server_error',
  message: 'The server had an error while processing your request. Sorry about that!',
};

/**
 * @typedef {{ status: number, code: string | number | null, type: string, message: string }} Known
 */
/**
 * @type {Known[]} the first of a status stands for it; the messages are long because the real ones are
 */
const refusals = [
  { status: 400, code: 'moderation_blocked', type: 'image_generation_user_error', message: 'Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com and include the request ID req_demo. safety_violations=[sexual].' },
  { status: 400, code: 'billing_hard_limit_reached', type: 'billing_limit_user_error', message: 'Billing hard limit has been reached' },
  { status: 401, code: 'invalid_api_key', type: 'invalid_request_error', message: 'Incorrect API key provided: sk-proj-********************abcd. You can find your API key at https://platform.openai.com/account/api-keys.' },
  { status: 403, code: null, type: 'invalid_request_error', message: 'Your organization must be verified to use the model `gpt-image-2.5-flare`. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization. If you just verified, it can take up to 15 minutes for access to propagate.' },
  { status: 403, code: 'unsupported_country_region_territory', type: 'request_forbidden', message: 'Country, region, or territory not supported' },
  { status: 413, code: null, type: 'invalid_request_error', message: 'Request body is too large.' },
  { status: 429, code: 'rate_limit_exceeded', type: 'rate_limit_error', message: 'Rate limit reached for gpt-image-2.5-flare on input-images per min: Limit 5, Used 5, Requested 1. Please try again in 12s.' },
  { status: 429, code: 'insufficient_quota', type: 'insufficient_quota', message: 'You exceeded your current quota, please check your plan and billing details.' },
  { status: 429, code: 'slow_down', type: 'rate_limit_error', message: 'Your requests are ramping up too fast. Please slow down.' },
  serverError,
  { status: 502, code: 502, type: 'cf_bad_gateway', message: 'Bad gateway.' },
  { status: 503, code: 'server_is_overloaded', type: 'service_unavailable_error', message: 'The server is currently overloaded. Please try again later.' },
];

const gatewayPage = `<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>cloudflare</center></body></html>
`;

/** @param {Fault | undefined} fault @returns {FaultDetail | undefined} */
export function detailed(fault) {
  return typeof fault === 'string' ? { kind: fault } : fault;
}

/**
 * Answers through the fault. `answer` is asked only where the true answer is needed.
 * @param {FaultDetail | undefined} fault
 * @param {() => Promise<Response>} answer
 * @returns {Promise<Response>}
 */
export async function misbehave(fault, answer) {
  switch (fault?.kind) {
    case 'stall':
      return new Promise(() => {});
    case 'html':
      return new Response(gatewayPage, { status: 502, headers: { 'content-type': 'text/html; charset=UTF-8' } });
    case 'refuse':
      return refusal(fault);
    case 'drop':
    case 'drop-body':
    case 'stall-body':
    case 'cut':
    case 'slow':
      return spoiled(fault, await answer());
    default:
      return answer();
  }
}

/** @param {FaultDetail} fault */
function refusal({ status = 500, code }) {
  const alike = refusals.filter((one) => one.status === status);
  const known = alike.find((one) => one.code === code) ?? alike[0] ?? serverError;
  const error = { message: known.message, type: known.type, param: null, code: code ?? known.code };
  return Response.json({ error }, { status, headers: status === 429 ? { 'retry-after': '12' } : {} });
}

/** @param {FaultDetail} fault @param {Response} response */
async function spoiled({ kind, after, ms = 50 }, response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const parts = kind === 'slow' ? split(bytes) : kind === 'drop' ? [] : [bytes.slice(0, after ?? bytes.length / 2)];
  const body = new ReadableStream({
    async pull(controller) {
      await pause(ms);
      const part = parts.shift();
      if (part) controller.enqueue(part);
      else await end(kind, controller);
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

/** @param {Uint8Array} bytes */
function split(bytes) {
  const step = Math.ceil(bytes.length / pieces);
  return Array.from({ length: pieces }, (_, i) => bytes.slice(i * step, (i + 1) * step));
}

/** @param {FaultKind} kind @param {ReadableStreamDefaultController} controller */
async function end(kind, controller) {
  if (kind === 'stall-body') await new Promise(() => {});
  else if (kind === 'cut' || kind === 'slow') controller.close();
  else controller.error(new Error('The connection is broken on purpose.'));
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
