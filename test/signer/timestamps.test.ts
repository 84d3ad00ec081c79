import assert from 'node:assert/strict';
import { bothStacks } from '../support/both-stacks.js';
import { cmsParts } from '../support/cms-oracle.js';
import type { Stack } from '../support/stack.js';
import { createWaxsealRepo, EMAIL, type WaxsealRepo } from '../support/waxseal.js';

const onBothStacks = bothStacks();

async function signed(
  stack: Stack,
  env: Record<string, string>,
  use: (repo: WaxsealRepo) => Promise<void>,
): Promise<void> {
  const stamped = { GITSIGN_TIMESTAMP_SERVER_URL: stack.env['TSA_URL'] ?? '', WAXSEAL_AGENT: 'off', ...env };
  const repo = await createWaxsealRepo({ stack, token: await stack.token(EMAIL), env: stamped });
  try {
    await repo.git(['commit', '-q', '--allow-empty', '-S', '-m', 'stamped']);
    await use(repo);
  } finally {
    repo.remove();
  }
}

/** The CMS structure of HEAD's signature. */
async function cmsOf(repo: WaxsealRepo): Promise<Uint8Array> {
  const commit = await repo.git(['cat-file', 'commit', 'HEAD']);
  const body = /-----BEGIN SIGNED MESSAGE-----([\s\S]*?)-----END SIGNED MESSAGE-----/.exec(commit)?.[1] ?? '';
  return Buffer.from(body.replace(/\s/g, ''), 'base64');
}

onBothStacks('a commit with a timestamp and an entry of Rekor v1 verifies', (stack) =>
  signed(stack, {}, async (repo) => {
    assert.equal(cmsParts(await cmsOf(repo)).timestampTokens.length, 1);
    const ended = await repo.waxseal(['verify', '--any-signer', '--format', 'json']);
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
  }),
);

onBothStacks('a commit in Rekor v2 proves its time by the timestamp', (stack) =>
  signed(
    stack,
    { GITSIGN_REKOR_VERSION: '2', GITSIGN_REKOR_URL: stack.env['REKOR_V2_URL'] ?? '' },
    async (repo) => {
      const ended = await repo.waxseal(['verify', '--any-signer', '--format', 'json']);
      assert.equal(ended.status, 0, ended.stdout + ended.stderr);
      assert.equal(JSON.parse(ended.stdout).objects[0].signedAt.source, 'timestamp');
    },
  ),
);

onBothStacks('Rekor v2 without a timestamp authority is refused before anything is logged', async (stack) => {
  const env = { GITSIGN_REKOR_VERSION: '2', GITSIGN_TIMESTAMP_SERVER_URL: '' };
  await assert.rejects(
    signed(stack, env, async () => undefined),
    /gpg failed to sign/,
  );
});
