// @ts-check
/** Pictures of any kind that the browser shows, drawings too, as pixels. */

/** @param {Blob} file @returns {Promise<Blob>} a PNG */
export async function asPng(file) {
  if (file.type === 'image/png') return file;
  const url = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight);
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What is made of a result's picture when it goes in again: of a drawing its pixels. @param {Blob} file @param {string} name */
export async function asInput(file, name) {
  if (file.type !== 'image/svg+xml') return new File([file], name, { type: file.type });
  return new File([await asPng(file)], name.replace(/svg$/, 'png'), { type: 'image/png' });
}
