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
        // `git commit` locks its work tree. commit-tree signs in the same way, but lets four run in each.
        return run('git', ['commit-tree', '-S', 'HEAD^{tree}', '-p', 'HEAD'], {
          cwd: trees[i % 8] ?? '',
          env: repo.env,
          input: message,
        });
      }),
    );
    for (const { status, stderr } of ids) assert.equal(status, 0, `${stderr}\n${repo.log()}`);
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
  /** Breaks something; returns a function that repairs it. */
  readonly strike: (repo: AgentRepo) => (() => void) | undefined | Promise<() => void>;
  /** What git prints on standard error; undefined if git continues as usual. */
  readonly says: RegExp | undefined;
}

const clear = () => sandbox.faults.clear();
const FAULTS: readonly Fault[] = [
  {
    what: 'Fulcio answers 500, and nobody is signed in any more',
    says: /waxseal: Fulcio at \S+: the server answered 500/,
    strike: async (repo) => {
      await repo.kill();
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
      void repo.kill(); // the next commit may find it dying
      return undefined;
    },
  },
];

const STEPS = 20;
const OUTCOMES: string[] = [];

for (const { what, strike, says } of FAULTS)
  test(`when ${what} at every step of a rebase of 20 commits, none is lost and none half signed`, async () => {
    const repo = await createAgentRepo(sandbox);
    try {
      await unsignedTopic(repo, STEPS);
      // The rebase stops directly before each commit, so that the fault can happen there.
      const env = { GIT_SEQUENCE_EDITOR: "sed -i '/^pick/i break'", GIT_EDITOR: 'true' };
      // If a commit could not be signed, git picks it again after committing it at --continue. The second pick is empty and is
      // dropped, as in every rebase that is not interactive.
      await repo.git(['rebase', '-q', '-i', '--empty=drop', 'main'], env);
      for (let step = 0; step < STEPS; step++) {
        const mend = await strike(repo);
        const { said, status } = await continued(repo, env);
        const told = `${said}\n${repo.log()}`;
        assert.equal(await done(repo), says ? step : step + 1, told);
        assert.equal(status === 0, says === undefined, told);
        if (says) {
          assert.match(said, says);
          assert.equal(said.match(/^waxseal: /gm)?.length, 1, said);
          mend?.();
          const resumed = await repo.try(['rebase', '--continue'], env);
          assert.equal(resumed.status, 0, `${resumed.stderr}\n${repo.log()}`);
          assert.equal(await done(repo), step + 1);
        }
      }
      await assertAllSigned(repo, STEPS);
      OUTCOMES.push(
        `  ${what.padEnd(52)}  at each of ${STEPS} steps git ${says ? 'stopped with one line; --continue finished' : 'went on as if nothing had been'}`,
      );
    } finally {
      clear();
      await repo.end();
    }
  });

test('the faults during a rebase, and the result of each', (t) => {
  for (const line of ['Faults during a rebase of 20 commits:', ...OUTCOMES]) t.diagnostic(line);
  assert.equal(OUTCOMES.length, FAULTS.length);
});

async function done(repo: AgentRepo): Promise<number> {
  return Number(await repo.git(['rev-list', '--count', 'main..HEAD']));
}

/** `git rebase --continue`, and everything it printed, through a pipe as in CI logs. */
async function continued(
  { dir, env }: AgentRepo,
  more: Readonly<Record<string, string>>,
): Promise<{ said: string; status: number }> {
  const piped = `{ git rebase --continue 2>&1; echo "exit $?"; } | cat`;
  const { stdout } = await run('sh', ['-c', piped], { cwd: dir, env: { ...env, ...more } });
  return { said: stdout, status: Number(/^exit (\d+)$/m.exec(stdout)?.[1]) };
}
