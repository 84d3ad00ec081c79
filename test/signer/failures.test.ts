import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { FaultRule } from '../sandbox/faults.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { run } from '../support/git-repo.js';
import { findPeer } from '../support/peers.js';
import type { Stack } from '../support/stack.js';
import { createWaxsealRepo, EMAIL, PROGRAM, type WaxsealRepo } from '../support/waxseal.js';

let sandbox: Sandbox;
let other: Sandbox;
let stack: Pick<Stack, 'env'>;

before(async () => {
  [sandbox, other] = await Promise.all([startSandbox(), startSandbox()]);
  stack = { env: sandbox.env };
});
after(() => Promise.all([sandbox.stop(), other.stop()]));

interface Failure {
  readonly what: string;
  readonly says: RegExp;
  readonly token?: () => string | undefined;
  readonly faults?: readonly FaultRule[];
  /** Added to the environment. */
  readonly env?: () => Record<string, string>;
}

const FULCIO = { server: 'fulcio', path: /signingCert/i } as const;
const REKOR = { server: 'rekor', path: /log\/entries/ } as const;
const SOON = () => ({ WAXSEAL_TIMEOUT: '1' });

/** An answer of another server of the same kind: valid in itself, but not of ours. */
const FAILURES: readonly Failure[] = [
  {
    what: 'no token',
    says: /token|sign.?in/i,
    token: () => undefined,
    env: () => ({ SIGSTORE_OIDC_ISSUER: 'http://127.0.0.1:9' }),
  },
  { what: 'an expired token', says: /expired/, token: () => sandbox.mintToken({ email: EMAIL, ttl: -60 }) },
  {
    what: 'a token for another audience',
    says: /audience/,
    token: () => sandbox.mintToken({ email: EMAIL, aud: 'elsewhere' }),
  },
  { what: 'a token that is none', says: /token/, token: () => 'garbage' },
  {
    what: 'a token with a wrong signature',
    says: /./,
    token: () => sandbox.mintToken({ email: EMAIL, hostile: { signature: 'other-key' } }),
  },
  {
    what: 'Fulcio saying 400',
    says: /400/,
    faults: [{ ...FULCIO, action: { status: 400, body: '{"message":"no"}' } }],
  },
  { what: 'Fulcio saying 500', says: /500/, faults: [{ ...FULCIO, action: { status: 500 } }] },
  { what: 'Fulcio hanging', says: /time|answer/i, faults: [{ ...FULCIO, action: 'hang' }], env: SOON },
  { what: 'Fulcio answering garbage', says: /./, faults: [{ ...FULCIO, action: 'garbage' }] },
  { what: 'Fulcio hanging up', says: /./, faults: [{ ...FULCIO, action: 'truncate' }] },
  { what: 'Fulcio not there', says: /./, env: () => ({ SIGSTORE_FULCIO_URL: 'http://127.0.0.1:9' }) },
  { what: 'Rekor saying 409', says: /./, faults: [{ ...REKOR, action: { status: 409 } }] },
  { what: 'Rekor saying 500', says: /500/, faults: [{ ...REKOR, action: { status: 500 } }] },
  { what: 'Rekor hanging', says: /time|answer/i, faults: [{ ...REKOR, action: 'hang' }], env: SOON },
  { what: 'Rekor answering garbage', says: /./, faults: [{ ...REKOR, action: 'garbage' }] },
  {
    what: 'a Rekor that is not trusted',
    says: /log|trust/i,
    env: () => ({ SIGSTORE_REKOR_URL: other.urls.rekor }),
  },
  {
    what: 'a Fulcio that is not trusted',
    says: /./,
    env: () => ({
      SIGSTORE_FULCIO_URL: other.urls.fulcio,
      SIGSTORE_ID_TOKEN: other.mintToken({ email: EMAIL }),
    }),
  },
];

async function freshRepo(token: string | undefined): Promise<WaxsealRepo> {
  const repo = await createWaxsealRepo({ stack, ...(token !== undefined && { token }) });
  writeFileSync(join(repo.dir, 'file'), 'staged\n');
  await repo.git(['add', 'file']);
  writeFileSync(join(repo.dir, 'file'), 'changed since\n');
  return repo;
}

const STATE = ['status', '--porcelain=v2', '--untracked-files=all'];

