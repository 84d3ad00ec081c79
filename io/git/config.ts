import { fromUtf8, latin1 } from '../../core/encoding/index.js';
import { GitError } from './error.js';
import { handedOverConfig } from './handed-over.js';
import { git } from './run.js';
import type { GitConfigEntry, GitConfigScope, GitPlace } from './types.js';

const SCOPES: readonly GitConfigScope[] = ['system', 'global', 'local', 'worktree', 'command', 'unknown'];

/**
 * git's whole configuration as seen from `cwd`, read with one run of git. For the process's own directory and
 * environment the launcher may already have read it. Works outside a repository.
 * @throws GitError
 */
export async function readGitConfig(place: GitPlace): Promise<readonly GitConfigEntry[]> {
  const handedOver =
    place.cwd === undefined && place.env === process.env ? handedOverConfig(place.env) : undefined;
  if (handedOver) return parseGitConfig(handedOver);
  const { stdout } = await git({
    ...place,
    args: ['config', '--list', '-z', '--show-scope', '--show-origin'],
  });
  return parseGitConfig(stdout);
}

/**
 * Parses what `git config --list -z --show-scope --show-origin` prints: scope NUL origin NUL key LF value NUL,
 * where a key without a value has no LF (git-config(1)).
 * @throws GitError GIT_OUTPUT_MALFORMED
 */
export function parseGitConfig(bytes: Uint8Array): readonly GitConfigEntry[] {
  const parts = text(bytes).split('\0');
  parts.pop();
  if (parts.length % 3 !== 0)
    throw new GitError('GIT_OUTPUT_MALFORMED', 'git config printed something unexpected');
  const entries: GitConfigEntry[] = [];
  for (let i = 0; i < parts.length; i += 3) {
    const [scope = '', origin = '', pair = ''] = parts.slice(i, i + 3);
    const cut = pair.indexOf('\n');
    entries.push({
      key: cut < 0 ? pair : pair.slice(0, cut),
      ...(cut >= 0 && { value: pair.slice(cut + 1) }),
      scope: SCOPES.find((known) => known === scope) ?? 'unknown',
      origin,
    });
  }
  return entries;
}

function text(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    // One value that is not UTF-8 must not make all others unreadable.
    return latin1(bytes);
  }
}
