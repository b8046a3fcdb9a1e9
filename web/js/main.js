// @ts-check
/** Builds the page's modules and connects them. */
import { showBar } from './bar.js';
import { Fault } from './border.js';
import { recallChoices, showChoices } from './choices.js';
import { createConnection } from './connection.js';
import { openDatabase } from './database.js';
import { openDesk } from './desk.js';
import { byId, make } from './dom.js';
import { createLater } from './later.js';
import { createEnlarged } from './enlarged.js';
import { createFaults } from './faults.js';
import { isZip, watchDrop, watchPaste, watchPicker } from './files.js';
import { createField, createForm, defaultsOf } from './form.js';
import { showGallery } from './gallery.js';
import { showImages } from './image-list.js';
import { createImages } from './images.js';
import { recall } from './keep.js';
import { createKeeper } from './keeper.js';
import { showLooseMask } from './loose-mask.js';
import { createMarkups } from './markups.js';
import { createMasks } from './masks.js';
import { createOffers, createStreams } from './offer.js';
import { createPlans, editedImage } from './plan.js';
import { loadCore, loadEngine } from './parts.js';
import { isOpen } from './queue.js';
import { createClient } from './rpc.js';
import { keepSpent, recallSpent } from './spent.js';
import { createStore, withResult } from './store.js';
import { createUrls } from './urls.js';
import { planText } from './words.js';

const NOT_KEPT = 'This browser keeps no more for this page: what is added, painted or made from now on is lost when the page is closed. Download what you want to keep.';
const ENDED = {
  newer: 'A newer version of this page is open: load this one anew. Until then it keeps nothing.',
  gone: 'What this browser kept of this page was cleared. Download what you want to keep, then load the page anew.',
};

/** A picture as it is saved among others. @type {import('./backup/zip.js').Dress} */
const dress = async (_, file) => file;

/** Says once that nothing more is kept. */
function createNote() {
  const note = make('p', { className: 'notice', role: 'status' });

  /** @param {string} text @param {(note: HTMLElement) => void} place puts it where it matters */
  return function say(text, place) {
    if (note.isConnected) return;
    note.textContent = text;
    place(note);
  };
}

/** @param {import('./core.js').PageCore} core @param {import('./faults.js').Faults} faults */
function build(core, faults) {
  const schema = core.schema();
  const defaults = defaultsOf(schema);
  const store = createStore({ settings: defaults, images: [], mask: null, results: [], jobs: [], choices: recallChoices(), spent: recallSpent(), status: '', deleted: null });

  const urlOf = createUrls(store);

  const say = createNote();
  const overResults = (/** @type {HTMLElement} */ note) => byId('results').prepend(note);
  const database = openDatabase((why) => say(ENDED[why], overResults));
  const desk = openDesk(database);
  const archive = createLater('The archive', async () => (await import('./archive/open.js')).openArchive(store, database));
  const shelf = () => archive.get().catch(() => null);
  /** @param {import('./store.js').Result} result */
  const whole = async (result) => (result.absent ? ((await shelf())?.recall.whole(result.id) ?? result) : result);
  const onFailure = () => say(NOT_KEPT, overResults);
  const keeper = createKeeper(store, desk, shelf, () => say(NOT_KEPT, (note) => byId('inputs').append(note)));

  // Files are opened in one worker, and the key is in those of the jobs.
  const engine = createLater('The part that works on pictures', loadEngine);
  const startWorker = async () => (await engine.get())();
  const { ask } = createClient(startWorker);
  const prober = createClient(startWorker); // has the key for one question

  const places = {
    prompt: byId('prompt-setting'),
    settings: byId('settings'),
    more: byId('more-settings'),
    edit: byId('edit-settings'),
    paste: byId('paste-settings'),
  };
  createForm(schema, places, { store, faults });
  showChoices(places.more, { store, faults });
  const { endpoint, key } = createConnection({
    core,
    faults,
    carry: keeper.carry,
    onForget: () => {
      workshop.ifThere((jobs) => jobs.forget());
      prober.restart('The key was forgotten.');
    },
    probe: (setup) => prober.ask('probe', setup).finally(() => prober.restart('The test is over.')),
    onModels: (detail) => void byId('setting-model').dispatchEvent(new CustomEvent('offer', { detail })),
  });

  const images = createImages({ core, store, faults, ask, limit: schema.limits.images, ready: () => masks.ready() });
  const masks = createMasks({ store, faults, studio: () => studio.get(), images });
  const markups = createMarkups({ store, faults, models: schema.models });
  const plans = createPlans(core);
  const onClose = () => {
    masks.closed();
    keeper.hurry();
  };
  const parts = { root: byId('mask-editor'), files: masks, onChange: masks.refresh, onClose, store, schema, createField, urlOf, whole, shelf, onFailure };
  const studio = createLater('The mask editor', async () => (await import('./studio.js')).openStudio(parts));
  showImages(byId('input-list'), byId('add-images'), { store, faults, images, masks, markups, plans });
  showLooseMask(byId('loose-mask'), store, masks);

  const streams = createStreams(schema);
  const offers = createOffers({ core, plans, streams });
  /** @param {{asked: import('./store.js').Settings}} of */
  const reuseSettings = ({ asked }) => store.update({ settings: asked, deleted: null, status: 'The settings are as they were.' });
  const jobs = { list: byId('jobs'), desk, reuseSettings, onFailure, app: { core, store, shelf, faults, images, markups, plans, offers, streams, endpoint, key, startWorker } };
  const workshop = createLater('The part that runs jobs', async () => (await import('./workshop.js')).openWorkshop(jobs));
  const bar = { generate: byId('generate'), cancel: byId('cancel'), status: byId('status'), elapsed: byId('elapsed'), mode: byId('mode'), cost: byId('cost'), spent: byId('spent'), bringBack: byId('bring-back') };
  showBar(bar, { store, offers, endpoint });
  keepSpent(store);

  const preview = createLater('The preview', async () => (await import('./preview.js')).openPreview({ core, store, faults, images, markups, plans, endpoint, startWorker }));

  const folder = createLater('Saving into a folder', async () => (await import('./folder.js')).openFolder({ store, database, faults, dress }));
  const backup = createLater('This part', async () => (await import('./backup.js')).openBackup({ store, faults, core, defaults, shelf, desk, keeper, images, masks, endpoint, folder, dress }));
  if (recall('folder')) folder.prepare();

  images.queue(() => keeper.restore(defaults, images, masks).catch(faults.show));
  return { store, images, masks, plans, engine, studio, workshop, preview, backup, endpoint, reuseSettings, urlOf, whole };
}

