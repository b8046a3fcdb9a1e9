// @ts-check
// How many pixels of a picture are not what they were, to the last bit: no canvas comes near them.

/** @typedef {{width: number, height: number, channels: number, rows: Uint8Array}} Pixels 3 or 4 channels, no filter bytes */

const SIGNATURE_LENGTH = 8;

/** The chunks of a PNG. @param {Uint8Array<ArrayBuffer>} file */
function* chunksOf(file) {
  const view = new DataView(file.buffer);
  for (let at = SIGNATURE_LENGTH; at < file.length; ) {
    const length = view.getUint32(at);
    yield { name: String.fromCharCode(...file.subarray(at + 4, at + 8)), content: file.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

/** @param {number} left @param {number} above @param {number} corner */
function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** What each filter adds. @type {((left: number, above: number, corner: number) => number)[]} */
const FILTERS = [() => 0, (left) => left, (_, above) => above, (left, above) => (left + above) >> 1, paeth];

/** @param {Uint8Array} bytes as inflated @param {number} stride of a row @param {number} height @param {number} channels */
function unfilter(bytes, stride, height, channels) {
  const rows = new Uint8Array(stride * height);
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    const filter = FILTERS[bytes[from++]];
    for (let x = 0; x < stride; x++, to++) {
      const left = x < channels ? 0 : rows[to - channels];
      const above = y ? rows[to - stride] : 0;
      rows[to] = bytes[from++] + filter(left, above, x < channels || !y ? 0 : rows[to - stride - channels]);
    }
  }
  return rows;
}

/** @param {Blob} file a PNG of 8 bits, RGB or RGBA, not interlaced @returns {Promise<Pixels>} */
async function pixelsOf(file) {
  const chunks = [...chunksOf(new Uint8Array(await file.arrayBuffer()))];
  const header = chunks[0].content;
  const view = new DataView(header.buffer, header.byteOffset);
  const [width, height, depth, color] = [view.getUint32(0), view.getUint32(4), header[8], header[9]];
  if (depth !== 8 || (color !== 2 && color !== 6)) throw new Error(`There is no reading a PNG of ${depth} bits and colour type ${color} here.`);
  const channels = color === 2 ? 3 : 4;
  const packed = new Blob(chunks.filter(({ name }) => name === 'IDAT').map(({ content }) => content));
  const inflated = await new Response(packed.stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer();
  return { width, height, channels, rows: unfilter(new Uint8Array(inflated), width * channels, height, channels) };
}

/** @param {Pixels} pixels @param {number} i */
function pixelAt({ rows, channels }, i) {
  const at = i * channels;
  return ((rows[at] << 24) | (rows[at + 1] << 16) | (rows[at + 2] << 8) | (channels === 4 ? rows[at + 3] : 255)) >>> 0;
}

/** The changed pixels that were not painted. @param {Blob} before @param {Blob} after both PNG @param {import('./pictures.mjs').Part} part */
export async function changedOutside(before, after, { area, coverage }) {
  const [old, now] = [await pixelsOf(before), await pixelsOf(after)];
  if (old.width !== now.width || old.height !== now.height) throw new Error('The picture came back at another size.');
  let changed = 0;
  for (let y = 0, i = 0; y < old.height; y++) {
    for (let x = 0; x < old.width; x++, i++) {
      const [column, row] = [x - area.x, y - area.y];
      const inside = column >= 0 && column < area.width && row >= 0 && row < area.height;
      const painted = inside && coverage[row * area.width + column] > 0;
      if (!painted && pixelAt(old, i) !== pixelAt(now, i)) changed++;
    }
  }
  return changed;
}
