// @ts-check
/** Small pictures of input images, and of what is painted on them. */

const LONGEST = 192; // pixels: twice the size on the page
const PAINTED = 0xe0_24_5e_a0;

/** @param {{width: number, height: number}} size */
function shrunk({ width, height }) {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return { scale, width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Draws a file; one that this browser cannot show stays an empty frame.
 * @param {Blob} file @param {HTMLCanvasElement} canvas */
export async function drawThumbnail(file, canvas) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return;
  const { width, height } = shrunk(bitmap);
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
}

/** @param {import('../base/store.js').InputImage} image @param {HTMLCanvasElement} canvas */
export function drawMask({ painting, width, height }, canvas) {
  const small = shrunk({ width, height });
  Object.assign(canvas, { width: small.width, height: small.height });
  if (!painting) return;
  const area = { x: 0, y: 0, width: small.width, height: small.height };
  canvas.getContext('2d')?.putImageData(painting.overlay({ scale: small.scale, x: 0, y: 0 }, area, { veil: PAINTED }), 0, 0);
}
