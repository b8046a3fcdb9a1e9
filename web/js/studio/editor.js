// @ts-check
/**
 * The mask editor: hands and keys in, a painted mask out.
 *
 * Connects what is in editor/ and keeps what it was opened with, which stays the
 * caller's: neither the picture nor the mask is closed here.
 */
import { Fault } from '../base/border.js';
import { createChanges } from './editor/changes.js';
import { createCover } from './editor/cover.js';
import { createHands } from './editor/hands.js';
import { createHelp } from './editor/help.js';
import { listenToKeys } from './editor/keyboard.js';
import { createPanel } from './editor/panel.js';
import { createSelecting } from './editor/selecting.js';
import { createSettings } from './editor/settings.js';
import { createStage } from './editor/stage.js';
import { TOOLS } from './editor/tools.js';
import { createWork } from './editor/work.js';

/**
 * @typedef {import('./painting.js').Painting} Painting
 * @typedef {{text: string, fit: (() => Promise<string>) | null}} Imported 'fit' is offered where nothing has happened yet
 * @typedef {{bitmap: ImageBitmap, painting: Painting, file: File, id: number}} Subject 'painting' has the size of 'bitmap'; 'id' is the image's
 *
 * @typedef {object} MaskFiles masks outside of the editor; each says in words what was done
 * @property {(painting: Painting, kind: 'alpha' | 'grey') => Promise<string>} export
 * @property {(painting: Painting) => Promise<string>} exportMasked
 * @property {(painting: Painting, file: File) => Promise<Imported>} importOnto
 * @property {(painting: Painting) => Promise<string>} fromTransparency
 * @property {(painting: Painting) => Promise<string>} copyToNext
 * @property {(painting: Painting) => boolean} hasNext whether there is a next image
 */

const ZOOM_STEP = 1.5;

/** The settings that what was selected by colour depends on, and those that tell how the mask is shown. */
const SELECTING = ['tolerance', 'softness', 'everywhere'];
const LOOK = ['colour', 'veil', 'outline', 'maskOnly'];

/**
 * @param {object} options
 * @param {HTMLElement} options.root shown while the editor is open
 * @param {(type: string, args: object) => Promise<any>} options.ask the studio's worker
 * @param {MaskFiles} options.files
 * @param {(painting: Painting) => void} options.onChange after each stroke, undo, redo and other change
 * @param {() => void} options.onClose
 */
