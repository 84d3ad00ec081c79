import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { resolveConfig } from '../../io/config/index.js';
import { isPublic } from '../../io/consent/index.js';
import { isPersons } from '../../signer/consent/index.js';
import { publicationLines } from '../../signer/consent/words.js';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { atTerminal } from '../support/at-terminal.js';
import { run } from '../support/git-repo.js';
import { matchesGolden } from '../support/golden.js';
import { EMAIL, PROGRAM } from '../support/waxseal.js';
import { type AgentRepo, asked, createAgentRepo } from './agent/agent-repo.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

interface Use {
  readonly repo: AgentRepo;
  /** The number of certificates and log entries that were requested since the repository was made. */
  published(): { certificates: number; entries: number };
  readonly agreements: string;
}

/** A repository whose instance counts as public. */
async function withRepo(
  options: { readonly token?: string; readonly env?: Record<string, string> },
  use: (use: Use) => Promise<void>,
): Promise<void> {
  const repo = await createAgentRepo(sandbox, options);
  await repo.git(['config', '--global', 'waxseal.instancePrivate', 'false']);
  const before = asked(sandbox);
  const published = () => {
    const { certificates, entries } = asked(sandbox);
    return { certificates: certificates - before.certificates, entries: entries - before.entries };
  };
  try {
    await use({ repo, published, agreements: join(repo.home, '.config', 'waxseal', 'public-log.json') });
  } finally {
    await repo.end();
  }
}

const ONE = ['commit', '-q', '--allow-empty', '-m', 'one'];
const NOTHING = { certificates: 0, entries: 0 };
const person = () => sandbox.mintToken({ email: EMAIL });

const PATHS: readonly (readonly [string, Record<string, string>])[] = [
  ['with the agent', {}],
  ['without an agent', { WAXSEAL_AGENT: 'false' }],
];

for (const [name, env] of PATHS)
  for (const token of [true, false])
    test(`${name}, ${token ? 'with a token at hand' : 'after a sign-in'}, an address is not published when nobody can be asked`, () =>
      withRepo({ env, ...(token && { token: person() }) }, async ({ repo, published, agreements }) => {
        assert.notEqual((await repo.try(['commit', '-q', '--allow-empty', '-m', 'one'])).status, 0);
        const ended = await repo.waxseal(['--status-fd=2', '-bsau', 'me'], {}, Buffer.from('text\n'));
        assert.equal(ended.status, 1);
        assert.equal(ended.stdout, '');
        assert.match(
          ended.stderr,
          /^waxseal: signing would publish \S+@\S+ for ever in .* nobody can be asked .*; nothing was sent to Fulcio or Rekor$/m,
        );
        assert.match(
          ended.stderr,
          /^hint: agree with: waxseal login --agree, or set waxseal\.publicLog=yes/m,
        );
        assert.deepEqual(published(), NOTHING);
        assert.equal(existsSync(agreements), false);
        await repo.commit('two', { WAXSEAL_PUBLIC_LOG: 'yes' });
        assert.equal(published().entries, 1);
      }));

for (const [name, env] of PATHS) {
  test(`${name} the terminal asks once, and the answer is kept for the user alone until it is taken back`, () =>
    withRepo({ env, token: person() }, async ({ repo, published, agreements }) => {
      const first = await atTerminal(repo, { answer: 'y\n' }, 'git', ...ONE);
      assert.equal(first.status, 0, first.stdout);
      assert.match(first.stdout, /publishes, for everybody and for ever:[\s\S]*Publish this\? \[y\/N\]/);
      assert.match(first.stdout, new RegExp(`who +${EMAIL.replace('.', '\\.')}`));
      assert.equal(statSync(agreements).mode & 0o777, 0o600);
      assert.equal(JSON.parse(readFileSync(agreements, 'utf8')).agreements.length, 1);
      await repo.commit('two');
      assert.equal(published().entries, 2);
      const status = await repo.waxseal(['status']);
      assert.match(status.stdout, new RegExp(`^agreed {5}yes, for ${EMAIL.replace('.', '\\.')}`, 'm'));
      const forgot = await repo.waxseal(['login', '--forget-consent']);
      assert.match(forgot.stdout, /^forgotten: 1 agreement to publish/);
      assert.notEqual((await repo.try(['commit', '-q', '--allow-empty', '-m', 'three'])).status, 0);
      assert.equal(published().entries, 2);
    }));

  test(`${name} the answer no publishes nothing, and the next commit asks again`, () =>
    withRepo({ env, token: person() }, async ({ repo, published }) => {
      for (const answer of ['n\n', '\n']) {
        const ended = await atTerminal(repo, { answer }, 'git', ...ONE);
        assert.notEqual(ended.status, 0);
        assert.match(
          ended.stdout,
          /is not published: you did not agree; nothing was sent to Fulcio or Rekor/,
        );
      }
      assert.deepEqual(published(), NOTHING);
    }));
}

