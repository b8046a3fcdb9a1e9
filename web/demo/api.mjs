// @ts-check
/*
 * A stand-in for OpenAI's Images API: one web-standard function, Request -> Response, that runs unchanged
 * in Node and in a service worker. It checks requests as strictly as the real one is known to, refuses in
 * its shape and words, draws a picture instead of imagining one, and counts tokens by the known formulas.
 *
 *   POST …/v1/images/generations   application/json
 *   POST …/v1/images/edits         multipart/form-data, or application/json with data: URLs
 *   GET  …/v1/models               with each model's shutdown_date
 *
 * Anything may stand before /v1; and as Azure has them, with ?api-version=, the same below …/openai/v1 and
 * …/openai/deployments/NAME, the models at …/openai/models, and the key in the header api-key. Any key is accepted but none at all and those that begin with sk-wrong.
 * The same prompt gives the same pictures, always; there is no seed, for the real API has none.
 * A masked edit drifts a little, as those of the real one do.
 * `auto` means medium quality, an opaque background, and 1024x1024 or, for an edit, the input's shape.
 *
 * A streamed answer has its partial images, as many as were asked for, then the picture; of several pictures
 * one after the other, for what the real one does then is not documented.
 *
 * What it does not do, and says so in a 400 where it is asked to: JPEG and WebP out. A GIF is the picture with
 * a bar that grows, an SVG is a mosaic of it.
 * Where the real answer is not documented it takes the stricter reading: PNG of 16 bits or with a palette,
 * CMYK, and JPEG of several pictures are refused. It asks for no verification, limits no rate, keeps nothing.
 */

import { base64 } from './draw/base64.mjs';
import { drawCaption } from './draw/caption.mjs';
import { drawEdit } from './draw/edit.mjs';
import { encodeGif } from './draw/gif.mjs';
import { drawNoise } from './draw/noise.mjs';
import { encodePng } from './draw/png.mjs';
import { drawScene } from './draw/scene.mjs';
import { encodeSvg } from './draw/svg.mjs';
import { detailed, misbehave } from './faults.mjs';
import { autoSize, listModels, parseSize } from './rules/models.mjs';
import { Refusal, refuse } from './rules/refusal.mjs';
import { settingsOfForm, settingsOfJson } from './rules/settings.mjs';
import { readPictures, splitForm, splitJson } from './rules/uploads.mjs';
import { usage } from './rules/usage.mjs';
import { roughly, streamed } from './stream.mjs';

/** @typedef {import('./draw/picture.mjs').Picture} Picture */
/** @typedef {import('./faults.mjs').Fault} Fault */
/** @typedef {import('./faults.mjs').FaultDetail} FaultDetail */
/** @typedef {import('./rules/models.mjs').Model} Model */
/** @typedef {import('./rules/settings.mjs').Settings} Settings */
/**
 * @typedef {{ model: Model, settings: Settings, images: Picture[], mask?: Picture, markup?: Picture }} Order a request found to be right
 */
/** @typedef {{ size: string, quality: string, background: string }} Resolved what `auto` came to */
/**
 * @typedef {object} Options
 * @property {import('./rules/uploads.mjs').Decode} decode reads PNG, JPEG and WebP; turned upright as EXIF says
 * @property {() => Date} [now] decides which models still live
 * @property {() => Fault | undefined} [fault] asked at each POST
 * @property {(file: Uint8Array) => string} [publish] puts a picture where the fault `url` can point to it
 */
/**
 * @typedef {Omit<Options, 'now' | 'fault'> & { now: Date, fault: FaultDetail | undefined }} Context of one request
 */

/** @type {Record<string, (picture: Picture, settings: Settings) => Promise<Uint8Array>>} */
const encoders = { png: encodePng, gif: encodeGif, svg: encodeSvg };

/**
 * How a masked edit comes back, unless a fault says otherwise.
 * @type {import('./draw/drift.mjs').Drift}
 */
const usualDrift = { shift: [1.5, -1], gain: [1.01, 1, 0.98], offset: [3, 1, -1] };

