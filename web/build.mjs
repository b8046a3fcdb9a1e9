// @ts-check
/*
 * Builds the page from its sources and the core in build/wasm.
 *
 *   node web/build.mjs site      build/site, for any static host, at any path
 *   node web/build.mjs single    build/gpt-image.html, which works by double click
 *
 * index.html is the list of parts: whatever it refers to is built, and referred to by a name with a
 * hash of its content, or put in its place.
 */

import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { startAlone } from './js/base/border.js';
import { createPageCore } from './js/base/core.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const output = resolve(here, '../build');
const site = resolve(output, 'site');
const part = /<(?:link|script)\b[^>]*? (?:href|src)="([^"]+)"[^>]*>(?:<\/script>)?/g;
const policy = /(?<=http-equiv="Content-Security-Policy" content=")[^"]+/;

/** @type {import('esbuild').BuildOptions} */
const options = { bundle: true, minify: true, write: false, format: 'iife', target: 'es2022', legalComments: 'none', charset: 'utf8', external: ['data:*'] };

/** @param {string} path below web/ @returns {Promise<Buffer>} as it is shipped, in one piece */
async function built(path) {
  const file = resolve(here, path);
  if (['.svg', '.wasm'].includes(extname(file))) return readFile(file);
  if (file.startsWith(output)) return Buffer.from((await transform(await readFile(file, 'utf8'), { minify: true })).code);
  const { outputFiles = [] } = await build({ ...options, entryPoints: [file] });
  return Buffer.from(outputFiles[0].contents);
}

/** @param {string} text @param {RegExp} pattern @param {(...match: string[]) => Promise<string>} replacement */
async function replaceEach(text, pattern, replacement) {
  const replaced = await Promise.all([...text.matchAll(pattern)].map((match) => replacement(...match)));
  return text.replace(pattern, () => /** @type {string} */ (replaced.shift()));
}

/** The settings by their names, from the core, which alone has their words. */
async function settings() {
  const core = createPageCore(await startAlone(await WebAssembly.compile(await readFile(resolve(output, 'wasm/core.wasm')))));
  return Object.fromEntries(core.schema().settings.map((setting) => [setting.name, setting]));
}

/** index.html, with the words about settings that it has from the start. */
async function readPage() {
  const words = await settings();
  const html = await readFile(resolve(here, 'index.html'), 'utf8');
  return html.replace(/\{(\w+)\.(label|help)\}/g, (_, name, kind) => escapedText(words[name][/** @type {'label' | 'help'} */ (kind)]));
}

/** @param {string} text */
const escapedText = (text) => text.replace(/[&"<]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Markup without what is there for those who read the source. @param {string} html */
const compact = (html) => html.replace(/\n\s*/g, '\n').replace(/\n+/g, '\n');

/** Writes a part under a name of its own. @param {string} path below web/ @returns {Promise<string>} the name */
async function writePart(path) {
  const content = await built(path);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const name = `${basename(path, extname(path))}-${hash}${extname(path)}`;
  await writeFile(resolve(site, name), content);
  return name;
}

/**
 * What is loaded later imports the first module too: so all that this starts with stays in one file, instead
 * of one for each set of modules that share it.
 * @param {string} first @returns {import('esbuild').Plugin}
 */
const inOnePiece = (first) => ({
  name: 'in one piece',
  setup({ onLoad, onResolve }) {
    /** @type {Set<string>} */
    const later = new Set();
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind === 'dynamic-import') later.add(resolve(resolveDir, path));
      return undefined;
    });
    onLoad({ filter: /\.js$/ }, async ({ path }) => (later.has(path) ? { contents: `import ${JSON.stringify(first)};\n${await readFile(path, 'utf8')}` } : undefined));
  },
});

/** Writes a module and all it imports, what it imports later apart. @param {string} path below web/ @returns {Promise<string[]>} the names of what is needed at once, its own first */
async function writeModule(path) {
  const { metafile } = await build({
    ...options,
    entryPoints: [resolve(here, path)],
    outdir: site,
    write: true,
    format: 'esm',
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    metafile: true,
    absWorkingDir: site,
    plugins: [inOnePiece(resolve(here, path))],
  });
  const [[name, { imports }]] = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint && resolve(site, entryPoint) === resolve(here, path));
  return [name, ...imports.filter(({ kind }) => kind === 'import-statement').map(({ path: chunk }) => chunk)];
}

/** The licences of all that is shipped, which they want to come with it. */
async function licences() {
  const [ours, zip, json] = await Promise.all(['../LICENSE', 'node_modules/client-zip/LICENSE.txt', '../build/deps/cJSON.h'].map((path) => readFile(resolve(here, path), 'utf8')));
  const [, ofJson = ''] = /^\/\*(.*?)\*\//s.exec(json) ?? [];
  return `gpt-image-wasm\n\n${ours}\n\ncJSON, in the core\n${ofJson}\nclient-zip, in what makes ZIP files\n\n${zip}`;
}

async function buildSite() {
  await rm(site, { recursive: true, force: true });
  await mkdir(resolve(site, 'demo'), { recursive: true });

  const html = await replaceEach(await readPage(), part, async (tag, path) => {
    if (!tag.includes('type="module"')) return tag.replace(path, await writePart(path));
    const [name, ...chunks] = await writeModule(path);
    return chunks.map((chunk) => `<link rel="modulepreload" href="${chunk}">\n`).join('') + tag.replace(path, name);
  });
  await writeFile(resolve(site, 'index.html'), compact(html));

  await writeFile(resolve(site, 'service-worker.js'), await built('demo/service-worker.mjs'));
  await writeFile(resolve(site, 'licences.txt'), await licences());
  await writeFile(resolve(site, 'demo/where.json'), JSON.stringify({ served: 'service worker' }));
}

/** @param {string} text */
const allowed = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** @param {Buffer} content */
const escaped = (content) => content.toString().replace(/<(?=\/script|!--|script)/gi, '\\x3c');

async function buildSingle() {
  /** @type {string[]} */
  const scripts = [];
  /** @type {string[]} */
  const styles = [];
  const page = await readPage();
  const html = await replaceEach(page.replace(/ *<meta id="demo".*\n/, ''), part, async (tag, path) => {
    const content = await built(path);
    const id = / id="([^"]+)"/.exec(tag)?.[1];
    if (extname(path) === '.svg') return tag.replace(path, `data:image/svg+xml;base64,${content.toString('base64')}`);
    if (extname(path) === '.wasm') return `<script id="${id}" type="text/plain">${content.toString('base64')}</script>`;
    if (extname(path) === '.css') return `<style>${styles[styles.push(content.toString()) - 1]}</style>`;
    if (tag.startsWith('<link')) return `<script id="${id}" type="text/plain">${escaped(content)}</script>`;
    return `<script${id ? ` id="${id}"` : ''}>${scripts[scripts.push(escaped(content)) - 1]}</script>`;
  });
  const [rules] = policy.exec(html) ?? [''];
  const narrowed = rules
    .replace("script-src 'self'", `script-src ${scripts.map(allowed).join(' ')}`)
    .replace("style-src 'self'", `style-src ${styles.map(allowed).join(' ')}`)
    .replace("worker-src blob: 'self'", 'worker-src blob:')
    .replace("connect-src 'self'", 'connect-src');
  await writeFile(resolve(output, 'gpt-image.html'), `${html.replace(policy, () => narrowed)}<!--\n${await licences()}-->\n`);
}

const [product] = process.argv.slice(2);
if (product === 'site') await buildSite();
else if (product === 'single') await buildSingle();
else throw new Error('Say what to build: node web/build.mjs site | single');
