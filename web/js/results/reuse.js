// @ts-check
/** Settings as they were for a picture, with the images and the mask they were for; and back again. */
import { counted } from '../base/words.js';

/**
 * @typedef {import('../base/store.js').InputImage} InputImage
 * @typedef {{asked: import('../base/store.js').Settings, source: Pick<import('../base/store.js').Source, 'inputs' | 'pack' | 'markup'> | null}} Made
 */

/** What came back. @param {Made} made */
function reuseText({ source }) {
  if (!source?.inputs.length) return 'The settings are as they were.';
  return `The settings are as they were, with ${counted(source.inputs.length, 'input image')}${source.pack ? ' and the mask' : ''}.`;
}

/**
 * @param {object} app
 * @param {import('../base/store.js').Store} app.store
 * @param {import('../base/faults.js').Faults} app.faults
 * @param {import('../inputs/images.js').Images} app.images
 * @param {import('../inputs/masks.js').Masks} app.masks
 */
export function createReuse({ store, faults, images, masks }) {
  /** The mask and the markup belong to the first. @param {NonNullable<Made['source']>} source @returns {Promise<InputImage[]>} */
  async function open({ inputs, pack, markup }) {
    const opened = [];
    for (const [i, file] of inputs.entries()) opened.push(await images.open(file, i === 0 && pack ? { pack } : null, i === 0 ? markup : []));
    return opened;
  }

  /** @param {Pick<import('../base/store.js').State, 'images' | 'mask'>} gone for good */
  const close = ({ images, mask }) => [...images, mask].forEach((one) => one?.painting?.close());

  /** @param {Made} made */
  async function bring(made) {
    const opened = made.source?.inputs.length ? await open(made.source) : null;
    const { settings, images: earlier, mask } = store.get();
    const before = { images: earlier, mask };

    function back() {
      if (opened) close(store.get());
      store.update({ settings, ...(opened ? before : {}) });
    }

    const over = () => opened && close(before);
    store.update({ settings: made.asked, ...(opened ? { images: opened, mask: null } : {}), status: reuseText(made), undo: { label: 'Undo', back, over } });
    if (opened) await masks.ready();
  }

  /** A picture that was made of words alone leaves the images that are there. @param {Made} made */
  return (made) => images.queue(() => bring(made).catch(faults.show));
}

/** @typedef {ReturnType<typeof createReuse>} Reuse */
