// @ts-check
/** Builds the page's modules and connects them. */
import { showBar } from './bar.js';
import { Fault } from './border.js';
import { recallChoices, showChoices } from './choices.js';
import { createCarries } from './carries.js';
import { createConnection } from './connection.js';
import { openDesk } from './desk.js';
import { byId, make } from './dom.js';
import { createLater } from './later.js';
import { createEnlarged } from './enlarged.js';
import { createFaults } from './faults.js';
import { saveFile, watchDrop, watchPaste, watchPicker } from './files.js';
import { createField, createForm, defaultsOf } from './form.js';
import { showGallery } from './gallery.js';
import { showImages } from './image-list.js';
import { createImages } from './images.js';
import { createKeeper } from './keeper.js';
import { showLooseMask } from './loose-mask.js';
import { createMarkups } from './markups.js';
import { createMasks } from './masks.js';
import { createNotes } from './notes.js';
import { createOffers, createStreams } from './offer.js';
import { createPlans, editedImage } from './plan.js';
import { loadCore, loadEngine } from './parts.js';
import { isOpen } from './queue.js';
import { createClient } from './rpc.js';
import { keepSpent, recallSpent } from './spent.js';
import { createStore, withResult } from './store.js';
import { createUrls } from './urls.js';
import { planText } from './words.js';

const NOT_KEPT = 'This browser keeps no more for this page: what is added or painted from now on is lost when the page is closed.';

/**
 * @param {import('./core.js').PageCore} core
 * @param {Promise<import('./desk.js').Desk | null>} desk
 * @param {import('./faults.js').Faults} faults
 */
function build(core, desk, faults) {
  const schema = core.schema();
  const defaults = defaultsOf(schema);
  const store = createStore({ settings: defaults, images: [], mask: null, results: [], jobs: [], choices: recallChoices(), spent: recallSpent(), status: '', deleted: null });

  const urlOf = createUrls(store);

  const keeper = createKeeper(store, desk, () => byId('inputs').append(make('p', { className: 'hint', role: 'status' }, NOT_KEPT)));

  // Files are opened in one worker, and the key is in those of the jobs.
  const engine = createLater('The part that works on pictures', loadEngine);
  const startWorker = async () => (await engine.get())();
  const { ask } = createClient(startWorker);

  const places = {
    prompt: byId('prompt-setting'),
    settings: byId('settings'),
    more: byId('more-settings'),
    edit: byId('edit-settings'),
    paste: byId('paste-settings'),
  };
  createForm(schema, places, { store, faults });
  showChoices(places.more, { store, faults });
  const { endpoint, key } = createConnection({ core, faults, carry: keeper.carry, onForget: () => workshop.ifThere((jobs) => jobs.forget()) });

  const images = createImages({ core, store, faults, ask, limit: schema.limits.images, ready: () => masks.ready() });
  const masks = createMasks({ store, faults, studio: () => studio.get(), images });
  const markups = createMarkups({ store, faults, models: schema.models });
  const plans = createPlans(core);
  const onClose = () => {
    masks.closed();
    keeper.hurry();
  };
  const parts = { root: byId('mask-editor'), files: masks, onChange: masks.refresh, onClose, store, schema, createField, urlOf };
  const studio = createLater('The mask editor', async () => (await import('./studio.js')).openStudio(parts));
  const carries = createCarries({ store, core, schema, ask, images, masks, openWorkflow: null });
  showImages(byId('input-list'), byId('add-images'), { store, faults, images, masks, markups, plans, carries });
  showLooseMask(byId('loose-mask'), store, masks);

  const streams = createStreams(schema);
  const offers = createOffers({ core, plans, streams });
  /** @param {{asked: import('./store.js').Settings}} of */
  const reuseSettings = ({ asked }) => store.update({ settings: asked, deleted: null, status: 'The settings are as they were.' });
  const jobs = { list: byId('jobs'), desk, reuseSettings, app: { core, store, faults, images, markups, plans, offers, streams, endpoint, key, startWorker } };
  const workshop = createLater('The part that runs jobs', async () => (await import('./workshop.js')).openWorkshop(jobs));
  const bar = { generate: byId('generate'), cancel: byId('cancel'), status: byId('status'), elapsed: byId('elapsed'), mode: byId('mode'), cost: byId('cost'), spent: byId('spent'), bringBack: byId('bring-back') };
  showBar(bar, { store, offers, endpoint });
  keepSpent(store);

  const preview = createLater('The preview', async () => (await import('./preview.js')).openPreview({ core, store, faults, images, markups, plans, endpoint, startWorker }));

  images.queue(() => keeper.restore(defaults, images, masks).catch(faults.show));
  return { store, images, masks, plans, carries, notes: createNotes({ store, ask }), engine, studio, workshop, preview, endpoint, reuseSettings, urlOf };
}

/** @typedef {ReturnType<typeof build>} App */

