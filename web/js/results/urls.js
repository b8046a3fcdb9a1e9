// @ts-check
/** Object URLs of pictures, each good for as long as a result or a job has its file. */

/** One for as long as somebody holds it. @param {Blob} file */
export function holdUrl(file) {
  const url = URL.createObjectURL(file);
  return { url, release: () => URL.revokeObjectURL(url) };
}

/** All files of a result. @param {import('../base/store.js').Result} result */
const filesOf = ({ file, parts, composed, small, source }) => [file, ...parts, composed, small, source?.file];

/** @param {import('../base/store.js').Store} store */
export function createUrls(store) {
  /** @type {Map<Blob, string>} */
  const urls = new Map();

  store.subscribe(({ results, jobs }, before) => {
    if (results === before.results && jobs === before.jobs) return;
    const used = new Set([...results.flatMap(filesOf), ...jobs.flatMap(({ previews }) => previews)]);
    for (const [file, url] of urls) {
      if (used.has(file)) continue;
      URL.revokeObjectURL(url);
      urls.delete(file);
    }
  });

  /** @param {Blob} file of a result or a job @returns {string} */
  return function urlOf(file) {
    const url = urls.get(file) ?? URL.createObjectURL(file);
    urls.set(file, url);
    return url;
  };
}
