// @ts-check
/** Says which imported mask lies on no image. */
import { make } from './dom.js';
import { shareText, sizeText } from './words.js';

/**
 * @param {HTMLElement} root
 * @param {import('./store.js').Store} store
 * @param {() => void} onClear
 */
export function showLooseMask(root, store, onClear) {
  const badge = make('p', { className: 'badge' });
  const clear = make('button', { type: 'button', className: 'link', 'aria-label': 'Clear mask' }, 'Clear');
  clear.addEventListener('click', onClear);
  root.append(badge, clear);
  store.subscribe(({ mask }) => {
    root.hidden = !mask;
    if (mask) badge.textContent = `Mask ${mask.name}, ${sizeText(mask.painting)}: ${shareText(mask.share)} painted`;
  });
}