const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'X-Request-ID',
};
const preflightHeaders = {
  ...corsHeaders,
  'access-control-allow-methods': 'GET, OPTIONS, POST',
  'access-control-allow-headers': 'api-key, authorization, content-type',
  'access-control-max-age': '86400',
};

/**
 * @type {Record<string, { method: string, answer: (request: Request, context: Context) => Promise<unknown> }>}
 */
const routes = {
  '/images/generations': { method: 'POST', answer: generate },
  '/images/edits': { method: 'POST', answer: edit },
  '/models': { method: 'GET', answer: async (_, { now }) => listModels(now) },
};

/** @param {Options} options @returns {(request: Request) => Promise<Response>} never rejects */
export function createApi({ now = () => new Date(), fault = () => undefined, ...rest }) {
  return async (request) => {
    if (request.method === 'OPTIONS') return new Response(null, { headers: preflightHeaders });
    const context = {
      ...rest,
      now: now(),
      fault: request.method === 'POST' ? detailed(fault()) : undefined,
    };
    const response = await misbehave(context.fault, () => answer(request, context));
    return context.fault?.kind === 'html' ? response : labelled(response);
  };
}

/** @param {Request} request @param {Context} context */
async function answer(request, context) {
  try {
    const route = routeOf(request);
    checkKey(request);
    const made = await route.answer(request, context);
    return made instanceof Response ? made : Response.json(made);
  } catch (error) {
    if (error instanceof Refusal) return Response.json(error.body, { status: error.status });
    const message = `The stand-in API failed: ${error}`;
    return Response.json(
      { error: { message, type: 'server_error', param: null, code: null } },
      { status: 500 },
    );
  }
}

/** @param {Response} response */
function labelled(response) {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(corsHeaders)) headers.set(name, value);
  headers.set('x-request-id', `req_${crypto.randomUUID().replaceAll('-', '')}`);
  headers.set('openai-version', '2020-10-01');
  return new Response(response.body, { status: response.status, headers });
}

/** @param {Request} request */
function routeOf({ method, url }) {
  const { pathname } = new URL(url);
  const path = /.*(\/v1\/.*)/.exec(pathname)?.[1] ?? azurePath(url);
  const route = path && routes[path.slice('/v1'.length)];
  if (!route) throw refuse.path(method, pathname);
  if (method !== route.method) throw refuse.method(method, path);
  return route;
}

/** The path of OpenAI that one of Azure's older ones stands for. @param {string} url */
function azurePath(url) {
  const { pathname, searchParams } = new URL(url);
  const path = /\/openai(?:\/deployments\/[^/]+(\/images\/.*)|(\/models))$/.exec(pathname);
  return path && searchParams.get('api-version') ? `/v1${path[1] ?? path[2]}` : undefined;
}

/** @param {Request} request */
function checkKey({ url, headers }) {
  const azure = new URL(url).pathname.includes('/openai/') ? headers.get('api-key') : null;
  const key = azure ?? /^Bearer +(\S.*)$/.exec(headers.get('authorization') ?? '')?.[1];
  if (!key) throw refuse.noKey();
  if (key.startsWith('sk-wrong')) throw refuse.key(key);
}

/** @param {Request} request @param {Context} context */
async function generate(request, context) {
  checkContentType(request, 'application/json');
  const json = await request.json().catch(() => {
    throw refuse.body();
  });
  return deliver({ ...settingsOfJson(json, context.now), images: [] }, context);
}

/** @param {Request} request @param {Context} context */
async function edit(request, context) {
  if (isJson(request)) return editByJson(request, context);
  checkContentType(request, 'multipart/form-data');
  const form = await request.formData().catch(() => {
    throw refuse.body();
  });
  const { fields, ...parts } = splitForm(form);
  const order = settingsOfForm(fields, context.now);
  if (parts.markup && !order.model.markup) throw refuse.notOfModel('markup', order.model.id);
  return deliver({ ...order, ...(await readPictures(parts, context.decode)) }, context);
}

/** @param {Request} request */
const isJson = ({ headers }) => (headers.get('content-type') ?? '').startsWith('application/json');

