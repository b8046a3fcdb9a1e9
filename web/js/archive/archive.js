// @ts-check
/**
 * Everything that was made, kept in this browser until somebody deletes it.
 *
 * What comes in is on its way to the disk when a call returns, and there when its promise is
 * resolved.  Each change is a transaction of its own, so that tabs work side by side; each is told to
 * all of them.  Entries are small; files are read one result at a time.
 *
 * @typedef {import('./entry.js').Entry} Entry
 * @typedef {import('./entry.js').KeptFile} KeptFile
 * @typedef {import('./entry.js').KeptSource} KeptSource
 * @typedef {{type: 'added' | 'changed' | 'removed', ids: string[]}} News
 * @typedef {{type: string, bytes: ArrayBuffer, width: number, height: number, of: number}} Thumbnail 'of': the bytes of the entry it was made for
 * @typedef {{parts: Blob[], composed: Blob | null, small: Blob | null}} EntryFiles
 * @typedef {{facts: KeptSource, pack: ArrayBuffer | null, inputs: Record<string, KeptFile>}} RestoredSource input images by their owners
 * @typedef {{facts: KeptSource, inputs: File[], pack: Uint8Array<ArrayBuffer> | null}} ArchivedSource
 */
import { done, written } from './database.js';
import { partName } from './entry.js';
import { STORES, sweep } from './sweep.js';

/** What was paid for is on the disk itself before it counts as kept. @type {IDBTransactionOptions} */
const STRICT = { durability: 'strict' };

/** How many prompts are looked back at. */
const PROMPTS = 200;

/** All that belongs to one owner. @param {string} owner */
const allOf = (owner) => IDBKeyRange.bound([owner], [owner, []]);

/** @param {{type: string, bytes: ArrayBuffer}} file */
const blobOf = ({ type, bytes }) => new Blob([bytes], { type });

/** With the moment, where a person wants it otherwise. @param {Entry} before @param {Entry} now @returns {Entry} */
function dated(before, now) {
  const isSame = now.favourite === before.favourite && now.tags === before.tags && now.paste === before.paste;
  return isSame ? now : { ...now, changed: Date.now() };
}

/** Tells this tab and the others. */
function createNews() {
  /** @type {Set<(news: News) => void>} */
  const listeners = new Set();
  const channel = new BroadcastChannel('gpt-image.archive');
  const hear = (/** @type {News} */ news) => listeners.forEach((listener) => listener(news));
  channel.onmessage = ({ data }) => hear(data);
  return {
    listeners,

    /** @param {News['type']} type @param {string[]} ids */
    tell(type, ids) {
      if (!ids.length) return;
      hear({ type, ids });
      channel.postMessage({ type, ids });
    },
  };
}

