import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a program ended. */
export interface RunResult {
  /** Its exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program until it ends. `env` is the complete environment; nothing of ours is added. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string>>; input?: string | Uint8Array },
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: { ...options.env } });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined);
    child.once('error', reject);
    child.once('close', (status) =>
      resolve({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    child.stdin.end(options.input);
  });
}

/** Options of a temporary repository. */
export interface RepoOptions {
  readonly objectFormat?: 'sha1' | 'sha256';
  /** The git to use; by default the system's. */
  readonly git?: string;
  /** Added to the environment of every command. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A git repository in its own temporary directory, with an empty HOME and only its own configuration. */
export interface GitRepo {
  readonly dir: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs git here; `env` is added to the repository's environment. */
  try(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<RunResult>;
  /** Runs git here and returns its standard output without the last line end. Throws when git fails. */
  git(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  remove(): void;
}

/** The committer of temporary repositories. */
export const COMMITTER = { name: 'Wax Seal', email: 'wax@example.test' } as const;

/** Makes an empty repository on branch `main` with a committer. The caller removes it. */
export async function createRepo(options: RepoOptions = {}): Promise<GitRepo> {
  const root = mkdtempSync(join(tmpdir(), 'repo-'));
  const [dir, home] = [join(root, 'work'), join(root, 'home')];
  mkdirSync(dir);
  mkdirSync(home);
  const env = { ...cleanEnvironment(home), ...options.env };
  const attempt: GitRepo['try'] = (args, more) =>
    run(options.git ?? 'git', args, { cwd: dir, env: { ...env, ...more } });
  const git: GitRepo['git'] = async (args, more) => {
    const { status, stdout, stderr } = await attempt(args, more);
    if (status !== 0) throw new Error(`git ${args.join(' ')}: exit ${status}\n${stderr}${stdout}`);
    return stdout.replace(/\n$/, '');
  };
  await git(['init', '-q', '-b', 'main', `--object-format=${options.objectFormat ?? 'sha1'}`]);
  await git(['config', 'user.name', COMMITTER.name]);
  await git(['config', 'user.email', COMMITTER.email]);
  return {
    dir,
    home,
    env,
    try: attempt,
    git,
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** An environment with only a path, an empty HOME, and no git configuration outside a repository. */
export function cleanEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    // No program of ours still runs in the background when a repository is removed.
    WAXSEAL_TRUST_REFRESH: 'false',
  };
}
