// @ts-check
import { Fault } from '../js/base/border.js';

/** What is in a file, which may be gone by now. @param {Blob} file */
export async function bytesOf(file) {
  const bytes = await file.arrayBuffer().catch(() => {
    const text = 'The file can no longer be read: it was moved, changed or deleted since. Add it again.';
    throw new Fault({ code: 'invalid', http: 0, field: 'images', text });
  });
  return new Uint8Array(bytes);
}
