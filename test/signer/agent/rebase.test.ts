import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { run } from '../../support/git-repo.js';
import { EMAIL } from '../../support/waxseal.js';
import { type AgentRepo, asked, createAgentRepo } from './agent-repo.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox({ signIn: { claims: { email: EMAIL } } });
});
after(() => sandbox.stop());

async function unsignedTopic(repo: AgentRepo, commits: number): Promise<void> {
  const stream = ['blob\nmark :1\ndata 1\nx\n'];
  const who = 'Wax Seal <wax@example.test> 1700000000 +0000';
  const commit = (branch: string, name: string, from: string) =>
    `commit refs/heads/${branch}\nauthor ${who}\ncommitter ${who}\ndata ${name.length}\n${name}\n${from}M 100644 :1 ${name}\n\n`;
  stream.push(commit('main', 'base', ''), commit('main', 'upstream', ''));
  stream.push(commit('topic', 'c0', 'from refs/heads/main\n'));
  for (let i = 1; i < commits; i++) stream.push(commit('topic', `c${i}`, ''));
  stream.push(commit('main', 'later', ''));
  const ended = await run('git', ['fast-import', '--quiet'], {
    cwd: repo.dir,
    env: repo.env,
    input: stream.join(''),
  });
  assert.equal(ended.status, 0, ended.stderr);
  await repo.git(['checkout', '-q', 'topic']);
}

async function assertAllSigned(repo: AgentRepo, commits: number): Promise<void> {
  const names = (await repo.git(['log', '--format=%s', 'main..topic'])).split('\n').reverse();
  assert.deepEqual(
    names,
    Array.from({ length: commits }, (_, i) => `c${i}`),
  );
  const verified = await repo.waxseal(['verify', '--any-signer', '--format', 'json', 'main..topic']);
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  assert.equal(JSON.parse(verified.stdout).objects.length, commits);
}

for (const [how, token] of [
  ['a sign-in in the browser', undefined],
  ['a token at hand', () => sandbox.mintToken({ email: EMAIL })],
] as const)
  test(`a rebase of 50 commits asks for one certificate (${how})`, async () => {
    const repo = await createAgentRepo(sandbox, token && { token: token() });
    try {
      await unsignedTopic(repo, 50);
      const before = asked(sandbox);
      await repo.git(['rebase', '-q', 'main']);
      const after = asked(sandbox);
      assert.equal(after.logins - before.logins, token ? 0 : 1);
      assert.equal(after.certificates - before.certificates, 1);
      assert.equal(after.entries - before.entries, 50);
      assert.equal(repo.agents().length, 1);
      await assertAllSigned(repo, 50);
    } finally {
      await repo.end();
    }
  });

test('32 commits at once in 8 work trees need one sign-in and one agent', async () => {
  const repo = await createAgentRepo(sandbox);
  try {
    await unsignedTopic(repo, 1);
    const trees = Array.from({ length: 8 }, (_, i) => join(repo.home, `tree-${i}`));
    for (const tree of trees) await repo.git(['worktree', 'add', '-q', '--detach', tree, 'main']);
    const before = asked(sandbox);
    const ids = await Promise.all(
      Array.from({ length: 32 }, (_, i) => {
        const message = Buffer.from(`commit ${i}\n`);
        // `git commit` takes its work tree's lock; commit-tree signs as it does, and lets four go on in each.
        return run('git', ['commit-tree', '-S', 'HEAD^{tree}', '-p', 'HEAD'], {
          cwd: trees[i % 8] ?? '',
          env: repo.env,
          input: message,
        });
      }),
    );
    for (const { status, stderr } of ids) assert.equal(status, 0, stderr);
    const after = asked(sandbox);
    assert.equal(after.logins - before.logins, 1);
    assert.equal(after.certificates - before.certificates, 1);
    assert.equal(repo.agents().length, 1);
    const verified = await repo.waxseal([
      'verify',
      '--any-signer',
      '--quiet',
      ...ids.map(({ stdout }) => stdout.trim()),
    ]);
    assert.equal(verified.status, 0, verified.stderr);
  } finally {
    await repo.end();
  }
});

