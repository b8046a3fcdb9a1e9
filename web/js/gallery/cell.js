// @ts-check
/** One picture of the gallery: small, with what is known of it in a word. */
import { make } from '../base/dom.js';
import { drawing } from '../base/svg.js';
import { holdUrl } from '../results/urls.js';
import { PATHS } from './icons.js';

/** @typedef {import('../archive/archive.js').Entry} Entry */

/** "A hut, favourite, gpt-image-1, 27 Nov 2026" @param {Entry} entry */
function cellName({ asked, favourite, incomplete, tags, when }) {
  const day = new Date(when).toLocaleDateString(undefined, { dateStyle: 'medium' });
  return [asked.prompt || 'No prompt', ...(incomplete ? ['incomplete preview'] : []), ...(favourite ? ['favourite'] : []), ...tags, asked.model, day].join(', ');
}

/** What stands there for a picture that only a server has. @param {Entry} entry */
const hostOf = ({ link }) => (link ? `Kept at ${new URL(link).host}` : '');

/** @param {Entry} first @param {import('./thumbnails.js').ThumbnailOf} thumbnailOf */
export function createCell(first, thumbnailOf) {
  let now = first;
  let isNear = false;
  /** @type {ReturnType<typeof holdUrl> | null} */
  let held = null;

  const picture = make('img', { alt: '', draggable: false });
  const check = make('span', { className: 'gallery-check' }, drawing(PATHS.check));
  const star = make('span', { className: 'gallery-star' }, drawing(PATHS.star));
  const root = make('li', { className: 'gallery-cell', role: 'option', tabIndex: -1, 'aria-selected': 'false' }, picture, check, star);
  root.dataset.id = first.id;

  function letGo() {
    held?.release();
    held = null;
  }

  async function showPicture() {
    const asked = now;
    const isWanted = () => isNear && asked === now;
    const file = asked.answers ? await thumbnailOf(asked, isWanted) : null;
    if (!isWanted()) return;
    root.dataset.note = file ? '' : hostOf(asked) || 'No preview';
    letGo();
    if (file) picture.src = (held = holdUrl(file)).url;
  }

  function showFacts() {
    root.setAttribute('aria-label', cellName(now));
    root.title = String(now.asked.prompt);
    root.classList.toggle('favourite', now.favourite);
  }

  showFacts();
  return {
    root,

    /** @param {Entry} entry as it is now */
    update(entry) {
      if (entry === now) return;
      const isOther = entry.bytes !== now.bytes;
      now = entry;
      showFacts();
      if (isNear && (isOther || !held)) showPicture();
    },

    /** Has its picture for as long as somebody is near. @param {boolean} near */
    setNear(near) {
      if (near === isNear) return;
      isNear = near;
      if (near) return void showPicture();
      picture.removeAttribute('src');
      return letGo();
    },

    /** @param {boolean} selected */
    select: (selected) => root.setAttribute('aria-selected', String(selected)),

    remove() {
      isNear = false;
      letGo();
      root.remove();
    },
  };
}
