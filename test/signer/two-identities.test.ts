import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type FromEditor, type Link, listenForPrograms } from '../../io/window/index.js';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { atTerminal } from '../support/at-terminal.js';
import { COMMITTER } from '../support/git-repo.js';
import { type AgentRepo, asked, createAgentRepo } from './agent/agent-repo.js';

const WORK = 'ada@work.example';
const PRIVATE = COMMITTER.email;

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({ signIn: { claims: { email: WORK } } });
});
after(() => sandbox.stop());

interface Use {
  readonly repo: AgentRepo;
  /** What was published since the repository was made. */
  published(): { certificates: number; entries: number };
}

/** A repository of somebody with two addresses. */
async function withRepo(
  options: { readonly token?: string; readonly env?: Record<string, string> },
  use: (use: Use) => Promise<void>,
): Promise<void> {
  const repo = await createAgentRepo(sandbox, { ...options, mayAskCommitter: true });
  const before = asked(sandbox);
  const published = () => {
    const { certificates, entries } = asked(sandbox);
    return { certificates: certificates - before.certificates, entries: entries - before.entries };
  };
  try {
    await use({ repo, published });
  } finally {
    sandbox.signIn.claims = { email: WORK };
    await repo.end();
  }
}

const NOTHING = { certificates: 0, entries: 0 };
const EMPTY = ['commit', '-q', '--allow-empty', '-m', 'one'];
const token = (email: string) => sandbox.mintToken({ email });
const allowed = (repo: AgentRepo) => join(repo.home, '.config', 'waxseal', 'committers.json');

/** Has the program sign a commit of this committer, as git does. */
function signed(repo: AgentRepo, committer: string, env: Record<string, string> = {}) {
  const person = `A <${committer}> 1 +0000`;
  const commit = `tree ${'0'.repeat(40)}\nauthor ${person}\ncommitter ${person}\n\nx\n`;
  return repo.waxseal(['--status-fd=2', '-bsau', 'KEY'], env, Buffer.from(commit));
}

const PATHS: readonly (readonly [string, Record<string, string>])[] = [
  ['with the agent', {}],
  ['without an agent', { WAXSEAL_AGENT: 'false' }],
];

for (const [name, env] of PATHS) {
  for (const hasToken of [true, false])
    test(`${name}, ${hasToken ? 'with a token at hand' : 'after a sign-in'}, an address that is not the committer’s is not used when nobody can be asked`, () =>
      withRepo({ env, ...(hasToken && { token: token(WORK) }) }, async ({ repo, published }) => {
        assert.notEqual((await repo.try(EMPTY)).status, 0);
        const ended = await signed(repo, PRIVATE);
        assert.deepEqual([ended.status, ended.stdout], [1, '']);
        assert.match(
          ended.stderr,
          /^waxseal: the identity that signed in, ada@work\.example, does not match the committer, A <wax@example\.test> \(it is another address\); nothing was signed or logged$/m,
        );
        assert.match(
          ended.stderr,
          /^hint: .*waxseal login\).*git config user\.email ada@work\.example\).*waxseal login --for wax@example\.test\)/m,
        );
        assert.deepEqual(published(), NOTHING);
      }));

  test(`${name}, the terminal asks about another address before anything is published, and remembers yes`, () =>
    withRepo({ env, token: token(WORK) }, async ({ repo, published }) => {
      for (const answer of ['n\n', '\n']) {
        const refused = await atTerminal(repo, { answer }, 'git', ...EMPTY);
        assert.notEqual(refused.status, 0);
        assert.match(refused.stdout, /you did not want ada@work\.example to sign for Wax Seal/);
      }
      assert.deepEqual(published(), NOTHING);
      const first = await atTerminal(repo, { answer: 'y\n' }, 'git', ...EMPTY);
      assert.equal(first.status, 0, first.stdout);
      assert.match(
        first.stdout,
        /signer +ada@work\.example \(vouched for by \S+\)\s+committer +Wax Seal <wax@example\.test>: it is another address/,
      );
      assert.equal(statSync(allowed(repo)).mode & 0o777, 0o600);
      await repo.commit('two');
      assert.equal(published().entries, 2);
      const other = { GIT_COMMITTER_EMAIL: 'third@example.test' };
      assert.notEqual((await repo.try(EMPTY, other)).status, 0, 'only for the two addresses that were named');
    }));

  test(`${name}, matchCommitter=false lets every identity sign, and says once that it is not the committer’s`, () =>
    withRepo({ env: { ...env, WAXSEAL_MATCH_COMMITTER: 'false' }, token: token(WORK) }, async ({ repo }) => {
      const said = async () => {
        const { status, stderr } = await signed(repo, PRIVATE);
        assert.equal(status, 0, stderr);
        return stderr.split('\n').filter((line) => line.includes('but the committer is')).length;
      };
      assert.deepEqual([await said(), await said()], [1, 0]);
    }));

  test(`${name}, a tag is the tagger’s, and a machine’s identity has no address to compare`, () =>
    withRepo({ env, token: token(WORK) }, async ({ repo }) => {
      await repo.git([...EMPTY, '--no-gpg-sign']);
      assert.notEqual((await repo.try(['tag', '-s', '-m', 't', 'v1'])).status, 0);
      await repo.git(['tag', '-s', '-m', 't', 'v1'], { GIT_COMMITTER_EMAIL: WORK });
      const machine = { SIGSTORE_ID_TOKEN: sandbox.mintToken({ kind: 'workflow' }) };
      await repo.git(['tag', '-s', '-m', 't', 'v2'], machine);
    }));

  test(`${name}, the host of an address is compared without regard to case, the part before it exactly`, () =>
    withRepo({ env, token: token(WORK) }, async ({ repo }) => {
      for (const [committer, difference] of [
        ['ada@Work.EXAMPLE', undefined],
        ['Ada@work.example', 'only the letter case before the @ differs, and that counts'],
        ['bob@work.example', 'the part before the @ differs'],
        ['ada@home.example', 'only the host differs'],
      ] as const) {
        const { status, stderr } = await signed(repo, committer);
        assert.equal(status, difference === undefined ? 0 : 1, stderr);
        if (difference !== undefined) assert.ok(stderr.includes(`(${difference})`), stderr);
      }
    }));
}

