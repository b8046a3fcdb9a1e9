// @ts-check
/**
 * The worker door's other side: bytes in, events out, frees whatever happens.
 *
 * Knows the functions of wasm/door/worker_door.c, render_door.c, workflow_door.c and note_door.c, and nobody else does.
 */
import { Fault, createBorder } from '../js/base/border.js';

/**
 * @typedef {{type: string, extension: string, width: number, height: number, decodedHere: boolean,
 *   animated: boolean}} Photo
 * @typedef {{width: number, height: number, coverage: Uint8Array}} Mask
 * @typedef {Mask & {area: import('../js/studio/painting.js').Rect}} PartMask its coverage is that of an area, nothing
 *   being painted elsewhere
 * @typedef {{width: number, height: number, pixels: Uint8Array}} Pixels RGBA
 * @typedef {import('../js/base/core.js').Crop | null} Cut what of an image is sent; null: all of it, within the budget
 * @typedef {object} Rendering
 * @property {number} budget pixels, 0 for any number
 * @property {boolean} besideMask
 * @property {Cut} crop
 * @typedef {{outcome: 'works' | 'refused' | 'unreachable' | 'unclear', http: number, text: string,
 *   models: {id: string, shutdown: string | null}[]}} Probed see wasm/job/probe.h
 * @typedef {object} JobEvents
 * @property {(facts: any) => void} progress
 * @property {(index: number, file: Uint8Array) => void} [partial] a preview
 * @property {(index: number, file: Uint8Array) => void} image
 * @property {(url: string) => void} link
 * @typedef {{params: object, baseUrl: string, key: string, today: string, dialect?: object}} JobSetup
 * @typedef {{id: string, title: string, type: string, settings: import('../js/base/store.js').Settings, images: string[], mask: boolean,
 *   notes: string[], skipped?: 'muted' | 'bypassed'}} WorkflowNode a node of ComfyUI whose settings can be taken; 'images' are files'
 *   names, 'notes' sentences; 'skipped': ComfyUI would not run it
 * @typedef {{images?: number, mask?: boolean, files?: string[]}} WorkflowInputs what settings are used with; 'files' are the images' names
 * @typedef {{prompt: string, workflow: string, notes: string[]}} WrittenWorkflow in ComfyUI's API format, and in its UI format
 * @typedef {{keyword: string, text: string}} Note a text that a file carries
 * @typedef {{entries: Note[], hasAlpha: boolean}} Notes what a file carries; 'hasAlpha': something in it is transparent
 * @typedef {{fresh: number, from: number, kept: number}} Piece of a changed file: so many new bytes, then some of the old file
 * @typedef {{method: string, url: string, headers: [string, string][], body: Uint8Array}} WrittenRequest all there is to send
 */

