import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type EditorRepository, editorRepository } from './support/repository.js';
import { startVerifier, type VerifierThread } from './support/verifier-thread.js';

const POLICY =
  'signers:\n  dev:\n    issuer: https://issuer.example.test\n    subject: dev@example.test\nrules:\n  - name: all\n    signers: dev\n';
const PGP = '-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0WIQ==\n=abcd\n-----END PGP SIGNATURE-----\n';

let repo: EditorRepository;
let verifier: VerifierThread;
let marks: string;
const requests: string[] = [];
const server = createServer((request, response) => {
  requests.push(request.url ?? '');
  response.end();
});

/** A program that leaves a file behind when it runs. */
function program(name: string): string {
  const path = join(repo.dir, '..', `program-${name}`);
  writeFileSync(path, `#!/bin/sh\n: > '${join(marks, name)}'\nexit 1\n`, { mode: 0o755 });
  return path;
}

function signedBy(armor: string): (raw: Uint8Array) => Uint8Array {
  const header = `gpgsig ${armor.trimEnd().replaceAll('\n', '\n ')}\n`;
  return (raw) =>
    new Uint8Array(
      Buffer.from(Buffer.from(raw).toString('latin1').replace('\n\n', `\n${header}\n`), 'latin1'),
    );
}

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  repo = editorRepository();
  marks = join(repo.dir, '..', 'marks');
  mkdirSync(marks);
  repo.commit({ message: 'Begin', sign: {}, files: { 'text.txt': 'one\ntwo\n', '.waxseal.yaml': POLICY } });
  repo.push();
  repo.commit({ message: 'Leave the log out', sign: { embed: false }, files: { 'text.txt': 'one\n2\n' } });
  repo.commit({ message: 'OpenPGP', alter: signedBy(PGP) });
  repo.tag({ name: 'v1', sign: {} });
  // The index remembers a file system monitor, so that whoever reads the index calls the monitor.
  repo.git('config', 'core.fsmonitor', program('fsmonitor'));
  repo.git('update-index', '--fsmonitor');
  const programs = [
    ...['gpg.program', 'gpg.x509.program', 'gpg.ssh.program', 'gpg.ssh.defaultKeyCommand', 'core.pager'],
    ...['core.sshCommand', 'core.gitProxy', 'core.askPass', 'core.editor', 'core.alternateRefsCommand'],
    ...['credential.helper', 'diff.external', 'diff.evil.command', 'diff.evil.textconv', 'merge.evil.driver'],
    ...['filter.evil.clean', 'filter.evil.smudge', 'filter.a=b.clean', 'filter.long.process'],
    ...['pager.blame', 'pager.config', 'sequence.editor', 'uploadpack.packObjectsHook', 'waxseal.browser'],
  ];
  for (const key of programs) repo.git('config', key, program(key));
  for (const name of ['blame', 'cat-file', 'rev-list', 'rev-parse', 'for-each-ref'])
    repo.git('config', `alias.${name}`, `!${program(`alias-${name}`)}`);
  mkdirSync(join(repo.dir, 'hooks'));
  for (const name of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'post-checkout'])
    writeFileSync(join(repo.dir, 'hooks', name), `#!/bin/sh\n: > '${join(marks, name)}'\n`, { mode: 0o755 });
  repo.git('config', 'core.hooksPath', join(repo.dir, 'hooks'));
  repo.git('config', 'log.showSignature', 'true');
  // git would fetch missing objects with a program that the repository chooses.
  repo.git('config', 'core.repositoryFormatVersion', '1');
  repo.git('config', 'extensions.partialClone', 'origin');
  repo.git('config', 'remote.origin.promisor', 'true');
  repo.git('config', 'remote.origin.url', `ext::${program('ext')}`);
  repo.git('config', 'remote.origin.uploadpack', program('uploadpack'));
  repo.git('config', 'protocol.ext.allow', 'always');
  // Servers and trust that the repository itself configures.
  for (const key of ['rekor', 'fulcio', 'tufMirror', 'issuer', 'timestampServerURL'])
    repo.git('config', `waxseal.${key}`, origin);
  repo.git('config', 'waxseal.verifyOnline', 'true');
  repo.git('config', 'waxseal.trustedRoot', join(repo.dir, 'own-root.json'));
  repo.git('config', 'waxseal.policy', join(repo.dir, 'own-policy.yaml'));
  repo.git('config', 'gpg.ssh.allowedSignersFile', 'allowed_signers');
  writeFileSync(join(repo.dir, 'own-policy.yaml'), 'identities:\n  - subject: mallory@example.test\n');
  writeFileSync(
    join(repo.dir, '.gitattributes'),
    'text.txt filter=evil diff=evil merge=evil\n*.b filter=a=b\n',
  );
  mkdirSync(join(repo.dir, '.git', 'info'), { recursive: true });
  writeFileSync(join(repo.dir, '.git', 'info', 'attributes'), 'other.txt filter=long\n');
  writeFileSync(join(repo.dir, '.mailmap'), 'Mallory <mallory@example.test> <dev@example.test>\n');
  verifier = await startVerifier({ ...repo.env, GIT_DIR: '/nowhere', PATH: `.:${repo.env['PATH']}` });
  for (const name of ['git', 'gpg'])
    writeFileSync(join(repo.dir, name), `#!/bin/sh\n: > '${join(marks, `own-${name}`)}'\n`, { mode: 0o755 });
});

after(async () => {
  await verifier?.stop();
  server.close();
  repo?.remove();
});

beforeEach(() => {
  for (const name of readdirSync(marks)) rmSync(join(marks, name));
  requests.length = 0;
});