const FULCIO = { server: 'fulcio', path: /signingCert/i } as const;
const REKOR = { server: 'rekor', path: /log\/entries/ } as const;

interface Fault {
  readonly what: string;
  /** Breaks something; returns what mends it. */
  readonly strike: (repo: AgentRepo) => (() => void) | undefined;
  /** What git's standard error says; undefined where git goes on as if nothing had been. */
  readonly says: RegExp | undefined;
}

const clear = () => sandbox.faults.clear();
const FAULTS: readonly Fault[] = [
  {
    what: 'Fulcio answers 500, and nobody is signed in any more',
    says: /waxseal: Fulcio at \S+: the server answered 500/,
    strike: (repo) => {
      for (const pid of repo.agents()) process.kill(pid, 'SIGKILL');
      sandbox.faults.add({ ...FULCIO, action: { status: 500 } });
      return clear;
    },
  },
  {
    what: 'Rekor answers 500',
    says: /waxseal: Rekor at \S+: the server answered 500/,
    strike: () => {
      sandbox.faults.add({ ...REKOR, action: { status: 500 } });
      return clear;
    },
  },
  {
    what: 'the network hangs up on every request',
    says: /waxseal: (?:Rekor at|sign-in failed:) \S+: /,
    strike: () => {
      for (const server of ['fulcio', 'rekor', 'oidc'] as const)
        sandbox.faults.add({ server, action: 'reset' });
      return clear;
    },
  },
  {
    what: 'the log lies',
    says: /waxseal: Rekor /,
    strike: () => {
      sandbox.faults.add({ ...REKOR, action: 'garbage' });
      return clear;
    },
  },
  {
    what: 'the agent is killed',
    says: undefined,
    strike: (repo) => {
      for (const pid of repo.agents()) process.kill(pid, 'SIGKILL');
      return undefined;
    },
  },
];

const STEPS = [0, 1, 7, 13, 19];

for (const { what, strike, says } of FAULTS)
  test(`when ${what} at any step of a rebase of 20 commits, none is lost and none half signed`, async (t) => {
    const repo = await createAgentRepo(sandbox);
    try {
      for (const step of STEPS) {
        await unsignedTopic(repo, 20);
        const outcome = await rebaseStruckAt(repo, step, strike);
        if (says) {
          assert.match(outcome.said, says);
          assert.equal(outcome.said.match(/^waxseal: /gm)?.length, 1, outcome.said);
          assert.equal(outcome.done, step);
        } else assert.equal(outcome.done, 20, outcome.said);
        await assertAllSigned(repo, 20);
        await repo.git(['checkout', '-q', '--detach']);
        await repo.git(['branch', '-q', '-D', 'topic', 'main']);
      }
      t.diagnostic(
        `${what}: at steps ${STEPS.join(', ')} git ${says ? 'stopped, then continued' : 'went on'}`,
      );
    } finally {
      clear();
      await repo.end();
    }
  });

async function rebaseStruckAt(
  repo: AgentRepo,
  step: number,
  strike: Fault['strike'],
): Promise<{ said: string; done: number }> {
  // The rebase edits the commit at which the fault strikes: it stops just before that one.
  const todo = `sed -i '${step + 1}i break'`;
  const env = { GIT_SEQUENCE_EDITOR: todo, GIT_EDITOR: 'true' };
  // git picks a commit that could not be signed a second time, after it committed it at --continue: what is then empty is
  // dropped, as a rebase that is not interactive does by itself.
  await repo.git(['rebase', '-q', '-i', '--empty=drop', 'main'], env);
  const mend = strike(repo);
  // Through a pipe, as CI logs are written: there git's own standard error can be found.
  const piped = `{ git rebase --continue 2>&1; echo "exit $?"; } | cat`;
  const struck = await run('sh', ['-c', piped], { cwd: repo.dir, env: { ...repo.env, ...env } });
  const done = Number(await repo.git(['rev-list', '--count', 'main..HEAD']));
  if (mend === undefined) return { said: struck.stdout, done };
  assert.match(struck.stdout, /exit [1-9]/);
  mend();
  const resumed = await repo.try(['rebase', '--continue'], env);
  assert.equal(resumed.status, 0, resumed.stderr);
  return { said: struck.stdout, done };
}
