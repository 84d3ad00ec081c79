import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '../../../core/encoding/index.js';
import { joinObject } from '../../../core/git/index.js';
import { cleanEnvironment, type RunResult, run } from '../../support/git-repo.js';
import { type SignOptions, TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';

/** A commit to make on top of the current branch. */
export interface CommitToMake {
  readonly message: string;
  /** Without a signer, the commit is not signed. */
  readonly sign?: SignOptions;
  /** `Name <address>`. */
  readonly author?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Changes the object after signing. */
  readonly alter?: (raw: Uint8Array) => Uint8Array;
  /** Signs instead of the repository's own instance. */
  readonly by?: TestInstance;
  /** Makes an armored signature of another kind over the payload. */
  readonly seal?: (payload: Uint8Array) => Uint8Array;
}

/** A tag for HEAD. */
export interface TagToMake {
  readonly name: string;
  readonly message?: string;
  readonly sign?: SignOptions;
  readonly alter?: (raw: Uint8Array) => Uint8Array;
}

/** A repository with a work tree, for an editor to open. */
export interface EditorRepository {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly instance: TestInstance;
  git(...args: string[]): string;
  /** Makes a commit, moves the branch and the work tree to it, and returns its id. */
  commit(made: CommitToMake): string;
  tag(made: TagToMake): void;
  /** Makes origin's main equal to the present main. */
  push(): void;
  waxseal(...args: string[]): Promise<RunResult>;
  remove(): void;
}

const AUTHOR = 'Dev <dev@example.test>';

/** Makes an empty repository. An in-memory Sigstore signs its commits, and its user trusts that root. */
export function editorRepository(
  instance = new TestInstance(),
  folder = 'work',
  format: 'sha1' | 'sha256' = 'sha1',
): EditorRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'editor-')));
  const dir = join(root, folder);
  const env = cleanEnvironment(root);
  const trustedRoot = join(root, 'trusted_root.json');
  writeFileSync(trustedRoot, instance.trustJson);
  const config = `[user]\n\tname = Dev\n\temail = dev@example.test\n[waxseal]\n\ttrustedRoot = ${trustedRoot}\n`;
  writeFileSync(env['GIT_CONFIG_GLOBAL'] ?? '', config);
  const at = (cwd: string, args: readonly string[], input?: Uint8Array) =>
    execFileSync('git', [...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], ...(input && { input }) })
      .toString()
      .trim();
  const git = (...args: string[]) => at(dir, args);
  at(root, ['init', '-q', '-b', 'main', `--object-format=${format}`, dir]);
  let clock = instance.start + 2000;
  const who = (author: string) => `${author} ${clock} +0000`;
  const store = (
    type: 'commit' | 'tag',
    payload: string,
    { sign, seal, alter, by = instance }: Pick<CommitToMake, 'sign' | 'seal' | 'alter' | 'by'>,
  ) => {
    const bytes = utf8(payload);
    const armor = seal?.(bytes) ?? (sign && by.sign(bytes, sign).armor);
    const raw = armor ? joinObject({ type, payload: bytes, armor, format }) : bytes;
    return at(dir, ['hash-object', '-t', type, '-w', '--stdin', '--literally'], alter ? alter(raw) : raw);
  };
  const tip = () => {
    try {
      return git('rev-parse', '--verify', '-q', 'HEAD');
    } catch {
      return undefined;
    }
  };
  return {
    dir,
    env,
    instance,
    git,
    commit: (made) => {
      clock += 60;
      for (const [name, text] of Object.entries(made.files ?? {})) {
        writeFileSync(join(dir, name), text);
        git('add', '--', name);
      }
      const parent = tip();
      const lines = [
        `tree ${git('write-tree')}`,
        ...(parent ? [`parent ${parent}`] : []),
        `author ${who(made.author ?? AUTHOR)}`,
        `committer ${who(made.author ?? AUTHOR)}`,
      ];
      const id = store('commit', `${lines.join('\n')}\n\n${made.message}\n`, made);
      git('update-ref', 'HEAD', id);
      return id;
    },
    tag: (made) => {
      clock += 60;
      const lines = [`object ${tip()}`, 'type commit', `tag ${made.name}`, `tagger ${who(AUTHOR)}`];
      const id = store('tag', `${lines.join('\n')}\n\n${made.message ?? made.name}\n`, made);
      git('update-ref', `refs/tags/${made.name}`, id);
    },
    push: () => {
      git('config', 'remote.origin.url', '/nowhere');
      git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
      git('update-ref', 'refs/remotes/origin/main', tip() ?? '');
      git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    },
    waxseal: (...args) => run(PROGRAM, args, { cwd: dir, env: { ...env } }),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Swaps two consecutive words in an object, which keeps its form. */
export function swapped(before: string, after: string): (raw: Uint8Array) => Uint8Array {
  return (raw) =>
    new Uint8Array(Buffer.from(Buffer.from(raw).toString('latin1').replace(before, after), 'latin1'));
}
