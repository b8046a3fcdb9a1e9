// @ts-check
// A photograph from a camera that was held sideways, a part of it painted over, and what becomes of it.

import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { expectMask, paintAcross } from './support/mask.mjs';
import { addImages, alert, asTheNode, download, generate, inputs, pictures, promptBox, saveAsReceived } from './support/page.mjs';
import { corpusFile, decoded, difference, pillow, png, RGB, scenery, upload } from './support/pictures.mjs';
import { partsOf, picturesFor } from './support/wire.mjs';

const SIZE = { width: 1800, height: 1200 };

/** A photograph that is 1200 x 1800 in its file and has to be turned to the right. */
function photo() {
  const real = corpusFile('exif-orientation/Landscape_6.jpg');
  if (!real) console.log('The corpus is not here: a generated photograph has to do.');
  return real ?? pillow(png(1200, 1800, scenery, RGB), 'save', 'JPEG', 'quality=90', 'orientation=6');
}

test('a turned photograph is sent upright with the mask that was painted, and the answer is saved as it came', async ({ page, server }) => {
  const file = photo();
  await chooseDemo(page);
  await asTheNode(page);
  await promptBox(page).fill('A red boat on the water');
  await addImages(page, upload(file, 'IMG_0042.JPG'));
  await expect(inputs(page)).toContainText('1800 x 1200');
  const stroke = await paintAcross(page, SIZE);
  await expect(inputs(page)).toContainText(/Mask: \d+ % painted/);
  const request = await generate(page, server);
  await expect(alert(page)).toBeEmpty();

  expect(new URL(request.url).pathname).toBe('/demo/v1/images/edits');
  const parts = await partsOf(request);
  expect(parts.map(({ name, ...part }) => ('value' in part ? [name, part.value] : [name, part.fileName, part.type]))).toEqual([
    ['background', 'opaque'],
    ['model', 'gpt-image-2.5-flare'],
    ['n', '1'],
    ['prompt', 'A red boat on the water'],
    ['quality', 'low'],
    ['size', 'auto'],
    ['image', 'image_0.png', 'image/png'],
    ['mask', 'mask.png', 'image/png'],
  ]);

  const [image, mask] = parts.flatMap((part) => ('bytes' in part ? [part.bytes] : []));
  const upright = decoded(pillow(file, 'upright'));
  expect({ width: upright.width, height: upright.height }).toEqual(SIZE);
  const sent = decoded(image);
  expect({ width: sent.width, height: sent.height }).toEqual(SIZE);
  const { most, mean } = difference(sent, upright);
  expect(most).toBeLessThanOrEqual(4);
  expect(mean).toBeLessThan(0.25);
  expectMask(mask, stroke, SIZE);

  await expect(pictures(page)).toHaveCount(1);
  expect(posts(server)).toHaveLength(1);
  const [picture] = await picturesFor(request);
  await saveAsReceived(page);
  expect(picture.equals(await readFile(await (await download(page)).path()))).toBe(true);
});
