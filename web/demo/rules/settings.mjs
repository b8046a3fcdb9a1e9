// @ts-check
// Every setting a request may carry, and what each may be for which model.

import { findModel, hasEnded, sizeFault } from './models.mjs';
import { refuse } from './refusal.mjs';

/** @typedef {import('./models.mjs').Model} Model */
/** @typedef {Record<string, any>} Settings checked values by name; absent ones are absent */
/**
 * @typedef {object} Rule
 * @property {'string' | 'integer' | 'boolean'} type
 * @property {boolean} [onlyEdits]
 * @property {(name: string, value: any, model: Model) => void} check throws a Refusal
 */

const longestPrompt = 32_000;
const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** @type {Record<string, Rule>} */
const rules = {
  prompt: { type: 'string', check: checkPrompt },
  model: { type: 'string', check: () => {} },
  n: integer(1, 10),
  size: { type: 'string', check: checkSize },
  quality: choice(({ quality }) => [...quality, 'auto']),
  background: choice(() => ['transparent', 'opaque', 'auto']),
  output_format: choice(({ formats }) => formats),
  output_compression: integer(0, 100),
  moderation: choice(() => ['low', 'auto']),
  stream: { type: 'boolean', check: () => {} },
  partial_images: integer(0, 3),
  frame_count: ofGif(integer(2, 16)),
  frame_duration_ms: ofGif(integer(20, 655_350)),
  'svg[model]': ofSvg({ type: 'string', check: () => {} }),
  'svg[reasoning][effort]': ofSvg(choice(() => efforts)),
  complexity: choice(({ complexity }) => (complexity ? ['low', 'medium', 'high'] : [])),
  input_fidelity: { ...choice(({ inputFidelity }) => inputFidelity), onlyEdits: true },
  user: { type: 'string', check: () => {} },
  safety_identifier: { type: 'string', check: () => {} },
};

/** What is assumed of a request that names no model, as documented; the first of them is no more. */
const defaultModel = { generations: 'dall-e-2', edits: 'gpt-image-1.5' };

/**
 * A setting that is null counts as absent.
 * @param {unknown} json the body of a generation, or of an edit without its pictures
 * @param {Date} now
 * @param {boolean} [edits]
 * @returns {{ model: Model, settings: Settings }}
 */
export function settingsOfJson(json, now, edits = false) {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw refuse.body();
  /** @type {Settings} */
  const settings = {};
  for (const [name, value] of Object.entries(json).flatMap(flat)) {
    const { type } = ruleFor(name, edits);
    if (value === null) continue;
    if (!isOf(type, value)) throw refuse.type(name, article(type), article(nameOf(value)));
    settings[name] = value;
  }
  return checked(settings, edits ? defaultModel.edits : defaultModel.generations, now);
}

/** An object's members, named as a form names them. @param {[string, any]} entry @returns {[string, any][]} */
function flat([name, value]) {
  if (!/^svg\b/.test(name) || typeof value !== 'object') return [[name, value]];
  return Object.entries(value ?? {}).flatMap(([member, part]) => flat([`${name}[${member}]`, part]));
}

/**
 * @param {[string, string][]} fields the text parts of an edit
 * @param {Date} now
 * @returns {{ model: Model, settings: Settings }}
 */
export function settingsOfForm(fields, now) {
  /** @type {Settings} */
  const settings = {};
  for (const [name, text] of fields) {
    const { type } = ruleFor(name, true);
    if (name in settings) throw refuse.duplicate(name);
    settings[name] = fromText(name, type, text);
  }
  return checked(settings, defaultModel.edits, now);
}

/** @param {string} name @param {boolean} edits @returns {Rule} */
function ruleFor(name, edits) {
  if (!Object.hasOwn(rules, name) || (rules[name].onlyEdits && !edits)) throw refuse.unknown(name);
  return rules[name];
}

