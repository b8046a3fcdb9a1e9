// @ts-check
// All that is done with pictures and answers, beside others' ways to do it and the same C natively, in one run in Chromium.
//
//   node tests/bench/bench.mjs [quick] [STAGE]
//
// prints tables and writes them to build/bench.md.  'quick' leaves out the largest pictures and takes few rounds; STAGE, a part
// of a title, leaves out the others.

import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { open } from './browser.mjs';
import { watchProcessors } from './processors.mjs';
import { median, table } from './figures.mjs';

const words = process.argv.slice(2);
const quick = words.includes('quick');
const only = words.find((word) => word !== 'quick')?.toLowerCase() ?? '';

const WARM_UP = 2; // rounds: WebAssembly is compiled twice, the second time once it is known what is hot
const ROUNDS = quick ? 5 : 9;
const PATIENCE_MS = quick ? 1500 : 6000; // a way that has taken so long is not asked again
const NATIVE = 'natively';
const MADE = fileURLToPath(new URL('../../build/bench/', import.meta.url));

/** @typedef {{name: string, wanted: Record<string, number>, native?: (string | number)[], long?: boolean}} Case */
/** @typedef {{title: string, ways: string[], cases: Case[]}} Stage */
/** @typedef {{ms: number, cpu: number, bytes: number}} Sample cpu: of all threads together, which others on the machine disturb less */

await mkdir(MADE, { recursive: true });
const { page, browser, close } = await open('tests/bench/speed/page.mjs');

/** @param {string} name @param {...any} how @returns {Promise<any>} */
const ask = (name, ...how) => page.evaluate(([name, how]) => /** @type {any} */ (globalThis).bench[name](...how), /** @type {const} */ ([name, how]));

const processors = await watchProcessors(browser);

/** @param {string} way @returns {Promise<Sample>} */
async function run(way) {
  const before = processors();
  const { ms, bytes } = await ask('run', way);
  return { ms, cpu: processors() - before, bytes };
}

/** The second of two rounds of the native program: the first finds nothing in the caches. @param {(string | number)[]} native @returns {Sample} */
function runNative([stage, file, ...size]) {
  const out = execFileSync(`${MADE}native`, [stage, 2, `${MADE}${file}`, ...size].map(String), { encoding: 'utf8' });
  const [ms, cpu] = out.trim().split('\n')[1].split(' ').map(Number);
  return { ms, cpu, bytes: 0 };
}

/** All ways take turns; the first rounds only warm up, but for what is slow. @param {string[]} ways @param {Case} one @returns {Promise<Record<string, Sample[]>>} */
async function measure(ways, { native }) {
  /** @type {Record<string, Sample[]>} */
  const samples = Object.fromEntries([...ways, ...(native ? [NATIVE] : [])].map((way) => [way, []]));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [way, all] of Object.entries(samples)) {
      const spent = all.reduce((sum, { ms }) => sum + ms, 0);
      if (spent > PATIENCE_MS) continue;
      if (round <= 0) all.length = 0;
      all.push(way === NATIVE && native ? runNative(native) : await run(way));
    }
  }
  return samples;
}

/** @param {number} number */
const shown = (number) => (number < 10 ? number.toFixed(2) : number < 100 ? number.toFixed(1) : String(Math.round(number)));

/** @param {Record<string, Sample[]>} samples @param {Case} one @param {string} first */
function rowsOf(samples, { wanted }, first) {
  /** @param {Sample[]} all @param {'ms' | 'cpu'} of */
  const middle = (all, of) => median(all.map((sample) => sample[of]));
  return Object.entries(samples).map(([way, all]) => {
    const [time, work] = [middle(all, 'ms'), middle(all, 'cpu')];
    const ratio = time / middle(samples[first], 'ms');
    const missed = wanted[way] > ratio ? ', missed' : '';
    const wish = wanted[way] ? `${wanted[way].toFixed(2)} x${missed}` : '';
    return [way, shown(time), `${ratio.toFixed(2)} x`, wish, shown(work), `${(work / middle(samples[first], 'cpu')).toFixed(2)} x`, all[0].bytes ? String(all[0].bytes) : '', String(all.length)];
  });
}

const HEAD = ['', 'median, ms', 'as long as ours', 'wanted', 'processors, ms', 'as ours', 'bytes', 'rounds'];

const parts = [`Chromium ${browser.version()}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; ways taking turns.`];
for (const [index, { title, ways, cases }] of /** @type {Stage[]} */ (await ask('list')).entries()) {
  if (!title.toLowerCase().includes(only)) continue;
  for (const one of cases) {
    if (quick && one.long) continue;
    await ask('prepare', index, one.name);
    const samples = await measure(ways, one);
    const part = `## ${title}: ${one.name}\n\n${table([HEAD, ...rowsOf(samples, one, ways[0])])}`;
    parts.push([part, await ask('notes')].filter(Boolean).join('\n\n'));
    console.log(`${parts.at(-1)}\n`);
  }
}
await close();
await writeFile(fileURLToPath(new URL('../../build/bench.md', import.meta.url)), `${parts.join('\n\n')}\n`);
