// @ts-check
// A folder as a web server shows it.

import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

/** @type {Record<string, string>} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * @param {string} folder
 * @param {string} pathname of a URL, as it was sent
 * @returns {Promise<Response>}
 */
export async function answerFile(folder, pathname) {
  const path = inside(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  const bytes = path && (await readFile(path).catch(() => null));
  if (!bytes)
    return new Response(missing(pathname), {
      status: 404,
      headers: { 'content-type': types['.txt'] },
    });
  const type = types[extname(path)] ?? 'application/octet-stream';
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': type } });
}

/** @param {string} pathname */
function missing(pathname) {
  return pathname === '/'
    ? 'The page is not built yet: run `make site`.\n'
    : 'There is no such file.\n';
}

/**
 * @param {string} folder
 * @param {string} pathname
 * @returns {string | null} null for what lies outside or is no name at all
 */
function inside(folder, pathname) {
  try {
    const path = resolve(folder, `.${decodeURIComponent(pathname)}`);
    return path.startsWith(resolve(folder) + sep) && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}
