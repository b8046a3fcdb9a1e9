// @ts-check
/** Pictures to the clipboard. */

import { asPng } from '../base/raster.js';

/** As PNG, which is all that clipboards take. @param {Promise<Blob>} file */
export async function copyPicture(file) {
  if (!navigator.clipboard?.write) throw new Error('This browser lets no page copy pictures. Download it instead.');
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': file.then(asPng) })]);
}
