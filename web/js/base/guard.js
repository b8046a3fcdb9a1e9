// @ts-check
/**
 * What this page may run and whom it may talk to.
 *
 * Policies of a page only ever narrow, and workers inherit them when they start:
 * so the page is pinned to one origin as soon as it holds a key, before the worker
 * that gets the key, and going elsewhere takes a reload.
 */

/** @type {{createScriptURL: (url: string) => any}} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('app', {
  createScriptURL(/** @type {string} */ url) {
    if (url.startsWith('blob:') || url === 'service-worker.js') return url;
    throw new TypeError(`No script of this page: ${url}`);
  },
}) ?? { createScriptURL: (/** @type {string} */ url) => url };

/** Approves one of the page's own scripts. @param {string} url */
export const ownScript = (url) => policy.createScriptURL(url);

let pinned = '';

/** The one foreign origin the page may talk to, '' while there is no such limit. */
export const pinnedOrigin = () => pinned;

/** @param {string} origin */
export function pin(origin) {
  if (pinned) return;
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = `connect-src 'self' ${origin}`;
  document.head.append(meta);
  pinned = origin;
}
