// @ts-check
/**
 * Masks from elsewhere and to elsewhere: files, other images, a picture's transparency.
 *
 * What is painted over becomes one step that can be undone.  What happened is told
 * in words.
 */
import { Fault } from '../base/border.js';
import { saveFile } from '../base/files.js';
import { isSameSize, otherSizeText, shareText, sizeText } from '../base/words.js';
import { extended } from '../inputs/margins.js';
import { moved } from '../inputs/markup/shapes.js';

/**
 * @typedef {import('../base/core.js').Size} Size
 * @typedef {import('./painting.js').Painting} Painting
 * @typedef {Size & {coverage: Uint8Array}} Mask
 */

/** All of a painting. @param {Painting} painting @returns {Mask} */
const maskIn = (painting) => ({ width: painting.width, height: painting.height, coverage: painting.read() });

/** @param {{name: string}} file */
const stemOf = ({ name }) => name.replace(/\.[^.]*$/, '');

/** What an image's file is called when its mask is its transparency. @param {{name: string}} file */
export const maskedName = (file) => `${stemOf(file)}-masked.png`;

/** @param {string} name @param {number} share */
const importedText = (name, share) =>
  share > 0 ? `${name}: ${shareText(share)} of the mask is painted.` : `${name} is blank: nothing is painted, so there is no mask.`;

/** @param {Size} from @param {Size} to */
const fromTo = (from, to) => (isSameSize(from, to) ? '' : `, fitted from ${sizeText(from)} to ${sizeText(to)}`);

/**
 * @param {object} app
 * @param {import('../base/store.js').Store} app.store
 * @param {(type: string, args: object, options?: {transfer: Transferable[]}) => Promise<any>} app.ask the studio's worker
 * @param {(id: number, coverage: Uint8Array) => Promise<void>} app.paintOver an image
 * @param {(name: string, size: Size, mask: {coverage: Uint8Array}) => Promise<void>} app.keepLoose
 * @param {() => void} app.dropLoose
 * @param {(painting: Painting, work: () => void) => void} app.change in one step
 * @param {(size: Size) => Painting} app.openPainting
 * @param {import('../inputs/images.js').Images['replace']} app.replace an image
 */
