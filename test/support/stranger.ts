import { spawnSync } from 'node:child_process';

const USER = '65534';

function asUser(command: readonly string[]) {
  const options = ['--reuid', USER, '--regid', USER, '--clear-groups', '--'];
  return spawnSync('setpriv', [...options, ...command], { cwd: '/', encoding: 'utf8' });
}

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can be somebody else';
  return asUser(['true']).status === 0 ? undefined : 'there is no setpriv';
}

const reason = whyNot();

/** For a test that needs a second local user. It says so where it is skipped. */
export const NEEDS_STRANGER = reason === undefined ? {} : { skip: reason };

/** Runs a shell script as another local user, who must be able to do it. */
export function asStranger(script: string, ...args: readonly string[]): void {
  const { status, stderr, error } = asUser(['sh', '-ec', script, 'sh', ...args]);
  if (status !== 0) throw new Error(`the other user could not do it: ${stderr ?? error}`);
}
