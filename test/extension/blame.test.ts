import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type EditorRepository, editorRepository } from './support/repository.js';
import { startVerifier, type VerifierThread } from './support/verifier-thread.js';

const LINES = 50;
const TEXT = Array.from({ length: LINES }, (_, line) => `line ${line}\n`).join('');

let repo: EditorRepository;
let verifier: VerifierThread;
let log: string;
let slow: string;

/** How often git was started for a blame. */
function blames(): number {
  return readFileSync(log, 'utf8').split('\n').filter(Boolean).length;
}

before(async () => {
  repo = editorRepository();
  log = join(repo.dir, '..', 'blames');
  slow = join(repo.dir, '..', 'slow');
  writeFileSync(log, '');
  const real = repo.env['PATH']
    ?.split(':')
    .map((folder) => join(folder, 'git'))
    .find((path) => existsSync(path));
  const own = join(repo.dir, '..', 'git');
  const script = `#!/bin/sh
case " $* " in *" blame "*) echo blame >> '${log}'; while [ -e '${slow}' ]; do sleep 0.05; done;; esac
exec '${real}' "$@"
`;
  writeFileSync(own, script, { mode: 0o755 });
  repo.commit({ message: 'Begin', sign: {}, files: { 'text.txt': TEXT, 'latin.txt': 'x\n' } });
  writeFileSync(join(repo.dir, 'latin.txt'), Buffer.from('gr\xfc\xdfe\nx\n', 'latin1'));
  repo.git('add', 'latin.txt');
  repo.commit({ message: 'Greet', sign: {} });
  verifier = await startVerifier({ ...repo.env, PATH: `${join(repo.dir, '..')}:${repo.env['PATH']}` });
  await verifier.open(repo.dir, true);
});

after(async () => {
  rmSync(slow, { force: true });
  await verifier?.stop();
  repo?.remove();
});

test('one git answers for all lines of a file, and its answer is kept until the text changes', async () => {
  const path = join(repo.dir, 'text.txt');
  const before = blames();
  for (let line = 0; line < LINES; line += 1)
    assert.equal((await verifier.blame(repo.dir, path, line, TEXT))?.summary, 'Begin');
  assert.equal(blames() - before, 1);
  assert.equal(await verifier.blame(repo.dir, path, 0, `new\n${TEXT}`), undefined);
  assert.equal((await verifier.blame(repo.dir, path, 1, `new\n${TEXT}`))?.summary, 'Begin');
  assert.equal(blames() - before, 2);
});

test('lines that were left while git works start no further git, and the line stopped on is answered', async () => {
  const path = join(repo.dir, 'text.txt');
  await verifier.open(repo.dir, true);
  const before = blames();
  writeFileSync(slow, '');
  const left = Array.from({ length: 20 }, async (_, line) => {
    const stop = new AbortController();
    const asked = verifier.verifier.call('blame', { root: repo.dir, path, line }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 20 * line);
    await assert.rejects(asked, { code: 'CANCELLED' });
  });
  await Promise.all(left);
  const stopped = verifier.blame(repo.dir, path, 20);
  rmSync(slow);
  assert.equal((await stopped)?.summary, 'Begin');
  assert.equal(blames() - before, 1);
});

test('a file in another encoding is blamed from disk, or from the bytes that would be saved', async () => {
  const path = join(repo.dir, 'latin.txt');
  assert.equal((await verifier.blame(repo.dir, path, 0))?.summary, 'Greet');
  const text = Buffer.from('gr\xfc\xdfe\nnew\nx\n', 'latin1');
  const ask = (line: number) => verifier.verifier.call('blame', { root: repo.dir, path, line, text });
  assert.equal((await ask(0))?.summary, 'Greet');
  assert.equal(await ask(1), undefined);
  assert.equal((await ask(2))?.summary, 'Begin');
});

test('a file that changed on disk is blamed again', async () => {
  const path = join(repo.dir, 'text.txt');
  assert.equal((await verifier.blame(repo.dir, path, 0))?.summary, 'Begin');
  appendFileSync(path, 'more\n');
  assert.equal(await verifier.blame(repo.dir, path, LINES), undefined);
  writeFileSync(path, TEXT);
});

test('a file that git does not know has no signed lines, which is no error', async () => {
  writeFileSync(join(repo.dir, 'new.txt'), 'new\n');
  assert.equal(await verifier.blame(repo.dir, join(repo.dir, 'new.txt'), 0), undefined);
});

test('a blame for which content is missing is an error, and no line without a signer', async () => {
  const path = join(repo.dir, 'latin.txt');
  const blob = repo.git('rev-parse', 'HEAD~1:latin.txt');
  const file = join(repo.dir, '.git', 'objects', blob.slice(0, 2), blob.slice(2));
  const content = readFileSync(file);
  rmSync(file);
  try {
    await verifier.open(repo.dir, true);
    await assert.rejects(verifier.blame(repo.dir, path, 0), {
      code: 'GIT_FAILED',
      message: /Cannot read blob/,
    });
  } finally {
    writeFileSync(file, content);
  }
  assert.equal((await verifier.blame(repo.dir, path, 0))?.summary, 'Greet');
});
