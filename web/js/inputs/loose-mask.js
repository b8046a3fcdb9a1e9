// @ts-check
/** Says which imported mask lies on no image, and why. */
import { make } from '../base/dom.js';
import { isSameSize, otherSizeText, shareText, sizeText } from '../base/words.js';

/**
 * @param {HTMLElement} root
 * @param {import('../base/store.js').Store} store
 * @param {import('./masks.js').Masks} masks
 */
export function showLooseMask(root, store, { fitLoose, dropLoose }) {
  const badge = make('p', { className: 'badge' });
  const why = make('p', { className: 'hint' });
  const fit = make('button', { type: 'button', className: 'link', onclick: fitLoose }, 'Fit to the image');
  const clear = make('button', { type: 'button', className: 'link', 'aria-label': 'Clear mask', onclick: dropLoose }, 'Clear');
  root.append(badge, why, fit, clear);
  store.subscribe(({ mask, images: [first] }) => {
    const differs = Boolean(mask && first && !isSameSize(mask.painting, first));
    root.hidden = !mask;
    fit.hidden = why.hidden = !differs;
    if (mask) badge.textContent = `Mask ${mask.name}, ${sizeText(mask.painting)}: ${shareText(mask.share)} painted`;
    if (mask && differs) why.textContent = otherSizeText(mask.painting, first);
  });
}