/** @param {IDBDatabase} database */
export function createArchive(database) {
  const { listeners, tell } = createNews();

  /** @param {string} name */
  const reading = (name) => database.transaction(name).objectStore(name);

  /** A change whose first requests are made before this returns.
   * @param {string[]} names @param {(...stores: IDBObjectStore[]) => void} work */
  function begin(names, work) {
    const transaction = database.transaction(names, 'readwrite', STRICT);
    try {
      work(...names.map((name) => transaction.objectStore(name)));
    } catch (error) {
      transaction.abort();
      throw error;
    }
    return transaction;
  }

  /** A change that is whole when this returns: the page may end then.
   * @param {string[]} names @param {(...stores: IDBObjectStore[]) => void} work makes all its requests at once */
  async function write(names, work) {
    const transaction = begin(names, work);
    transaction.commit();
    await written(transaction);
  }

  /** Changes entries that are there, in one transaction with files that come with it; tells which they were.
   * @param {string[]} ids @param {(entry: Entry, files: IDBObjectStore) => Entry} work @returns {Promise<string[]>} */
  async function revise(ids, work) {
    /** @type {string[]} */
    const there = [];
    await written(begin(['results', 'files'], (results, files) => {
      for (const id of ids) {
        const request = results.get(id);
        request.onsuccess = () => {
          if (!request.result) return;
          there.push(id);
          results.put(dated(request.result, work(request.result, files)));
        };
      }
    }));
    return there;
  }

  /** @param {string} id @param {(entry: Entry, files: IDBObjectStore) => Entry} work @returns {Promise<boolean>} whether it is there */
  async function reviseOne(id, work) {
    const there = await revise([id], work);
    tell('changed', there);
    return there.length > 0;
  }

  /** What is known of a source, without its files. @param {string} id @returns {Promise<KeptSource | null>} */
  const sourceFacts = async (id) => (await done(reading('sources').get(id))) ?? null;

  /** Whether there is an input image. @param {string} owner */
  const hasInput = async (owner) => (await done(reading('files').getKey([owner, 'file']))) !== undefined;

  /** Deletes for good what is marked as deleted. @param {(entry: Entry) => boolean} isMeant */
  const purgeWhere = (isMeant) => written(begin(STORES, (results, ...others) => {
    results.openCursor().onsuccess = ({ target }) => {
      const cursor = /** @type {IDBRequest<IDBCursorWithValue | null>} */ (target).result;
      if (!cursor) return sweep(results, ...others);
      if (cursor.value.deleted && isMeant(cursor.value)) cursor.delete();
      return cursor.continue();
    };
  }));

  return {
    /** Keeps a result. @param {Entry} entry @param {Record<string, KeptFile>} files by the names of their parts */
    async add(entry, files) {
      await write(['results', 'files'], (results, all) => {
        results.put(entry);
        for (const [part, { type, bytes }] of Object.entries(files)) all.put({ owner: entry.id, part, type, bytes });
      });
      tell('added', [entry.id]);
    },

    /** Keeps a result as it was kept elsewhere, with what it was made from: all of it, or nothing.
     * @param {Entry} entry @param {Record<string, KeptFile> | null} files by the names of their parts, null for those that are there
     * @param {RestoredSource | null} source null where it is there, or where there is none
     * @param {News['type']} news 'changed' where one was there before */
    async restore(entry, files, source, news) {
      await write(['results', 'files', 'sources'], (results, all, sources) => {
        results.put(entry);
        if (files) all.delete(allOf(entry.id));
        for (const [part, file] of Object.entries(files ?? {})) all.put({ owner: entry.id, part, ...file });
        if (!source) return;
        sources.put(source.facts);
        if (source.pack) all.put({ owner: source.facts.id, part: 'mask', type: '', bytes: source.pack });
        for (const [owner, file] of Object.entries(source.inputs)) all.put({ owner, part: 'file', ...file });
      });
      tell(news, [entry.id]);
    },

    hasInput,

    /** Keeps what results are made from, each file once, however many sources are made of it. Something
     * should name it before, a result or a job, or it may be swept away.
     * @param {KeptSource} facts @param {ArrayBuffer | null} pack the mask @param {Record<string, Blob>} files by their owners */
    async addSource(facts, pack, files) {
      /** @type {{owner: string, part: string, type: string, bytes: ArrayBuffer}[]} */
      const missing = pack ? [{ owner: facts.id, part: 'mask', type: '', bytes: pack }] : [];
      for (const [owner, file] of Object.entries(files)) {
        if (!(await hasInput(owner))) missing.push({ owner, part: 'file', type: file.type, bytes: await file.arrayBuffer() });
      }
      await write(['sources', 'files'], (sources, all) => {
        sources.put(facts);
        for (const file of missing) all.put(file);
      });
    },

    /** One answer more of a result that is there. @param {string} id @param {number} index @param {KeptFile} file */
    async addAnswer(id, index, { type, bytes }) {
      await write(['files'], (files) => files.put({ owner: id, part: partName(index), type, bytes }));
      await reviseOne(id, (entry) => ({ ...entry, answers: index + 1, bytes: entry.bytes + bytes.byteLength }));
    },

    /** Facts that are known later. @param {string} id @param {Partial<Entry>} patch */
    change: (id, patch) => reviseOne(id, (entry) => ({ ...entry, ...patch })),

    /** The same of several, in one transaction. @param {string[]} ids @param {(entry: Entry) => Partial<Entry>} patchOf */
    async changeAll(ids, patchOf) {
      tell('changed', await revise(ids, (entry) => ({ ...entry, ...patchOf(entry) })));
    },

    /** The answers put back, a smaller picture of that where it is large, and how it went.
     * @param {string} id @param {KeptFile} composed @param {KeptFile | null} small @param {Partial<Entry>} facts 'bytes' of all files among them */
    setComposed: (id, composed, small, facts) =>
      reviseOne(id, (entry, files) => {
        files.put({ owner: id, part: 'composed', ...composed });
        if (small) files.put({ owner: id, part: 'small', ...small });
        else files.delete([id, 'small']);
        return { ...entry, ...facts, composed: true };
      }),

    /** @param {string} id @returns {Promise<Entry | null>} */
    get: async (id) => (await done(reading('results').get(id))) ?? null,

    /** How many there are. @returns {Promise<number>} */
    count: () => done(reading('results').index('deleted').count(0)),

    /** What there is of models or tags, in alphabetical order. @param {'model' | 'tags'} what @returns {Promise<string[]>} */
    known: (what) =>
      new Promise((resolve, reject) => {
        /** @type {string[]} */
        const found = [];
        const request = reading('results').index(what).openKeyCursor(null, 'nextunique');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          if (!request.result) return resolve(found);
          found.push(String(request.result.key));
          return request.result.continue();
        };
      }),

    /** Those of a job, in the order asked for. @param {string} run @returns {Promise<Entry[]>} */
    async ofRun(run) {
      const entries = await done(reading('results').index('run').getAll(run));
      return entries.filter(({ deleted }) => !deleted).sort((a, b) => a.index - b.index);
    },

    /** The newest entries received before 'before', or a few more, for those of one moment stay together.
     * @param {{before?: number | null, count: number, matches?: (entry: Entry) => boolean}} which @returns {Promise<Entry[]>} */
    page: ({ before = null, count, matches = () => true }) =>
      new Promise((resolve, reject) => {
        /** @type {Entry[]} */
        const found = [];
        const request = reading('results').index('when').openCursor(before === null ? null : IDBKeyRange.upperBound(before, true), 'prev');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const entry = request.result?.value;
          if (!entry || (found.length >= count && entry.when !== found.at(-1)?.when)) return resolve(found);
          if (!entry.deleted && matches(entry)) found.push(entry);
          return request.result?.continue();
        };
      }),

    /** @param {string} id @returns {Promise<EntryFiles>} */
    async files(id) {
      const all = await done(reading('files').getAll(allOf(id)));
      const blobs = new Map(all.map((file) => [file.part, blobOf(file)]));
      const parts = [];
      for (let i = 0; blobs.has(partName(i)); i++) parts.push(/** @type {Blob} */ (blobs.get(partName(i))));
      return { parts, composed: blobs.get('composed') ?? null, small: blobs.get('small') ?? null };
    },

    /** One of its files. @param {string} id @param {string} part @returns {Promise<Blob | null>} */
    async file(id, part) {
      const file = await done(reading('files').get([id, part]));
      return file ? blobOf(file) : null;
    },

    sourceFacts,

    /** @param {string} id @returns {Promise<ArchivedSource | null>} null too where a file of it is missing */
    async source(id) {
      const facts = await sourceFacts(id);
      if (!facts) return null;
      const files = reading('files');
      const [mask, ...inputs] = await Promise.all([done(files.get([id, 'mask'])), ...facts.inputs.map(({ file }) => done(files.get([file, 'file'])))]);
      if (!inputs.every(Boolean)) return null;
      return {
        facts,
        inputs: inputs.map(({ bytes }, i) => new File([bytes], facts.inputs[i].name, { type: facts.inputs[i].type })),
        pack: mask ? new Uint8Array(mask.bytes) : null,
      };
    },

    /** @param {string} id @returns {Promise<Thumbnail | null>} */
    thumbnail: async (id) => (await done(reading('thumbnails').get(id))) ?? null,

    /** @param {string} id @param {Thumbnail} thumbnail */
    setThumbnail: (id, thumbnail) => write(['thumbnails'], (thumbnails) => thumbnails.put({ ...thumbnail, id })),

    /** Takes results away; until they are purged they can be brought back. @param {string[]} ids */
    async remove(ids) {
      const deleted = Date.now();
      tell('removed', await revise(ids, (entry) => ({ ...entry, deleted })));
    },

    /** @param {string[]} ids */
    async bringBack(ids) {
      tell('added', await revise(ids, (entry) => ({ ...entry, deleted: 0 })));
    },

    /** Deletes for good what was taken away, of these or of all, and what only that had. @param {string[]} [ids] */
    purge: (ids) => purgeWhere(({ id }) => ids?.includes(id) ?? true),

    /** Calls for every change, of whichever tab. @param {(news: News) => void} listener @returns {() => void} ends it */
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    /** The newest first. @returns {Promise<string[]>} */
    async prompts() {
      const all = await done(reading('prompts').index('when').getAll());
      return all.slice(-PROMPTS).reverse().map(({ text }) => text);
    },

    /** @param {string} text @param {number} [when] it was used last */
    addPrompt: (text, when = Date.now()) => write(['prompts'], (prompts) => prompts.put({ text, when })),
  };
}

/** @typedef {ReturnType<typeof createArchive>} Archive */