/** @typedef {ReturnType<typeof build>} App */

/** @param {App} app @param {import('./faults.js').Faults} faults */
function takeFiles({ images, masks, backup }, faults) {
  /** @type {HTMLInputElement} */
  const adder = byId('add-images');
  /** @type {HTMLInputElement} */
  const importer = byId('import-mask');

  /** @param {File[]} files */
  async function add(files) {
    const [zip] = files.filter(isZip);
    if (zip) backup.get().then(({ restore }) => restore(zip)).catch(faults.show);
    await images.add(files.filter((file) => !isZip(file)));
    await masks.settle();
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
function listen({ store, endpoint, studio, plans, workshop, preview, backup }, faults) {
  const generate = () => workshop.get().then((jobs) => jobs.generate()).catch(faults.show);
  // A second click of a double click is no second wish.
  byId('generate').addEventListener('click', ({ detail }) => detail < 2 && generate());
  byId('cancel').addEventListener('click', () => workshop.ifThere((jobs) => jobs.cancelNewest()));
  byId('preview').addEventListener('click', () => preview.get().then(({ open }) => open()).catch(faults.show));
  byId('storage-more').addEventListener('toggle', () => backup.get().then(({ showActions }) => showActions(byId('storage-actions'))).catch(faults.show), { once: true });
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
function showResults({ store, studio, reuseSettings, urlOf, whole }, add, faults) {
  /** @param {Promise<unknown>} doing @param {string} done */
  const tell = (doing, done) => doing.then(() => store.update({ status: done, deleted: null }), faults.show);

  /** @param {(studio: import('./studio.js').Studio) => unknown} work */
  const inStudio = (work) => void studio.get().then(work).catch(faults.show);

  /** @param {import('./store.js').Result} result */
  const urlOfFace = async (result) => urlOf(gallery.faceOf(await whole(result))?.file ?? /** @type {Blob} */ (result.file));
  const enlarged = createEnlarged(byId('enlarged'), store, urlOfFace, faults.show);
  const gallery = showGallery(byId('gallery'), byId('jobs'), byId('empty'), store, urlOf, {
    tell,
    fail: faults.show,
    whole,
    enlarge: enlarged.open,
    inStudio,
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
    const app = build(await loadCore(), faults);
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
