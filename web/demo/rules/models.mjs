// @ts-check
// The models as of 2026-11: what each takes, when it ends, and how many tokens a picture costs.

/**
 * @typedef {object} Model
 * @property {string} id
 * @property {string[]} snapshots dated names of the same model
 * @property {string} released
 * @property {string | null} shutdown the first day on which it answers no more
 * @property {boolean} anySize whether `size` may be any WxH within the rules below, or one of three
 * @property {string[]} quality
 * @property {string[]} inputFidelity empty: the setting is refused
 * @property {boolean} complexity
 * @property {boolean} markup whether an edit may have one
 * @property {string[]} formats of pictures it can be asked for
 * @property {Record<string, number>} axis patches along the longer edge, by quality; empty for the oldest
 */

const fixedSizes = ['1024x1024', '1536x1024', '1024x1536'];
const rules = { step: 16, edge: 3840, ratio: 3, fewest: 655_360, most: 8_294_400 };

const stills = ['png', 'jpeg', 'webp'];
const basicQuality = ['low', 'medium', 'high'];
const fineQuality = [...basicQuality, 'xhigh', 'max'];
const axis2 = { low: 16, medium: 48, high: 96 };
const axis25 = { low: 16, medium: 24, high: 48, xhigh: 64, max: 96 };
// Nobody has published low and medium of 2.6; these give the 3 to 4 times of 2.5 that people report.
const axis26 = { ...axis25, low: 32, medium: 44 };

/** @type {Model[]} */
const models = [
  current('gpt-image-2.6-sunburst', '2026-11-04', fineQuality, axis26, { complexity: true }),
  current('gpt-image-2.6-flare', '2026-11-04', fineQuality, axis26, { complexity: true }),
  current('gpt-image-2.5-sunburst', '2026-09-08', fineQuality, axis25, {
    snapshots: ['2026-09-08'],
  }),
  current('gpt-image-2.5-flare', '2026-09-08', fineQuality, axis25, { snapshots: ['2026-09-08'] }),
  current('gpt-image-2', '2026-04-21', basicQuality, axis2, { snapshots: ['2026-04-21'] }),
  old('gpt-image-1.5', '2025-12-16', '2026-12-01', ['low', 'high'], ['2025-12-16']),
  old('gpt-image-1-mini', '2025-10-06', '2026-12-01', ['low']),
  old('chatgpt-image-latest', '2025-12-16', '2026-12-01', ['low', 'high']),
  old('gpt-image-1', '2025-04-23', '2026-10-23', ['low', 'high']),
  old('dall-e-3', '2023-11-06', '2026-05-12', []),
  old('dall-e-2', '2022-11-03', '2026-05-12', []),
];

/**
 * @param {string} id
 * @param {string} released
 * @param {string[]} quality
 * @param {Record<string, number>} axis
 * @param {{ snapshots?: string[], complexity?: boolean }} more @returns {Model}
 */
function current(id, released, quality, axis, { snapshots = [], complexity = false }) {
  const formats = complexity ? [...stills, 'gif', 'svg'] : stills; // both came with 2.6
  const markup = 'xhigh' in axis; // it came with 2.5, as the finer qualities did
  const facts = { shutdown: null, anySize: true, inputFidelity: [], formats, markup };
  return { ...facts, id, released, quality, axis, complexity, snapshots: dated(id, snapshots) };
}

/**
 * @param {string} id
 * @param {string} released
 * @param {string} shutdown
 * @param {string[]} inputFidelity
 * @param {string[]} [snapshots] @returns {Model}
 */
function old(id, released, shutdown, inputFidelity, snapshots = []) {
  const facts = { anySize: false, quality: basicQuality, complexity: false, markup: false, axis: {}, formats: stills };
  return { ...facts, id, released, shutdown, inputFidelity, snapshots: dated(id, snapshots) };
}

/** @param {string} id @param {string[]} dates */
function dated(id, dates) {
  return dates.map((date) => `${id}-${date}`);
}

/**
 * @param {string} name an id or a snapshot
 * @returns {Model | undefined} also of models that have ended
 */
export function findModel(name) {
  return models.find(({ id, snapshots }) => id === name || snapshots.includes(name));
}

/** @param {Model} model @param {Date} now */
export function hasEnded({ shutdown }, now) {
  return shutdown !== null && now.toISOString().slice(0, 10) >= shutdown;
}

/** The answer of GET /v1/models. @param {Date} now */
export function listModels(now) {
  const data = models
    .filter((model) => !hasEnded(model, now))
    .flatMap((model) => [model.id, ...model.snapshots].map((id) => ({ id, model })))
    .map(({ id, model }) => ({
      id,
      object: 'model',
      created: Date.parse(model.released) / 1000,
      owned_by: 'system',
      shutdown_date: model.shutdown,
    }));
  return { object: 'list', data };
}

/** @param {string} size "WxH" @returns {{ width: number, height: number }} */
export function parseSize(size) {
  const [width, height] = size.split('x').map(Number);
  return { width, height };
}

/**
 * @param {Model} model
 * @param {string} size
 * @returns {string} what is wrong with it; nothing where it may be used
 */
export function sizeFault(model, size) {
  if (size === 'auto' || (!model.anySize && fixedSizes.includes(size))) return '';
  if (!model.anySize) {
    return `Invalid value: '${size}'. Supported values are: '1024x1024', '1024x1536', '1536x1024', and 'auto'.`;
  }
  if (!/^[1-9]\d{0,4}x[1-9]\d{0,4}$/.test(size)) {
    return `Invalid value: '${size}'. Expected 'auto' or a size such as '1024x1024'.`;
  }
  const fault = brokenRule(parseSize(size));
  return fault && `Invalid size '${size}': ${fault}.`;
}

/** @param {{ width: number, height: number }} size @returns {string} */
function brokenRule({ width, height }) {
  const [long, short, pixels] = [Math.max(width, height), Math.min(width, height), width * height];
  if (width % rules.step || height % rules.step)
    return `width and height must be divisible by ${rules.step}`;
  if (long > rules.edge) return `the longest edge must be at most ${rules.edge} pixels`;
  if (long > short * rules.ratio) return `the aspect ratio must be at most ${rules.ratio}:1`;
  if (pixels < rules.fewest) return `at least ${rules.fewest} pixels are needed`;
  if (pixels > rules.most) return `at most ${rules.most} pixels are possible`;
  return '';
}

/**
 * What `auto` stands for: of the allowed sizes of about a megapixel, the one nearest in shape.
 * @param {Model} model
 * @param {number} aspect width / height of the first input, 1 without one
 * @returns {string}
 */
export function autoSize(model, aspect) {
  if (!model.anySize) {
    /** @param {string} size */
    const distance = (size) =>
      Math.abs(Math.log(parseSize(size).width / parseSize(size).height / aspect));
    return fixedSizes.reduce((best, size) => (distance(size) < distance(best) ? size : best));
  }
  const within = Math.min(rules.ratio, Math.max(1 / rules.ratio, aspect));
  const width = Math.round(Math.sqrt(1024 * 1024 * within) / rules.step) * rules.step;
  const height = Math.round(Math.sqrt((1024 * 1024) / within) / rules.step) * rules.step;
  return `${Math.min(width, height * rules.ratio)}x${Math.min(height, width * rules.ratio)}`;
}
