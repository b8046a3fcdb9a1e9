// @ts-check
// The ways in which a request is turned down, in the shape and, where they are known, the words of the real API.

const userError = 'image_generation_user_error';

/** Thrown by whoever finds the fault; becomes the answer. */
export class Refusal extends Error {
  /**
   * @param {number} status @param {string | null} code @param {string} message
   * @param {{ param?: string | null, type?: string }} [more]
   */
  constructor(status, code, message, { param = null, type = 'invalid_request_error' } = {}) {
    super(message);
    this.status = status;
    this.body = { error: { message, type, param, code } };
  }
}

export const refuse = {
  /** @param {string} method @param {string} path */
  method: (method, path) =>
    new Refusal(405, 'method_not_supported', `Not allowed to ${method} on ${path}.`),

  /** @param {string} method @param {string} path */
  path: (method, path) => new Refusal(404, null, `Invalid URL (${method} ${path})`),

  noKey: () =>
    new Refusal(
      401,
      'invalid_api_key',
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    ),

  /** @param {string} key */
  key: (key) =>
    new Refusal(
      401,
      'invalid_api_key',
      `Incorrect API key provided: ${redacted(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    ),

  /** @param {string} got @param {string} wanted */
  contentType: (got, wanted) =>
    new Refusal(
      400,
      'unsupported_content_type',
      `Unsupported content type: '${got}'. This API method only accepts '${wanted}' requests.`,
    ),

  body: () => new Refusal(400, null, 'We could not parse the body of your request.'),

  /** @param {string} param */
  unknown: (param) =>
    new Refusal(400, 'unknown_parameter', `Unknown parameter: '${param}'.`, { param }),

  /** @param {string} param @param {string} model */
  notOfModel: (param, model) =>
    new Refusal(
      400,
      'unknown_parameter',
      `The model '${model}' does not support the '${param}' parameter.`,
      { param },
    ),

  /** @param {string} param */
  missing: (param) =>
    new Refusal(400, 'missing_required_parameter', `Missing required parameter: '${param}'.`, {
      param,
    }),

  /** @param {string} param */
  duplicate: (param) =>
    new Refusal(
      400,
      'duplicate_parameter',
      `Duplicate parameter: '${param}'. You provided multiple values for this parameter, whereas only one is allowed. If you are trying to provide a list of values, use the array syntax instead e.g. '${param}[]=<value>'.`,
      { param },
    ),

  /** @param {string} param @param {string} wanted @param {string} got */
  type: (param, wanted, got) =>
    new Refusal(
      400,
      'invalid_type',
      `Invalid type for '${param}': expected ${wanted}, but got ${got} instead.`,
      {
        param,
      },
    ),

  /** @param {string} param @param {string} value @param {readonly string[]} choices */
  choice: (param, value, choices) =>
    new Refusal(
      400,
      'invalid_value',
      `Invalid value: '${value}'. Supported values are: ${choices.map((choice) => `'${choice}'`).join(', ')}.`,
      { param },
    ),

  /** @param {string} param @param {string} message */
  value: (param, message) => new Refusal(400, 'invalid_value', message, { param }),

  /** @param {string} param @param {number} value @param {number} least */
  below: (param, value, least) =>
    new Refusal(
      400,
      'integer_below_min_value',
      `Invalid '${param}': integer below minimum value. Expected a value >= ${least}, but got ${value} instead.`,
      { param },
    ),

  /** @param {string} param @param {number} value @param {number} most */
  above: (param, value, most) =>
    new Refusal(
      400,
      'integer_above_max_value',
      `Invalid '${param}': integer above maximum value. Expected a value <= ${most}, but got ${value} instead.`,
      { param },
    ),

  /** @param {string} param */
  empty: (param) =>
    new Refusal(
      400,
      'empty_string',
      `Invalid '${param}': empty string. Expected a string with minimum length 1, but got an empty string instead.`,
      { param },
    ),

  /** @param {string} param @param {number} length @param {number} most */
  long: (param, length, most) =>
    new Refusal(
      400,
      'string_above_max_length',
      `Invalid '${param}': string too long. Expected a string with maximum length ${most}, but got a string with length ${length} instead.`,
      { param },
    ),

  /** @param {string} param @param {number} length @param {number} most */
  many: (param, length, most) =>
    new Refusal(
      400,
      'array_above_max_length',
      `Invalid '${param}': array too long. Expected an array with maximum length ${most}, but got an array with length ${length} instead.`,
      { param },
    ),

  /** @param {string} model @param {string | null} ended */
  model: (model, ended) =>
    new Refusal(
      404,
      'model_not_found',
      ended
        ? `The model \`${model}\` has been shut down on ${ended}, learn more here: https://platform.openai.com/docs/deprecations`
        : `The model \`${model}\` does not exist or you do not have access to it.`,
    ),

  /** @param {string} param @param {string} type */
  mimetype: (param, type) =>
    new Refusal(
      400,
      'unsupported_file_mimetype',
      `Invalid file '${param}': unsupported mimetype ('${type}'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.`,
      { param },
    ),

  /** @param {string} param @param {number} bytes @param {number} limit */
  large: (param, bytes, limit) =>
    new Refusal(
      400,
      'file_too_large',
      `Invalid file '${param}': expected fewer than ${limit} bytes, but got ${bytes}.`,
      { param },
    ),

  /** @param {number} number counted from 1 */
  image: (number) =>
    new Refusal(
      400,
      'invalid_image_file',
      `Invalid image file or mode for image ${number}, please check your image file.`,
      { param: 'image', type: userError },
    ),

  mask: () =>
    new Refusal(
      400,
      'invalid_image_file',
      'Invalid image file or mode for the mask, please check your image file.',
      {
        param: 'mask',
        type: userError,
      },
    ),

  markup: () =>
    new Refusal(
      400,
      'invalid_image_file',
      'Invalid image file or mode for the markup: it has to be a PNG with transparent pixels.',
      { param: 'markup', type: userError },
    ),

  markupSize: () =>
    new Refusal(
      400,
      'invalid_markup_image_format',
      'Invalid markup image format - markup size does not match image size',
      { param: 'markup', type: userError },
    ),

  maskSize: () =>
    new Refusal(
      400,
      'invalid_mask_image_format',
      'Invalid mask image format - mask size does not match image size',
      { param: 'mask', type: userError },
    ),

  pngCompression: () =>
    new Refusal(
      400,
      'invalid_png_output_compression',
      'Compression less than 100 is not supported for PNG output format',
      { param: 'output_compression', type: userError },
    ),

  /** @param {string} param @param {string} format */
  notOfFormat: (param, format) =>
    new Refusal(
      400,
      'invalid_value',
      `The '${param}' parameter is not supported for ${format.toUpperCase()} output format`,
      { param },
    ),

  /** What the real API does and this one does not. @param {string} param @param {string} why */
  beyond: (param, why) =>
    new Refusal(
      400,
      'not_in_stand_in',
      `The stand-in API ${why}. The real API accepts this '${param}'.`,
      { param },
    ),
};

/** The first eight and the last four characters, as the real API shows it. @param {string} key */
function redacted(key) {
  if (key.length <= 16) return '*'.repeat(key.length);
  return key.slice(0, 8) + '*'.repeat(key.length - 12) + key.slice(-4);
}
