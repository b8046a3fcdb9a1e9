// @ts-check
/** The pictures there are of one result, and what each is called; pure. */
import { fileName } from '../base/files.js';

/** @typedef {{label: string, file: Blob, name: string}} Face 'name' is for when it is saved */

/** @param {string} name of a file */
const stemOf = (name) => name.replace(/\.[^.]*$/, '');

/** The composed picture first, then the answers as received; none where there is only a link.
 * @param {import('../base/store.js').Result} result @returns {Face[]} */
export function facesOf({ asked, run, index, extension, file, parts, composed, source }) {
  const end = `${run}-${index + 1}`;
  const answers = parts.length ? parts : file ? [file] : [];
  const received = answers.map((part, i) => {
    const several = answers.length > 1;
    const name = fileName(String(asked.prompt), several ? `${end}-${i + 1}` : end, extension);
    return { label: several ? `As received, ${i + 1} of ${answers.length}` : 'As received', file: part, name };
  });
  if (!composed || !source) return received;
  return [{ label: 'Composed', file: composed, name: `${stemOf(source.file.name)}-edited-${end}.png` }, ...received];
}

/** The one that was chosen, or the first. @param {import('../base/store.js').Result} result @param {string} label '' for none */
export function faceOf(result, label) {
  const faces = facesOf(result);
  return faces.find((face) => face.label === label) ?? faces[0];
}