/** @param {App} app @param {import('./faults.js').Faults} faults */
function takeFiles({ store, images, masks, carries }, faults) {
  /** @type {HTMLInputElement} */
  const adder = byId('add-images');
  /** @type {HTMLInputElement} */
  const importer = byId('import-mask');

  /** @param {File[]} files */
  async function add(files) {
    const there = new Set(store.get().images.map(({ id }) => id));
    await images.add(files);
    await masks.settle();
    carries.look(store.get().images.filter(({ id }) => !there.has(id)));
  }

  faults.watch('images', adder);
  faults.watch('mask', importer);
  watchPicker(adder, add);
  watchPicker(importer, ([file]) => images.queue(() => masks.import(file)));
  watchPaste(add);
  watchDrop(byId('drop'), add);
  return add;
}

/** @param {App} app @param {import('./faults.js').Faults} faults */
function listen({ store, endpoint, studio, plans, workshop, preview }, faults) {
  const generate = () => workshop.get().then((jobs) => jobs.generate()).catch(faults.show);
  // A second click of a double click is no second wish.
  byId('generate').addEventListener('click', ({ detail }) => detail < 2 && generate());
  byId('cancel').addEventListener('click', () => workshop.ifThere((jobs) => jobs.cancelNewest()));
  byId('preview').addEventListener('click', () => preview.get().then(({ open }) => open()).catch(faults.show));
  byId('shortcut').textContent = /Mac|iP/.test(navigator.platform) ? '⌘ ↵' : 'Ctrl ↵';
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    generate();
  });
  window.addEventListener('beforeunload', (event) => store.get().jobs.some((job) => job.paid && isOpen(job)) && event.preventDefault());
  byId('panel').addEventListener('submit', (event) => event.preventDefault());
  byId('try-demo').addEventListener('click', () => {
    endpoint.choose('demo');
    document.querySelector('textarea')?.focus();
  });
  store.subscribe(({ images, results }, { images: earlier }) => {
    if (images.length || results.some(({ source }) => source)) studio.prepare();
    if (images !== earlier) studio.ifThere(({ editor }) => editor.follow(images));
  });
  store.subscribe((state, before) => {
    if (state.images === before.images && state.settings === before.settings) return;
    const edited = editedImage(state);
    const crops = plans.of(state);
    byId('mask-edit').hidden = !edited;
    studio.ifThere(({ editor }) => editor.showPlan(crops.map(({ frame }) => frame), edited && crops.length ? planText(crops, edited.image) : ''));
  });
}

/** @param {App} app @param {(files: File[]) => Promise<void>} add @param {import('./faults.js').Faults} faults */
function showResults({ store, notes, studio, reuseSettings, urlOf }, add, faults) {
  /** @param {Promise<unknown>} doing @param {string} done */
  const tell = (doing, done) => doing.then(() => store.update({ status: done, deleted: null }), faults.show);

  /** @param {(studio: import('./studio.js').Studio) => unknown} work */
  const inStudio = (work) => void studio.get().then(work).catch(faults.show);

  /** @type {import('./card.js').Actions['download']} */
  async function download(result, { file: received, name }) {
    const { file, trouble } = await notes.withNotes(result, received);
    saveFile(file, name);
    if (trouble) store.update({ status: `Saved without its settings. ${trouble}`, deleted: null });
  }

  const enlarged = createEnlarged(byId('enlarged'), store, (result) => urlOf(gallery.faceOf(result)?.file ?? /** @type {Blob} */ (result.file)));
  const gallery = showGallery(byId('gallery'), byId('jobs'), byId('empty'), store, urlOf, {
    tell,
    enlarge: enlarged.open,
    inStudio,
    download,
    reuseAsInput: (file, name) => tell(add([new File([file], name, { type: file.type })]), 'Added to the input images.'),
    reuseSettings,
    remove: (gone) => store.update({ results: store.get().results.filter(({ id }) => id !== gone.id), deleted: gone, status: 'Deleted.' }),
  });
  byId('bring-back').addEventListener('click', () => {
    const { results, deleted } = store.get();
    if (deleted) store.update({ results: withResult(results, { ...deleted, composing: null }), deleted: null, status: '' });
  });
}

/** @param {unknown} error */
function cannotStart(error) {
  const why = error instanceof Error ? error.message : String(error);
  return new Fault({ code: 'internal', http: 0, field: '', text: `The page could not start. It needs WebAssembly and workers: reload it, or use a newer browser. (${why})` });
}

async function start() {
  const faults = createFaults({ alert: byId('fault'), dismiss: byId('dismiss') });
  try {
    const desk = openDesk();
    const app = build(await loadCore(), desk, faults);
    const add = takeFiles(app, faults);
    showResults(app, add, faults);
    listen(app, faults);
    (window.requestIdleCallback ?? setTimeout)(() => [app.engine, app.workshop].forEach((part) => part.prepare()));
  } catch (error) {
    faults.show(cannotStart(error));
  }
}

/** A page in somebody else's frame could be made to look like theirs: it only links to itself. */
function refuseFrame() {
  const link = make('a', { href: location.href, target: '_blank', rel: 'noopener' }, 'Open GPT Image in a tab of its own');
  document.body.replaceChildren(make('p', { className: 'framed' }, link));
}

if (window.top === window.self) start();
else refuseFrame();
