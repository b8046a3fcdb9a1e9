// @ts-check
// What a request costs, in tokens, by the formulas that are known (rough where none is published).

import { parseSize } from './models.mjs';

/** @typedef {import('./models.mjs').Model} Model */
/** @typedef {{ width: number, height: number }} Size */

/** @type {Record<string, Record<string, number>>} of the models before gpt-image-2 */
const tables = {
  '1024x1024': { low: 272, medium: 1056, high: 4160 },
  '1024x1536': { low: 408, medium: 1584, high: 6240 },
  '1536x1024': { low: 400, medium: 1568, high: 6208 },
};

const partialTokens = 100;

/**
 * @param {Model} model
 * @param {{ prompt: string, quality: string, size: string, count: number, inputs: Size[], fidelity?: string, partial?: number }} request
 *   `partial` images come on the way
 */
export function usage(model, { prompt, quality, size, count, inputs, fidelity, partial = 0 }) {
  const text = Math.ceil([...prompt].length / 4);
  const image = inputs.reduce((sum, input) => sum + inputTokens(model, input, fidelity), 0);
  const output = count * outputTokens(model, quality, size) + partial * partialTokens;
  return {
    input_tokens: text + image,
    input_tokens_details: { text_tokens: text, image_tokens: image },
    output_tokens: output,
    output_tokens_details: { image_tokens: output, text_tokens: 0 },
    total_tokens: text + image + output,
  };
}

/**
 * @param {Model} model
 * @param {string} quality resolved
 * @param {string} size "WxH"
 * @returns {number} of one picture
 */
export function outputTokens(model, quality, size) {
  if (!model.anySize) return tables[size][quality];
  const { width, height } = parseSize(size);
  const [long, short, along] = [
    Math.max(width, height),
    Math.min(width, height),
    model.axis[quality],
  ];
  const across = Math.floor((2 * along * short + long) / (2 * long));
  return Math.ceil((along * across * (2_000_000 + width * height)) / 4_000_000);
}

/** @param {Model} model @param {Size} size @param {string} [fidelity] */
export function inputTokens(model, { width, height }, fidelity) {
  if (model.anySize) return Math.min(1536, Math.ceil(width / 32) * Math.ceil(height / 32));
  const fit = Math.min(1, 2048 / Math.max(width, height));
  const share = fit * Math.min(1, 512 / (fit * Math.min(width, height)));
  const tiles = Math.ceil(round(width * share) / 512) * Math.ceil(round(height * share) / 512);
  return 65 + 129 * tiles + (fidelity === 'high' ? (width === height ? 4160 : 6240) : 0);
}

/** @param {number} edge rid of what floating point leaves behind */
function round(edge) {
  return Math.round(edge * 1000) / 1000;
}