/** @param {any} core what startEngine resolved to */
export function createEngine(core) {
  const border = createBorder(core);
  const { check, give, lend, reply, take, takeBlock, text } = border;

  /** @type {Map<number, JobEvents & {request: (request: WrittenRequest) => void, end: (ok: boolean, facts: any) => void}>} */
  const jobs = new Map();
  /** @param {number} address @param {number} length */
  const facts = (address, length) => JSON.parse(text(address, length));
  /** @type {(job: number, json: number, length: number) => void} */
  core.jobProgress = (job, json, length) => jobs.get(job)?.progress(facts(json, length));
  /** @type {(job: number, index: number, file: number, length: number) => void} */
  core.jobPartial = (job, index, file, length) => jobs.get(job)?.partial?.(index, take(file, length));
  /** @type {(job: number, index: number, file: number, length: number) => void} */
  core.jobImage = (job, index, file, length) => jobs.get(job)?.image(index, take(file, length));
  /** @type {(job: number, url: number, length: number) => void} */
  core.jobLink = (job, url, length) => jobs.get(job)?.link(text(url, length));
  /** @type {(job: number, json: number, length: number, body: number, bodyLength: number) => void} */
  core.jobRequest = (job, json, length, body, bodyLength) => jobs.get(job)?.request({ ...facts(json, length), body: take(body, bodyLength) });
  /** @type {(job: number, ok: boolean, json: number, length: number) => void} */
  core.jobEnd = (job, ok, json, length) => jobs.get(job)?.end(ok, facts(json, length));

  /** @type {Map<number, (facts: any) => void>} */
  const probes = new Map();
  /** @type {(probe: number, json: number, length: number) => void} */
  core.probeEnd = (probe, json, length) => probes.get(probe)?.(facts(json, length));

  /** Whether a file was only refused because the browser has to decode it. */
  function wantsPixels() {
    const { code, text } = reply();
    return code === 'unsupported' && text === '';
  }

  /** @param {Cut} crop */
  const frameOf = (crop) => (crop ? [crop.frame.x, crop.frame.y, crop.frame.width, crop.frame.height, crop.width, crop.height] : [0, 0, 0, 0, 0, 0]);

  return {
    /** @param {Uint8Array} file @returns {Photo} */
    inspect(file) {
      check(core._file_inspect(give(file), file.length));
      return reply();
    },

    /** What is sent of an image; no bytes where the file itself is, null where only the browser can decode it.
     * @param {Uint8Array} file @param {Rendering} how */
    renderFile(file, { budget, besideMask, crop }) {
      const address = core._render_file(give(file), file.length, budget, besideMask, ...frameOf(crop));
      return !address && wantsPixels() ? null : takeBlock(check(address), reply().length);
    },

    /** @param {Pixels} image @param {Rendering} how */
    renderPixels({ pixels, width, height }, { budget, crop }) {
      const address = check(core._render_pixels(give(pixels), width, height, budget, ...frameOf(crop)));
      return takeBlock(address, reply().length);
    },

    /** @param {{baseUrl: string, key: string, dialect: object}} setup */
    openProbe({ baseUrl, key, dialect }) {
      const handle = check(lend([baseUrl, key, JSON.stringify(dialect)], core._worker_probe_open));
      return {
        /** @type {Promise<Probed>} */
        ended: new Promise((resolve) => void probes.set(handle, resolve)),
        giveUp: () => core._worker_probe_give_up(handle),
        close() {
          probes.delete(handle);
          core._worker_probe_close(handle);
        },
      };
    },

    /** @param {string} text @param {string} today @returns {{nodes: WorkflowNode[]}} */
    readWorkflow(text, today) {
      check(lend([text, today], (...pairs) => core._worker_workflow_read(...pairs)));
      return reply();
    },

    /** @param {object} settings @param {WorkflowInputs} inputs @returns {WrittenWorkflow} */
    writeWorkflow(settings, inputs) {
      check(lend([JSON.stringify(settings), JSON.stringify(inputs)], (...pairs) => core._worker_workflow_write(...pairs)));
      return reply();
    },

    /** @param {Uint8Array} file @returns {Notes} */
    readNotes(file) {
      check(core._note_read(give(file), file.length));
      return reply();
    },

    /** How the file becomes one that carries these too. @param {Uint8Array} file @param {Note[]} entries
     * @returns {{fresh: Uint8Array, pieces: Piece[]}} */
    writeNotes(file, entries) {
      const address = check(lend([JSON.stringify(entries)], (json, length) => core._note_write(give(file), file.length, json, length)));
      const { length, pieces } = reply();
      return { fresh: takeBlock(address, length), pieces };
    },

    /**
     * @param {JobSetup} setup
     * @param {JobEvents} events
     * @param {boolean} [onPaper] nothing is sent: what would be is how it ends
     */
    openJob({ params, baseUrl, key, today, dialect = {} }, events, onPaper = false) {
      const random = crypto.getRandomValues(new Uint8Array(16));
      const handle = check(
        lend([baseUrl, key, JSON.stringify(dialect), JSON.stringify(params), today, random], (...pairs) =>
          core._worker_job_open(...pairs.slice(0, 11), onPaper)),
      );
      const ended = new Promise((resolve, reject) => {
        jobs.set(handle, { ...events, request: resolve, end: (ok, facts) => (ok ? resolve(facts) : reject(new Fault(facts))) });
      });
      ended.catch(() => {}); // whoever awaits it sees it; until then it is not an accident

      return {
        /** How it ended: its facts, or its request on paper, or a Fault. @type {Promise<any>} */
        ended,

        /** @param {PartMask} mask */
        setMask: ({ coverage, area, width, height }) =>
          check(core._worker_job_set_mask(handle, give(coverage), area.x, area.y, area.width, area.height, width, height)),

        /** Before the file is added. @param {import('../js/base/core.js').Crop} crop */
        setCrop: ({ frame, area, width, height }) =>
          check(core._worker_job_set_crop(handle, frame.x, frame.y, frame.width, frame.height, area.x, area.y, area.width, area.height, width, height)),

        /** Before the file is added. @param {Uint8Array} file */
        setMarkup: (file) => check(core._worker_job_set_markup(handle, give(file), file.length)),

        /** False when only the browser can decode it: add its pixels then. @param {Uint8Array} file */
        addFile(file) {
          const added = core._worker_job_add_file(handle, give(file), file.length);
          if (!added && wantsPixels()) return false;
          return Boolean(check(added));
        },

        /** @param {Pixels} image */
        addPixels: ({ pixels, width, height }) =>
          check(core._worker_job_add_pixels(handle, give(pixels), width, height)),

        /** What was rendered of an image before. @param {Uint8Array} file @param {import('../js/base/core.js').Size} image */
        addRendition: (file, { width, height }) => check(core._worker_job_add_rendition(handle, give(file), file.length, width, height)),

        /** Whether there is more to do before the answer is waited for. @returns {boolean} */
        step: () => !!core._worker_job_step(handle),

        /** @param {boolean} forTime waited for too long, rather than cancelled */
        stop: (forTime) => core._worker_job_stop(handle, forTime),

        close() {
          jobs.delete(handle);
          core._worker_job_close(handle);
        },
      };
    },
  };
}
