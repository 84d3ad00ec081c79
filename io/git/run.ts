import type { ChildProcess } from 'node:child_process';
import { harmless } from '../../core/harmless/index.js';
import { startPiped } from '../child-process.js';
import { childEnvironment } from '../environment/children.js';
import { programPath } from '../program-path.js';
import { GitError } from './error.js';
import { refusal } from './refusal.js';
import type { GitOutput, GitRun } from './types.js';

const MAX_BYTES = 64 << 20;
const MAX_STDERR = 4096;

/**
 * Runs git without a shell and returns what it prints. git takes no optional locks (GIT_OPTIONAL_LOCKS=0) and never
 * asks the user.
 * @throws GitError GIT_NOT_FOUND, GIT_FAILED, GIT_OUTPUT_TOO_LARGE, GIT_TIMEOUT, and the reason of `signal` when it was aborted
 */
export function git(run: GitRun): Promise<GitOutput> {
  const {
    args,
    cwd,
    env = process.env,
    input,
    maxBytes = MAX_BYTES,
    timeoutMs,
    accept = [0],
    signal,
    onOutput,
  } = run;
  return new Promise((resolve, reject) => {
    const child = startPiped(programPath('git', env), args, {
      env: gitEnvironment(env),
      windowsHide: true,
      ...(cwd !== undefined && { cwd }),
    });
    const chunks: Uint8Array[] = [];
    let length = 0;
    const stderr = lastText(child);
    const fail = (error: unknown) => {
      settled();
      child.kill();
      reject(error);
    };
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(
            () => fail(new GitError('GIT_TIMEOUT', `${described(args)} took longer than ${timeoutMs} ms`)),
            timeoutMs,
          );
    const aborted = () => fail(signal?.reason);
    const settled = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
    if (signal?.aborted) aborted();
    else signal?.addEventListener('abort', aborted);
    child.once('error', (error) => fail(notStarted(error, cwd)));
    child.stdout.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > maxBytes)
        return fail(
          new GitError('GIT_OUTPUT_TOO_LARGE', `${described(args)} printed more than ${maxBytes} bytes`),
        );
      if (onOutput) onOutput(chunk);
      else chunks.push(chunk);
    });
    child.once('close', (code) => {
      settled();
      const exitCode = code ?? -1;
      if (!accept.includes(exitCode)) return reject(failure(args, exitCode, stderr()));
      resolve({ stdout: new Uint8Array(Buffer.concat(chunks)), stderr: stderr(), exitCode });
    });
    // git may end without reading its input. Its exit status then says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/**
 * The environment for git. A missing object is not fetched, because the repository chooses the program that fetches
 * (core.sshCommand). Older versions of git know partial clones but not GIT_NO_LAZY_FETCH; for them every protocol
 * is forbidden.
 */
export function gitEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return childEnvironment(env, {
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    LC_ALL: 'C',
  });
}

/** Collects the last part of what a child process writes to standard error. */
export function lastText(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Uint8Array) => {
    text = (text + Buffer.from(chunk).toString('utf8')).slice(-MAX_STDERR);
  });
  return () => text;
}

/** The error for a git that did not start. */
export function notStarted(error: NodeJS.ErrnoException, cwd: string | undefined): GitError {
  if (error.code === 'ENOENT')
    return new GitError(
      'GIT_NOT_FOUND',
      `git is not in PATH${cwd ? ', or the working directory does not exist' : ''}`,
    );
  return new GitError('GIT_FAILED', `git could not be started (${error.code ?? 'no reason given'})`);
}

function failure(args: readonly string[], exitCode: number, stderr: string): GitError {
  const refused = refusal(stderr, exitCode);
  if (refused) return refused;
  const said = harmless(stderr.trim().replace(/\s*\n\s*/g, '; ')).slice(0, 300);
  return new GitError(
    'GIT_FAILED',
    `${described(args)} failed (${exitCode})${said ? `: ${said}` : ''}`,
    exitCode,
  );
}

function described(args: readonly string[]): string {
  return `git ${args.find((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-c') ?? ''}`.trim();
}
