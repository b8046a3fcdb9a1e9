// @ts-check
// SVG out: the picture as a mosaic.

import { scale } from './scale.mjs';

/** @typedef {import('./picture.mjs').Picture} Picture */

const tiles = 48; // across

/** @param {Picture} picture @returns {Promise<Uint8Array>} the file */
export async function encodeSvg(picture) {
  const { width, height } = picture;
  const step = width / tiles;
  const { data, height: rows } = scale(picture, tiles, Math.ceil(height / step));
  const squares = Array.from({ length: tiles * rows }, (_, i) => {
    const [red, green, blue, alpha] = data.subarray(i * 4, i * 4 + 4);
    return `<path d="M${i % tiles} ${Math.floor(i / tiles)}h1v1h-1z" fill="rgb(${red} ${green} ${blue} / ${(alpha / 255).toFixed(2)})"/>`;
  });
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${tiles} ${height / step}" shape-rendering="crispEdges">`;
  return new TextEncoder().encode(`${head}\n${squares.join('\n')}\n</svg>\n`);
}
