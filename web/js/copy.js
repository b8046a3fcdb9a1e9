// @ts-check
/** Pictures to the clipboard. */

/** The picture as PNG, which is all that clipboards take. @param {Promise<Blob>} coming @returns {Promise<Blob>} */
async function asPng(coming) {
  const file = await coming;
  if (file.type === 'image/png') return file;
  const bitmap = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** @param {Promise<Blob>} file */
export async function copyPicture(file) {
  if (!navigator.clipboard?.write) throw new Error('This browser lets no page copy pictures. Download it instead.');
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(file) })]);
}
