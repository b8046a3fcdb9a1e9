// @ts-check
// The page is killed, by a crash of its renderer or by closing its tab, at moments drawn by lot: while a job
// waits, in the middle of an answer, right after its last byte, between storing and showing. Then it is opened
// again. KILL_ROUNDS says how often, KILL_SEED which moments.

import { setTimeout as pause } from 'node:timers/promises';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { addImages, button, inputs, pictures, promptBox } from './support/page.mjs';
import { gradient, png, upload } from './support/pictures.mjs';
import { kept, openEmpty } from './support/archive.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 3);
const SEED = Number(process.env.KILL_SEED ?? 1);
const PICTURES = 2;
const LONGEST_MS = 2500; // of a job here, about

test.use({ trace: 'off' });
test.setTimeout(60_000 + ROUNDS * 60_000); // a shared machine takes its time

/** Numbers from 0 to 1, the same for the same seed. @param {number} seed */
function lots(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** In the page: tells of each picture right after the page has heard of it. */
function tellOfPictures() {
  const Real = Worker;
  window.Worker = class extends Real {
    /** @override @param {((event: MessageEvent) => void) | null} hear */
    set onmessage(hear) {
      super.onmessage = (event) => {
        const bytes = event.data.event === 'image' ? event.data.value.file.byteLength : 0;
        hear?.(event);
        if (bytes) /** @type {any} */ (window).received(bytes);
      };
    }
  };
}

/** @param {Page} page @param {'crash' | 'close'} how */
async function kill(page, how) {
  if (how === 'close') return page.close();
  const crashed = page.waitForEvent('crash');
  page.goto('chrome://crash').catch(() => {});
  await crashed;
  return page.close();
}

/** What must hold of a store, whatever happened: nobody owns nothing, nothing is owned by nobody. @param {Awaited<ReturnType<typeof kept>>} store */
function checkStore({ results, files, sources, desks }) {
  const owners = new Set([...results.map(({ id }) => id), ...sources.flatMap(({ id, inputs }) => [id, ...inputs.map((/** @type {any} */ { file }) => file)])]);
  const has = (/** @type {string} */ owner, /** @type {string} */ part) => files.some((file) => file.owner === owner && file.part === part && file.bytes > 0);
  expect(files.filter(({ owner }) => !owners.has(owner)).map(({ part }) => part), 'files without an owner').toEqual([]);
  for (const { id, answers, source } of results) {
    for (let i = 0; i < answers; i++) expect(has(id, `answer${i}`), 'an entry without its file').toBe(true);
    if (source) expect(sources.map((one) => one.id), 'an entry without its source').toContain(source);
  }
  for (const { inputs: images } of sources) for (const { file } of images) expect(has(file, 'file'), 'a source without its file').toBe(true);
  for (const { results: shown } of desks) for (const { entry } of shown) expect(results.map(({ id }) => id), 'a desk with a result that is nowhere').toContain(entry);
}

test(`after ${ROUNDS} kills every picture that was received is there, and every job that was not over is unknown`, async ({ page: first, browser, server, address, reachable }) => {
  await first.close();
  reachable.length = 0;
  const random = lots(SEED);
  const counts = { rounds: 0, crashed: 0, closed: 0, sent: 0, received: 0, there: 0, whole: 0, unknown: 0, 'never sent': 0 };

  /** @param {BrowserContext} context @param {number} round */
  async function play(context, round) {
    const sentBefore = posts(server).length;
    /** @type {number[]} */
    const received = [];
    /** @type {() => void} */
    let hear = () => {};
    const heard = new Promise((resolve) => (hear = () => resolve(undefined)));
    const page = await context.newPage();
    await page.exposeFunction('received', (/** @type {number} */ bytes) => {
      received.push(bytes);
      hear();
    });
    await page.addInitScript(tellOfPictures);
    await page.goto(address);
    await chooseDemo(page);
    const edits = random() < 0.4;
    if (edits) await addImages(page, upload(png(120, 90, gradient), `${round}.png`));
    await promptBox(page).fill(`Round ${round}`);
    await page.getByRole('spinbutton', { name: 'Number of images' }).fill(String(PICTURES));
    server.fault = random() < 0.5 ? { kind: 'slow', ms: 20 + 60 * random() } : random() < 0.5 ? 'noise' : undefined;
    await button(page, 'Generate').click();
    const atArrival = random() < 0.5;
    if (atArrival) await Promise.race([heard, pause(10_000)]).then(() => pause(random() * 60));
    else await pause(random() * LONGEST_MS);
    const how = random() < 0.5 ? 'crash' : 'close';
    await kill(page, how);
    server.fault = undefined;
    counts.rounds++;
    counts[how === 'crash' ? 'crashed' : 'closed']++;
    counts.received += received.length;
    return { received, sent: posts(server).length > sentBefore };
  }

  /** @param {BrowserContext} context @param {number} round @param {Awaited<ReturnType<typeof play>>} before */
  async function check(context, round, { received, sent }) {
    const page = await context.newPage();
    await page.goto(address);
    const job = page.getByRole('article', { name: `Job: Round ${round}`, exact: true });
    const alone = await context.newPage(); // where nothing of ours writes
    await openEmpty(alone, address);
    await expect.poll(async () => (await job.count()) + (await kept(alone)).things.filter(({ kind }) => kind === 'job').length, 'jobs are told of').not.toBe(1);
    await expect(async () => checkStore(await kept(alone))).toPass({ timeout: 20_000 }); // a page that starts sweeps
    const store = await kept(alone);
    const sizes = store.results.map(({ bytes }) => bytes);
    for (const bytes of received) expect(sizes, `a picture that was received in round ${round}`).toContain(bytes);
    await expect(pictures(page), 'on the page').toHaveCount(store.results.length);
    for (const picture of await pictures(page).all()) expect(await picture.evaluate((/** @type {HTMLImageElement} */ one) => one.decode().then(() => one.naturalWidth))).toBeGreaterThan(0);
    const whole = store.results.length === PICTURES;
    const said = (await job.count()) ? await job.innerText() : '';
    counts.sent += Number(sent);
    counts.there += store.results.length;
    counts.whole += Number(whole);
    counts.unknown += Number(/Outcome unknown/.test(said));
    counts['never sent'] += Number(/nothing was sent/.test(said));
    if (sent && !whole) expect(said, `round ${round}`).toMatch(/Outcome unknown/);
    if (sent && !whole && store.results.length) expect(said).toContain(`Kept: ${store.results.length} of ${PICTURES}.`);
    if (whole) expect(said).toBe('');
    expect(await inputs(page).count()).toBeLessThanOrEqual(1);
  }

  for (let round = 1; round <= ROUNDS; round++) {
    await test.step(`round ${round}`, async () => {
      const context = await browser.newContext();
      const before = await play(context, round);
      await check(context, round, before);
      await context.close();
    });
  }
  const told = Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ');
  test.info().annotations.push({ type: 'kills', description: told });
  console.log(`  ${told} (seed ${SEED})`);
  expect(counts.received).toBeGreaterThan(0);
});
