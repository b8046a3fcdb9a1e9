// @ts-check
/**
 * A result beside what it was made from, as large as the window allows, and how its
 * answers are put back.
 *
 * Connects what is in compare/; which pictures there are is the store's to say.
 */
import { Fault } from '../base/border.js';
import { createChoice } from '../base/choice.js';
import { createButton, createWordButton } from '../base/controls.js';
import { byId, iconButton, make } from '../base/dom.js';
import { composingText, percentText, reportText, troubleText } from '../results/put-back-words.js';
import { createDivider } from './compare/divider.js';
import { createHold } from './compare/hold.js';
import { mapLayer, receivedLayer, wholeLayer } from './compare/layers.js';
import { createPasteForm } from './compare/paste-form.js';
import { createStage } from './compare/stage.js';
import { composedText, receivedText } from './compare/words.js';
import { scaleText } from './compare/zoom.js';

/**
 * @typedef {import('../base/store.js').Result} Result
 * @typedef {import('../base/store.js').Source} Source
 * @typedef {Awaited<ReturnType<import('./retouch.js').Retouch['difference']>>} Difference
 */

const [SLIDER, BESIDE, HOLD, DIFFERENCE] = ['Slider', 'Side by side', 'Hold', 'Difference'];
const HOLD_NAME = 'Hold to see the original';
const [COMPOSED, RECEIVED, ORIGINAL] = ['Composed', 'As received', 'Original'];

/** @param {boolean} hasMask */
const viewsFor = (hasMask) => [
  { value: SLIDER },
  { value: BESIDE },
  { value: HOLD, more: HOLD_NAME.slice(HOLD.length) },
  ...(hasMask ? [{ value: DIFFERENCE }] : []),
];

/**
 * @param {object} app
 * @param {import('../base/store.js').Store} app.store
 * @param {import('../base/core.js').Schema} app.schema
 * @param {typeof import('../form/form.js').createField} app.createField
 * @param {(file: Blob) => string} app.urlOf
 * @param {import('./retouch.js').Retouch} app.retouch
 */
