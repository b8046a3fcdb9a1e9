// @ts-check
/**
 * The picture last worked on, decoded, for the next time: a preview asks again
 * and again.
 *
 * Every question brings the file, so nothing is lost with the worker.
 */

/** @typedef {ReturnType<ReturnType<typeof import('./easel.js').createEasel>['openPicture']>} Picture */

/** @param {(file: Blob) => Promise<Picture>} open */
export function createPictures(open) {
  /** @type {{id: number, picture: Promise<Picture>} | null} */
  let kept = null;

  function forget() {
    kept?.picture.then((picture) => picture.close(), () => {});
    kept = null;
  }

  return {
    /** @param {Blob} file @param {number} id the same for the same picture */
    get(file, id) {
      if (kept?.id !== id) {
        forget();
        kept = { id, picture: open(file) };
        kept.picture.catch(() => (kept = null));
      }
      return kept.picture;
    },

    forget,
  };
}
