import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sandbox } from '../../sandbox/index.js';
import { type Call, type Command, type Fault, runCounted } from '../../support/fault-injection/run.js';
import type { GitRepo, RunResult } from '../../support/git-repo.js';
import type { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';

/** The servers and the signers of all jobs. */
export interface World {
  readonly sandbox: Sandbox;
  readonly instance: TestInstance;
}

/** How a job ended, and the calls that it made. */
export type Ended = RunResult & { readonly calls: readonly Call[] };

/** Where a job runs. */
export interface Place {
  /** Everything that the job can change is below this directory. */
  readonly root: string;
  /** What must never be printed. */
  readonly secrets?: readonly string[];
  run(fault?: Fault): Promise<Ended>;
  /** Before each run, after the files were put back. */
  ready?(): Promise<void>;
  /** After each run, before the files are looked at. */
  settle?(): Promise<void>;
  /** True if git shows nothing of what the program says. */
  readonly isMute?: boolean;
  /** What is wrong after a failure; undefined if the user can undo what was done, or do it again. */
  mend?(): Promise<string | undefined>;
  /** What is wrong after exit status 0; undefined if what was asked for really happened. */
  missing?(ended: Ended): Promise<string | undefined> | string | undefined;
  remove(): Promise<void> | void;
}

/** One thing that a user asks the program to do. */
export interface Job {
  readonly name: string;
  make(world: World): Promise<Place>;
  /** Paths of files whose content may differ from one run to another. */
  readonly varies?: RegExp;
}

/** The place of a job that runs one command in a repository. */
export function inRepo(
  repo: GitRepo,
  args: readonly string[],
  more: Partial<Omit<Place, 'root' | 'run'>> & {
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string | Uint8Array;
    readonly program?: string;
  } = {},
): Place {
  const root = dirname(repo.dir);
  mkdirSync(join(root, 'tmp'), { recursive: true });
  const { env, input, program = PROGRAM, ...rest } = more;
  const command: Command = {
    program,
    args,
    cwd: repo.dir,
    env: { ...repo.env, TMPDIR: join(root, 'tmp'), WAXSEAL_CODE_CACHE: 'off', WAXSEAL_DEBUG: '', ...env },
    ...(input !== undefined && { input }),
  };
  return { root, run: (fault) => runCounted(command, fault), remove: () => repo.remove(), ...rest };
}
