// @ts-check
/** Files from outside by picker, paste and drop, and files to outside. */

/** @typedef {(files: File[]) => void} OnFiles */

/** Whether it may be a workflow of ComfyUI. @param {{name: string, type: string}} file */
export const isGraph = ({ name, type }) => type === 'application/json' || /\.json$/i.test(name);

/** @param {HTMLInputElement} input @param {OnFiles} onFiles */
export function watchPicker(input, onFiles) {
  function take() {
    const files = [...(input.files ?? [])];
    input.value = ''; // so that the same file can be picked again
    if (files.length) onFiles(files);
  }
  input.addEventListener('change', take);
  take(); // what was picked before anybody watched
}

/** Whether a paste belongs to the field it is made in. @param {ClipboardEvent} event */
function isForField({ target, clipboardData }) {
  const field = target instanceof Element && target.closest('input, textarea, [contenteditable]');
  return Boolean(field && clipboardData?.types.includes('text/plain'));
}

/** @param {OnFiles} onFiles */
export function watchPaste(onFiles) {
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || isForField(event)) return;
    event.preventDefault();
    onFiles(files);
  });
}

/** Takes drops on the whole page; 'overlay' is shown while files are over it.
 * @param {HTMLElement} overlay @param {OnFiles} onFiles */
export function watchDrop(overlay, onFiles) {
  /** @param {DragEvent} event */
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  let depth = 0; // of the elements entered and not left
  /** @param {number} value */
  const setDepth = (value) => {
    depth = value;
    overlay.hidden = depth === 0;
  };
  window.addEventListener('dragenter', (event) => hasFiles(event) && setDepth(depth + 1));
  window.addEventListener('dragleave', (event) => hasFiles(event) && setDepth(Math.max(0, depth - 1)));
  window.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  window.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setDepth(0);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length) onFiles(files);
  });
}

/** @param {File} file */
export const isZip = ({ name, type }) => /\.zip$/i.test(name) || /^application\/(x-)?zip/.test(type);

/** Saves what lies at an object URL. @param {string} url @param {string} name */
export function save(url, name) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** How long a browser may take to begin a download. */
const DOWNLOAD_MS = 60_000;

/** Saves a file that has no URL yet. @param {Blob} file @param {string} name @param {number} [patience] milliseconds until it is begun */
export function saveFile(file, name, patience = DOWNLOAD_MS) {
  const url = URL.createObjectURL(file);
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), patience);
}

/** A file name from a prompt, safe on every system; 'end' tells it from its like.
 * @param {string} prompt @param {string} end @param {string} extension */
export function fileName(prompt, end, extension) {
  const words = prompt.normalize('NFC').toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const slug = words.join('-');
  const start = [...slug].slice(0, 40).join('');
  const stem = start === slug ? slug : start.replace(/-[^-]*$/, '');
  return `${stem || 'picture'}-${end}.${extension}`;
}
