// @ts-check
// A lookout for one text: where it passes while the page runs, and where it lies when it is asked.

/** @typedef {import('@playwright/test').Page} Page */

/** How a text looks in bytes and texts that hold it. @param {string} text @returns {string[]} */
export function formsOf(text) {
  const inside = [0, 1, 2].map((skip) => Buffer.from(text.slice(skip, skip + 3 * Math.floor((text.length - skip) / 3))).toString('base64'));
  return [text, ...inside, Buffer.from(text).toString('hex'), Buffer.from(text, 'utf16le').toString('latin1')];
}

/** Whether something holds it, in whatever form. @param {string | Buffer} thing @param {string} text */
export function holds(thing, text) {
  const whole = typeof thing === 'string' ? thing : thing.toString('latin1');
  return formsOf(text).some((form) => whole.includes(form));
}

/**
 * Starts to look out, from the next load on: at what is sent to and comes from workers and other windows, written to
 * the DOM, to any storage and to the clipboard, made a blob with an address, or put into the page's history.
 * @param {Page} page @param {string} text
 */
export const lookOut = (page, text) => page.addInitScript(install, formsOf(text));

/** Where it passed since the page was loaded, each place once. @param {Page} page @returns {Promise<string[]>} */
export const sightings = (page) => page.evaluate(async () => [...new Set(await Reflect.get(window, 'lookout').seen())].toSorted());

/** Where it lies now: in the DOM, in what is kept, in names and addresses. @param {Page} page @returns {Promise<string[]>} */
export const places = (page) => page.evaluate(() => Reflect.get(window, 'lookout').places());

