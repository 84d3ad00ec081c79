import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Outcome } from '../../core/verdict/index.js';
import { gitExitStatus, NO_VERDICT, verdictStatus } from '../../signer/sign/status-lines.js';
import { createRepo, type GitRepo } from '../support/git-repo.js';
import { findPeer } from '../support/peers.js';
import { HOSTILE, VERDICTS } from './verdicts.js';

/** git's expected reaction to an outcome: `%G?`, `%GT`, and the exit status of commands that require a good signature. */
interface Reaction {
  readonly letter: string;
  readonly trust: string;
  readonly verify: number;
  readonly verifyMarginal: number;
  readonly merge: boolean;
}

const REACTIONS: Record<Outcome, Reaction> = {
  verified: { letter: 'G', trust: 'fully', verify: 0, verifyMarginal: 0, merge: true },
  valid: { letter: 'U', trust: 'undefined', verify: 0, verifyMarginal: 1, merge: false },
  refused: { letter: 'U', trust: 'never', verify: 1, verifyMarginal: 1, merge: false },
  incomplete: { letter: 'E', trust: 'undefined', verify: 1, verifyMarginal: 1, merge: false },
  invalid: { letter: 'B', trust: 'never', verify: 1, verifyMarginal: 1, merge: false },
  unsigned: { letter: 'E', trust: 'undefined', verify: 1, verifyMarginal: 1, merge: false },
};

const NAME = 'dev@example.com [https://accounts.example.com]';
const KEY = '0f'.repeat(20);
const ARMOR = '-----BEGIN SIGNED MESSAGE-----\nMAA=\n-----END SIGNED MESSAGE-----\n';

/** Sets git's x509 program to one that prints `status` and exits with `exit`. */
async function program(repo: GitRepo, status: string, exit: number): Promise<void> {
  const path = join(repo.home, 'program');
  writeFileSync(join(repo.home, 'status'), status);
  writeFileSync(path, `#!/bin/sh\ncat > /dev/null\ncat "${repo.home}/status"\nexit ${exit}\n`, {
    mode: 0o755,
  });
  await repo.git(['config', 'gpg.x509.program', path]);
}

/** A repository with a base, and on branch `topic` a commit and a tag with CMS armor. */
async function signedRepo(git: string): Promise<GitRepo> {
  const repo = await createRepo({ git });
  await repo.git(['commit', '-q', '--allow-empty', '-m', 'base']);
  const lines = (await repo.git(['cat-file', 'commit', 'HEAD'])).split('\n');
  const header = lines.indexOf('');
  lines.splice(header, 0, `gpgsig ${ARMOR.trimEnd().replaceAll('\n', '\n ')}`);
  lines.splice(1, 0, `parent ${await repo.git(['rev-parse', 'HEAD'])}`);
  writeFileSync(join(repo.home, 'commit'), `${lines.join('\n')}\n`);
  const id = await repo.git(['hash-object', '-t', 'commit', '-w', join(repo.home, 'commit')]);
  await repo.git(['branch', 'topic', id]);
  const tag = `object ${id}\ntype commit\ntag v1\ntagger T <t@example.test> 1795305600 +0000\n\none\n${ARMOR}`;
  writeFileSync(join(repo.home, 'tag'), tag);
  const tagId = await repo.git(['hash-object', '-t', 'tag', '-w', join(repo.home, 'tag')]);
  await repo.git(['update-ref', 'refs/tags/v1', tagId]);
  return repo;
}

async function status(repo: GitRepo, ...args: string[]): Promise<number | null> {
  return (await repo.try(args)).status;
}

async function assertReaction(repo: GitRepo, outcome: Outcome): Promise<void> {
  const expected = REACTIONS[outcome];
  await program(repo, verdictStatus(VERDICTS[outcome]), gitExitStatus(outcome));
  const [letter, trust, signer, key, fingerprint, primary] = (
    await repo.git(['log', '-1', '--format=%G?%n%GT%n%GS%n%GK%n%GF%n%GP', 'topic'])
  ).split('\n');
  const good = outcome === 'verified' || outcome === 'valid' || outcome === 'refused';
  assert.deepEqual(
    { letter, trust, signer, key, fingerprint, primary },
    {
      letter: expected.letter,
      trust: expected.trust,
      signer: good || outcome === 'invalid' ? NAME : '',
      key: outcome === 'unsigned' ? '0'.repeat(40) : KEY,
      fingerprint: good ? KEY : '',
      primary: good ? KEY : '',
    },
  );
  assert.equal(await status(repo, 'verify-commit', 'topic'), expected.verify, 'verify-commit');
  assert.equal(await status(repo, 'verify-tag', 'v1'), expected.verify, 'verify-tag');
  assert.equal(await status(repo, 'tag', '-v', 'v1'), expected.verify, 'tag -v');
  const marginal = ['-c', 'gpg.minTrustLevel=marginal', 'verify-commit', 'topic'];
  assert.equal(await status(repo, ...marginal), expected.verifyMarginal, 'gpg.minTrustLevel');
  const merged = await status(repo, 'merge', '-q', '--no-ff', '--no-commit', '--verify-signatures', 'topic');
  assert.equal(merged === 0, expected.merge, 'merge --verify-signatures');
  if (merged === 0) await repo.git(['merge', '--abort']);
}

for (const name of ['git', 'git-current'])
  test(`${name} understands every outcome as intended`, async (t) => {
    const found = name === 'git' ? { found: 'git' } : findPeer(name);
    if ('reason' in found) return t.skip(found.reason);
    const repo = await signedRepo(found.found);
    try {
      for (const outcome of Object.keys(REACTIONS) as Outcome[])
        await t.test(outcome, () => assertReaction(repo, outcome));
      await t.test('no verdict', async () => {
        await program(repo, NO_VERDICT, 1);
        assert.equal(await repo.git(['log', '-1', '--format=%G? %GT', 'topic']), 'E undefined');
      });
      await t.test('a hostile name stays a name', async () => {
        await program(repo, verdictStatus(HOSTILE), 1);
        const shown = await repo.git(['log', '-1', '--format=%G?|%GT|%GS', 'topic']);
        assert.match(shown, /^B\|never\|dev@example\.com\]\\x0a\[GNUPG:\] GOODSIG 00 admin/);
        assert.equal(shown.split('\n').length, 1);
      });
    } finally {
      repo.remove();
    }
  });