export function createEditor({ root, ask, files, onChange, onClose }) {
  /** @type {Subject | null} */
  let subject = null;
  /** @type {Element | null} */
  let opener = null;
  let plan = '';

  /** @param {unknown} error */
  const onFault = (error) => panel.alert(Fault.from(error).message);

  const settings = createSettings((changed) => {
    if (changed.tool && work.busy) work.abort();
    if (changed.tool?.looks) selecting.prepare();
    if (SELECTING.some((name) => name in changed)) selecting.retry();
    if (LOOK.some((name) => name in changed)) showLook();
    refresh();
  });
  const stage = createStage({ onView, onFault });
  const work = createWork(settings.now, { scale: () => stage.view.scale, draw: stage.showPath, select: (at, subtract) => selecting.press(at, subtract) }, {
    onStart() {
      selecting.rest();
      panel.alert('');
      panel.note('');
    },
    onPaint: stage.touch,
    onChange() {
      refresh();
      if (subject && !work.waits) onChange(subject.painting);
    },
    onFault,
  });
  const selecting = createSelecting(ask, work, settings.now);
  const changeMask = createChanges(ask, work);
  const hands = createHands(stage, work, settings.now, refresh, run);
  const help = createHelp(TOOLS);
  const panel = createPanel(stage, TOOLS, {
    run,
    choose: settings.choose,
    change,
    clear: () => run('clear'),
    fromTransparency: () => layOn(files.fromTransparency),
    importMask: (picked) => layOn((painting) => files.importOnto(painting, picked)),
    exportMask: () => exchange((painting) => files.export(painting, settings.now.kind)),
    exportMasked: () => exchange(files.exportMasked),
    copyToNext: () => exchange(files.copyToNext),
    drawBox,
  });
  const cover = createCover(root, close);
  root.append(...panel.nodes, help.node);
  showLook();

  function onView() {
    panel.showZoom(stage.view.scale);
    hands.showCursor();
  }

  function showLook() {
    const { colour, veil: opacity, outline, maskOnly } = settings.now;
    stage.setLook({ colour, opacity, outline, maskOnly });
  }

  function refresh() {
    if (!subject) return;
    const { painting } = subject;
    panel.show({ settings: settings.now, mask: painting.state(), place: hands.place, waits: work.waits, hasNext: files.hasNext(painting), plan });
    hands.showCursor();
  }

  /** @param {import('./painting.js').Change} name */
  function change(name) {
    const { amount } = settings.now;
    if (subject) changeMask(subject.painting, name, name === 'dropSpecks' ? amount ** 2 : amount);
  }

  /** What is done outside of the editor with the mask as it is. @param {(painting: Painting) => Promise<string>} doing */
  async function exchange(doing) {
    if (!subject || work.busy || work.waits) return;
    panel.alert('');
    try {
      tell(await doing(subject.painting));
    } catch (error) {
      onFault(error);
    }
  }

  /** What comes from outside of the editor; nothing is painted until it is there. @param {(painting: Painting) => Promise<string | Imported>} doing */
  const layOn = (doing) => work.later(doing, (_mask, done) => tell(done));

  /** @param {string | Imported} done */
  function tell(done) {
    const { text, fit } = typeof done === 'string' ? { text: done, fit: null } : done;
    panel.note(text, fit && { name: 'Fit to the image', run: () => layOn(fit) });
  }

  /** @param {import('./painting.js').Point} from @param {import('./painting.js').Point} to */
  function drawBox(from, to) {
    const { tool: { box }, subtract } = settings.now;
    if (!box) return;
    work.change((mask) => {
      mask.begin();
      mask[box](from, to, subtract);
    });
  }

  /** @type {Record<string, (pressed: boolean) => unknown>} */
  const commands = {
    undo: () => work.change((mask) => mask.undo()),
    redo: () => work.change((mask) => mask.redo()),
    invert: () => change('invert'),
    clear: () => work.change((mask) => {
      mask.begin();
      mask.clear();
    }),
    smaller: settings.smaller,
    larger: settings.larger,
    softer: settings.softer,
    harder: settings.harder,
    swap: settings.swap,
    zoomIn: () => stage.zoomTo(stage.view.scale * ZOOM_STEP),
    zoomOut: () => stage.zoomTo(stage.view.scale / ZOOM_STEP),
    fit: stage.fit,
    actual: () => stage.zoomTo(1, hands.pointer ?? undefined),
    enter: work.enter,
    back: work.back,
    bare: stage.setBare,
    help: help.open,
    done: () => work.abort() || close(),
    finish() {
      work.enter();
      if (!work.waits) close();
    },
  };

  /** @param {string} command @param {boolean} [pressed] false: its key was let go */
  function run(command, pressed = true) {
    commands[command](pressed);
  }

  listenToKeys(root, stage.canvas, TOOLS, { isOpen: () => work.busy, pick: (tool) => settings.choose({ tool }), run, onCanvas: hands.onKey });

  /** Shows another picture and its mask, or none. @param {Subject | null} next */
  function show(next) {
    hands.rest();
    work.take(next && next.painting);
    selecting.take(next);
    subject = next;
    stage.show(next);
    root.hidden = !next;
    cover.update();
  }

  /** Opens, or goes over from another picture, which then is not closed. @param {Subject} next */
  function open(next) {
    opener = document.activeElement;
    show(next);
    panel.setTitle(next.file.name);
    panel.alert('');
    panel.note('');
    settings.suit(next.bitmap);
    refresh();
    stage.canvas.focus({ preventScroll: true });
  }

  function close() {
    if (!subject) return;
    show(null);
    onClose();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }

  return {
    open,
    close,

    /** Others may have changed the mask, or taken its picture away.
     * @param {{painting: Painting | null}[]} images all that are left */
    follow(images) {
      if (!subject) return;
      const { painting: mine } = subject;
      if (!images.some(({ painting }) => painting === mine)) return close();
      stage.touch();
      refresh();
    },

    /** Shows what will be sent of the picture. @param {import('./painting.js').Rect[]} frames @param {string} text */
    showPlan(frames, text) {
      plan = text;
      stage.showFrames(frames);
      refresh();
    },

    get isOpen() {
      return !!subject;
    },
  };
}
