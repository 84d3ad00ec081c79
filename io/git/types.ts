import type { ObjectFormat, ObjectType } from '../../core/git/types.js';

/** Where git runs and with which environment (default: that of this process). */
export interface GitPlace {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The result of `repositoryInfo` there, for a caller that needs it more than once while it cannot change. */
  readonly info?: RepositoryInfo;
}

/** One run of git. */
export interface GitRun extends GitPlace {
  readonly args: readonly string[];
  readonly input?: Uint8Array;
  /** Largest standard output that is accepted. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Default: none. */
  readonly timeoutMs?: number;
  /** Ends git. */
  readonly signal?: AbortSignal;
  /** Gets standard output as it comes. Then the answer does not hold it. */
  readonly onOutput?: (chunk: Uint8Array) => void;
  /** Exit statuses that are an answer, not an error. Default [0]. */
  readonly accept?: readonly number[];
}

/** What git printed, and its exit status. */
export interface GitOutput {
  readonly stdout: Uint8Array;
  /** The last 4 KiB. */
  readonly stderr: string;
  readonly exitCode: number;
}

/** An object as `git cat-file --batch` returns it: `raw` is the content without git's own header. */
export interface GitObject {
  readonly id: string;
  readonly type: ObjectType;
  readonly raw: Uint8Array;
}

/** Why there is no object. `size` is in bytes. `other-bytes`: the stored bytes do not hash to the id. */
export type NoGitObject =
  | { readonly missing: true; readonly name: string; readonly why: 'missing' | 'ambiguous' }
  | {
      readonly missing: true;
      readonly name: string;
      readonly why: 'too-large';
      readonly id: string;
      readonly size: number;
    }
  | {
      readonly missing: true;
      readonly name: string;
      readonly why: 'other-bytes';
      readonly id: string;
      readonly type: ObjectType;
    };

/** Facts about a repository. Paths are absolute. */
export interface RepositoryInfo {
  readonly objectFormat: ObjectFormat;
  /** This work tree's git directory. */
  readonly gitDir: string;
  /** The git directory that all work trees share. It identifies the repository. */
  readonly commonDir: string;
  /** Undefined in a bare repository. */
  readonly topLevel?: string;
  readonly bare: boolean;
  readonly shallow: boolean;
}

/** Where git read a configuration value from: the command line (or GIT_CONFIG_* variables) is `command`. */
export type GitConfigScope = 'system' | 'global' | 'local' | 'worktree' | 'command' | 'unknown';

/** One entry of git's configuration, in git's order: later entries win. */
export interface GitConfigEntry {
  /** `section.subsection.name`; section and name in lower case. */
  readonly key: string;
  /** Undefined for a key without a value; git reads that as true. */
  readonly value?: string;
  readonly scope: GitConfigScope;
  /** As git shows it: `file:/home/me/.gitconfig`, `command line:`. */
  readonly origin: string;
}
