// @ts-check
/** One picture of the results, what is known of it, and what can be done with it. */
import { faceOf } from '../archive/faces.js';
import { iconButton, make } from '../base/dom.js';
import { resultText } from '../base/words.js';
import { copyPicture } from './copy.js';

/**
 * @typedef {import('../base/store.js').Result} Result
 * @typedef {object} Actions what can be done to a picture beside looking at it
 * @property {(result: Result, file: Blob, name: string) => void} download
 * @property {(result: Result) => unknown} enlarge
 * @property {(file: Blob, name: string) => void} reuseAsInput
 * @property {(result: Result) => unknown} reuseSettings
 * @property {(work: (studio: import('../studio/studio.js').Studio) => void) => void} inStudio when it is loaded
 * @property {(result: Result) => void} remove
 * @property {(result: Result) => Promise<Result>} whole with its files, wherever they are
 * @property {(doing: Promise<unknown>, done: string) => void} tell says how it went
 * @property {(error: unknown) => void} fail says what went wrong
 */

/** Keeps the room of the whole picture, whichever of its pictures is shown. @param {HTMLImageElement} picture @param {import('../base/core.js').Size} size */
function frame(picture, { width, height }) {
  picture.className = 'steady';
  picture.style.setProperty('--ratio', String(width / height));
}

/** @param {Result} first @param {(file: Blob) => string} urlOf @param {Actions} actions */
export function createCard(first, urlOf, actions) {
  let now = first;
  /** @type {Result | null} */
  let shown = null;
  let chosen = '';
  const { source, asked } = first;
  const isPutBack = Boolean(source?.crops.length);
  const face = () => faceOf(now, chosen);

  const picture = make('img', { alt: String(asked.prompt), decoding: 'async', onload: showFacts, onclick: () => actions.enlarge(now) });
  const caption = make('p', { className: 'prompt', dir: 'auto', 'aria-hidden': 'true' }, String(asked.prompt));
  const facts = make('p', { className: 'hint' });
  const putBack = make('div', { className: 'put-back', hidden: true });
  /** @type {ReturnType<import('../studio/studio.js').Studio['createPutBack']> | null} */
  let progress = null;
  const compare = iconButton('Compare', 'compare', () => actions.whole(now).then(() => actions.inStudio(({ compare }) => compare.open(now.id)), actions.fail));
  const tools = make(
    'div',
    { className: 'tools' },
    iconButton('Download', 'download', () => withFile((file) => actions.download(now, file, face().name))),
    iconButton('Copy', 'copy', () => actions.tell(copyPicture(wholeFile()), 'Copied.')),
    iconButton('Use as input', 'input', () => withFile((file) => actions.reuseAsInput(file, face().name))),
    iconButton('Reuse settings', 'settings', () => actions.reuseSettings(now)),
    iconButton('Enlarge', 'enlarge', () => actions.enlarge(now)),
    ...(source ? [compare] : []),
    iconButton('Delete', 'delete', () => actions.remove(now)),
  );
  if (isPutBack && source) {
    frame(picture, source);
    actions.inStudio(showPutBack);
  }

  /** The file of what is shown. */
  const wholeFile = async () => faceOf(await actions.whole(now), chosen).file;

  /** @param {(file: Blob) => void} work */
  const withFile = (work) => wholeFile().then(work, actions.fail);

  /** @param {string} label */
  function choose(label) {
    chosen = label;
    show();
  }

  /** @param {import('../studio/studio.js').Studio} studio */
  function showPutBack({ createPutBack, retouch }) {
    progress = createPutBack({ onChoose: choose, again: () => retouch.compose(now.id) });
    putBack.append(...progress.nodes);
    putBack.hidden = false;
    show();
  }

  function showFacts() {
    const { naturalWidth: width, naturalHeight: height } = picture;
    const isSmall = now.small && picture.src === urlOf(now.small);
    const size = isSmall && source ? source : { width, height };
    const told = isPutBack ? { ...now, asked: { ...asked, size: 'auto' } } : now; // asked for by the crop
    facts.textContent = resultText(told, width ? size : null);
  }

  function show() {
    const { label, file } = face();
    progress?.show(now, label);
    showPicture(file === now.composed && now.small ? now.small : file);
    showFacts();
  }

  /** What stands for a file in the archive is shown when that has come. @param {Blob} file */
  function showPicture(file) {
    if (now.absent && file !== now.small) return void actions.whole(now).catch(actions.fail);
    const url = urlOf(file);
    if (picture.src !== url) picture.src = url;
  }

  return {
    root: make('li', { className: 'card' }, picture, make('div', { className: 'about' }, putBack, caption, facts, tools)),

    /** What is shown of it. */
    face,

    /** @param {Result} result as it is now */
    update(result) {
      if (result === shown) return;
      now = shown = result;
      show();
    },
  };
}
