import { devNull } from 'node:os';
import { delimiter, dirname, isAbsolute } from 'node:path';
import type { JudgePlace } from '../../../inspect/basis/index.js';

/** Variables that would make git open another repository than that of its directory, or show a changed view of it. */
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
 * Where and how git runs for a repository: the editor's git is first in PATH, and no directory of the repository is in PATH.
 * git does not follow replace refs and grafts.
 */
export function placeOf(cwd: string, gitPath: string | undefined): JudgePlace {
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_NO_REPLACE_OBJECTS: '1', GIT_GRAFT_FILE: devNull };
  for (const name of ELSEWHERE) delete env[name];
  // On Windows, a thread's environment has `Path` and does not treat it as `PATH`. A relative directory would be inside the
  // repository.
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const git = gitPath === undefined || !isAbsolute(gitPath) ? [] : [dirname(gitPath)];
  const path = [...git, ...(env[pathName] ?? '').split(delimiter).filter((part) => isAbsolute(part))];
  // An empty entry would mean the directory in which git starts.
  if (path.length === 0) delete env[pathName];
  else env[pathName] = path.join(delimiter);
  return { cwd, env };
}
