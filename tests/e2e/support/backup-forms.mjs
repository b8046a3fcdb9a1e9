// @ts-check
// A ZIP file as other programs pack it.

import { execFileSync } from 'node:child_process';

const repack = `
import io, sys, zipfile
old = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
new = io.BytesIO()
with zipfile.ZipFile(new, 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('__MACOSX/._x', b'')
    for one in old.infolist():
        z.writestr(sys.argv[1] + '/' + one.filename, old.read(one))
sys.stdout.buffer.write(new.getvalue())`;

/** Deflated, and all of it in a folder. @param {Buffer} zip @param {string} folder @returns {Buffer} */
export const deflated = (zip, folder) => execFileSync('python3', ['-c', repack, folder], { input: zip, maxBuffer: 2 ** 28 });