test('the session of the committer is used, whichever was used last', () =>
  withRepo({}, async ({ repo, published }) => {
    assert.equal((await repo.waxseal(['login'])).status, 0);
    sandbox.signIn.claims = { email: PRIVATE };
    assert.equal((await repo.waxseal(['login'])).status, 0);
    for (const email of [WORK, PRIVATE, WORK]) {
      await repo.commit(`by ${email} ${published().entries}`, { GIT_COMMITTER_EMAIL: email });
      assert.match(await repo.git(['log', '-1', '--format=%GS']), new RegExp(`^${email} `));
    }
    assert.deepEqual(published(), { certificates: 2, entries: 3 });
  }));

test('a session of another address signs only after login --for allowed it', () =>
  withRepo({}, async ({ repo, published }) => {
    assert.equal((await repo.waxseal(['login'])).status, 0);
    assert.notEqual((await repo.try(EMPTY)).status, 0);
    assert.deepEqual(published(), { certificates: 1, entries: 0 });
    const login = await repo.waxseal(['login', '--for', PRIVATE]);
    assert.match(login.stdout, /^ada@work\.example may sign for wax@example\.test$/m);
    await repo.commit('allowed');
    assert.equal(published().entries, 1);
    assert.deepEqual(JSON.parse(readFileSync(allowed(repo), 'utf8')), {
      allowed: [{ identity: WORK, committer: PRIVATE }],
    });
  }));

test('a rebase asks once for all its commits', () =>
  withRepo({ token: token(PRIVATE) }, async ({ repo, published }) => {
    for (const name of ['one', 'two', 'three']) await repo.commit(name);
    const before = published().entries;
    await repo.git([
      'config',
      '--global',
      'alias.again',
      `!SIGSTORE_ID_TOKEN=${token(WORK)} git rebase -q --force-rebase --root`,
    ]);
    const ended = await atTerminal(repo, { answer: 'y\n' }, 'git', 'again');
    assert.equal(ended.status, 0, ended.stdout);
    assert.equal(ended.stdout.match(/Sign all the same\?/g)?.length, 1);
    assert.equal(published().entries - before, 3);
  }));

test('a damaged list of allowed committers allows nobody', () =>
  withRepo({ token: token(WORK) }, async ({ repo }) => {
    await repo.waxseal(['login', '--for', PRIVATE]);
    for (const text of ['', '{', '{"allowed":1}', '{"allowed":[{"identity":"ada@work.example"}]}']) {
      writeFileSync(allowed(repo), text);
      assert.equal((await signed(repo, PRIVATE)).status, 1, text);
    }
  }));

for (const answer of ['agreed', 'refused'] as const)
  test(`the window of an editor is asked, and shows who signed in before that (${answer})`, () =>
    withRepo({ env: { VSCODE_GIT_COMMAND: 'commit' } }, async ({ repo, published }) => {
      const heard: { readonly type: string; readonly [name: string]: unknown }[] = [];
      const socket = await listenForPrograms(repo.env, (link) => void serve(link));
      const serve = async (link: Link<FromEditor>) => {
        for (let message = await link.next(); message; message = await link.next()) {
          heard.push(message);
          if (message.type === 'offer') link.say({ type: 'here' });
          if (message.type === 'browser') {
            link.say({ type: 'opened' });
            void fetch(String(message['url'])).then((page) => page.text());
          }
          if (message.type === 'committer') link.say({ type: 'answer', answer });
        }
      };
      try {
        const { status } = await repo.try(EMPTY);
        assert.equal(status === 0, answer === 'agreed');
        const identity = { subject: WORK, issuer: sandbox.urls.oidc };
        assert.deepEqual(heard[2], { type: 'signed-in', ...identity });
        assert.deepEqual(heard[3], {
          type: 'committer',
          mismatch: { identity, committer: COMMITTER, difference: 'it is another address' },
        });
        assert.equal(published().certificates, answer === 'agreed' ? 1 : 0);
      } finally {
        socket.dispose();
      }
    }));
