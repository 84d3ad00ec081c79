import { devNull } from 'node:os';
import { delimiter, dirname, isAbsolute } from 'node:path';
import type { JudgePlace } from '../../inspect/basis/index.js';

/** What would take git to another repository than the one it is started in, or show it as another than it is. */
const ELSEWHERE = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
];

/**
 * Where git runs for a repository, with the editor's git first in PATH and nothing of the repository in it; replace refs
 * and grafts are not followed.
 */
export function placeOf(cwd: string, gitPath: string | undefined): JudgePlace {
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_NO_REPLACE_OBJECTS: '1', GIT_GRAFT_FILE: devNull };
  for (const name of ELSEWHERE) delete env[name];
  // A thread's environment on Windows is `Path`, and no longer the same as `PATH`. A relative directory is in the repository.
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const git = gitPath === undefined || !isAbsolute(gitPath) ? [] : [dirname(gitPath)];
  const path = [...git, ...(env[pathName] ?? '').split(delimiter).filter((part) => isAbsolute(part))];
  // An empty one would be the directory git is started in.
  if (path.length === 0) delete env[pathName];
  else env[pathName] = path.join(delimiter);
  return { cwd, env };
}
