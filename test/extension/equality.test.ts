import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { verdictJson } from '../../core/render/json.js';
import { decidingCheck, type Verdict } from '../../core/verdict/index.js';
import type { Brief } from '../../extension/signatures/calls.js';
import { generalName } from '../sandbox/pki.js';
import { createRepo, run } from '../support/git-repo.js';
import { sharedDir } from '../support/shared.js';
import { PROGRAM } from '../support/waxseal.js';
import { DEV_ONLY, mixedScene, NO_MIXED } from './support/mixed.js';
import { editorRepository, swapped } from './support/repository.js';
import { startVerifier, type VerifierThread } from './support/verifier-thread.js';

/** One verdict in the JSON of the command. */
type Said = Record<string, unknown> & {
  readonly object: { readonly id: string };
  readonly outcome: string;
  readonly signature: string;
  readonly signer?: { readonly subject: string; readonly issuer: string };
  readonly exempt?: { readonly reason: string };
  readonly checks: Verdict['checks'];
};

interface Scene {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  git(...args: string[]): Promise<string> | string;
  readonly names: readonly string[];
}

/** What a list shows for a verdict of the command. */
function inShort({ outcome, signature, signer, checks, exempt }: Said) {
  const reason = decidingCheck(checks)?.reason;
  return {
    outcome,
    signature,
    subject: signer?.subject,
    issuer: signer?.issuer,
    reason,
    exempt: exempt?.reason,
  };
}

function shown({ outcome, signature, subject, issuer, reason, exempt }: Brief) {
  return { outcome, signature, subject, issuer, reason, exempt };
}

async function said({ dir, env, names }: Scene): Promise<readonly Said[]> {
  const ended = await run(PROGRAM, ['verify', '--format', 'json', ...names], { cwd: dir, env });
  assert.notEqual(ended.stdout, '', `exit ${ended.status}: ${ended.stderr}`);
  return (JSON.parse(ended.stdout) as { objects: Said[] }).objects;
}

async function shows(verifier: VerifierThread, scene: Scene, trusted: boolean): Promise<void> {
  await verifier.open(scene.dir, trusted);
  const expected = await said(scene);
  const briefs = await verifier.briefs(scene.dir, scene.names);
  assert.deepEqual(
    briefs.map((brief) => [brief.name, brief.id, shown(brief)]),
    expected.map((one, index) => [scene.names[index], one.object.id, inShort(one)]),
  );
}

/** Compares the editor with the command, in trusted and untrusted workspaces, with and without a policy. */
async function compare(scene: Scene, policy: string): Promise<Set<string>> {
  const { dir } = scene;
  const verifier = await startVerifier(scene.env);
  try {
    await shows(verifier, scene, true);
    await shows(verifier, scene, false);
    const without = await said(scene);
    writeFileSync(join(dir, '.waxseal.yaml'), policy);
    await scene.git('add', '.waxseal.yaml');
    await scene.git('commit', '-q', '--no-gpg-sign', '-m', 'Say who may sign');
    await shows(verifier, scene, true);
    const expected = await said(scene);
    const details = scene.names.map(async (name) => {
      const { verdict } = await verifier.verifier.call('detail', { root: dir, name });
      return JSON.parse(JSON.stringify(verdictJson(verdict, name))) as Said;
    });
    assert.deepEqual(await Promise.all(details), expected);
    await verifier.open(dir, false);
    const untrusted = await verifier.briefs(dir, scene.names);
    assert.deepEqual(untrusted.map(shown), without.map(inShort), 'in Restricted Mode no policy counts');
    return new Set([...without, ...expected].map(({ outcome, signature }) => `${signature} ${outcome}`));
  } finally {
    await verifier.stop();
  }
}

const PRODUCTION_POLICY = `signers:
  actions:
    issuer: https://token.actions.githubusercontent.com
    subjectRegExp: .*
rules:
  - name: everything
    signers: actions
`;

const PEERS_POLICY = `signers:
  dev:
    issuer: http://localhost:5556
    subject: dev@peers.test
rules:
  - name: everything
    signers: dev
`;

const PEOPLE_AND_MACHINES = `signers:
  dev:
    issuer: https://issuer.example.test
    subject: dev@example.test
  actions:
    issuer: https://token.actions.githubusercontent.com
    subjectRegExp: https://github\\.com/octo/.*
rules:
  - name: everything
    signers: [dev, actions]
`;

/** A workflow of a repository, as Fulcio names it. */
const workflow = (repository: string) => ({
  names: [generalName.uri(`https://github.com/${repository}/.github/workflows/release.yml@refs/heads/main`)],
  issuer: 'https://token.actions.githubusercontent.com',
});

