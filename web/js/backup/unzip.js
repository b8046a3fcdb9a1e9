// @ts-check
/**
 * A ZIP file, read where it lies, one entry at a time.
 *
 * It is read by the list at its end, and that is believed only as far as it fits: every entry lies
 * before the list and over no other, and no two have one name.  Of an entry never more is read than
 * the list says, and it is handed out only where its checksum is right.
 */
import { Fault } from '../base/border.js';

/** @typedef {{isLocked: boolean, method: number, sum: number, packed: number, size: number, at: number, limit: number}} Listed
 *   'packed' bytes from somewhere after 'at', and all of it before 'limit' */

const [END, END_64, LOCATOR_64, LISTED, LOCAL] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50, 0x04034b50];
const [END_BYTES, END_64_BYTES, LOCATOR_64_BYTES, LISTED_BYTES, LOCAL_BYTES] = [22, 56, 20, 46, 30];
const [STORED, DEFLATED] = [0, 8];
const MOST_COMMENT = 0xffff;
const [ELSEWHERE, ELSEWHERE_64] = [0xffff, 0xffffffff]; // the number is in the 64-bit record

/** A list for some hundred thousand entries. */
const MOST_LIST = 64e6;

/** No deflated byte becomes more than so many. */
const MOST_GROWTH = 1032;

const NO_END = 'This file is no ZIP file, or a part of it is missing: get it anew from where it came from.';
const LIES = 'This ZIP file contradicts itself, so nothing was taken from it: it was damaged, or made to mislead.';

/** @param {string} text */
const refusal = (text) => new Fault({ code: 'invalid', http: 0, field: '', text });

/** @param {boolean} isFit @param {string} [text] */
function demand(isFit, text = LIES) {
  if (!isFit) throw refusal(text);
}

/** @param {Blob} file @param {number} from @param {number} size */
async function viewOf(file, from, size) {
  demand(from >= 0 && from + size <= file.size);
  return new DataView(await file.slice(from, from + size).arrayBuffer());
}

/** @param {DataView} view @param {number} at */
const long = (view, at) => Number(view.getBigUint64(at, true));

/** Where the list is. @param {Blob} file @returns {Promise<{count: number, size: number, at: number}>} */
async function findList(file) {
  const size = Math.min(file.size, END_BYTES + MOST_COMMENT);
  const tail = await viewOf(file, file.size - size, size);
  let at = size - END_BYTES;
  while (at >= 0 && !(tail.getUint32(at, true) === END && at + END_BYTES + tail.getUint16(at + 20, true) === size)) at--;
  demand(at >= 0, NO_END);
  demand([0, ELSEWHERE].includes(tail.getUint16(at + 4, true)), 'This is one part of a ZIP file that was split. Join its parts first.');
  const end = file.size - size + at;
  const found = { count: tail.getUint16(at + 10, true), size: tail.getUint32(at + 12, true), at: tail.getUint32(at + 16, true) };
  const list = found.count === ELSEWHERE || found.size === ELSEWHERE_64 || found.at === ELSEWHERE_64 ? await findLongList(file, end) : { ...found, end };
  demand(list.at + list.size <= list.end);
  demand(list.size <= MOST_LIST, 'This ZIP file holds more files than this page can take in.');
  return list;
}

