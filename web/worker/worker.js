// @ts-check
/**
 * The questions a page may ask about files and jobs.
 *
 * Started from a blob, so that the page's Content-Security-Policy binds it; the
 * blob holds Emscripten's engine.js (createEngineModule) before this.
 */
import { Fault, startEngine } from '../js/base/border.js';
import { today } from '../js/base/core.js';
import { serve, startByHello } from '../js/base/rpc.js';
import { isPicture } from '../js/base/sniff.js';
import { KEY_WORD } from '../js/jobs/preview/key-word.js';
import { bytesOf } from './bytes.js';
import { decodeInBrowser } from './decode.js';
import { createEngine } from './engine.js';
import { checkOnline, sendNothingOn } from './network.js';

/* A whole answer may take minutes; a server that says nothing for five is gone. */
const IDLE_MS = 300_000;
const TOTAL_MS = 600_000;
const PROBE_MS = 20_000;
const LOOK_MS = 10_000; // whether an endpoint that gave no answer can be reached

const NO_PICTURE = 'What arrived is no picture of any known kind. It may have been charged, and was not sent again: look at your usage before you repeat it.';

sendNothingOn();

const { started: engine, hello } = startByHello(async (module) => createEngine(await startEngine(module)));

/** An answer without what came as a picture and is none.
 * @param {{images: number, damaged: number}} facts @param {number} strangers */
function withoutStrangers(facts, strangers) {
  if (strangers && strangers === facts.images) throw new Fault({ code: 'unexpected', http: 200, field: '', charge: 'maybe', text: NO_PICTURE });
  return { ...facts, images: facts.images - strangers, damaged: facts.damaged + strangers };
}

/** Lets messages in, a Cancel among them. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** Calls `expire` once `touch` has not been called for as long as it said, or the whole has taken TOTAL_MS.
 * @param {() => void} expire */
function startClock(expire) {
  let idle = setTimeout(expire, IDLE_MS);
  const total = setTimeout(expire, TOTAL_MS);
  return {
    touch(patience = IDLE_MS) {
      clearTimeout(idle);
      idle = setTimeout(expire, patience);
    },
    stop() {
      clearTimeout(idle);
      clearTimeout(total);
    },
  };
}

/**
 * @typedef {import('../js/base/core.js').Size & {file: Blob}} Rendition what is sent of an image of this size
 *
 * @typedef {object} Inputs
 * @property {Blob[]} files
 * @property {(Rendition | null)[]} [renditions] of the files, where there are any
 * @property {import('./engine.js').PartMask | null} mask
 * @property {import('../js/base/core.js').Crop | null} crop
 * @property {Blob | null} markup over the first file
 */

/** Gives a job all it needs, and steps it until its request is made.
 * @param {ReturnType<typeof createEngine>} core @param {ReturnType<ReturnType<typeof createEngine>['openJob']>} job @param {Inputs} inputs */
async function prepare(core, job, { files, renditions = [], mask, crop, markup }) {
  if (mask) job.setMask(mask);
  if (mask) mask.coverage = new Uint8Array(); // C has a copy, and this one is large
  if (crop) job.setCrop(crop);
  if (markup) job.setMarkup(await bytesOf(markup));
  for (const [index, file] of files.entries()) {
    const rendition = renditions[index];
    const bytes = await bytesOf(rendition?.file ?? file);
    if (rendition) job.addRendition(bytes, rendition);
    else if (!job.addFile(bytes)) job.addPixels(await decodeInBrowser(file, core.inspect(bytes).type));
  }
  while (job.step()) await breathe();
}

const silent = { progress() {}, image() {}, link() {} };

/** A changed file, whose old parts are not copied. @param {Blob} file @param {ReturnType<ReturnType<typeof createEngine>['writeNotes']>} change */
function changed(file, { fresh, pieces }) {
  let at = 0;
  const parts = pieces.flatMap(({ fresh: length, from, kept }) => [fresh.slice(at, (at += length)), file.slice(from, from + kept)]);
  return new Blob(parts, { type: file.type });
}

