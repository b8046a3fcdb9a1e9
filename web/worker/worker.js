// @ts-check
/**
 * The questions a page may ask about files and jobs.
 *
 * Started from a blob, so that the page's Content-Security-Policy binds it; the
 * blob holds Emscripten's engine.js (createEngineModule) before this.
 */
import { startEngine } from '../js/border.js';
import { serve, startByHello } from '../js/rpc.js';
import { bytesOf } from './bytes.js';
import { decodeInBrowser } from './decode.js';
import { createEngine } from './engine.js';

/* A whole answer may take minutes; a server that says nothing for five is gone. */
const IDLE_MS = 300_000;
const TOTAL_MS = 600_000;
const PROBE_MS = 20_000;

const { started: engine, hello } = startByHello(async (module) => createEngine(await startEngine(module)));

/** Lets messages in, a Cancel among them. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** Calls `expire` once neither `touch` has been called for IDLE_MS nor the whole taken TOTAL_MS.
 * @param {() => void} expire */
function startClock(expire) {
  let idle = setTimeout(expire, IDLE_MS);
  const total = setTimeout(expire, TOTAL_MS);
  return {
    touch() {
      clearTimeout(idle);
      idle = setTimeout(expire, IDLE_MS);
    },
    stop() {
      clearTimeout(idle);
      clearTimeout(total);
    },
  };
}

serve(/** @type {any} */ (self), {
  hello,

  /** What a picked file is, its upright size found by decoding where its header does not say.
   * @param {{file: Blob}} args */
  async inspect({ file }) {
    const photo = (await engine).inspect(await bytesOf(file));
    if (photo.width > 0 && photo.decodedHere) return photo;
    const { width, height } = await decodeInBrowser(file, photo.type);
    return { ...photo, width, height };
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

  /**
   * Runs one generation.  Events: 'progress', 'partial' and 'image' {index, file}, 'link' url.
   * @param {{params: object, baseUrl: string, key: string, today: string, dialect?: object, files: Blob[],
   *   mask: import('./engine.js').PartMask | null, crop: import('../js/core.js').Crop | null}} args
   */
  async generate({ files, mask, crop, ...setup }, { tell, signal }) {
    const core = await engine;
    const job = core.openJob(setup, {
      progress(facts) {
        clock.touch();
        tell('progress', facts);
      },
      partial(index, file) {
        clock.touch();
        tell('partial', { index, file }, [file.buffer]);
      },
      image(index, file) {
        clock.touch();
        tell('image', { index, file }, [file.buffer]);
      },
      link: (url) => tell('link', url),
    });
    const clock = startClock(() => job.stop(true));
    const cancel = () => job.stop(false);
    signal.addEventListener('abort', cancel);
    try {
      if (signal.aborted) cancel();
      if (mask) job.setMask(mask);
      if (mask) mask.coverage = new Uint8Array(); // C has a copy, and this one is large
      if (crop) job.setCrop(crop);
      for (const file of files) {
        const bytes = await bytesOf(file);
        if (!job.addFile(bytes)) job.addPixels(await decodeInBrowser(file, core.inspect(bytes).type));
      }
      while (job.step()) await breathe();
      return await job.ended;
    } finally {
      clock.stop();
      job.close();
    }
  },
});