export function createExchange({ store, ask, paintOver, keepLoose, dropLoose, change, openPainting, replace }) {
  /** The image that is painted on. @param {Painting} painting */
  function imageOf(painting) {
    const image = store.get().images.find((one) => one.painting === painting);
    if (!image) throw new Error('This image was removed.');
    return image;
  }

  /** @param {File} file @returns {Promise<Mask>} */
  async function read(file) {
    try {
      return await ask('importMask', { file });
    } catch (error) {
      const { facts } = Fault.from(error);
      throw new Fault({ ...facts, field: 'mask', text: `${file.name}: ${facts.text}` });
    }
  }

  /** Lays a mask on an image, at the image's size. @param {Mask} mask @param {Size & {id: number}} image */
  async function lay(mask, { id, width, height }) {
    const fits = isSameSize(mask, { width, height });
    const fitted = fits ? mask : await ask('fitMask', { mask, size: { width, height } }, { transfer: [mask.coverage.buffer] });
    await paintOver(id, fitted.coverage);
  }

  /** A mask for an extended image: painted where it is new, as before where it is not.
   * @param {import('../base/store.js').InputImage} image @param {import('../inputs/margins.js').Margins} margins */
  function extendedMask({ width, height, painting: before }, margins) {
    const painting = openPainting(extended({ width, height }, margins));
    painting.change('fill');
    const old = { x: margins.left, y: margins.top, width, height };
    painting.write(before?.read() ?? new Uint8Array(width * height), old);
    return painting;
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes of a PNG @param {string} name */
  function saveAs(bytes, name) {
    saveFile(new Blob([bytes], { type: 'image/png' }), name);
    return `Saved as ${name}.`;
  }

  return {
    /**
     * Puts the picture on a larger canvas, whose new part is painted.
     * @param {import('../base/store.js').InputImage} image @param {import('../inputs/margins.js').Margins} margins
     */
    async extend(image, margins) {
      const { id, file } = image;
      const markup = moved(image.markup, margins.left, margins.top);
      const { file: bytes, width, height } = await ask('extend', { file, id, margins });
      const name = `${stemOf(file)}-extended.png`;
      const painting = extendedMask(image, margins);
      replace(id, { file: new File([bytes], name, { type: 'image/png' }), width, height, painting, share: painting.state().share, markup });
      store.update({ status: `${name} is ${sizeText({ width, height })} now; what is new is painted.` });
    },

    /** Takes a mask from a file, over the first image if it has its size. @param {File} file */
    async import(file) {
      const mask = await read(file);
      const [first] = store.get().images;
      if (first && isSameSize(first, mask)) {
        dropLoose();
        await lay(mask, first);
      } else {
        await keepLoose(file.name, mask, mask);
      }
      const { share } = store.get().mask ?? store.get().images[0];
      store.update({ status: importedText(file.name, share) });
    },

    /** Fits the loose mask to the first image. */
    async fitLoose() {
      const { mask, images: [first] } = store.get();
      if (!mask || !first) return;
      const { name, painting } = mask;
      await lay(maskIn(painting), first);
      dropLoose();
      store.update({ status: `${name} lies on ${first.file.name} now${fromTo(painting, first)}.` });
    },

    /**
     * Takes a mask from a file, over the image that is painted on.
     * @param {Painting} painting @param {File} file
     * @returns {Promise<{text: string, fit: (() => Promise<string>) | null}>} 'fit': nothing has happened
     *   yet, as the sizes differ; it is to be offered, and tells what happened then
     */
    async importOnto(painting, file) {
      const mask = await read(file);
      const image = imageOf(painting);
      if (isSameSize(mask, image)) {
        await lay(mask, image);
        return { text: importedText(file.name, painting.state().share), fit: null };
      }
      return {
        text: `${file.name} is ${sizeText(mask)}. ${otherSizeText(mask, image)}`,
        async fit() {
          await lay({ ...mask, coverage: mask.coverage.slice() }, image);
          return `${file.name} lies on ${image.file.name} now${fromTo(mask, image)}.`;
        },
      };
    },

    /**
     * Saves the mask as a PNG file named after its image; says as what.
     * @param {Painting} painting
     * @param {'grey' | 'alpha'} kind what repaints: white, or transparent
     */
    async export(painting, kind) {
      const name = `${stemOf(imageOf(painting).file)}-mask${kind === 'alpha' ? '-alpha' : ''}.png`;
      const mask = maskIn(painting);
      const bytes = await ask('exportMask', { mask, grey: kind === 'grey' }, { transfer: [mask.coverage.buffer] });
      return saveAs(bytes, name);
    },

    /** Saves the image with its mask as its transparency, as ComfyUI keeps masks. @param {Painting} painting */
    async exportMasked(painting) {
      const { id, file } = imageOf(painting);
      const mask = maskIn(painting);
      return saveAs(await ask('exportMasked', { file, id, mask }, { transfer: [mask.coverage.buffer] }), maskedName(file));
    },

    /** Gives the mask to the image after its own too, over what is there. @param {Painting} painting */
    async copyToNext(painting) {
      const { images } = store.get();
      const next = images[images.indexOf(imageOf(painting)) + 1];
      if (!next) return 'There is no image after this one.';
      await lay(maskIn(painting), next);
      return `Copied to ${next.file.name}${fromTo(painting, next)}.`;
    },

    /** Adds what is transparent in the image to its mask. @param {Painting} painting */
    async fromTransparency(painting) {
      const { id, file } = imageOf(painting);
      const { coverage, ...area } = await ask('selectTransparency', { file, id });
      if (!area.width) return `Nothing in ${file.name} is transparent.`;
      change(painting, () => painting.merge(coverage, area, false));
      return importedText(file.name, painting.state().share);
    },
  };
}
