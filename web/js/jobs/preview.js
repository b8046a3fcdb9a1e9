// @ts-check
/**
 * "Look before you pay": the dialog that shows what Generate would send, and gives it as a command.
 *
 * The requests are made by the worker's same way, on paper; no key is asked for, and none gets there.
 */
import { iconButton, make } from '../base/dom.js';
import { save } from '../base/files.js';
import { addStyle } from '../base/parts.js';
import { createClient } from '../base/rpc.js';
import { bytesText, counted, sizeText } from '../base/words.js';
import { curlCommand } from './preview/curl.js';
import { readRequest, withoutKey } from './preview/request.js';
import { takeWishes } from './preview/wishes.js';

/**
 * @typedef {import('./preview/request.js').ReadRequest} ReadRequest
 * @typedef {import('./preview/curl.js').Picture} Picture
 * @typedef {import('./preview/wishes.js').Wish} Wish
 * @typedef {import('./preview/wishes.js').App & {faults: import('../base/faults.js').Faults, images: import('../inputs/images.js').Images, startWorker: () => Promise<Worker>}} App
 */

const SAVED_MS = 60_000;

/** Between two files: some browsers save only the last of those that come at once. */
const PAUSE_MS = 200;

/** Of a prompt, to tell it from the others. */
const LETTERS = 40;

const DEMO = "The demo answers a command only where it is a server's, not where it is this browser's.";

/** @param {string} title @param {Node} content */
const section = (title, content) => make('section', {}, make('h3', {}, title), content);

