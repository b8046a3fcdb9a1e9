// @ts-check
// A small typeface of our own: printable ASCII and a few more marks, drawn on a grid five dots wide.
// Seven rows stand on the base line, two more hang below it. Letters are as wide as their dots.
// Accents are dropped, typographic quotes and dashes made plain, and what is still unknown becomes a box.

/** Each glyph from its top row down, one base-32 digit a row: bit 4 is the leftmost dot. */
const ascii = [
  '', '4444404', 'aa', 'aavavaa', '4fke5u4', 'op248j3', 'cik8lid', '44',
  '2488842', '8422248', '04lel4', '044v44', '00000c48', '000e', '00000cc', '01248g',
  'ehjlphe', '4c4444e', 'eh1248v', 'v2421he', '26aiv22', 'vgu11he', '68guhhe', 'v124888',
  'ehhehhe', 'ehhf12c', '0cc0cc', '0cc00c48', '248g842', '00v0v', '8421248', 'eh12404',
  'eh1dlle', 'ehhvhhh', 'uhhuhhu', 'ehggghe', 'sihhhis', 'vgguggv', 'vgguggg', 'ehgnhhf',
  'hhhvhhh', 'e44444e', '72222ic', 'hikokih', 'ggggggv', 'hrllhhh', 'hhpljhh', 'ehhhhhe',
  'uhhuggg', 'ehhhlid', 'uhhukih', 'fgge11u', 'v444444', 'hhhhhhe', 'hhhhha4', 'hhhllla',
  'hha4ahh', 'hhha444', 'v1248gv', 'e88888e', '0g8421', 'e22222e', '4ah', '0000000v',
  '842', '00e1fhf', 'ggmphhu', '00egghe', '11djhhf', '00ehvge', '698s888', '00fhhhf1e',
  'ggmphhh', '40c444e', '2062222ic', 'ggikoki', 'c44444e', '00qllll', '00mphhh', '00ehhhe',
  '00uhhhugg', '00fhhhf11', '00mpggg', '00fge1u', '88s8896', '00hhhjd', '00hhha4', '00hhlla',
  '00ha4ah', '00hhhhf1e', '00v248v', '2448442', '4444444', '8442448', '008l2',
];

/** @type {Record<string, string>} */
const others = {
  '·': '000cc', '…': '000000l', '×': '00ha4ah',
  '‘': '44', '’': '44', '“': 'aa', '”': 'aa', '–': '000v', '—': '000v',
};
const box = 'vhhhhhv';

/** @typedef {{ width: number, rows: number[] }} Glyph dots; bit 0 of a row is the leftmost dot */

export const lineDots = 11;
export const bodyDots = 9;
const spaceDots = 3;

/** @type {Map<string, Glyph>} */
const known = new Map();

/** @param {string} text @returns {Glyph[]} one for each character that can be seen, accents gone */
export function glyphs(text) {
  return Array.from(text.normalize('NFD').replace(/\p{M}/gu, ''), glyph);
}

/**
 * @param {Glyph[]} line
 * @returns {number} dots from the left edge of the first to the right edge of the last
 */
export function lineWidth(line) {
  return line.reduce((sum, { width }) => sum + width + 1, 0) - (line.length ? 1 : 0);
}

/** @param {string} character @returns {Glyph} */
function glyph(character) {
  const ready = known.get(character) ?? read(others[character] ?? ascii[character.charCodeAt(0) - 32] ?? box);
  known.set(character, ready);
  return ready;
}

/** @param {string} code @returns {Glyph} */
function read(code) {
  const rows = Array.from(code, (digit) => parseInt(digit, 32));
  const used = rows.reduce((all, row) => all | row, 0);
  if (!used) return { width: spaceDots, rows: [] };
  const left = Math.clz32(used) - 27;
  const right = 31 - Math.clz32(used & -used);
  const columns = Array.from({ length: 5 - left - right }, (_, i) => 4 - left - i);
  return {
    width: columns.length,
    rows: rows.map((row) => columns.reduce((bits, from, to) => bits | (((row >> from) & 1) << to), 0)),
  };
}
