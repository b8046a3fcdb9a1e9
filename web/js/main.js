// @ts-check
/** Builds the page's modules and connects them. */
import { openDatabase } from './archive/database.js';
import { openDesk } from './archive/desk.js';
import { createKeeper } from './archive/keeper.js';
import { createNotes } from './archive/notes.js';
import { createUnkept } from './archive/unkept.js';
import { Fault } from './base/border.js';
import { byId, make } from './base/dom.js';
import { createFaults } from './base/faults.js';
import { recall } from './base/keep.js';
import { createLater } from './base/later.js';
import { createPace, whenIdle } from './base/pace.js';
import { loadCore, loadEngine } from './base/parts.js';
import { createClient } from './base/rpc.js';
import { createStore } from './base/store.js';
import { planText } from './base/words.js';
import { createConnection } from './endpoint/connection.js';
import { recallChoices, showChoices } from './form/choices.js';
import { createField, createForm, defaultsOf } from './form/form.js';
import { offerEarlier } from './form/prompt-history.js';
import { takeFiles } from './incoming.js';
import { createCarries } from './inputs/carries.js';
import { showImages } from './inputs/image-list.js';
import { createImages } from './inputs/images.js';
import { showLooseMask } from './inputs/loose-mask.js';
import { createMarkups } from './inputs/markups.js';
import { createMasks } from './inputs/masks.js';
import { createPlans, editedImage } from './inputs/plan.js';
import { showBar } from './jobs/bar.js';
import { createOffers, createStreams } from './jobs/offer.js';
import { isOpen } from './jobs/queue.js';
import { keepSpent, recallSpent } from './jobs/spent.js';
import { connectResults } from './outgoing.js';
import { createRemoval } from './results/removal.js';
import { showUndo, watchUndo } from './results/undo.js';
import { createUrls } from './results/urls.js';

/** What was written into the prompt's box before the page was there. */
const promptSoFar = () => /** @type {HTMLTextAreaElement} */ (byId('setting-prompt')).value;

