import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { atTerminal } from '../support/at-terminal.js';
import { COMMITTER } from '../support/git-repo.js';
import { type AgentRepo, createAgentRepo } from './agent/agent-repo.js';

const ME = COMMITTER.email;
const MALLORY = 'mallory@evil.test';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

interface Use {
  readonly repo: AgentRepo;
  /** The user's list of trusted signers; empty if there is none. */
  policy(): string;
  /** The file with the wish of the user to record their identity. */
  readonly wish: string;
}

async function withRepo(
  { email, env, wished = false }: { email: string; env?: Record<string, string>; wished?: boolean },
  use: (use: Use) => Promise<void>,
): Promise<void> {
  const repo = await createAgentRepo(sandbox, {
    token: sandbox.mintToken({ email }),
    ...(env && { env }),
  });
  const own = join(repo.home, '.config', 'waxseal');
  const [list, wish] = [join(own, 'policy.yaml'), join(own, 'record-identity.json')];
  const policy = () => (existsSync(list) ? readFileSync(list, 'utf8') : '');
  mkdirSync(own, { recursive: true });
  if (wished) writeFileSync(wish, '{"servers":{}}');
  try {
    await use({ repo, policy, wish });
  } finally {
    await repo.end();
  }
}

const EMPTY = ['commit', '-q', '--allow-empty', '-m', 'one'];

const PATHS: readonly (readonly [string, Record<string, string>])[] = [
  ['with the agent', {}],
  ['without an agent', { WAXSEAL_AGENT: 'false' }],
];

for (const [name, env] of PATHS) {
  for (const scope of ['--local', '--global'])
    test(`${name}, git's configuration (${scope}) cannot have an identity recorded as the user’s`, () =>
      withRepo({ email: MALLORY, env }, async ({ repo, policy }) => {
        await repo.git(['config', scope, 'waxseal.recordIdentity', 'true']);
        for (const committer of [ME, MALLORY]) await repo.git(EMPTY, { GIT_COMMITTER_EMAIL: committer });
        assert.equal(policy(), '');
      }));

  test(`${name}, the committer’s identity is recorded at the first signature, once`, () =>
    withRepo({ email: ME, env, wished: true }, async ({ repo, policy, wish }) => {
      await repo.commit('one');
      assert.match(policy(), new RegExp(`subject: ${ME.replace('.', '\\.')}`));
      assert.equal(existsSync(wish), false);
      const before = policy();
      const other = {
        SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: MALLORY }),
        GIT_COMMITTER_EMAIL: MALLORY,
      };
      await repo.commit('two', other);
      assert.equal(policy(), before);
    }));

  test(`${name}, an identity that is not the committer’s is recorded only after a question that names it`, () =>
    withRepo({ email: MALLORY, env, wished: true }, async ({ repo, policy, wish }) => {
      await repo.git(EMPTY);
      assert.deepEqual([policy(), existsSync(wish)], ['', true], 'nobody can be asked');
      const asked = await atTerminal(repo, { answer: 'n\n' }, 'git', ...EMPTY);
      assert.equal(asked.status, 0, asked.stdout);
      assert.match(asked.stdout, /recorded as yours[\s\S]*mallory@evil\.test[\s\S]*\[y\/N\]/);
      assert.deepEqual([policy(), existsSync(wish)], ['', false], 'the user does not want it');
      writeFileSync(wish, '{"servers":{}}');
      assert.equal((await atTerminal(repo, { answer: 'y\n' }, 'git', ...EMPTY)).status, 0);
      assert.match(policy(), /subject: mallory@evil\.test/);
    }));
}

const SERVERS = {
  fulcio: 'SIGSTORE_FULCIO_URL',
  rekor: 'SIGSTORE_REKOR_URL',
  issuer: 'SIGSTORE_OIDC_ISSUER',
} as const;

const CHOICES: readonly (readonly [
  section: string,
  key: keyof typeof SERVERS,
  env: Record<string, string>,
])[] = [
  ['waxseal', 'fulcio', {}],
  ...(['rekor', 'issuer'] as const).map((key) => ['waxseal', key, { WAXSEAL_AGENT: 'false' }] as const),
  ['gitsign', 'fulcio', { WAXSEAL_AGENT: 'false' }],
];

for (const [section, key, env] of CHOICES)
  test(`nothing is recorded where the repository chose ${section}.${key}, and where the user chose it, it is`, () =>
    withRepo({ email: ME, env, wished: true }, async ({ repo, policy, wish }) => {
      const variable = SERVERS[key];
      const value = repo.env[variable] ?? 'sigstore';
      await repo.git(['config', `${section}.${key}`, value]);
      await repo.git(EMPTY, { [variable]: '' });
      assert.deepEqual([policy(), existsSync(wish)], ['', true]);
      await repo.git(['config', '--unset', `${section}.${key}`]);
      await repo.git(['config', '--global', `${section}.${key}`, value]);
      await repo.git(EMPTY, { [variable]: '' });
      assert.match(policy(), /subject: /);
    }));

test('setup records a token’s identity only if it is the committer’s, or after a question that names it', () =>
  withRepo({ email: MALLORY }, async ({ repo, policy, wish }) => {
    const said = (await repo.waxseal(['setup'])).stdout;
    assert.match(
      said,
      /^note {2}mallory@evil\.test \(\S+\) is not the committer's identity, and is not recorded as yours$/m,
    );
    assert.deepEqual([policy(), existsSync(wish)], ['', true]);
    const program = await repo.git(['config', 'gpg.x509.program']);
    assert.equal((await atTerminal(repo, { answer: 'y\n' }, program, 'setup')).status, 0);
    assert.match(policy(), /subject: mallory@evil\.test/);
  }));

test('setup records nothing where the repository chose the servers, says so, and takes its wish back', () =>
  withRepo({ email: ME }, async ({ repo, policy, wish }) => {
    await repo.git(['config', 'waxseal.fulcio', repo.env['SIGSTORE_FULCIO_URL'] ?? '']);
    const said = (await repo.waxseal(['setup'], { SIGSTORE_FULCIO_URL: '' })).stdout;
    assert.match(
      said,
      /^note {2}no identity is recorded as yours here: this repository's configuration says fulcioUrl$/m,
    );
    assert.equal(policy(), '');
    const undone = (await repo.waxseal(['setup', '--remove'])).stdout;
    assert.match(undone, /^removed {2}the wish to record your identity$/m);
    assert.equal(existsSync(wish), false);
  }));
