import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sandbox } from '../sandbox/sandbox.js';

/** How a program ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without blocking this process, because the sandbox answers from it. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...output }));
  });
}

/** Asserts that an installed `waxseal` sets up, signs and verifies with real git, in an empty HOME below `scratch`. */
export async function assertSignsAndVerifies(
  program: string,
  name: string,
  scratch: string,
  sandbox: Sandbox,
): Promise<void> {
  const home = mkdtempSync(join(scratch, `${name}-home-`));
  const cwd = join(home, 'project');
  mkdirSync(cwd);
  const env = {
    PATH: `${dirname(program)}:${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: home,
    ...sandbox.env,
    SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: 'ada@example.test' }),
  };
  const step = async (command: string, ...args: string[]): Promise<string> => {
    const ended = await runProgram(command, args, { cwd, env });
    assert.equal(ended.status, 0, `${command} ${args.join(' ')}\n${ended.stdout}${ended.stderr}`);
    return ended.stdout;
  };
  await step('git', 'config', '--global', 'user.name', 'Ada');
  await step('git', 'config', '--global', 'user.email', 'ada@example.test');
  await step('git', 'config', '--global', 'waxseal.trustedRoot', sandbox.trustedRootPath);
  await step('git', 'init', '--quiet');
  await step(program, 'setup');
  await step('git', 'commit', '--quiet', '--allow-empty', '-S', '-m', 'Signed');
  await step('git', 'verify-commit', 'HEAD');
  await step(program, 'verify', 'HEAD');
  assert.match(await step('git', 'log', '-1', '--format=%G? %GS'), /^G ada@example\.test /);
  const { agent, sessions } = JSON.parse(await step(program, 'status', '--format', 'json'));
  assert.equal(agent.state, 'running');
  assert.equal(sessions[0]?.signatures, 1, 'the agent signed it');
  await step(program, 'logout');
  while (isRunning(agent.pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
