// @ts-check
// ZIP files are read where they are sound, and refused in words where they are not.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32, deflateRawSync } from 'node:zlib';
import { checksum, openZip } from '../../web/js/backup/unzip.js';
import { zipOf } from '../../web/js/backup/zip.js';

const MOST = 1e6;
const hello = Buffer.from('Hello, hello, hello, hello!');

/** @typedef {{name?: string, content?: Buffer, method?: number, packed?: Buffer, size?: number, sum?: number, flags?: number, at?: number, listedPacked?: number}} Part */

/** A ZIP file as one likes it. @param {Part[]} parts @param {{count?: number, comment?: string, listAt?: number, listSize?: number}} [end] */
function forge(parts, { count = parts.length, comment = '', listAt, listSize } = {}) {
  /** @type {Buffer[]} */
  const files = [];
  /** @type {Buffer[]} */
  const list = [];
  let at = 0;
  for (const { name = 'a.txt', content = hello, method = 0, packed = content, size = content.length, sum = crc32(content), flags = 0, ...told } of parts) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const listed = Buffer.alloc(46);
    listed.writeUInt32LE(0x02014b50, 0);
    listed.writeUInt16LE(flags, 8);
    listed.writeUInt16LE(method, 10);
    listed.writeUInt32LE(sum, 16);
    listed.writeUInt32LE(told.listedPacked ?? packed.length, 20);
    listed.writeUInt32LE(size, 24);
    listed.writeUInt16LE(name.length, 28);
    listed.writeUInt32LE(told.at ?? at, 42);
    files.push(local, Buffer.from(name), packed);
    list.push(listed, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const [body, directory, end] = [Buffer.concat(files), Buffer.concat(list), Buffer.alloc(22)];
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listSize ?? directory.length, 12);
  end.writeUInt32LE(listAt ?? body.length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([body, directory, end, Buffer.from(comment)]);
}

/** @param {Buffer} bytes */
const open = (bytes) => openZip(new Blob([new Uint8Array(bytes)]));

/** @param {Buffer} bytes */
const readFirst = async (bytes) => {
  const zip = await open(bytes);
  return Buffer.from(await zip.read(zip.names[0], MOST)).toString();
};

test('what is stored and what is deflated comes out, with a comment behind it or none', async () => {
  assert.equal(await readFirst(forge([{}])), String(hello));
  assert.equal(await readFirst(forge([{ method: 8, packed: deflateRawSync(hello) }], { comment: 'PK\x05\x06 is no end here' })), String(hello));
  assert.deepEqual((await open(forge([]))).names, []);
});

test('what Python packs is read, deflated, with long numbers, and with much before it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  const path = join(folder, 'a.zip');
  const code = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    z.writestr('f/stored.txt', 'one' * 1000)
    z.writestr('f/deflated.txt', 'two' * 1000, compress_type=zipfile.ZIP_DEFLATED)
    with z.open('f/\\u00fcber.txt', 'w', force_zip64=True) as one: one.write(b'three')
    for i in range(66000): z.writestr(f'{i}', '')`;
  execFileSync('python3', ['-c', code, path]);
  const zip = await open(readFileSync(path));
  rmSync(folder, { recursive: true });
  assert.equal(zip.names.length, 66_003);
  const read = async (/** @type {string} */ name) => String(Buffer.from(await zip.read(name, MOST)));
  assert.deepEqual([await read('f/stored.txt'), await read('f/deflated.txt'), await read('f/über.txt')], ['one'.repeat(1000), 'two'.repeat(1000), 'three']);
});

test('what we pack is sound to unzip and to Python, and read by us', async () => {
  async function* files() {
    for (const name of ['a/one.png', 'ü/zwei.png']) yield { name, input: new Blob([name.repeat(1000)]), lastModified: new Date('2026-01-02T03:04:06') };
  }
  const bytes = Buffer.from(await new Response(zipOf(files())).arrayBuffer());
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  const path = join(folder, 'a.zip');
  writeFileSync(path, bytes);
  execFileSync('unzip', ['-t', path]);
  const code = 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint([(i.filename, i.compress_type, i.date_time) for i in z.infolist()])';
  assert.equal(String(execFileSync('python3', ['-c', code, path])).trim(), "[('a/one.png', 0, (2026, 1, 2, 3, 4, 6)), ('ü/zwei.png', 0, (2026, 1, 2, 3, 4, 6))]");
  rmSync(folder, { recursive: true });
  const zip = await open(bytes);
  assert.equal(Buffer.from(await zip.read('ü/zwei.png', MOST)).toString(), 'ü/zwei.png'.repeat(1000));
});

test('a checksum is that of zlib, in pieces, too', () => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7919) & 255));
  assert.equal(checksum(checksum(0, bytes.subarray(0, 333)), bytes.subarray(333)), crc32(bytes));
});

test('a file that was cut anywhere is refused', async () => {
  const whole = forge([{ name: 'a' }, { name: 'b' }]);
  for (let size = 0; size < whole.length; size++) await assert.rejects(open(whole.subarray(0, size)), /is no ZIP file, or a part of it is missing/, `at ${size}`);
});

const [CONTRADICTS, DAMAGED, TOO_LARGE] = [/contradicts itself, so nothing was taken/, /^Fault: a.txt is damaged/, /^Fault: a.txt is too large to be what it says/];
for (const [what, bytes, why] of /** @type {[string, () => Buffer, RegExp][]} */ ([
  ['a list that is not where it is said to be', () => forge([{}], { listAt: 3 }), CONTRADICTS],
  ['a list past the end', () => forge([{}], { listAt: 4e9 }), CONTRADICTS],
  ['a list longer than the file', () => forge([{}], { listSize: 9999 }), CONTRADICTS],
  ['a list cut within an entry', () => forge([{}], { listSize: 47 }), CONTRADICTS],
  ['more entries than there are', () => forge([{}], { count: 2 }), CONTRADICTS],
  ['long numbers that are not there', () => forge([{}], { count: 0xffff }), CONTRADICTS],
  ['two of one name', () => forge([{}, {}]), CONTRADICTS],
  ['entries over each other', () => forge([{ name: 'a.txt' }, { name: 'b', at: 10 }]), CONTRADICTS],
  ['two names for one place', () => forge([{ name: 'a.txt' }, { name: 'b', at: 0 }]), CONTRADICTS],
  ['an entry that reaches into the list', () => forge([{ listedPacked: 60, size: 60 }]), CONTRADICTS],
  ['an entry that starts elsewhere', () => forge([{ at: 4 }]), CONTRADICTS],
  ['another sum', () => forge([{ sum: 1 }]), DAMAGED],
  ['deflated bytes that are none', () => forge([{ method: 8, packed: Buffer.from([7, 7, 7, 7]) }]), DAMAGED],
  ['a bomb that says it is small', () => forge([{ method: 8, packed: deflateRawSync(Buffer.alloc(5e6)), size: 10 }]), DAMAGED],
  ['a bomb that says what it is', () => forge([{ method: 8, packed: deflateRawSync(Buffer.alloc(5e6)), size: 5e6 }]), TOO_LARGE],
  ['a size that no deflated bytes have', () => forge([{ method: 8, packed: Buffer.alloc(5), size: 900_000 }]), TOO_LARGE],
  ['stored bytes of two sizes', () => forge([{ size: 900 }]), TOO_LARGE],
  ['fewer deflated bytes than said', () => forge([{ method: 8, packed: deflateRawSync(hello), size: 50 }]), DAMAGED],
  ['a password', () => forge([{ flags: 1 }]), /is locked with a password/],
  ['another method', () => forge([{ method: 14 }]), /packed in a way that this page does not know/],
])) { // prettier-ignore
  test(`it refuses ${what}`, () => assert.rejects(readFirst(bytes()), why));
}

test('whatever is changed in a ZIP file, it is read rightly or refused', async () => {
  const whole = forge([{ name: 'a.txt' }, { name: 'b.txt', method: 8, packed: deflateRawSync(hello) }]);
  for (let at = 0; at < whole.length; at++) {
    for (const bit of [1, 128]) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= bit;
      try {
        const zip = await open(bytes);
        for (const name of zip.names) assert.equal(Buffer.from(await zip.read(name, MOST)).toString(), String(hello), `bit ${bit} at ${at}`);
      } catch (error) {
        assert.equal(/** @type {Error} */ (error).name, 'Fault', `bit ${bit} at ${at}: ${error}`);
      }
    }
  }
});