for (const failure of FAILURES)
  test(`with ${failure.what} git commit fails with a clear line and nothing is changed`, async () => {
    const token = failure.token ? failure.token() : sandbox.mintToken({ email: EMAIL });
    const env = failure.env?.() ?? {};
    const repo = await freshRepo(token);
    sandbox.faults.add(...(failure.faults ?? []));
    try {
      const state = await repo.git(STATE);
      const ended = await repo.try(['commit', '-q', '-S', '-m', 'will fail'], env);
      assert.notEqual(ended.status, 0);
      assert.equal(ended.stdout, '');
      assert.equal(await repo.git(STATE), state, 'work tree and index');
      const direct = await repo.waxseal(['--status-fd=2', '-bsau', 'KEY'], env, Buffer.from('tree x\n'));
      assertClear(direct, failure.says);
      for (const said of [ended.stderr, direct.stderr])
        assertNoSecret(said, [token, env['SIGSTORE_ID_TOKEN']]);
    } finally {
      sandbox.faults.clear();
      repo.remove();
    }
  });

function assertClear(ended: { status: number | null; stdout: string; stderr: string }, says: RegExp): void {
  assert.equal(ended.status, 1, ended.stderr);
  assert.equal(ended.stdout, '', 'no byte that git could take for a signature');
  const lines = ended.stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('[GNUPG:]'));
  assert.equal(lines.length, 2, ended.stderr);
  assert.match(lines[0] ?? '', /^waxseal: (?!internal error)/);
  assert.match(lines[0] ?? '', says);
  assert.match(lines[1] ?? '', /^hint: \S/);
  assert.doesNotMatch(ended.stderr, /SIG_CREATED|\n {4}at /);
}

function assertNoSecret(text: string, tokens: readonly (string | undefined)[]): void {
  for (const token of tokens) {
    const parts = (token ?? '').split('.').filter((part) => part.length > 16);
    for (const part of parts) assert.ok(!text.includes(part), 'a part of the token was printed');
  }
}

test('at a shell and in CI, the user sees why git could not sign, whatever git does with our standard error', async () => {
  const repo = await freshRepo(sandbox.mintToken({ email: EMAIL, ttl: -60 }));
  try {
    for (const found of [{ found: 'git' }, findPeer('git-current')]) {
      if ('reason' in found) continue;
      const said = join(repo.home, 'stderr');
      const script = `"${found.found}" commit -q -S -m 'will fail' 2>&1 | cat > "${said}"`;
      await run('sh', ['-c', script], { cwd: repo.dir, env: repo.env });
      const text = readFileSync(said, 'utf8');
      assert.match(text, /gpg failed to sign the data/);
      assert.equal(text.match(/waxseal: [^\n]*expired[^\n]*\nhint: /g)?.length, 1, text);
    }
  } finally {
    repo.remove();
  }
});

test('with a full disk, signing fails and no signature is announced', async () => {
  const repo = await freshRepo(sandbox.mintToken({ email: EMAIL }));
  try {
    const script = `exec "${PROGRAM}" --status-fd=2 -bsau KEY >/dev/full`;
    const input = Buffer.from('tree x\n');
    const ended = await run('sh', ['-c', script], { cwd: repo.dir, env: repo.env, input });
    assert.equal(ended.status, 2);
    assert.match(ended.stderr, /cannot write to standard output: the disk is full/);
    assert.doesNotMatch(ended.stderr, /SIG_CREATED/);
  } finally {
    repo.remove();
  }
});

test('if the reader has gone away, signing fails', async () => {
  const repo = await freshRepo(sandbox.mintToken({ email: EMAIL }));
  try {
    const script = `{ printf 'tree x\\n' | "${PROGRAM}" --status-fd=2 -bsau KEY; echo "exit $?" >&2; } | true`;
    const ended = await run('bash', ['-c', script], { cwd: repo.dir, env: repo.env });
    assert.match(ended.stderr, /cannot write to standard output: the program that reads it has closed it/);
    assert.match(ended.stderr, /exit 2\n/);
  } finally {
    repo.remove();
  }
});

test('unknown arguments give exit status 2 and nothing on standard output', async () => {
  const repo = await freshRepo(undefined);
  try {
    for (const args of [['--status-fd=2', '-bsauX'], ['--bogus'], [], ['sing'], ['-s']]) {
      if (args[0] === '--status-fd=2') args[1] = '-bsaxu';
      const ended = await repo.waxseal(args);
      assert.equal(ended.status, 2, args.join(' '));
      assert.equal(ended.stdout, '');
      assert.match(ended.stderr, /^waxseal: [^\n]+\nhint: [^\n]+\n$/);
    }
  } finally {
    repo.remove();
  }
});
