import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { HookKind } from '../../inspect/push/kinds.js';
import { type GitPlace, git, repositoryInfo } from '../../io/git/index.js';
import { makeDirectory } from '../../io/make-directory.js';
import { HookError } from './error.js';

const MARK = '# made by "waxseal hook install"';
const KEPT = '.before-waxseal';

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The hook: a POSIX sh script that starts this program. @param options of `waxseal verify` that say who may sign */
export function hookScript(kind: HookKind, program: string, options: readonly string[]): string {
  const words = [program, 'hook', 'run', kind, ...options, '--'].map(quoted).join(' ');
  return `#!/bin/sh\n${MARK}; "waxseal hook remove ${kind}" takes it away\nexec ${words} "$@"\n`;
}

/** The path at which git looks for this hook, with respect to `core.hooksPath` (git-rev-parse(1), --git-path). */
async function hookPath(kind: HookKind, place: GitPlace): Promise<string> {
  await repositoryInfo(place);
  const { stdout } = await git({ ...place, args: ['rev-parse', '--git-path', 'hooks'] });
  return join(
    resolve(
      place.cwd ?? '',
      Buffer.from(stdout)
        .toString('utf8')
        .replace(/\r?\n$/, ''),
    ),
    kind,
  );
}

/**
 * Refuses a directory of husky: husky rewrites it at every `npm install`, and runs the hooks of the directory above it.
 * @throws HookError HOOK_EXISTS, with the line to add there
 */
function refuseHusky(kind: HookKind, path: string, options: readonly string[]): void {
  const hooks = dirname(path);
  if (!existsSync(join(hooks, 'h')) && !existsSync(join(hooks, 'husky.sh'))) return;
  const shown = options.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : quoted(word)));
  const words = ['waxseal', 'hook', 'run', kind, ...shown, '--'].join(' ');
  throw new HookError(
    'HOOK_EXISTS',
    `husky looks after the hooks in ${hooks}`,
    `add this line to ${join(dirname(hooks), kind)}: ${words} "$@"`,
  );
}

/** @throws HookError HOOKS_SHARED if the user's own or the system's configuration names this directory, and nobody allowed it */
async function refuseShared(
  directory: string,
  place: GitPlace,
  allow: HookInstallation['allowShared'],
): Promise<void> {
  const args = ['config', '-z', '--show-scope', '--get', 'core.hooksPath'];
  const { stdout, exitCode } = await git({ ...place, args, accept: [0, 1] });
  const [scope] = Buffer.from(stdout).toString('utf8').split('\0');
  const own = exitCode !== 0 || scope === 'local' || scope === 'worktree';
  if (own || (await allow(directory))) return;
  throw new HookError(
    'HOOKS_SHARED',
    `${directory} has the hooks of all your repositories, not only of this one (core.hooksPath, ${scope})`,
    'add --everywhere to install it for all of them, or set core.hooksPath in this repository first',
  );
}

/** What is at the path: our hook, another file, or nothing. */
function found(path: string): 'ours' | 'foreign' | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (!stat.isFile() || stat.size > 1 << 20) return 'foreign';
  return readFileSync(path, 'utf8').split('\n')[1]?.startsWith(MARK) ? 'ours' : 'foreign';
}

/** What the hook starts, and where. */
export interface HookInstallation {
  /** The absolute path of this program. */
  readonly program: string;
  /** Options of `waxseal verify` that say who may sign. */
  readonly options: readonly string[];
  readonly force: boolean;
  /** Whether the hook may be put into a directory that all repositories of the user share. */
  readonly allowShared: (directory: string) => Promise<boolean>;
  readonly place: GitPlace;
}

/**
 * Writes the hook. A hook that somebody else wrote stays. With `force` it is renamed, and `removeHook` puts it back.
 * @returns lines that say what was done
 * @throws HookError HOOK_EXISTS, HOOKS_SHARED; GitError outside a repository
 */
export async function installHook(
  kind: HookKind,
  { program, options, force, allowShared, place }: HookInstallation,
): Promise<string[]> {
  const path = await hookPath(kind, place);
  await refuseShared(dirname(path), place, allowShared);
  refuseHusky(kind, path, options);
  const script = hookScript(kind, program, options);
  const lines: string[] = [];
  if (found(path) === 'foreign') {
    if (!force)
      throw new HookError(
        'HOOK_EXISTS',
        `there is a ${kind} hook already: ${path}`,
        'call "waxseal hook run" from it (docs/hooks.md), or replace it with --force: it is kept beside',
      );
    if (found(path + KEPT))
      throw new HookError('HOOK_EXISTS', `${path + KEPT} already exists`, 'move it to another place');
    renameSync(path, path + KEPT);
    lines.push(`kept      ${path + KEPT}`);
  }
  makeDirectory(resolve(path, '..'));
  // Written in one step: git must never run half a hook.
  const written = `${path}.${process.pid}.new`;
  try {
    writeFileSync(written, script, { mode: 0o755, flag: 'wx' });
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    if (lines.length > 0) renameSync(path + KEPT, path);
    throw error;
  }
  return [...lines, `installed ${path}`, `undo with: waxseal hook remove ${kind}`];
}

/**
 * Removes the hook, and puts back the one that it replaced.
 * @returns lines that say what was done
 * @throws HookError HOOK_NOT_OURS; GitError outside a repository
 */
export async function removeHook(kind: HookKind, place: GitPlace): Promise<string[]> {
  const path = await hookPath(kind, place);
  if (found(path) !== 'ours')
    throw new HookError('HOOK_NOT_OURS', `there is no ${kind} hook of waxseal at ${path}`);
  rmSync(path);
  if (!found(path + KEPT)) return [`removed   ${path}`];
  renameSync(path + KEPT, path);
  return [`removed   ${path}`, `restored  the hook that was there before`];
}