for (const format of ['sha1', 'sha256'] as const)
  test(`Sigstore signatures of people and machines in a ${format} repository`, async () => {
    const repo = editorRepository(undefined, undefined, format);
    try {
      repo.commit({ message: 'Begin', sign: {}, files: { 'README.md': '# Both\n' } });
      repo.commit({ message: 'A stranger', sign: { subject: 'stranger@example.test' } });
      repo.commit({ message: 'A workflow', sign: workflow('octo/demo') });
      repo.commit({ message: 'A workflow of others', sign: workflow('else/demo') });
      repo.commit({ message: 'No log entry', sign: { embed: false } });
      repo.commit({ message: 'Later changed me', sign: {}, alter: swapped('changed me', 'changed it') });
      repo.commit({ message: 'No signature' });
      repo.tag({ name: 'v1', sign: {} });
      repo.tag({ name: 'v2', sign: {}, alter: swapped('tag v2', 'tag v3') });
      const names = [...repo.git('rev-list', 'HEAD').split('\n'), 'refs/tags/v1', 'refs/tags/v2'];
      const seen = await compare({ ...repo, names }, PEOPLE_AND_MACHINES);
      for (const outcome of ['verified', 'valid', 'refused', 'invalid', 'incomplete'])
        assert.ok(seen.has(`sigstore ${outcome}`), `${outcome}: ${[...seen].join()}`);
      assert.ok(seen.has('none unsigned'), [...seen].join());
    } finally {
      repo.remove();
    }
  });

const gitsign = sharedDir('fixtures/gitsign');
for (const format of ['sha1', 'sha256'] as const)
  test(`objects of the real gitsign in a ${format} repository`, { skip: gitsign.skip }, async () => {
    const repo = await createRepo({ objectFormat: format });
    try {
      const root = join(gitsign.dir, 'trust', 'trusted_root.json');
      await repo.git(['config', '--global', 'waxseal.trustedRoot', root]);
      const files = readdirSync(join(gitsign.dir, 'objects')).filter((name) => /\.(commit|tag)$/.test(name));
      const mine = files.filter((name) => name.includes('sha256') === (format === 'sha256'));
      const store = (name: string) =>
        repo.git([
          ...['hash-object', '--literally', '-w', '-t', name.endsWith('.tag') ? 'tag' : 'commit'],
          join(gitsign.dir, 'objects', name),
        ]);
      const names = await Promise.all(mine.map(store));
      const seen = await compare({ ...repo, git: (...args) => repo.git(args), names }, PEERS_POLICY);
      assert.ok(seen.has('sigstore verified') && seen.has('sigstore valid'), [...seen].join());
      if (format === 'sha1')
        assert.ok(seen.has('sigstore invalid') && seen.has('sigstore refused'), [...seen].join());
    } finally {
      repo.remove();
    }
  });

const production = sharedDir('fixtures/production-commits');
test('commits of the public instance', { skip: production.skip }, async () => {
  const repo = await createRepo();
  try {
    const root = join(sharedDir('fixtures/trust').dir, 'public-good-trusted_root.json');
    await repo.git(['config', '--global', 'waxseal.trustedRoot', root]);
    const expected: { sha: string }[] = JSON.parse(
      readFileSync(join(production.dir, 'expected.json'), 'utf8'),
    );
    const names = await Promise.all(
      expected.map(({ sha }) =>
        repo.git(['hash-object', '--literally', '-w', '-t', 'commit', join(production.dir, sha)]),
      ),
    );
    const seen = await compare({ ...repo, git: (...args) => repo.git(args), names }, PRODUCTION_POLICY);
    assert.ok(seen.has('sigstore verified') && seen.has('sigstore incomplete'), [...seen].join());
  } finally {
    repo.remove();
  }
});

test('SSH, OpenPGP, S/MIME and Sigstore signatures of one history', { skip: NO_MIXED }, async () => {
  const repo = mixedScene();
  try {
    const commits = repo.git('rev-list', 'HEAD').split('\n');
    const names = [...commits, 'refs/tags/v1', 'refs/tags/v2', 'refs/tags/v3'];
    const seen = await compare({ ...repo, names }, DEV_ONLY);
    for (const kind of ['ssh', 'openpgp', 'x509', 'sigstore'])
      assert.ok(seen.has(`${kind} refused`), `${kind}: ${[...seen].join()}`);
    assert.ok(seen.has('none unsigned') && seen.has('sigstore invalid'));
  } finally {
    repo.remove();
  }
});
