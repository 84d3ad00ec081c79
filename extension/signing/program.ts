import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { extensions, type LogOutputChannel } from 'vscode';
import { asNode } from '../../io/own-program.js';
import { programPath } from '../../io/program-path.js';
import type { GitExtension } from '../signatures/git/api.js';

/** How a program ended. */
export interface Ended {
  /** Its exit status; null when it was stopped. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program explained why it could not do its task. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

const LARGEST = 4 << 20;

/** The bundled program and git, run for the user in this window. Their messages go to the log. */
export class Programs {
  /** The name of this window for these programs; set while it listens. */
  editor: string | undefined;

  constructor(
    private readonly dist: string,
    private readonly launcher: string,
    private readonly log: LogOutputChannel,
  ) {}

  /** Runs `waxseal`. @param cwd a repository; without it, the home directory */
  waxseal(args: readonly string[], cwd?: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    this.log.info(`waxseal ${args.join(' ')}`);
    const program = join(this.dist, 'waxseal.js');
    return this.#run(process.execPath, [program, ...args], cwd, { ...asNode(), ...env }).then((ended) => {
      if (ended.status !== 0) this.log.warn(`  exit status ${ended.status}`);
      return ended;
    });
  }

  /** {@link waxseal}, but a failure is thrown. @throws ProgramError */
  async succeed(args: readonly string[], cwd?: string): Promise<string> {
    return succeeded(await this.waxseal(args, cwd));
  }

  /** Runs the editor's git. */
  git(
    args: readonly string[],
    cwd: string | undefined,
    env: Readonly<Record<string, string>> = {},
    input = '',
  ): Promise<Ended> {
    return this.#run(gitPath() ?? programPath('git', process.env), args, cwd, env, input);
  }

  #run(
    program: string,
    args: readonly string[],
    cwd = homedir(),
    env: Readonly<Record<string, string>>,
    input = '',
  ): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, [...args], {
        cwd,
        env: { ...this.#environment(), ...env },
        windowsHide: true,
      });
      let [stdout, stderr] = ['', ''];
      const grown = (text: string, chunk: Buffer) => (text + chunk.toString('utf8')).slice(0, LARGEST);
      child.stdout.on('data', (chunk: Buffer) => {
        stdout = grown(stdout, chunk);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        stderr = grown(stderr, chunk);
      });
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      child.once('error', (error) =>
        reject(new ProgramError(`${program} could not be started (${error.message})`)),
      );
      child.once('close', (status) => {
        for (const line of stderr.split('\n').filter(Boolean)) this.log.info(`  ${line}`);
        resolve({ status, stdout, stderr });
      });
    });
  }

  #environment(): NodeJS.ProcessEnv {
    const { env } = process;
    const git = gitPath();
    const first = git !== undefined && isAbsolute(git) ? `${dirname(git)}${delimiter}` : '';
    return {
      ...env,
      PATH: `${first}${env['PATH'] ?? ''}`,
      GIT_TERMINAL_PROMPT: '0',
      WAXSEAL_LAUNCHER: this.launcher,
      ...(this.editor !== undefined && { WAXSEAL_EDITOR: this.editor }),
    };
  }
}

/** The git that the built-in extension found, as soon as that extension is active. */
function gitPath(): string | undefined {
  const git = extensions.getExtension<GitExtension>('vscode.git');
  try {
    return git?.isActive ? git.exports.getAPI(1).git.path : undefined;
  } catch {
    return undefined;
  }
}

/** What a program printed. @throws ProgramError with its message when it failed */
export function succeeded({ status, stdout, stderr }: Ended): string {
  if (status === 0) return stdout;
  const lines = stderr.split('\n').filter(Boolean);
  const own = lines.find((line) => line.startsWith('waxseal: '));
  const hint = lines.find((line) => line.startsWith('hint: '))?.slice('hint: '.length);
  throw new ProgramError(
    (own?.slice('waxseal: '.length) ?? lines[0] ?? `exit status ${status}`).trim(),
    hint,
  );
}