/** Names and values, in their order. @param {[string, string][]} rows */
const list = (rows) => make('dl', { className: 'preview-list' }, ...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', { dir: 'auto' }, value)]));

/** Which request it is; of several prompts, of which. @param {Wish} wish @param {number} index @param {Wish[]} all */
function optionText({ question: { params: { prompt } } }, index, all) {
  const which = `${index + 1} of ${all.length}`;
  return all.some(({ question }) => question.params.prompt !== prompt) ? `${which}: ${[...String(prompt)].slice(0, LETTERS).join('')}` : which;
}

/** @param {Picture} picture @param {string} url */
function figure({ name, fileName, file }, url) {
  const facts = make('span', { className: 'hint' }, bytesText(file.size));
  const img = make('img', { src: url, alt: `${name}: ${fileName}` });
  img.addEventListener('load', () => {
    facts.textContent = `${sizeText({ width: img.naturalWidth, height: img.naturalHeight })} · ${bytesText(file.size)}`;
  });
  return make('figure', {}, img, make('figcaption', {}, make('b', {}, name), ` ${fileName}`, make('br'), facts));
}

/** @param {App} app */
export async function openPreview(app) {
  await addStyle('preview-style');
  const client = createClient(app.startWorker);
  /** @type {string[]} */
  let urls = [];
  /** @type {Wish[]} */
  let wishes = [];
  /** @type {Map<number, Promise<ReadRequest>>} */
  const read = new Map();
  let shown = 0;
  let turn = 0; // of what is shown, or being prepared

  const status = make('p', { role: 'status', className: 'hint' });
  const which = make('select', { id: 'preview-which', onchange: () => show(which.selectedIndex) });
  const several = make('div', { className: 'field preview-which' }, make('label', { htmlFor: which.id }, 'Request'), which);
  const body = make('div', { className: 'preview-body', tabIndex: 0, role: 'region', 'aria-label': 'The request' });
  const copy = make('button', { type: 'button', className: 'primary', onclick: () => act(copyCommand) }, 'Copy as curl');
  const saveFiles = make('button', { type: 'button', onclick: () => act(saveAll) }, 'Save pictures');
  const command = make('pre', { className: 'preview-command' });
  const title = make('h2', { id: 'preview-title' }, 'Preview request');
  const dialog = make(
    'dialog',
    { className: 'preview', 'aria-labelledby': title.id },
    make('header', {}, title, several, iconButton('Close', 'close', () => dialog.close())),
    body,
    make('footer', {}, status, make('div', { className: 'actions' }, copy, saveFiles)),
  );

  /** @param {string} text */
  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  /** A save that was begun may come back for its file. */
  function forgetUrls() {
    const old = urls;
    setTimeout(() => old.forEach((url) => URL.revokeObjectURL(url)), SAVED_MS);
    urls = [];
  }

  /** @param {Blob} file */
  function urlOf(file) {
    const url = URL.createObjectURL(file);
    urls.push(url);
    return url;
  }

  /** Each request is made once for as long as the dialog is open. @param {number} index */
  function requestOf(index) {
    const { mask, ...rest } = wishes[index].question;
    const coverage = mask?.coverage.slice(); // handed over, and may be wanted again
    const question = { ...rest, mask: mask && { ...mask, coverage } };
    const made = read.get(index) ?? client.ask('preview', question, { transfer: coverage ? [coverage.buffer] : [] }).then(readRequest);
    read.set(index, made);
    return made;
  }

  /** Files that the command reads. @param {ReadRequest} request */
  const filesOf = (request) => [
    ...request.pictures.map(({ fileName, file }) => ({ name: fileName, file })),
    ...curlCommand(request).attachments.map(({ name, text }) => ({ name, file: new Blob([text]) })),
  ];

  /** @param {ReadRequest} request @param {number} times */
  function told(request, times) {
    const { method, url, headers, bytes, fields, pictures } = request;
    const names = filesOf(request).map(({ name }) => name);
    const hints = ['For bash or zsh, with your key in OPENAI_API_KEY.', names.length && `It reads ${names.join(', ')}: save what is sent beside it.`, app.endpoint.current().demo && DEMO];
    command.textContent = curlCommand(request).command;
    saveFiles.hidden = !names.length;
    saveFiles.textContent = pictures.length ? 'Save pictures' : 'Save the text';
    return [
      make('p', { className: 'preview-address' }, make('b', {}, method), ` ${url}`, make('span', { className: 'hint' }, ` ${bytesText(bytes)}`)),
      ...(times > 1 ? [make('p', {}, `${times} requests like this side by side, each with n: 1: a stream brings one picture.`)] : []),
      section('Headers', list(headers.map(([name, value]) => [name, withoutKey(value)]))),
      section('Fields', list(fields.map(({ name, value }) => [name, value]))),
      ...(pictures.length ? [section('Pictures', make('div', { className: 'preview-pictures' }, ...pictures.map((one) => figure(one, urlOf(one.file)))))] : []),
      section('As a command', command),
      make('p', { className: 'hint' }, hints.filter(Boolean).join(' ')),
    ];
  }

  /** @param {number} index */
  async function show(index) {
    shown = index;
    const mine = ++turn;
    setReady(false);
    body.replaceChildren();
    say('Preparing what would be sent…');
    try {
      const request = await requestOf(index);
      if (mine !== turn) return;
      forgetUrls();
      body.replaceChildren(...told(request, wishes[index].times));
      setReady(true);
      const requests = wishes.reduce((sum, { times }) => sum + times, 0);
      say(requests > 1 ? `Nothing was sent. Generate would send ${counted(requests, 'request')}.` : 'Nothing was sent.');
    } catch (error) {
      if (mine !== turn) return;
      dialog.close();
      app.faults.show(error);
    }
  }

  /** @param {boolean} ready */
  function setReady(ready) {
    copy.disabled = saveFiles.disabled = !ready;
  }

  /** @param {(request: ReadRequest) => unknown} work */
  async function act(work) {
    try {
      await work(await requestOf(shown));
    } catch (error) {
      say(`That did not work: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** @param {ReadRequest} request */
  async function copyCommand(request) {
    if (!navigator.clipboard?.writeText) {
      getSelection()?.selectAllChildren(command);
      return say('This browser lets no page copy. The command is selected: copy it by hand.');
    }
    await navigator.clipboard.writeText(curlCommand(request).command);
    say('Copied. Put your key in OPENAI_API_KEY before you run it.');
  }

  /** @param {ReadRequest} request */
  async function saveAll(request) {
    const files = filesOf(request);
    for (const { name, file } of files) {
      save(urlOf(file), name);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    say(`Saved ${files.map(({ name }) => name).join(', ')}.`);
  }

  dialog.addEventListener('close', () => {
    turn++;
    client.restart('The preview was closed.');
    read.clear();
    wishes = [];
    body.replaceChildren();
    forgetUrls();
  });
  document.body.append(dialog);

  return {
    async open() {
      app.faults.clear();
      await app.images.settled();
      if (dialog.open) return;
      wishes = await takeWishes(app);
      which.replaceChildren(...wishes.map((wish, i) => make('option', {}, optionText(wish, i, wishes))));
      several.hidden = wishes.length === 1;
      dialog.showModal();
      await show(0);
    },
  };
}