serve(/** @type {any} */ (self), {
  hello,

  /** The texts that a picture's file carries. @param {{file: Blob}} args */
  readNotes: async ({ file }) => (await engine).readNotes(await bytesOf(file)),

  /** The file with these texts too, its pixels untouched. @param {{file: Blob, entries: import('./engine.js').Note[]}} args @returns {Promise<{file: Blob}>} */
  async writeNotes({ file, entries }) {
    return { file: changed(file, (await engine).writeNotes(await bytesOf(file), entries)) };
  },

  /** What a picked file is, its upright size found by decoding where its header does not say.
   * @param {{file: Blob}} args */
  async inspect({ file }) {
    const photo = (await engine).inspect(await bytesOf(file));
    if (photo.width > 0 && photo.decodedHere) return photo;
    const { width, height } = await decodeInBrowser(file, photo.type);
    return { ...photo, width, height };
  },

  /** What is sent of an image, as a file; null where its own is. @param {{file: Blob} & import('./engine.js').Rendering} args */
  async render({ file, ...how }) {
    const core = await engine;
    const bytes = await bytesOf(file);
    const rendered = core.renderFile(bytes, how) ?? core.renderPixels(await decodeInBrowser(file, core.inspect(bytes).type), how);
    return rendered.length ? new Blob([rendered], { type: 'image/png' }) : null;
  },

  /** Whether an endpoint answers, takes the key, and what it has.
   * @param {{baseUrl: string, key: string, dialect: object}} setup */
  async probe(setup) {
    const probe = (await engine).openProbe(setup);
    const patience = setTimeout(probe.giveUp, PROBE_MS);
    try {
      return await probe.ended;
    } finally {
      clearTimeout(patience);
      probe.close();
    }
  },

  /** The nodes of a ComfyUI workflow whose settings can be taken. @param {{text: string}} args */
  readWorkflow: async ({ text }) => (await engine).readWorkflow(text, today()),

  /** Settings as a ComfyUI workflow. @param {{settings: import('../js/base/store.js').Settings} & import('./engine.js').WorkflowInputs} args */
  writeWorkflow: async ({ settings, ...inputs }) => (await engine).writeWorkflow(settings, inputs),

  /**
   * Runs one generation.  Events: 'progress', 'partial' and 'image' {index, file}, 'link' url.
   * @param {import('./engine.js').JobSetup & Inputs} args
   */
  async generate({ files, renditions, mask, crop, markup, ...setup }, { tell, signal }) {
    const core = await engine;
    let strangers = 0;
    checkOnline(setup.baseUrl);
    const job = core.openJob(setup, {
      progress(facts) {
        clock.touch(facts.stage === 'looking' ? LOOK_MS : IDLE_MS);
        tell('progress', facts);
      },
      partial(index, file) {
        clock.touch();
        if (isPicture(file)) tell('partial', { index, file }, [file.buffer]);
      },
      image(index, file) {
        clock.touch();
        if (!isPicture(file)) strangers++;
        else tell('image', { index, file }, [file.buffer]);
      },
      link: (url) => tell('link', url),
    });
    const clock = startClock(() => job.stop(true));
    const cancel = () => job.stop(false);
    signal.addEventListener('abort', cancel);
    try {
      if (signal.aborted) cancel();
      await prepare(core, job, { files, renditions, mask, crop, markup });
      return withoutStrangers(await job.ended, strangers);
    } finally {
      clock.stop();
      job.close();
    }
  },

  /**
   * What 'generate' would send for the same, KEY_WORD in place of the key; nothing is sent.
   * @param {Omit<import('./engine.js').JobSetup, 'key'> & Inputs} args
   * @returns {Promise<import('./engine.js').WrittenRequest>}
   */
  async preview({ files, renditions, mask, crop, markup, ...setup }) {
    const core = await engine;
    const job = core.openJob({ ...setup, key: KEY_WORD }, silent, true);
    try {
      await prepare(core, job, { files, renditions, mask, crop, markup });
      return await job.ended;
    } finally {
      job.close();
    }
  },
});
