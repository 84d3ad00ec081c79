import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/index.js';
import { createWaxsealRepo, PROGRAM, type WaxsealOptions, type WaxsealRepo } from '../../support/waxseal.js';

/** A repository that signs every commit through its own agent. */
export interface AgentRepo extends WaxsealRepo {
  /** `$XDG_CACHE_HOME/waxseal/run`. */
  readonly runDirectory: string;
  /** Process ids of the agents whose HOME is that of this repository. */
  agents(): number[];
  /** Sends SIGKILL to all of them; done when they are gone. A caller that does not wait finds them still dying. */
  kill(): Promise<void>;
  /** The socket or pipe of this repository's agent. */
  socket(): Promise<string>;
  /**
   * What client and agent wrote to the debug log, for the messages of assertions: git 2.39 hides the standard error of the
   * program that it starts.
   */
  log(): string;
  /** Writes and commits a file. Each file has its own name. */
  commit(message: string, env?: Readonly<Record<string, string>>): Promise<string>;
  /** Ends the agent and removes everything. */
  end(): Promise<void>;
}

// The part of a browser that a sign-in needs.
const BROWSER = `import { get } from 'node:http';
const follow = (url) => get(url, (answer) => {
  answer.resume();
  if (answer.headers.location) follow(new URL(answer.headers.location, url));
});
follow(process.argv.at(-1));
`;

/** Makes such a repository. Without a token, somebody signs in, in a browser that needs no user. */
export async function createAgentRepo(
  sandbox: Sandbox,
  options: Pick<WaxsealOptions, 'token' | 'env' | 'mayAskCommitter'> = {},
): Promise<AgentRepo> {
  const logs = mkdtempSync(join(tmpdir(), 'debug-'));
  const debug = join(logs, 'debug.log');
  const env = { WAXSEAL_DEBUG: debug, ...options.env };
  const made = await createWaxsealRepo({ stack: sandbox, ...options, env });
  const log = () => `debug log:\n${existsSync(debug) ? readFileSync(debug, 'utf8') : '(empty)'}`;
  const repo: WaxsealRepo = {
    ...made,
    git: (args, more) =>
      made.git(args, more).catch((error) => {
        throw new Error(`${error.message}\n${log()}`);
      }),
  };
  const runDirectory = join(repo.home, '.cache', 'waxseal', 'run');
  await repo.git(['config', 'commit.gpgSign', 'true']);
  const browser = join(repo.home, 'browser.mjs');
  writeFileSync(browser, BROWSER);
  await repo.git(['config', '--global', 'waxseal.browser', `${process.execPath} ${browser}`]);
  return {
    ...repo,
    runDirectory,
    agents: () => agentsOf(repo.home),
    async kill() {
      const killed = killAgents(repo.home);
      await until(() => !agentsOf(repo.home).some((pid) => killed.includes(pid)));
    },
    log,
    async socket() {
      const { status, stdout, stderr } = await repo.waxseal(['status', '--format', 'json']);
      if (status !== 0) throw new Error(`waxseal status: ${stderr}`);
      return JSON.parse(stdout).agent.socket;
    },
    async commit(message, env) {
      writeFileSync(join(repo.dir, `${message}.txt`), `${message}\n`);
      await repo.git(['add', '.']);
      await repo.git(['commit', '-q', '-m', message], env);
      return repo.git(['rev-parse', 'HEAD']);
    },
    async end() {
      await repo.waxseal(['logout']);
      await until(() => agentsOf(repo.home).length === 0);
      repo.remove();
      rmSync(logs, { recursive: true });
    },
  };
}

/** Waits until something is so. */
export async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function killAgents(home: string): readonly number[] {
  const agents = agentsOf(home);
  for (const pid of agents) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It has ended by itself in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return agents;
}

/** The `waxseal agent` processes with this HOME. Linux only. */
export function agentsOf(home: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [args, env] = ['cmdline', 'environ'].map((name) =>
          readFileSync(`/proc/${pid}/${name}`, 'latin1').split('\0'),
        );
        return args?.includes(PROGRAM) && args.includes('agent') && env?.includes(`HOME=${home}`);
      } catch {
        return false;
      }
    });
}

/** How many requests the sandbox's servers got: sign-ins, certificates, log entries. */
export function asked({ requests }: Sandbox): { logins: number; certificates: number; entries: number } {
  const count = (server: string, path: RegExp) =>
    requests.filter((one) => one.server === server && path.test(one.path)).length;
  return {
    logins: count('oidc', /^\/auth$/),
    certificates: count('fulcio', /signingCert/i),
    entries: count('rekor', /\/log\/entries$/),
  };
}

/** Passes a repository, whose signer has a token for this address, to `body`, and removes it afterwards. */
export async function withAgentRepo(
  sandbox: Sandbox,
  email: string,
  use: (repo: AgentRepo, token: string) => Promise<void>,
): Promise<void> {
  const token = sandbox.mintToken({ email });
  const repo = await createAgentRepo(sandbox, { token });
  try {
    await use(repo, token);
  } finally {
    await repo.end();
  }
}