/** In the page, before anything of its own. @param {string[]} forms */
function install(forms) {
  /** @type {string[]} */
  const seen = [];
  /** @type {Promise<void>[]} */
  const pending = [];
  const found = (/** @type {string} */ text) => forms.some((form) => text.includes(form));

  /** All texts and bytes in a value, with where in it they are. @param {any} value @param {string} [path] @returns {Promise<[string, string][]>} */
  async function texts(value, path = '') {
    if (typeof value === 'string') return [[path, value]];
    if (value instanceof Blob) return [[path, `${value.type} ${value instanceof File ? value.name : ''}`], ...(await texts(await value.arrayBuffer(), path))];
    if (value instanceof ArrayBuffer) return [[path, new TextDecoder('latin1').decode(value)]];
    if (ArrayBuffer.isView(value)) return [[path, new TextDecoder('latin1').decode(value)]];
    if (value instanceof Map || value instanceof Set) return texts([...value], path);
    if (typeof value !== 'object' || value === null || value instanceof WebAssembly.Module) return [];
    const parts = Object.entries(value).map(async ([name, part]) => /** @type {[string, string][]} */ ([[path, name], ...(await texts(part, `${path}.${name}`))]));
    return (await Promise.all(parts)).flat();
  }

  /** @param {string} place @param {any} value @param {boolean} [copied] its bytes may be given away meanwhile */
  function look(place, value, copied = false) {
    const kept = copied ? structuredClone(value) : value;
    pending.push(
      texts(kept).then(
        (all) => void seen.push(...all.filter(([, text]) => found(text)).map(([path]) => place + path)),
        (error) => void seen.push(`cannot read ${place}: ${error}`),
      ),
    );
  }

  /** @param {any} owner @param {string} name @param {(self: any, ...given: any[]) => void} before */
  function wrap(owner, name, before) {
    const original = owner?.[name];
    if (!original) return;
    owner[name] = function (/** @type {any[]} */ ...given) {
      before(this, ...given);
      return original.apply(this, given);
    };
  }

  const toWorker = (/** @type {any} */ _, /** @type {any} */ message) => look(`to worker: ${message?.type ?? ''} `, message, message?.type !== 'hello');
  wrap(Worker.prototype, 'postMessage', toWorker);
  wrap(globalThis.ServiceWorker?.prototype, 'postMessage', (_, message) => look('to service worker ', message));
  wrap(MessagePort.prototype, 'postMessage', (_, message) => look('to port ', message));
  wrap(BroadcastChannel.prototype, 'postMessage', (_, message) => look('to channel ', message));
  wrap(window, 'postMessage', (_, message) => look('to window ', message));
  wrap(Storage.prototype, 'setItem', (self, name, value) => look(`${self === localStorage ? 'localStorage' : 'sessionStorage'} ${name}`, [String(value)]));
  for (const method of ['put', 'add']) wrap(IDBObjectStore.prototype, method, (self, value) => look(`indexedDB ${self.name} `, value));
  for (const method of ['pushState', 'replaceState']) wrap(History.prototype, method, (_, ...given) => look('history ', given));
  for (const method of ['writeText', 'write']) wrap(globalThis.Clipboard?.prototype, method, (_, given) => look('clipboard ', typeof given === 'string' ? given : []));
  wrap(URL, 'createObjectURL', (_, blob) => look('blob ', blob));
  wrap(window, 'fetch', (_, address, init) => look('fetch by the page ', [String(address?.url ?? address), init?.body ?? '', [...new Headers(init?.headers)]]));
  wrap(XMLHttpRequest.prototype, 'open', (_, method, address) => look('request by the page ', [method, String(address)]));
  wrap(Navigator.prototype, 'sendBeacon', (_, address, data) => look('beacon ', [String(address), data]));

  const constructor = Worker;
  Reflect.set(window, 'Worker', class extends constructor {
    /** @param {string | URL} address @param {WorkerOptions} [options] */
    constructor(address, options) {
      super(address, options);
      look('address of a worker ', [String(address), options?.name ?? '']);
      this.addEventListener('message', ({ data }) => look(`from worker: ${data?.event ?? (data?.fault ? 'fault' : 'ok')} `, data, true));
    }
  });

  const inDom = (/** @type {Node} */ node) => (node instanceof Element ? node.outerHTML : node.nodeValue) ?? '';
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes, attributeName } of changes) {
      if (type === 'childList') for (const node of addedNodes) look('DOM ', inDom(node));
      else if (type === 'attributes') look(`DOM attribute ${attributeName}`, /** @type {Element} */ (target).getAttribute(attributeName ?? '') ?? '');
      else look('DOM text ', target.nodeValue ?? '');
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  /** @param {IDBRequest} request @returns {Promise<any>} */
  const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));

  /** @param {string} name @returns {Promise<Record<string, unknown>>} */
  async function databaseOf(name) {
    const database = await done(indexedDB.open(name));
    /** @type {Record<string, unknown>} */
    const all = {};
    for (const store of database.objectStoreNames) {
      const read = () => database.transaction(store).objectStore(store);
      all[store] = [await done(read().getAll()), await done(read().getAllKeys())];
    }
    database.close();
    return all;
  }

  /** @param {any} folder @returns {Promise<Record<string, unknown>>} */
  async function filesOf(folder) {
    /** @type {Record<string, unknown>} */
    const all = {};
    for await (const [name, handle] of folder.entries()) all[name] = handle.kind === 'file' ? await handle.getFile() : await filesOf(handle);
    return all;
  }

  async function cachesThere() {
    /** @type {Record<string, unknown>} */
    const all = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      all[name] = await Promise.all((await cache.keys()).map(async (request) => [request.url, [...request.headers], await (await cache.match(request))?.blob()]));
    }
    return all;
  }

  async function everything() {
    const controls = [...document.querySelectorAll('input, select, textarea')].map((control) => [control.id || control.getAttribute('aria-label'), String(Reflect.get(control, 'value'))]);
    const elements = [...document.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes].map(({ name, value }) => `${name}=${value}`));
    return {
      ...Object.fromEntries(controls.map(([name, value]) => [`value of #${name}`, value])),
      markup: document.documentElement.outerHTML,
      text: document.documentElement.innerText,
      attributes: elements.join('\n'),
      title: document.title,
      address: [location.href, document.referrer, window.name, document.cookie, history.state],
      entries: performance.getEntries().map(({ name }) => name),
      selection: String(getSelection()),
      localStorage: { ...localStorage },
      sessionStorage: { ...sessionStorage },
      indexedDB: Object.fromEntries(await Promise.all((await indexedDB.databases()).map(async ({ name = '' }) => [name, await databaseOf(name)]))),
      caches: await cachesThere(),
      files: await navigator.storage.getDirectory().then(filesOf, () => ({})),
    };
  }

  Reflect.set(window, 'lookout', {
    async seen() {
      await Promise.all(pending);
      return seen;
    },
    async places() {
      const all = await texts(await everything());
      return [...new Set(all.filter(([, text]) => found(text)).map(([path]) => path.slice(1)))].toSorted();
    },
  });
}
