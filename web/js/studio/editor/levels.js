// @ts-check
/**
 * A picture at full size, half, a quarter and so on, so that a view from afar costs
 * no more than one from near by.
 *
 * They are made one after the other and piece by piece, in tasks too short to be
 * felt; until then the best that is there has to do.
 */

/** Pixels of a level that are made at a time: some milliseconds. */
const PIECE = 1 << 19;

/** No smaller levels than this, along the longer side. */
const SMALLEST = 256;

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** @param {ImageBitmap} image */
const halved = ({ width, height }) => ({ width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) });

/**
 * Half of a picture.  Two by two pixels become one, which is what smoothing of low
 * quality does where it halves.
 * @param {ImageBitmap} image @param {() => boolean} isWanted
 */
async function halve(image, isWanted) {
  const { width, height } = halved(image);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.imageSmoothingQuality = 'low';
  const rows = Math.ceil(PIECE / width);
  for (let y = 0; y < height; y += rows) {
    const part = Math.min(rows, height - y);
    const scale = image.height / height;
    await turn();
    if (!isWanted()) return null;
    context.drawImage(image, 0, y * scale, image.width, part * scale, 0, y, width, part);
  }
  const half = canvas.transferToImageBitmap();
  canvas.width = canvas.height = 0; // or it would keep as much again until it is collected
  return half;
}

/** @param {ImageBitmap} image stays the caller's @param {() => void} onLevel there is one more */
export function createLevels(image, onLevel) {
  const levels = [image];
  let wanted = true;

  async function build() {
    for (let last = image; wanted && Math.max(last.width, last.height) > SMALLEST; ) {
      const next = await halve(last, () => wanted);
      if (!next) return;
      levels.push(next);
      last = next;
      onLevel();
    }
  }

  build();

  return {
    width: image.width,
    height: image.height,

    /** The smallest that has all that is seen at a scale. @param {number} scale */
    at: (scale) => levels[Math.min(Math.max(Math.floor(-Math.log2(scale)), 0), levels.length - 1)],

    close() {
      wanted = false;
      for (const level of levels.slice(1)) level.close();
    },
  };
}
