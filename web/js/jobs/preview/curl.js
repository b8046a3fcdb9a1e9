// @ts-check
/** A request as a command for curl and a Unix shell (bash, zsh); pure. */

/**
 * @typedef {{name: string, value: string}} Field
 * @typedef {{name: string, fileName: string, file: Blob}} Picture
 * @typedef {Field | Picture} Part
 * @typedef {object} Request
 * @property {string} url
 * @property {[string, string][]} headers
 * @property {string} keyWord what stands in the headers for the key
 * @property {Part[] | null} parts of a form, in order; null for another body
 * @property {string} text the body where it is no form
 */

/** What a command names besides pictures, to lie beside it. @typedef {{name: string, text: string}} Attachment */

/** Bytes of a text that still goes into a line: some terminals cut it at 4096. */
const LONG = 3000;

export const KEY_VARIABLE = '$OPENAI_API_KEY';

const ESCAPES = /** @type {Record<string, string>} */ ({ '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\', '!': '\\041' });

/** Characters that are not seen as they are, or that a terminal would act upon. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** In $'…', whose digits of an octal escape are always three. @param {string} letter */
function escaped(letter) {
  if (ESCAPES[letter]) return ESCAPES[letter];
  if (!HIDDEN.test(letter)) return letter;
  return [...new TextEncoder().encode(letter)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** Any text but one with a NUL as one word of the shell. @param {string} text */
export function quoted(text) {
  const whole = text.toWellFormed();
  if (HIDDEN.test(whole)) return `$'${[...whole].map(escaped).join('')}'`;
  return `'${whole.replaceAll("'", "'\\''")}'`;
}

/** A header, in which the key is the variable's. @param {[string, string]} header @param {string} keyWord */
function headerText([name, value], keyWord) {
  const text = `${name}: ${value}`;
  if (!text.includes(keyWord)) return quoted(text);
  const safe = text.replace(/[\\"$`]/g, '\\$&');
  return `"${safe.replace(keyWord, () => KEY_VARIABLE)}"`;
}

/** Whether a text is for a file of its own: no argument holds a NUL. @param {string} text */
const isForFile = (text) => text.includes('\0') || new TextEncoder().encode(text).length > LONG;

/** @param {Part} part @returns {{option: string, attachment?: Attachment}} */
function partOption(part) {
  if ('file' in part) return { option: `-F ${quoted(`${part.name}=@${part.fileName};type=${part.file.type}`)}` };
  if (!isForFile(part.value)) return { option: `--form-string ${quoted(`${part.name}=${part.value}`)}` };
  const name = `${part.name}.txt`;
  return { option: `-F ${quoted(`${part.name}=<${name}`)}`, attachment: { name, text: part.value } };
}

/** @param {string} text @returns {{option: string, attachment?: Attachment}} */
function bodyOption(text) {
  if (!isForFile(text)) return { option: `--data-raw ${quoted(text)}` };
  const name = 'request.json';
  return { option: `--data-binary ${quoted(`@${name}`)}`, attachment: { name, text } };
}

/**
 * The command, and the files besides pictures that it reads.
 * @param {Request} request @returns {{command: string, attachments: Attachment[]}}
 */
export function curlCommand({ url, headers, keyWord, parts, text }) {
  const bodies = parts ? parts.map(partOption) : [bodyOption(text)];
  // The boundary is curl's to choose.
  const told = headers.filter(([name]) => !(parts && name.toLowerCase() === 'content-type'));
  const lines = [
    `curl ${/[[\]{}]/.test(url) ? '--globoff ' : ''}${quoted(url)}`,
    ...told.map((header) => `-H ${headerText(header, keyWord)}`),
    ...bodies.map(({ option }) => option),
  ];
  return { command: lines.join(' \\\n  '), attachments: bodies.flatMap(({ attachment }) => attachment ?? []) };
}