/** @param {Request} request @param {Context} context */
async function editByJson(request, context) {
  const json = await request.json().catch(() => {
    throw refuse.body();
  });
  const { fields, ...parts } = await splitJson(json);
  const order = settingsOfJson(fields, context.now, true);
  return deliver({ ...order, ...(await readPictures(parts, context.decode)) }, context);
}

/** @param {Request} request @param {string} wanted */
function checkContentType({ headers }, wanted) {
  const got = headers.get('content-type') ?? '';
  if (got.split(';')[0].trim().toLowerCase() !== wanted) throw refuse.contentType(got, wanted);
}

/** @param {Order} order @param {Context} context */
async function deliver(order, context) {
  const { now, fault, publish } = context;
  const { model, settings, images } = order;
  const { output_format: format = 'png' } = settings;
  const resolved = resolve(order);
  if (order.mask && format === 'gif') throw refuse.notOfFormat('mask', format);
  if (settings.stream) return deliverAsEvents(order, resolved, context);
  const count = countOf(order, fault);
  const data = [];
  for (let i = 0; i < count; i++) {
    const file = await encoders[format](draw(order, resolved, i, fault), settings);
    data.push(
      fault?.kind === 'url' && publish ? { url: publish(file) } : { b64_json: base64(file) },
    );
  }
  const { prompt, input_fidelity: fidelity, safety_identifier = null } = settings;
  return {
    created: Math.floor(now.getTime() / 1000),
    ...resolved,
    output_format: format,
    safety_identifier,
    data,
    usage: usage(model, { ...resolved, prompt, count, inputs: images, fidelity }),
  };
}

/** @param {Order} order @param {FaultDetail | undefined} fault */
function countOf({ settings: { n = 1 } }, fault) {
  return n + (fault?.kind === 'more' ? 1 : fault?.kind === 'fewer' ? -1 : 0);
}

/** @param {Order} order @param {Resolved} resolved @param {Context} context */
function deliverAsEvents(order, resolved, { now, fault }) {
  const { model, settings, images } = order;
  const { prompt, input_fidelity: fidelity, partial_images: partial = 0 } = settings;
  const facts = { created_at: Math.floor(now.getTime() / 1000), ...resolved, output_format: 'png' };

  async function* events() {
    for (let i = 0; i < countOf(order, fault); i++) {
      const picture = draw(order, resolved, i, fault);
      for (let step = 0; step < partial; step++) {
        const file = await encodePng(roughly(picture, step));
        yield { type: 'partial_image', ...facts, b64_json: base64(file), partial_image_index: step };
      }
      const paid = usage(model, { ...resolved, prompt, count: 1, inputs: images, fidelity, partial });
      yield { type: 'completed', ...facts, b64_json: base64(await encodePng(picture)), usage: paid };
    }
  }

  return streamed(images.length ? 'image_edit' : 'image_generation', events());
}

/** @param {Order} order @returns {Resolved} */
function resolve({
  model,
  settings: { size = 'auto', quality = 'auto', background },
  images: [first],
}) {
  return {
    size: size === 'auto' ? autoSize(model, first ? first.width / first.height : 1) : size,
    quality: quality === 'auto' ? 'medium' : quality,
    background: background === 'transparent' ? background : 'opaque',
  };
}

/**
 * @param {Order} order
 * @param {Resolved} resolved
 * @param {number} index
 * @param {FaultDetail | undefined} fault
 */
function draw(
  { settings: { prompt, model, n: count = 1 }, images, mask, markup },
  { size, quality, background },
  index,
  fault,
) {
  const { width, height } =
    fault?.kind === 'size' ? { width: 640, height: 480, ...fault } : parseSize(size);
  const wish = {
    width,
    height,
    seed: `${prompt}\n${index}`,
    prompt,
    facts: `demo · ${model} · ${quality} · ${size}${count > 1 ? ` · ${index + 1} of ${count}` : ''}`,
    transparent: background === 'transparent',
    drift: fault?.kind === 'drift' ? fault : mask && usualDrift,
  };
  if (fault?.kind === 'noise') return drawNoise(width, height, wish.seed);
  if (images.length) return drawEdit(wish, images, mask, markup);
  const picture = drawScene(width, height, wish.seed, wish.transparent);
  drawCaption(picture, wish.prompt, wish.facts);
  return picture;
}
