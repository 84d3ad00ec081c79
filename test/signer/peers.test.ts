import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '../../core/encoding/index.js';
import { splitObject } from '../../core/git/index.js';
import { decodeArmor } from '../../core/signature/index.js';
import { openStacksWithLateTimestamps, STACKS } from '../support/both-stacks.js';
import { createRepo, type GitRepo, run } from '../support/git-repo.js';
import { gitsignEnvironment, gitsignVerify, useGitsign } from '../support/gitsign.js';
import { NO_OPENSSL, openssl } from '../support/openssl.js';
import { findPeer } from '../support/peers.js';
import type { Stack } from '../support/stack.js';
import { createWaxsealRepo, EMAIL, PROGRAM, type WaxsealRepo } from '../support/waxseal.js';

const GITSIGNS = ['gitsign-0.13', 'gitsign-0.16'] as const;
const MODES = ['offline', 'online'] as const;
type Mode = (typeof MODES)[number];
const stacks = openStacksWithLateTimestamps();

/**
 * What gitsign cannot verify, whoever signed it, and why. It is not tried with SHA-256 repositories and push certificates,
 * because it supports neither.
 */
const CANNOT: Readonly<Record<string, string>> = {
  'gitsign-0.16 offline no-final-newline': 'it adds the line break before it hashes',
  'gitsign-0.16 online no-final-newline': 'it adds the line break before it hashes',
};

async function signThings(repo: WaxsealRepo): Promise<string[]> {
  await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'one\n\nMany lines, and ünïcode.']);
  await repo.git(['branch', 'commit']);
  await repo.git(['tag', '-s', '-m', 'a tag', 'tag']);
  const input = Buffer.from('no final newline');
  const tree = await repo.git(['rev-parse', 'HEAD^{tree}']);
  const made = await run('git', ['commit-tree', '-S', tree], { cwd: repo.dir, env: repo.env, input });
  assert.equal(made.status, 0, made.stderr);
  await repo.git(['branch', 'no-final-newline', made.stdout.trim()]);
  return ['commit', 'tag', 'no-final-newline'];
}

async function signedBy(stack: Stack, mode: Mode, env: Record<string, string> = {}): Promise<WaxsealRepo> {
  return createWaxsealRepo({
    stack,
    token: await stack.token(EMAIL),
    env: { GITSIGN_REKOR_MODE: mode, ...env },
  });
}

for (const name of STACKS)
  for (const mode of MODES)
    for (const version of GITSIGNS)
      test(`${version} verifies what waxseal signs with the ${name} (${mode})`, async (t) => {
        const [peer, known] = [findPeer(version), stacks.get(name)];
        if ('reason' in peer) return t.skip(peer.reason);
        if (!known) return t.skip(stacks.missing);
        const repo = await signedBy(known.stack, mode);
        const setup = { program: peer.found, stack: known.stack, email: EMAIL, rekorMode: mode };
        try {
          for (const what of await signThings(repo)) {
            const command = what === 'tag' ? 'verify-tag' : 'verify';
            const ended = await gitsignVerify(repo, setup, what, command);
            const able = CANNOT[`${version} ${mode} ${what}`] === undefined;
            assert.equal(ended.status === 0, able, `${what}\n${ended.stdout}${ended.stderr}`);
          }
        } finally {
          repo.remove();
        }
      });

for (const name of STACKS)
  for (const kind of ['email', 'workflow', 'username'] as const)
    test(`a ${kind} identity of the ${name} signs, and only its name and issuer are accepted`, async (t) => {
      const known = stacks.get(name);
      if (!known) return t.skip(stacks.missing);
      const { token, subject, issuer } = await known.stack.identity(kind);
      const repo = await createWaxsealRepo({ stack: known.stack, token });
      try {
        await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', kind]);
        const me = (who: string, from: string) => [
          '--certificate-identity',
          who,
          '--certificate-oidc-issuer',
          from,
        ];
        const ended = await repo.waxseal(['verify', ...me(subject, issuer)]);
        assert.equal(ended.status, 0, ended.stdout + ended.stderr);
        assert.equal((await repo.waxseal(['verify', ...me(subject, `${issuer}/`)])).status, 1);
        assert.equal((await repo.waxseal(['verify', ...me(`x${subject}`, issuer)])).status, 1);
        assert.equal(await repo.git(['log', '-1', '--format=%GS']), `${subject} [${issuer}]`);
      } finally {
        repo.remove();
      }
    });

test('openssl verifies the CMS signature of what waxseal signs', { skip: NO_OPENSSL }, async () => {
  const known = stacks.get('sandbox');
  assert.ok(known);
  const repo = await signedBy(known.stack, 'offline', { GITSIGN_TIMESTAMP_SERVER_URL: known.timestamps.url });
  try {
    for (const what of await signThings(repo)) {
      const type = what === 'tag' ? 'tag' : 'commit';
      const raw = Buffer.from((await repo.try(['cat-file', type, what])).stdout);
      const { payload, signature } = splitObject(type, raw, 'sha1');
      assert.ok(signature, fromUtf8(raw));
      const ended = openssl(
        [
          'cms',
          '-verify',
          '-binary',
          '-noverify',
          '-inform',
          'DER',
          '-in',
          'cms',
          '-content',
          'payload',
          '-out',
          'out',
        ],
        { cms: decodeArmor(signature.armor), payload },
      );
      assert.equal(ended.status, 0, ended.stderr);
    }
  } finally {
    repo.remove();
  }
});

for (const name of STACKS)
  for (const mode of MODES)
    for (const version of GITSIGNS)
      for (const stamped of [false, true])
        test(`waxseal verifies what ${version} signs with the ${name} (${mode}${stamped ? ', stamped' : ''})`, async (t) => {
          const [peer, known] = [findPeer(version), stacks.get(name)];
          if ('reason' in peer) return t.skip(peer.reason);
          if (!known) return t.skip(stacks.missing);
          const { stack, timestamps } = known;
          const repo = await createRepo();
          const timestampUrl = stamped ? { timestampUrl: timestamps.url } : {};
          const setup = { program: peer.found, stack, email: EMAIL, rekorMode: mode, ...timestampUrl };
          try {
            await useGitsign(repo, peer.found);
            const env = await gitsignEnvironment(repo, setup);
            await repo.git(['commit', '-q', '--allow-empty', '-m', 'by gitsign'], env);
            await repo.git(['tag', '-s', '-m', 'by gitsign', 'v1'], env);
            await assertVerified(repo, stack, mode);
          } finally {
            repo.remove();
          }
        });

async function assertVerified(repo: GitRepo, stack: Stack, mode: Mode): Promise<void> {
  const issuer = stack.env['SIGSTORE_OIDC_ISSUER'] ?? '';
  const root = ['--trusted-root', stack.env['TRUSTED_ROOT'] ?? ''];
  const me = ['--certificate-identity', EMAIL, '--certificate-oidc-issuer', issuer];
  const env = { ...repo.env, SIGSTORE_REKOR_URL: stack.env['SIGSTORE_REKOR_URL'] ?? '' };
  const args = ['verify', ...root, ...me, 'HEAD', 'v1'];
  const offline = await run(PROGRAM, args, { cwd: repo.dir, env });
  assert.equal(offline.status, mode === 'offline' ? 0 : 1, offline.stdout + offline.stderr);
  const online = await run(PROGRAM, [...args, '--online'], { cwd: repo.dir, env });
  assert.equal(online.status, 0, online.stdout + online.stderr);
}