export function createCompare({ store, schema, createField, urlOf, retouch }) {
  let shownId = '';
  let view = SLIDER;
  let wanted = COMPOSED;
  /** @type {{of: Blob | null, found: Difference, trouble: string} | null} */
  let difference = null;
  /** @type {Map<string, {key: string, layer: HTMLElement}>} */
  const layers = new Map();

  const result = () => store.get().results.find(({ id }) => id === shownId);

  const stage = createStage({ onView, onPress });
  const divider = createDivider(stage.first);
  const hold = createHold(HOLD_NAME, showOriginal);
  const form = createPasteForm(schema, createField, (paste) => void retouch.recompose(shownId, paste));
  const views = createChoice('View', (value) => {
    view = value;
    show();
  });
  const faces = createChoice('Compared with the original', (value) => {
    wanted = value;
    show();
  });
  const zoomOut = createButton({ name: 'Zoom out', path: 'M5 12h14' }, () => stage.zoomBy(-1));
  const zoomIn = createButton({ name: 'Zoom in', path: 'M5 12h14M12 5v14' }, () => stage.zoomBy(1));
  const fit = createWordButton('Fit', stage.fit);
  const actual = createWordButton('100 %', stage.actual, 'A pixel of the picture on a pixel of the screen');
  const zoom = make('span', { className: 'compare-scale' });
  const legend = make('p', { className: 'hint compare-legend' }, 'the same', make('span', { 'aria-hidden': 'true' }), 'far off');
  const text = make('span');
  const percent = make('span', { 'aria-hidden': 'true' });
  const status = make('p', { role: 'status' }, text, percent);
  const close = iconButton('Close', 'close', () => dialog.close());
  const dialog = make(
    'dialog',
    { className: 'filling compare', 'aria-label': 'Compare' },
    make('header', { className: 'compare-head' }, make('h2', {}, 'Compare'), views.root, faces.root, make('div', { className: 'compare-zoom' }, zoomOut, zoom, zoomIn, fit, actual), close),
    stage.root,
    make('div', { className: 'compare-foot' }, divider.range, hold.button, legend, status),
    form.root,
  );
  byId('results').after(dialog);

  function onView() {
    if (!dialog.open) return;
    divider.place();
    zoom.textContent = scaleText(stage.scale, devicePixelRatio);
    fit.setAttribute('aria-pressed', String(stage.fits));
    actual.setAttribute('aria-pressed', String(stage.scale * devicePixelRatio === 1));
  }

  /** A press on a picture that is seen whole moves the divider, or holds. @param {PointerEvent} event */
  function onPress(event) {
    if (!stage.isWhole) return false;
    if (divider.isShown) divider.take(event);
    else if (view === HOLD) hold.take(event);
    return divider.isShown || view === HOLD;
  }

  /** The same element as long as it shows the same. @param {string} name @param {string} key @param {() => HTMLElement} create */
  function kept(name, key, create) {
    const held = layers.get(name);
    if (held?.key === key) return held.layer;
    const layer = create();
    layer.addEventListener('error', () => say(`This browser cannot show the ${name === 'before' ? 'original' : 'answer'}.`), true);
    layers.set(name, { key, layer });
    return layer;
  }

  /** @param {Source} source */
  const before = ({ file }) => kept('before', urlOf(file), () => wholeLayer(urlOf(file), ORIGINAL));

  /** @param {Result} now @param {Source} source @param {string} label */
  function after({ composed, parts, file }, source, label) {
    if (label === COMPOSED && composed) return kept(COMPOSED, urlOf(composed), () => wholeLayer(urlOf(composed), COMPOSED));
    const answers = parts.length ? parts : file ? [file] : [];
    const urls = answers.map(urlOf);
    return kept(RECEIVED, String(urls), () => receivedLayer(source, urlOf(source.file), urls, RECEIVED));
  }

  /** @param {boolean} held */
  function showOriginal(held) {
    const now = result();
    if (!now?.source || view !== HOLD) return;
    const label = labelOf(now);
    after(now, now.source, label).hidden = held;
    stage.first.tag(held ? ORIGINAL : label);
  }

  /** @param {string} words @param {string} [share] */
  function say(words, share = '') {
    if (text.textContent !== words) text.textContent = words;
    percent.textContent = share;
  }

  /** @param {Result} now */
  const labelOf = ({ composed }) => (composed ? wanted : RECEIVED);

  /** @param {Result} now @param {Source} source */
  function showPictures(now, source) {
    const label = labelOf(now);
    const [one, other] = [before(source), after(now, source, label)];
    other.hidden = false;
    if (view === BESIDE) return stage.show(source, { labels: [ORIGINAL], layers: [one] }, { labels: [label], layers: [other] });
    return stage.show(source, { labels: view === HOLD ? [label] : [ORIGINAL, label], layers: [one, other] });
  }

  /** @param {Result} now @param {Source} source */
  function showMaps({ composed }, source) {
    const found = difference?.found;
    if (!found) return stage.show(source, { labels: [], layers: [] });
    const raw = kept('raw map', urlOf(source.file), () => mapLayer(found.raw, receivedText(found.raw)));
    const content = { labels: [RECEIVED], layers: [raw] };
    if (!composed) return stage.show(source, content);
    const map = kept('map', urlOf(composed), () => mapLayer(found.composed, composedText(found.composed)));
    return stage.show(source, { labels: [COMPOSED], layers: [map] }, content);
  }

  /** Has it found out what differs, once for each composed picture. @param {Result} now */
  async function findDifference({ id, composed }) {
    if (difference?.of === composed) return;
    difference = { of: composed, found: null, trouble: '' };
    const mine = difference;
    try {
      mine.found = await retouch.difference(id);
    } catch (error) {
      mine.trouble = Fault.from(error).message;
    }
    if (difference === mine) show();
  }

  /** What is said of the view. @param {Result} now */
  function words({ composed, reports, profile, trouble }) {
    if (trouble) return troubleText(trouble);
    if (view !== DIFFERENCE) return composed ? reportText({ reports, profile }) : '';
    if (!difference?.found) return difference?.trouble || 'Comparing every pixel…';
    const { composed: mine, raw } = difference.found;
    return [...(composed ? [composedText(mine)] : []), receivedText(raw)].join(' ');
  }

  function show() {
    const now = result();
    if (!now?.source || !dialog.open) return;
    const { source, composed, composing } = now;
    const hasMask = source.crops.length > 0;
    const mapped = view === DIFFERENCE;
    views.show(viewsFor(hasMask), view);
    faces.show([{ value: COMPOSED }, { value: RECEIVED }], wanted);
    faces.root.hidden = !composed || mapped;
    if (mapped && composing === null) findDifference(now);
    if (mapped) showMaps(now, source);
    else showPictures(now, source);
    divider.show(view === SLIDER ? after(now, source, labelOf(now)) : null);
    hold.button.hidden = view !== HOLD;
    legend.hidden = !mapped;
    form.root.hidden = !hasMask;
    form.show(retouch.pasteOf(now), Boolean(composed) || composing !== null);
    if (composing !== null) say(composingText, percentText(composing));
    else say(words(now));
    onView();
  }

  function forget() {
    retouch.dropDifference();
    difference = null;
    divider.show(null);
    stage.clear();
    layers.clear();
  }

  dialog.addEventListener('close', forget);
  store.subscribe((state, earlier) => {
    if (dialog.open && state.results.find(({ id }) => id === shownId) !== earlier.results.find(({ id }) => id === shownId)) show();
  });

  return {
    /** @param {string} id of a result that was made from a picture, its files there */
    open(id) {
      if (dialog.open || !store.get().results.find((result) => result.id === id)?.source) return;
      shownId = id;
      view = SLIDER;
      wanted = COMPOSED;
      form.root.open = matchMedia('(width >= 60rem)').matches;
      dialog.showModal();
      show();
    },
  };
}
