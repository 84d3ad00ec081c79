import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { payloadFormat } from '../../inspect/commits/signed-payload.js';
import { readAll } from '../../io/files/input.js';
import { OutputError, writeAll } from '../../signer/terminal/write.js';
import { run } from '../support/git-repo.js';
import { PROGRAM } from '../support/waxseal.js';

let dir: string;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'streams-'));
});
after(() => rmSync(dir, { recursive: true, force: true }));

async function reading(content: Uint8Array, largest?: number): Promise<Uint8Array> {
  const path = join(dir, 'input');
  writeFileSync(path, content);
  const fd = openSync(path, 'r');
  try {
    return await readAll(fd, 'the file', largest);
  } finally {
    closeSync(fd);
  }
}

test('the input is read byte for byte', async () => {
  const all = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 31) & 255);
  for (const content of [new Uint8Array(), Uint8Array.of(13, 10, 0, 255), all.subarray(0, 65_536), all])
    assert.deepEqual(new Uint8Array(await reading(content)), new Uint8Array(content));
});

test('input above the limit is refused', async () => {
  await assert.rejects(reading(new Uint8Array(1001), 1000), { code: 'INPUT_TOO_LARGE' });
  assert.equal((await reading(new Uint8Array(1000), 1000)).length, 1000);
});

test('a descriptor that cannot be read is an error', async () => {
  const fd = openSync(dir, 'r');
  await assert.rejects(readAll(fd, 'standard input'), { code: 'INPUT_UNREADABLE' });
  closeSync(fd);
});

test('an output error says why nothing could be written', () => {
  const full = openSync('/dev/full', 'w');
  assert.throws(
    () => writeAll(full, 'x'),
    (error) => error instanceof OutputError && error.systemCode === 'ENOSPC',
  );
  closeSync(full);
  assert.throws(() => writeAll(full, 'x'), /it is not open/);
});

test('if an answer cannot be written, there is no answer: exit status 2', async () => {
  const env = { PATH: process.env['PATH'] ?? '', HOME: dir };
  const ended = await run('sh', ['-c', '"$1" help > /dev/full', '-', PROGRAM], { cwd: dir, env });
  assert.equal(ended.status, 2);
  assert.match(ended.stderr, /^waxseal: cannot write to standard output: the disk is full\n$/);
});

test('everything is written, even to a pipe that is read slowly', async () => {
  const script = `"${process.execPath}" --input-type=module -e "$1" | { sleep 0.3; wc -c; }`;
  const module = new URL('../../signer/terminal/write.js', import.meta.url);
  const code = `import { writeAll } from '${module}'; process.stdout.write(''); writeAll(1, 'x'.repeat(3000000));`;
  const ended = await run('sh', ['-c', script, '-', code], {
    cwd: dir,
    env: { PATH: process.env['PATH'] ?? '' },
  });
  assert.equal(ended.stdout.trim(), '3000000', ended.stderr);
});

test('the object format is recognised by the first object id', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assert.equal(payloadFormat(bytes(`tree ${'0'.repeat(40)}\nauthor`)), 'sha1');
  assert.equal(payloadFormat(bytes(`tree ${'0'.repeat(64)}\nauthor é`)), 'sha256');
  assert.equal(payloadFormat(bytes(`object ${'0'.repeat(64)}\ntype commit\n`)), 'sha256');
  assert.equal(payloadFormat(bytes('certificate version 0.1\n')), 'sha1');
});

test('WAXSEAL_DEBUG writes the place of an error to a file, and only there', async () => {
  const file = join(dir, 'debug.log');
  const env = { PATH: process.env['PATH'] ?? '', HOME: dir, WAXSEAL_DEBUG: file };
  const ended = await run(PROGRAM, ['verify', '--bogus'], { cwd: dir, env });
  assert.equal(ended.status, 2);
  assert.doesNotMatch(ended.stderr, /^ {4}at /m);
  assert.match(readFileSync(file, 'utf8'), /^\S+ \d+ error UsageError: .*--bogus.*\n {4}at /);
});