/** @param {import('./base/core.js').PageCore} core @param {import('./base/faults.js').Faults} faults */
async function build(core, faults) {
  const pace = createPace();
  const schema = core.schema();
  await pace();
  const defaults = defaultsOf(schema);
  const store = createStore({ settings: { ...defaults, prompt: promptSoFar() }, images: [], mask: null, results: [], jobs: [], choices: recallChoices(), spent: recallSpent(), status: '', undo: null });

  const urlOf = createUrls(store);

  const unkept = createUnkept();
  const database = openDatabase(unkept.ended);
  const desk = openDesk(database);
  const archive = createLater('The archive', async () => (await import('./archive/open.js')).openArchive(store, database));
  const shelf = () => archive.get().catch(() => null);
  /** @param {import('./base/store.js').Result} result */
  const whole = async (result) => (result.absent ? ((await shelf())?.recall.whole(result.id) ?? result) : result);
  const keeper = createKeeper(store, desk, shelf, unkept.ofInputs);

  // Files are opened in one worker, and the key is in those of the jobs.
  const engine = createLater('The part that works on pictures', loadEngine);
  const startWorker = async () => (await engine.get())();
  const { ask } = createClient(startWorker);
  const prober = createClient(startWorker); // has the key for one question

  const places = {
    settings: byId('settings'),
    more: byId('more-settings'),
    edit: byId('edit-settings'),
    paste: byId('paste-settings'),
  };
  await createForm(schema, places, { store, faults, pace });
  offerEarlier(byId('prompt-setting'), store, async () => (await shelf())?.archive.prompts() ?? []);
  showChoices(places.more, { store, faults });
  await pace();
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
  await pace();

  const images = createImages({ core, store, faults, ask, limit: schema.limits.images, ready: () => masks.ready() });
  const masks = createMasks({ store, faults, studio: () => studio.get(), images });
  const markups = createMarkups({ store, faults, models: schema.models });
  const plans = createPlans(core);
  const onClose = () => {
    masks.closed();
    keeper.hurry();
  };
  const parts = { root: byId('mask-editor'), files: masks, onChange: masks.refresh, onClose, store, schema, createField, urlOf, whole, shelf, onFailure: unkept.ofResults };
  const studio = createLater('The mask editor', async () => (await import('./studio/studio.js')).openStudio(parts));
  const workflows = createLater('The part that reads workflows', async () => (await import('./workflow/workflow.js')).createWorkflows({ schema, store, faults, ask, images, masks }));
  /** @param {string} text */
  const openWorkflow = (text) => void workflows.get().then((part) => part.openWorkflow(text)).catch(faults.show);
  const carries = createCarries({ store, core, schema, ask, images, masks, openWorkflow });
  showImages(byId('input-list'), byId('add-images'), { store, faults, images, masks, markups, plans, carries });
  showLooseMask(byId('loose-mask'), store, masks);
  await pace();

  const streams = createStreams(schema);
  const offers = createOffers({ core, plans, streams });
  const reuser = createLater('What brings settings back', async () => (await import('./results/reuse.js')).createReuse({ store, faults, images, masks }));
  /** @type {import('./results/reuse.js').Reuse} */
  const reuse = (made) => reuser.get().then((bring) => bring(made)).catch(faults.show);
  const remove = createRemoval(store, shelf);
  const jobs = { list: byId('jobs'), desk, reuseSettings: reuse, onFailure: unkept.ofResults, app: { core, schema, store, shelf, faults, images, markups, plans, offers, streams, endpoint, key, startWorker } };
  const workshop = createLater('The part that runs jobs', async () => (await import('./jobs/workshop.js')).openWorkshop(jobs));
  const bar = { generate: byId('generate'), cancel: byId('cancel'), status: byId('status'), elapsed: byId('elapsed'), mode: byId('mode'), cost: byId('cost'), spent: byId('spent') };
  showBar(bar, { store, offers, endpoint });
  showUndo(byId('undo'), store);
  watchUndo(store);
  keepSpent(store);
  await pace();

  const preview = createLater('The preview', async () => (await import('./jobs/preview.js')).openPreview({ core, store, faults, images, markups, plans, offers, streams, endpoint, startWorker }));

  const notes = createNotes({ store, ask });
  const { dress } = notes;
  const folder = createLater('Saving into a folder', async () => (await import('./backup/folder.js')).openFolder({ store, database, faults, dress }));
  const backup = createLater('This part', async () => (await import('./backup/backup.js')).openBackup({ store, faults, core, defaults, shelf, desk, keeper, images, masks, endpoint, folder, dress }));
  if (recall('folder')) folder.prepare();

  images.queue(() => keeper.restore(defaults, images, masks).catch(faults.show));
  return { store, images, masks, plans, carries, notes, engine, studio, workshop, preview, workflows, backup, endpoint, reuse, remove, urlOf, whole, archive, shelf };
}

/** @typedef {Awaited<ReturnType<typeof build>>} App */

/** @param {App} app @param {import('./base/faults.js').Faults} faults */
function listen({ store, endpoint, studio, plans, workshop, preview, workflows, backup }, faults) {
  const generate = () => workshop.get().then((jobs) => jobs.generate()).catch(faults.show);
  // A second click of a double click is no second wish.
  byId('generate').addEventListener('click', ({ detail }) => detail < 2 && generate());
  byId('cancel').addEventListener('click', () => workshop.ifThere((jobs) => jobs.cancelNewest()));
  byId('preview').addEventListener('click', () => preview.get().then(({ open }) => open()).catch(faults.show));
  byId('export-workflow').addEventListener('click', () => workflows.get().then(({ write }) => write()).catch(faults.show));
  byId('storage-more').addEventListener('toggle', () => backup.get().then(({ showActions }) => showActions(byId('storage-actions'))).catch(faults.show), { once: true });
  if (/Mac|iP/.test(navigator.platform)) byId('shortcut').textContent = '⌘ ↵';
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

/** @param {unknown} error */
function cannotStart(error) {
  const why = error instanceof Error ? error.message : String(error);
  return new Fault({ code: 'internal', http: 0, field: '', text: `The page could not start. It needs WebAssembly and workers: reload it, or use a newer browser. (${why})` });
}

/** Lets everything be used: index.html has it closed until it works. */
function unlock() {
  byId('panel').removeAttribute('aria-busy');
  for (const name of ['generate', 'preview', 'try-demo']) byId(name).removeAttribute('disabled');
}

async function start() {
  const faults = createFaults({ alert: byId('fault'), dismiss: byId('dismiss') });
  try {
    const app = await build(await loadCore(), faults);
    const add = takeFiles(app, faults);
    connectResults(app, add, faults);
    listen(app, faults);
    unlock();
    whenIdle(app.workshop.prepare, app.archive.prepare, app.engine.prepare);
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
