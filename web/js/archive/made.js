// @ts-check
/** How a kept picture was made, as its saved file may tell it. */

/** @param {import('./archive.js').Archive} archive @param {import('./entry.js').Entry} entry @returns {Promise<import('./notes.js').Made>} */
export async function madeOf(archive, { asked, answer, when, source: key }) {
  const facts = key ? await archive.sourceFacts(key) : null;
  const mask = key ? await archive.file(key, 'mask') : null;
  const pack = mask && new Uint8Array(await mask.arrayBuffer());
  return { asked, answer, when, source: facts && { pack, inputs: facts.inputs } };
}