test('what was typed before the question is no answer, neither a whole line nor the beginning of one', () =>
  withRepo({ token: person() }, async ({ repo, published }) => {
    for (const ahead of ['y\n', 'y\ny\n', 'y']) {
      const ended = await atTerminal(repo, { answer: '\n', ahead }, 'git', ...ONE);
      assert.notEqual(ended.status, 0, ended.stdout);
      assert.match(ended.stdout, /you did not agree/);
    }
    assert.deepEqual(published(), NOTHING);
    assert.equal((await atTerminal(repo, { answer: 'y\n', ahead: 'n\n' }, 'git', ...ONE)).status, 0);
  }));

test('an agreement for one commit is none for the next, whoever made the session that could sign it', () =>
  withRepo({ token: person() }, async ({ repo, published }) => {
    await repo.commit('one', { WAXSEAL_PUBLIC_LOG: 'yes' });
    assert.deepEqual(published(), { certificates: 1, entries: 1 });
    const ended = await repo.waxseal(['--status-fd=2', '-bsau', 'me'], {}, Buffer.from('text\n'));
    assert.match(ended.stderr, /nobody can be asked to agree/);
    assert.notEqual((await repo.try(ONE)).status, 0);
    assert.deepEqual(published(), { certificates: 1, entries: 1 });
  }));

test('login --agree says to what and to which servers, and which of them the repository chose', () =>
  withRepo({ token: person() }, async ({ repo }) => {
    const { SIGSTORE_REKOR_URL: rekor = '', SIGSTORE_FULCIO_URL: fulcio = '' } = repo.env;
    await repo.git(['config', 'waxseal.rekor', rekor]);
    const agreed = await repo.waxseal(['login', '--agree'], { SIGSTORE_REKOR_URL: '' });
    assert.equal(agreed.status, 0, agreed.stderr);
    assert.ok(agreed.stderr.includes(`who      ${EMAIL} `), agreed.stderr);
    assert.ok(agreed.stderr.includes(`where    ${rekor}, and the log of ${fulcio}\n`), agreed.stderr);
    assert.match(
      agreed.stderr,
      /note {5}the repository chose where signatures are logged: waxseal\.rekor \(local, file:\.git\/config\) is http/,
    );
  }));

test('an agreement is for one identity: for another, the user is asked again', () =>
  withRepo({ token: person() }, async ({ repo, published }) => {
    const agreed = await repo.waxseal(['login', '--agree']);
    assert.equal(agreed.status, 0, agreed.stderr);
    await repo.commit('one');
    const other = { SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: 'other@example.test' }) };
    assert.notEqual((await repo.try(['commit', '-q', '--allow-empty', '-m', 'two'], other)).status, 0);
    assert.deepEqual(published(), { certificates: 1, entries: 1 });
  }));

test('consent that is given or withdrawn while an agent is signed in counts from its next signature on', () =>
  withRepo({}, async ({ repo, published, agreements }) => {
    assert.equal((await repo.waxseal(['login', '--agree'])).status, 0);
    await repo.commit('one');
    writeFileSync(agreements, '{"agreements":[]}');
    assert.notEqual((await repo.try(['commit', '-q', '--allow-empty', '-m', 'two'])).status, 0);
    assert.equal(published().entries, 1);
  }));

test('setup --agree records one agreement for the user who signs in here, and says to what', () =>
  withRepo({}, async ({ repo, published, agreements }) => {
    const said = await repo.waxseal(['setup', '--agree']);
    await repo.waxseal(['setup', '--agree']);
    assert.equal(JSON.parse(readFileSync(agreements, 'utf8')).agreements.length, 1);
    assert.match(said.stdout, /^agree your identity .* become public for ever in http/m);
    await repo.commit('one');
    assert.equal(published().entries, 1);
  }));

test('a workload identity is not a person, and is not asked', () =>
  withRepo({ token: sandbox.mintToken({ kind: 'workflow' }) }, async ({ repo, published }) => {
    await repo.commit('one');
    assert.equal(published().entries, 1);
  }));

