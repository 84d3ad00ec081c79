/**
 * node:child_process, loaded when the first program is started. Loading costs 10 ms, and verifying a commit for git
 * starts no program.
 */
export function childProcess(): typeof import('node:child_process') {
  return process.getBuiltinModule('node:child_process');
}