/** @param {string} name @param {Rule['type']} type @param {string} text */
function fromText(name, type, text) {
  if (type === 'string') return text;
  if (type === 'integer' && /^-?\d{1,9}$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  throw refuse.type(name, article(type), 'a string');
}

/** @param {Settings} settings @param {string} otherwise @param {Date} now */
function checked(settings, otherwise, now) {
  if (!('prompt' in settings)) throw refuse.missing('prompt');
  const name = settings.model ?? otherwise;
  const model = findModel(name);
  if (!model || hasEnded(model, now)) throw refuse.model(name, model?.shutdown ?? null);
  for (const [setting, value] of Object.entries(settings))
    rules[setting].check(setting, value, model);
  checkTogether(settings);
  return { model, settings: { ...settings, model: name } };
}

/** @type {Record<string, string>} settings that are about one format */
const ofFormat = {
  'frame_count': 'gif',
  'frame_duration_ms': 'gif',
  'svg[model]': 'svg',
  'svg[reasoning][effort]': 'svg',
};

/** @param {Settings} settings */
function checkTogether({
  background,
  output_format: format = 'png',
  output_compression: compression = 100,
  stream,
  partial_images: partial = 0,
  n = 1,
  ...others
}) {
  if (background === 'transparent' && !['png', 'webp'].includes(format)) {
    const name = format.toUpperCase();
    throw refuse.value(
      'background',
      `Transparent background is not supported for ${name} output format`,
    );
  }
  if (format === 'png' && compression < 100) throw refuse.pngCompression();
  if (format === 'gif' || format === 'svg') {
    if (compression < 100) throw refuse.notOfFormat('output_compression', format);
    if (stream) throw refuse.notOfFormat('stream', format);
    if (partial) throw refuse.notOfFormat('partial_images', format);
  }
  if (format === 'svg' && n > 1) throw refuse.above('n', n, 1);
  for (const [name, only] of Object.entries(ofFormat))
    if (name in others && format !== only) throw refuse.notOfFormat(name, format);
  if ('svg[reasoning][effort]' in others && !others['svg[model]']) throw refuse.missing('svg[model]');
  if (partial && !stream)
    throw refuse.value('partial_images', 'Partial images are only supported when streaming.');
  if (!['png', 'gif', 'svg'].includes(format))
    throw refuse.beyond('output_format', 'draws PNG, GIF and SVG pictures only');
}

/** @param {Rule} rule */
function ofGif(rule) {
  return ofModelsWith('gif', rule);
}

/** @param {Rule} rule */
function ofSvg(rule) {
  return ofModelsWith('svg', rule);
}

/** @param {string} format @param {Rule} rule @returns {Rule} of a setting of models that make the format */
function ofModelsWith(format, { type, check }) {
  return {
    type,
    check(name, value, model) {
      if (!model.formats.includes(format)) throw refuse.notOfModel(name, model.id);
      check(name, value, model);
    },
  };
}

/** @param {number} least @param {number} most @returns {Rule} */
function integer(least, most) {
  return {
    type: 'integer',
    check(name, value) {
      if (value < least) throw refuse.below(name, value, least);
      if (value > most) throw refuse.above(name, value, most);
    },
  };
}

/**
 * @param {(model: Model) => string[]} choicesOf none: the model does not know the setting
 * @returns {Rule}
 */
function choice(choicesOf) {
  return {
    type: 'string',
    check(name, value, model) {
      const choices = choicesOf(model);
      if (!choices.length) throw refuse.notOfModel(name, model.id);
      if (!choices.includes(value)) throw refuse.choice(name, value, choices);
    },
  };
}

/** @param {string} name @param {string} prompt */
function checkPrompt(name, prompt) {
  const { length } = [...prompt];
  if (length === 0) throw refuse.empty(name);
  if (length > longestPrompt) throw refuse.long(name, length, longestPrompt);
}

/** @param {string} name @param {string} size @param {Model} model */
function checkSize(name, size, model) {
  const fault = sizeFault(model, size);
  if (fault) throw refuse.value(name, fault);
}

/** @param {Rule['type']} type @param {unknown} value */
function isOf(type, value) {
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

/** @param {unknown} value */
function nameOf(value) {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal number';
  return typeof value;
}

/** @param {string} noun */
function article(noun) {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
