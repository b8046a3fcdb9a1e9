// @ts-check
// The files of an edit: how they are named, what they may be, and that mask and markup fit.

import { isOpaque } from '../draw/picture.mjs';
import { refuse } from './refusal.mjs';
import { sniff } from './sniff.mjs';

/** @typedef {import('../draw/picture.mjs').Picture} Picture */
/**
 * @typedef {(bytes: Uint8Array, type: string) => Promise<Picture>} Decode throws where the file cannot be read
 */
/** @typedef {{ name: string, file: File }} Part */

const megabyte = 1024 * 1024;
const imageLimit = 50 * megabyte;
const maskLimit = 4 * megabyte;
const mostImages = 16;
const types = ['image/png', 'image/jpeg', 'image/webp'];

/**
 * Splits a form into its text fields, in their order, and its files.
 * @param {FormData} form
 * @returns {{ fields: [string, string][], images: Part[], mask?: Part, markup?: Part }}
 */
export function splitForm(form) {
  /** @type {[string, string][]} */
  const fields = [];
  /** @type {Part[]} */
  const files = [];
  for (const [name, value] of form) {
    const wantsFile = ['image', 'image[]', 'mask', 'markup'].includes(name);
    if (wantsFile && typeof value === 'string') throw refuse.type(name, 'a file', 'a string');
    if (typeof value === 'string') fields.push([name, value]);
    else files.push({ name, file: value });
  }
  return { fields, ...sortFiles(files) };
}

/** The longest data: URL that is documented to be taken. */
const urlLimit = 20_971_520;

/**
 * Splits the JSON of an edit into its settings and its pictures, which are data: URLs.
 * @param {any} json
 * @returns {Promise<{ fields: unknown, images: Part[], mask: Part | undefined }>}
 */
export async function splitJson(json) {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw refuse.body();
  const { images, mask, ...fields } = json;
  if (!images?.length) throw refuse.missing('images');
  if (!Array.isArray(images)) throw refuse.type('images', 'an array', 'something else');
  if (images.length > mostImages) throw refuse.many('images', images.length, mostImages);
  return {
    fields,
    images: await Promise.all(images.map((image, i) => partOf(`images[${i}]`, image))),
    mask: mask ? await partOf('mask', mask) : undefined,
  };
}

/** @param {string} name @param {any} reference @returns {Promise<Part>} */
async function partOf(name, reference) {
  const url = reference?.image_url;
  if (typeof url !== 'string' || !/^data:image\/[a-z]+;base64,/.test(url))
    throw refuse.value(name, 'Expected an object with a data: URL as its image_url.');
  if (url.length > urlLimit) throw refuse.large(name, url.length, urlLimit);
  const blob = await (await fetch(url)).blob();
  return { name, file: new File([blob], name, { type: blob.type }) };
}

/** @param {Part[]} files */
function sortFiles(files) {
  const names = ['image', 'image[]', 'mask', 'markup'];
  const [single, several, masks, markups] = names.map((name) => files.filter((part) => part.name === name));
  const stray = files.find(({ name }) => !names.includes(name));
  if (stray) throw refuse.unknown(stray.name);
  if (single.length && several.length)
    throw refuse.value('image', "Provide either 'image' or 'image[]', not both.");
  if (single.length > 1) throw refuse.duplicate('image');
  if (masks.length > 1) throw refuse.duplicate('mask');
  if (markups.length > 1) throw refuse.duplicate('markup');
  if (markups.length && masks.length)
    throw refuse.value('markup', "Provide either 'mask' or 'markup', not both.");
  if (several.length > mostImages) throw refuse.many('image[]', several.length, mostImages);
  const images = [...single, ...several];
  if (!images.length) throw refuse.missing('image');
  return { images, mask: masks[0], markup: markups[0] };
}

/**
 * @param {{ images: Part[], mask?: Part, markup?: Part }} parts @param {Decode} decode
 * @returns {Promise<{ images: Picture[], mask?: Picture, markup?: Picture }>}
 */
export async function readPictures(parts, decode) {
  for (const part of parts.images) checkPart(part, imageLimit);
  if (parts.mask) checkPart(parts.mask, maskLimit);
  if (parts.markup) checkPart(parts.markup, imageLimit);
  const images = [];
  for (const [i, { file }] of parts.images.entries())
    images.push(await readImage(file, decode, i + 1));
  const mask = parts.mask && (await readMask(parts.mask.file, decode));
  if (mask && !isSameSize(mask, images[0])) throw refuse.maskSize();
  const markup = parts.markup && (await readMarkup(parts.markup.file, decode, images[0]));
  return { images, mask, markup };
}

/** @param {Picture} a @param {Picture} b */
const isSameSize = (a, b) => a.width === b.width && a.height === b.height;

/** @param {Part} part @param {number} limit */
function checkPart({ name, file }, limit) {
  if (!types.includes(file.type)) throw refuse.mimetype(name, file.type);
  if (file.size >= limit) throw refuse.large(name, file.size, limit);
}

/** @param {File} file @param {Decode} decode @param {number} number counted from 1 */
async function readImage(file, decode, number) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const seen = sniff(bytes);
  if (!seen?.plain || seen.type !== file.type) throw refuse.image(number);
  return decode(bytes, seen.type).catch(() => {
    throw refuse.image(number);
  });
}

/** @param {File} file @param {Decode} decode */
async function readMask(file, decode) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const seen = sniff(bytes);
  if (!seen?.alpha || seen.type !== file.type) throw refuse.mask();
  return decode(bytes, seen.type).catch(() => {
    throw refuse.mask();
  });
}

/** @param {File} file @param {Decode} decode @param {Picture} image that it is drawn over */
async function readMarkup(file, decode, image) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const seen = sniff(bytes);
  if (!seen?.alpha || seen.type !== file.type) throw refuse.markup();
  const markup = await decode(bytes, seen.type).catch(() => {
    throw refuse.markup();
  });
  if (!isSameSize(markup, image)) throw refuse.markupSize();
  if (isOpaque(markup)) throw refuse.markup();
  return markup;
}