function nothingRan(): void {
  assert.deepEqual(readdirSync(marks), [], 'programs of the repository were run');
  assert.deepEqual(requests, [], 'servers of the repository were asked');
}

/** Every call about a repository, except the one that blames a line. */
async function readAll(trusted: boolean) {
  const { dir } = repo;
  await verifier.open(dir, trusted);
  for (const list of ['head', 'unpushed', 'review', 'recent', 'tags'] as const)
    await verifier.rows(dir, list);
  const rows = await verifier.rows(dir, 'recent');
  const briefs = await verifier.briefs(
    dir,
    rows.map(({ name }) => name),
  );
  for (const { name } of rows) await verifier.verifier.call('detail', { root: dir, name });
  return new Map(briefs.map(({ id, outcome }) => [rows.find((row) => row.id === id)?.subject, outcome]));
}

test('a program, server or trusted root that an untrusted repository names is not used', async () => {
  const outcomes = await readAll(false);
  nothingRan();
  assert.deepEqual(Object.fromEntries(outcomes), {
    OpenPGP: 'invalid',
    'Leave the log out': 'incomplete',
    Begin: 'valid',
  });
});

test('a program, server or trusted root that a trusted repository names is not used either', async () => {
  const outcomes = await readAll(true);
  nothingRan();
  assert.equal(outcomes.get('Begin'), 'verified');
});

test('blaming a line runs no filter, monitor, hook or pager', async () => {
  const path = join(repo.dir, 'text.txt');
  const blob = repo.git('rev-parse', 'HEAD:text.txt');
  const others = ['x.b', 'other.txt'].map((name) => join(repo.dir, name));
  for (const other of others) {
    writeFileSync(other, 'one\n2\n');
    repo.git('update-index', '--add', '--cacheinfo', `100644,${blob},${basename(other)}`);
  }
  // Writing the index runs some of them. That was git, and not the editor.
  for (const name of readdirSync(marks)) rmSync(join(marks, name));
  await verifier.open(repo.dir, true);
  assert.equal((await verifier.blame(repo.dir, path, 1, 'one\n2\n'))?.summary, 'Leave the log out');
  assert.equal((await verifier.blame(repo.dir, path, 1))?.summary, 'Leave the log out');
  assert.equal(await verifier.blame(repo.dir, path, 1, 'one\nnot committed\n'), undefined);
  for (const other of others) await verifier.blame(repo.dir, other, 0, 'one\n2\n');
  nothingRan();
});

test('the author of a line is the one in the commit, whatever .mailmap says', async () => {
  await verifier.open(repo.dir, true);
  const line = await verifier.blame(repo.dir, join(repo.dir, 'text.txt'), 1, 'one\n2\n');
  assert.deepEqual(line?.author, { name: 'Dev', email: 'dev@example.test' });
});

test('no file of the repository decides who signed a line', async () => {
  const head = repo.git('rev-parse', 'HEAD~1');
  const path = join(repo.dir, 'text.txt');
  for (const [listed, content] of [
    ['.git-blame-ignore-revs', `${head}\n`],
    ['missing', undefined],
  ] as const) {
    if (content !== undefined) writeFileSync(join(repo.dir, listed), content);
    repo.git('config', 'blame.ignoreRevsFile', listed);
    try {
      await verifier.open(repo.dir, true);
      assert.equal((await verifier.blame(repo.dir, path, 1, 'one\n2\n'))?.id, head, listed);
      assert.equal((await verifier.blame(repo.dir, path, 1))?.id, head, listed);
    } finally {
      repo.git('config', '--unset', 'blame.ignoreRevsFile');
    }
  }
});

test('lines are not blamed in an untrusted workspace, nor outside the repository', async () => {
  await verifier.open(repo.dir, false);
  await assert.rejects(verifier.blame(repo.dir, join(repo.dir, 'text.txt'), 0), /untrusted workspace/);
  await verifier.open(repo.dir, true);
  assert.equal(await verifier.blame(repo.dir, '/etc/passwd', 0), undefined);
});

test('a replaced or grafted commit is shown as it really is', async () => {
  const head = repo.git('rev-parse', 'HEAD~1');
  const other = repo.git('rev-parse', 'HEAD~2');
  repo.git('replace', '-f', head, other);
  appendFileSync(join(repo.dir, '.git', 'info', 'grafts'), `${repo.git('rev-parse', 'HEAD')}\n`);
  try {
    await verifier.open(repo.dir, true);
    const rows = await verifier.rows(repo.dir, 'recent');
    assert.deepEqual(
      rows.map(({ subject }) => subject),
      ['OpenPGP', 'Leave the log out', 'Begin'],
    );
    const line = await verifier.blame(repo.dir, join(repo.dir, 'text.txt'), 1, 'one\n2\n');
    assert.equal(line?.id, head);
  } finally {
    repo.git('replace', '-d', head);
    rmSync(join(repo.dir, '.git', 'info', 'grafts'));
  }
});

test('a missing object is not fetched', async () => {
  const gone = 'f'.repeat(40);
  const head = repo.git('symbolic-ref', 'HEAD');
  const before = repo.git('rev-parse', 'HEAD');
  const file = join(repo.dir, '.git', head);
  writeFileSync(file, `${gone}\n`);
  mkdirSync(join(repo.dir, '.git', 'refs', 'tags'), { recursive: true });
  writeFileSync(join(repo.dir, '.git', 'refs', 'tags', 'gone'), `${gone}\n`);
  try {
    await readAll(false).catch(() => {});
    await verifier.rows(repo.dir, 'tags').catch(() => {});
    nothingRan();
  } finally {
    writeFileSync(file, `${before}\n`);
    rmSync(join(repo.dir, '.git', 'refs', 'tags', 'gone'));
  }
});