/** @param {Blob} file @param {number} end */
async function findLongList(file, end) {
  const locator = await viewOf(file, end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
  demand(locator.getUint32(0, true) === LOCATOR_64);
  const at = long(locator, 8);
  const record = await viewOf(file, at, END_64_BYTES);
  demand(record.getUint32(0, true) === END_64);
  return { count: long(record, 32), size: long(record, 40), at: long(record, 48), end: at };
}

/** The numbers for which the list has no room, in their order. @param {DataView} list @param {number} from @param {number} to */
function longNumbers(list, from, to) {
  for (let at = from; at + 4 <= to; ) {
    const [id, size] = [list.getUint16(at, true), list.getUint16(at + 2, true)];
    demand(at + 4 + size <= to);
    if (id === 1) return Array.from({ length: Math.floor(size / 8) }, (_, i) => long(list, at + 4 + 8 * i));
    at += 4 + size;
  }
  return [];
}

/** @param {DataView} list @param {number} at @returns {{name: string, listed: Listed, next: number}} */
function readListed(list, at) {
  demand(at + LISTED_BYTES <= list.byteLength && list.getUint32(at, true) === LISTED);
  const [name, extra, comment] = [28, 30, 32].map((place) => list.getUint16(at + place, true));
  const nameEnd = at + LISTED_BYTES + name;
  const next = nameEnd + extra + comment;
  demand(next <= list.byteLength);
  const longs = longNumbers(list, nameEnd, nameEnd + extra);
  const [size, packed, start] = [24, 20, 42].map((place) => {
    const number = list.getUint32(at + place, true);
    return number === ELSEWHERE_64 ? (longs.shift() ?? number) : number;
  });
  const listed = { isLocked: (list.getUint16(at + 8, true) & 1) === 1, method: list.getUint16(at + 10, true), sum: list.getUint32(at + 16, true) };
  return { name: new TextDecoder().decode(new Uint8Array(list.buffer, at + LISTED_BYTES, name)), listed: { ...listed, packed, size, at: start, limit: 0 }, next };
}

/** Says where each entry has to end. @param {Listed[]} entries @param {number} end of them all */
function bound(entries, end) {
  entries.sort((a, b) => a.at - b.at);
  entries.forEach((entry, i) => {
    entry.limit = entries[i + 1]?.at ?? end;
    demand(entry.at + LOCAL_BYTES + entry.packed <= entry.limit);
  });
}

/** @param {Blob} file @returns {Promise<Map<string, Listed>>} */
async function readList(file) {
  const { count, size, at: start } = await findList(file);
  const list = await viewOf(file, start, size);
  /** @type {Map<string, Listed>} */
  const entries = new Map();
  for (let at = 0; at < size; ) {
    const { name, listed, next } = readListed(list, at);
    demand(!entries.has(name));
    entries.set(name, listed);
    at = next;
  }
  demand(entries.size === count);
  bound([...entries.values()], start);
  return entries;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of what came before and this. @param {number} sum of nothing, 0 @param {Uint8Array} bytes */
export function checksum(sum, bytes) {
  let state = ~sum;
  for (let i = 0; i < bytes.length; i++) state = TABLE[(state ^ bytes[i]) & 0xff] ^ (state >>> 8);
  return ~state >>> 0;
}

/** @param {Blob} file @param {Listed} entry */
async function contentOf(file, { at, packed, limit, method }) {
  const header = await viewOf(file, at, LOCAL_BYTES);
  demand(header.getUint32(0, true) === LOCAL);
  const start = at + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  demand(start + packed <= limit);
  const content = file.slice(start, start + packed).stream();
  return method === DEFLATED ? content.pipeThrough(new DecompressionStream('deflate-raw')) : content;
}

/** @param {ReadableStream<Uint8Array>} content @param {Listed} entry @returns {Promise<Uint8Array<ArrayBuffer> | null>} null where it is not what was listed */
async function collect(content, { size, sum }) {
  const bytes = new Uint8Array(size);
  const reader = content.getReader();
  let [filled, found] = [0, 0];
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (filled + piece.value.length > size) {
      await reader.cancel();
      return null;
    }
    bytes.set(piece.value, filled);
    found = checksum(found, piece.value);
    filled += piece.value.length;
  }
  return filled === size && found === sum ? bytes : null;
}

/** @param {Blob} file */
export async function openZip(file) {
  const entries = await readList(file);

  return {
    names: [...entries.keys()],

    /** @param {string} name @param {number} most bytes that will do @returns {Promise<Uint8Array<ArrayBuffer>>} */
    async read(name, most) {
      const entry = entries.get(name);
      if (!entry) throw refusal(`${name} is missing in this ZIP file.`);
      const { isLocked, method, packed, size } = entry;
      demand(!isLocked, `${name} is locked with a password. Unpack the ZIP file, and pack it again without one.`);
      demand(method === STORED || method === DEFLATED, `${name} is packed in a way that this page does not know.`);
      demand(size <= most && size <= (method === STORED ? packed : packed * MOST_GROWTH), `${name} is too large to be what it says it is.`);
      const bytes = await collect(await contentOf(file, entry), entry).catch((error) => {
        if (error instanceof DOMException) throw error; // the file cannot be read
        return null; // it cannot be inflated
      });
      if (!bytes) throw refusal(`${name} is damaged.`);
      return bytes;
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openZip>>} Zip */
