// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { curlCommand, KEY_VARIABLE, quoted } from '../../web/js/jobs/preview/curl.js';

/** What bash makes of some words. @param {string[]} words @param {NodeJS.ProcessEnv} [env] */
const spelt = (words, env = {}) => execFileSync('bash', ['-c', `printf '%s\\0' ${words.join(' ')}`], { env: { ...process.env, ...env } }).toString().split('\0').slice(0, -1);

/** The arguments that curl gets. @param {string} command @param {NodeJS.ProcessEnv} [env] */
const argumentsOf = (command, env) => spelt([command.replace(/^curl /, '')], env);

const AWKWARD = [
  '', ' ', 'plain', "it's", "''", '"quoted"', '$HOME ${HOME} $(id) `id`', 'a\\nb \\ \\\\', 'Hi! !! !$ !"', "Hi!\nit's !x\\",
  'one\ntwo', 'one\r\ntwo\r\n', '\ttab', '\u001b[31mred\u0007', '-n', '@file', '<file', ';type=x', '~ * ? [a] {a,b} # & | ; > <', '%s %%',
  'é 日本 🦊🏽‍♀️', '\u2028 \u202e \ufeff \u00a0', '\u00011', '\r9', '\u2028é7', 'Zwölf "Boxkämpfer" \\ %22 </script> --boundary\n\tline two; ?&=', 'trailing\n', '\n\n', '!\u0001!',
];

for (const shell of ['bash', 'bash -i'])
  test(`${shell} reads a quoted text as it is`, () => {
    const [program, ...options] = shell.split(' ');
    const script = `printf '%s\\0' ${AWKWARD.map(quoted).join(' ')}\n`;
    const out = execFileSync(program, ['--norc', '--noprofile', ...options], { input: script, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
    assert.deepEqual(out.split('\0').slice(0, AWKWARD.length), AWKWARD);
  });

test('a quoted text is one line, and shows nothing that is not seen', () => {
  for (const text of AWKWARD) assert.doesNotMatch(quoted(text), /[\p{C}\p{Zl}\p{Zp}]/u);
});

test('quoting is the same in any language', () => {
  for (const LC_ALL of ['C', 'C.UTF-8']) assert.deepEqual(spelt(AWKWARD.map(quoted), { LC_ALL }), AWKWARD);
});

test('half a surrogate pair becomes what it becomes when it is sent', () => {
  assert.deepEqual(spelt([quoted('a\ud800b')]), ['a\ufffdb']);
});

/** @type {import('../../web/js/jobs/preview/curl.js').Request} */
const json = { url: 'https://host/v1/images/generations', headers: [['Authorization', 'Bearer WORD'], ['Content-Type', 'application/json']], keyWord: 'WORD', parts: null, text: '{"prompt":"it\'s"}' };
const form = { ...json, headers: /** @type {[string, string][]} */ ([['api-key', 'WORD'], ['Content-Type', 'multipart/form-data; boundary=x']]), text: '' };

test('the key is the one thing that the shell puts in', () => {
  const env = { OPENAI_API_KEY: 'sk-"$x`\\!\'' };
  assert.deepEqual(argumentsOf(curlCommand(json).command, env), [
    json.url, '-H', `Authorization: Bearer ${env.OPENAI_API_KEY}`, '-H', 'Content-Type: application/json', '--data-raw', json.text,
  ]);
  const named = argumentsOf(curlCommand({ ...form, parts: [] }).command, env);
  assert.deepEqual(named, [json.url, '-H', `api-key: ${env.OPENAI_API_KEY}`]);
  assert.equal(curlCommand(json).command.split(KEY_VARIABLE).length, 2);
});

test('parts of a form keep their order, and a text is never taken for a file', () => {
  const png = new Blob(['x'], { type: 'image/png' });
  const parts = [{ name: 'prompt', value: '@/etc/passwd;type=a' }, { name: 'image[]', fileName: 'image_0.png', file: png }, { name: 'n', value: '<1' }, { name: 'mask', fileName: 'mask.png', file: png }];
  const { command, attachments } = curlCommand({ ...form, parts });
  assert.deepEqual(argumentsOf(command).slice(3), [
    '--form-string', 'prompt=@/etc/passwd;type=a', '-F', 'image[]=@image_0.png;type=image/png', '--form-string', 'n=<1', '-F', 'mask=@mask.png;type=image/png',
  ]);
  assert.deepEqual(attachments, []);
});

test('what is too long for a line, or no word at all, lies in a file', () => {
  const long = 'é'.repeat(1501);
  assert.deepEqual(curlCommand({ ...json, text: 'é'.repeat(1500) }).attachments, []);
  const body = curlCommand({ ...json, text: long });
  assert.deepEqual(body.attachments, [{ name: 'request.json', text: long }]);
  assert.deepEqual(argumentsOf(body.command).slice(-2), ['--data-binary', '@request.json']);
  for (const value of [long, 'a\0b']) {
    const { command, attachments } = curlCommand({ ...form, parts: [{ name: 'prompt', value }] });
    assert.deepEqual(attachments, [{ name: 'prompt.txt', text: value }]);
    assert.deepEqual(argumentsOf(command).slice(-2), ['-F', 'prompt=<prompt.txt']);
  }
});

test('brackets in an address are no pattern', () => {
  assert.match(curlCommand({ ...json, url: 'http://[::1]:8080/v1/images/edits' }).command, /^curl --globoff 'http:\/\/\[::1\]/);
  assert.match(curlCommand(json).command, /^curl 'https:/);
});
