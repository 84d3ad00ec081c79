import { spawn } from 'node:child_process';
import type { GitRepo } from './git-repo.js';

/** What a user types. */
export interface Typed {
  /** When the question is there. */
  readonly answer: string;
  /** At once. */
  readonly ahead?: string;
}

/** Runs a command in its own terminal. */
export function atTerminal(
  { env, dir }: Pick<GitRepo, 'env' | 'dir'>,
  { answer, ahead = '' }: Typed,
  ...command: readonly string[]
): Promise<{ status: number | null; stdout: string }> {
  const quoted = command.map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', quoted, '/dev/null'], {
    cwd: dir,
    env: { ...env, GIT_TERMINAL_PROMPT: '1', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(ahead);
  let stdout = '';
  let typed = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    if (typed || !stdout.includes('[y/N]')) return;
    typed = true;
    child.stdin.write(answer);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout }));
  });
}
