// @ts-check
/*
 * Checks every import of the page's JavaScript against rooms.txt, and that every file is imported.
 *
 *   node web/rooms.mjs      prints each one that breaks a rule, and fails if any does
 */

import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The rooms that each room stands on, itself among them. @param {string} text */
function roomsOf(text) {
  const rows = text.split('\n').map((row) => row.split(/\s+/).filter(Boolean));
  return new Map(rows.flatMap(([word, room, ...below]) => (word === 'room' ? [[room, [room, ...below]]] : [])));
}

/** "js/form/field.js" is in "form", "js/main.js" in none. @param {string} path */
const roomOf = (path) => /^js\/([^/]+)\//.exec(path)?.[1] ?? '';

const rooms = roomsOf(await readFile(`${here}rooms.txt`, 'utf8'));
const entryPoints = ['js/main.js', 'worker/worker.js', 'worker/studio.js'];
const { metafile } = await build({ absWorkingDir: here, entryPoints, outdir: 'out', bundle: true, splitting: true, format: 'esm', write: false, metafile: true, logLevel: 'error', external: ['data:*'] });

const imports = Object.entries(metafile.inputs).flatMap(([from, { imports }]) => imports.map(({ path }) => ({ from, to: path })));
const broken = imports
  .filter(({ from, to }) => roomOf(from) && roomOf(to) && !rooms.get(roomOf(from))?.includes(roomOf(to)))
  .map(({ from, to }) => `web/${from}: imports ${to}: room ${roomOf(from)} does not stand on room ${roomOf(to)}`);
const files = (await readdir(`${here}js`, { recursive: true })).filter((name) => name.endsWith('.js')).map((name) => `js/${name}`);
const unused = files.filter((name) => !(name in metafile.inputs)).map((name) => `web/${name}: nobody imports it`);

for (const fault of [...broken, ...unused]) console.log(fault);
console.log(`rooms of the page: ${files.length} files, ${imports.length} imports, ${broken.length + unused.length} against the rules`);
process.exitCode = broken.length + unused.length ? 1 : 0;
