// @ts-check
/** The rooms in the results of pictures that are not there yet, with previews where there are any. */
import { iconButton, make } from '../base/dom.js';
import { save } from '../base/files.js';
import { sniff } from '../base/sniff.js';

/** @typedef {import('../base/store.js').Job} Job */
/** @typedef {{root: HTMLElement, show: (preview: Blob | undefined) => void}} Room */

/** @param {Blob} file */
async function extensionOf(file) {
  return sniff(new Uint8Array(await file.slice(0, 16).arrayBuffer())).extension;
}

/** @param {Job} job @param {(file: Blob) => string} urlOf @returns {Room} */
function createRoom({ asked }, urlOf) {
  const root = make('li', { className: 'waiting', 'aria-hidden': 'true' });
  const [width, height] = String(asked.size).split('x');
  if (height) root.style.aspectRatio = `${width} / ${height}`;
  /** @type {Blob | undefined} */
  let shown;
  const picture = make('img', { alt: `Preview of ${asked.prompt}`, decoding: 'async' });
  const keep = iconButton('Download the preview', 'download', async () => shown && save(urlOf(shown), `preview.${await extensionOf(shown)}`));

  return {
    root,

    show(preview) {
      if (!preview || preview === shown) return;
      if (!shown) {
        root.className = 'card preview';
        root.style.aspectRatio = '';
        root.removeAttribute('aria-hidden');
        root.append(picture, make('p', { className: 'hint' }, 'Preview, not finished'), make('div', { className: 'tools' }, keep));
      }
      shown = preview;
      picture.src = urlOf(preview);
    },
  };
}

/** @param {(file: Blob) => string} urlOf */
export function createRooms(urlOf) {
  /** @type {Map<number, Map<number, Room>>} */
  const rooms = new Map();

  /** @param {Job} job @param {number} index */
  function roomOf(job, index) {
    const mine = rooms.get(job.id) ?? new Map();
    rooms.set(job.id, mine);
    const room = mine.get(index) ?? createRoom(job, urlOf);
    mine.set(index, room);
    room.show(job.previews[index]);
    return room.root;
  }

  return {
    /** @param {Job} job that runs @param {import('../base/store.js').Result[]} there its results */
    of: (job, there) =>
      Array.from({ length: Number(job.asked.n) }, (_, index) => index)
        .filter((index) => !there.some((result) => result.index === index))
        .map((index) => roomOf(job, index)),

    /** @param {Job[]} jobs */
    forget(jobs) {
      for (const id of rooms.keys()) if (!jobs.some((job) => job.id === id)) rooms.delete(id);
    },
  };
}
