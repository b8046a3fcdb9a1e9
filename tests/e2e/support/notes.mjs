// @ts-check
// What pictures carry beside their pixels: written by hand, and read by exiftool.

import { execFileSync } from 'node:child_process';
import { crc32 } from 'node:zlib';

/** @param {Buffer} file @param {...string} options */
const exiftool = (file, ...options) => execFileSync('exiftool', [...options, '-'], { input: file, maxBuffer: 2 ** 26 });

/** The settings that a file carries, by exiftool, which must find nothing wrong with it. @param {Buffer} file */
export function carried(file) {
  const [validated, text] = [exiftool(file, '-b', '-validate'), exiftool(file, '-b', '-gpt-image-wasm')].map(String);
  if (validated !== '0 0 0') throw new Error(`exiftool is not content: ${exiftool(file, '-validate', '-warning', '-a')}`);
  return text ? JSON.parse(text) : null;
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A PNG with text chunks after its header. @param {Buffer} png @param {Record<string, string | Buffer>} notes */
export function withTexts(png, notes) {
  const chunks = Object.entries(notes).map(([keyword, text]) => chunk('tEXt', Buffer.concat([Buffer.from(`${keyword}\0`), Buffer.from(text)])));
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}
