import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/index.js';
import { createWaxsealRepo, PROGRAM, type WaxsealRepo } from '../../support/waxseal.js';

/** A repository that signs every commit through an agent of its own. */
export interface AgentRepo extends WaxsealRepo {
  /** `$XDG_CACHE_HOME/waxseal/run`. */
  readonly runDirectory: string;
  /** Process ids of the agents whose HOME is this repository's. */
  agents(): number[];
  /** Writes and commits a file, each with a name of its own. */
  commit(message: string, env?: Readonly<Record<string, string>>): Promise<string>;
  /** Ends the agent and removes everything. */
  end(): Promise<void>;
}

// What a browser does with the address it is given, as far as a sign-in needs it.
const BROWSER = `import { get } from 'node:http';
const follow = (url) => get(url, (answer) => {
  answer.resume();
  if (answer.headers.location) follow(new URL(answer.headers.location, url));
});
follow(process.argv.at(-1));
`;

/** Makes one. Without a token somebody signs in, in a browser that does all by itself. */
export async function createAgentRepo(
  sandbox: Sandbox,
  options: { readonly token?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<AgentRepo> {
  const repo = await createWaxsealRepo({ stack: sandbox, ...options });
  const runDirectory = join(repo.home, '.cache', 'waxseal', 'run');
  await repo.git(['config', 'commit.gpgSign', 'true']);
  const browser = join(repo.home, 'browser.mjs');
  writeFileSync(browser, BROWSER);
  await repo.git(['config', '--global', 'waxseal.browser', `${process.execPath} ${browser}`]);
  return {
    ...repo,
    runDirectory,
    agents: () => agentsOf(repo.home),
    async commit(message, env) {
      writeFileSync(join(repo.dir, `${message}.txt`), `${message}\n`);
      await repo.git(['add', '.']);
      await repo.git(['commit', '-q', '-m', message], env);
      return repo.git(['rev-parse', 'HEAD']);
    },
    async end() {
      await repo.waxseal(['logout']);
      while (agentsOf(repo.home).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      repo.remove();
    },
  };
}

/** Processes that are `waxseal agent` with this HOME. Linux only. */
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

/** How often the sandbox's servers were asked: sign-ins, certificates, log entries. */
export function asked({ requests }: Sandbox): { logins: number; certificates: number; entries: number } {
  const count = (server: string, path: RegExp) =>
    requests.filter((one) => one.server === server && path.test(one.path)).length;
  return {
    logins: count('oidc', /^\/auth$/),
    certificates: count('fulcio', /signingCert/i),
    entries: count('rekor', /\/log\/entries$/),
  };
}
