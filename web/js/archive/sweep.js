// @ts-check
/**
 * Deletes from the archive what nothing needs any longer: sources that neither a result nor an
 * unfinished job names, files and thumbnails whose owners are gone.
 */

/** What a sweep has to see, in the order it takes them. */
export const STORES = ['results', 'sources', 'files', 'thumbnails', 'things'];

/**
 * Calls with the answers of several requests, within their transaction.
 * @param {IDBRequest[]} requests @param {(answers: any[]) => void} work
 */
function whenAll(requests, work) {
  let open = requests.length;
  for (const request of requests) request.onsuccess = () => --open || work(requests.map(({ result }) => result));
}

/** What the jobs that are not over are about to make results from. @param {any[][]} keys of things @param {IDBObjectStore} things @param {(sources: string[]) => void} work */
function withJobs(keys, things, work) {
  const jobs = keys.filter(([, kind]) => kind === 'job');
  if (!jobs.length) return work([]);
  return whenAll(jobs.map((key) => things.get(key)), (records) => work(records.map(({ source }) => source)));
}

/** @param {...IDBObjectStore} stores of one transaction, as in STORES */
export function sweep(...stores) {
  const [results, sources, files, thumbnails, things] = stores;
  const asked = [results.getAll(), sources.getAll(), files.getAllKeys(), thumbnails.getAllKeys(), things.getAllKeys()];
  whenAll(asked, ([entries, all, fileKeys, thumbnailKeys, thingKeys]) =>
    withJobs(thingKeys, things, (wanted) => {
      const ids = new Set(entries.map((/** @type {any} */ { id }) => id));
      const named = new Set([...wanted, ...entries.map((/** @type {any} */ { source }) => source)]);
      const [used, unused] = [true, false].map((isUsed) => all.filter((/** @type {any} */ { id }) => named.has(id) === isUsed));
      const owners = new Set([...ids, ...used.flatMap((/** @type {any} */ { id, inputs }) => [id, ...inputs.map((/** @type {any} */ { file }) => file)])]);
      for (const { id } of unused) sources.delete(id);
      for (const key of fileKeys) if (!owners.has(key[0])) files.delete(key);
      for (const id of thumbnailKeys) if (!ids.has(id)) thumbnails.delete(id);
    }),
  );
}