test('a repository can neither agree for its user nor call the log private', () =>
  withRepo({ token: person() }, async ({ repo, published }) => {
    await repo.git(['config', 'waxseal.publicLog', 'yes']);
    await repo.git(['config', 'waxseal.instancePrivate', 'true']);
    assert.notEqual((await repo.try(['commit', '-q', '--allow-empty', '-m', 'one'])).status, 0);
    assert.deepEqual(published(), NOTHING);
  }));

test('an instance is public unless it is on this machine or is declared private, and the public-good instance always is', () => {
  const of = (env: Record<string, string>) => isPublic(resolveConfig({ gitConfig: [], env }));
  const private_ = { WAXSEAL_INSTANCE_PRIVATE: 'true' };
  const company = { SIGSTORE_FULCIO_URL: 'https://ca.example', SIGSTORE_REKOR_URL: 'https://log.example' };
  const local = { SIGSTORE_FULCIO_URL: 'http://127.0.0.1:1', SIGSTORE_REKOR_URL: 'http://localhost:2' };
  assert.equal(of({}), true);
  assert.equal(of(private_), true);
  assert.equal(of(company), true);
  assert.equal(of({ ...company, ...private_ }), false);
  assert.equal(of(local), false);
  assert.equal(of({ ...local, WAXSEAL_ALSO_LOG: '1 https://log.example' }), true);
  assert.equal(of({ ...local, SIGSTORE_REKOR_URL: 'https://log.example' }), true);
  assert.equal(of({ ...company, ...private_, SIGSTORE_REKOR_URL: 'https://rekor.sigstore.dev' }), true);
  const hosts = (list: string) => of({ ...company, WAXSEAL_INSTANCE_PRIVATE: list });
  assert.equal(hosts('ca.example, LOG.example'), false);
  assert.equal(hosts('ca.example'), true);
  const named = { ...company, SIGSTORE_REKOR_URL: 'https://rekor.sigstore.dev' };
  assert.equal(of({ ...named, WAXSEAL_INSTANCE_PRIVATE: 'ca.example,rekor.sigstore.dev' }), true);
});

test('instancePrivate is said of the user’s own servers: of those that a repository names, only by their hosts', () => {
  const of = (isPrivate: string, scope: 'local' | 'global') => {
    const entry = (key: string, value: string, from: 'local' | 'global') =>
      ({ key, value, scope: from, origin: `file:/${from}` }) as const;
    const gitConfig = [
      entry('waxseal.instanceprivate', isPrivate, 'global'),
      entry('waxseal.fulcio', 'https://ca.example', 'global'),
      entry('waxseal.rekor', 'https://log.example', scope),
    ];
    return isPublic(resolveConfig({ gitConfig, env: {} }));
  };
  assert.equal(of('true', 'global'), false);
  assert.equal(of('true', 'local'), true);
  assert.equal(of('ca.example,log.example', 'local'), false);
  assert.equal(of('ca.example,other.example', 'local'), true);
});

test('an identity counts as a person if they signed in or have an address', () => {
  const claims = { issuer: 'https://i.example', subject: 's', audience: ['sigstore'], expiresAt: 1 };
  const variable = { kind: 'environment', variable: 'SIGSTORE_ID_TOKEN' } as const;
  assert.equal(isPersons({ claims, source: variable }), false);
  assert.equal(isPersons({ claims: { ...claims, email: 's' }, source: variable }), true);
  assert.equal(isPersons({ claims, source: { kind: 'browser', issuer: 'i' } }), true);
});

test('this text is shown before a person is asked', () => {
  const lines = publicationLines({
    identity: { subject: 'ada@example.com\n\u001b[2J', issuer: 'https://issuer.example' },
    fulcio: 'https://fulcio.sigstore.dev',
    logs: ['https://rekor.sigstore.dev'],
    chosen: [
      { what: 'rekor', value: 'https://rekor.example', from: 'waxseal.rekor (local, file:.git/config)' },
    ],
  });
  matchesGolden('signer/consent.txt', `${lines.join('\n')}\n`);
});

test('status says what would be published, and that nobody has agreed yet', () =>
  withRepo({}, async ({ repo }) => {
    const { stdout } = await run(PROGRAM, ['status'], { cwd: repo.dir, env: repo.env });
    assert.match(stdout, /for ever, in the log \S+, which everybody can read\n/);
    assert.match(stdout, /^agreed {5}not yet; the first signature with an e-mail address asks$/m);
  }));
