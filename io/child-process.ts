import type { ChildProcess, ChildProcessWithoutNullStreams, SpawnOptions } from 'node:child_process';
import { PassThrough, Writable } from 'node:stream';

/**
 * node:child_process, loaded when the first program is started. Loading costs 10 ms, and verifying a commit for git
 * starts no program.
 */
export function childProcess(): typeof import('node:child_process') {
  return process.getBuiltinModule('node:child_process');
}

/**
 * Starts a program without a shell. It never throws: whatever prevents the start comes as the event `error`. Node itself throws
 * some errors (E2BIG, ENOMEM), and where too many files are open it gives a child without streams (ChildProcess.spawn in
 * lib/internal/child_process.js). Here the streams are there, and at their end.
 */
export function startProgram(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const { ChildProcess, spawn } = childProcess();
  try {
    return withStreams(spawn(program, [...args], options));
  } catch (error) {
    // Nothing runs. Node would send the signal to our own process group.
    const child = Object.assign(withStreams(new ChildProcess()), { kill: () => false, unref: () => {} });
    process.nextTick(() => {
      child.emit('error', error);
      child.emit('close', null, null);
    });
    return child;
  }
}

/** The same as {@link startProgram}, with a pipe for each standard stream. */
export function startPiped(
  program: string,
  args: readonly string[],
  options: Omit<SpawnOptions, 'stdio'>,
): ChildProcessWithoutNullStreams {
  const child = startProgram(program, args, { ...options, stdio: 'pipe' });
  return child as ChildProcessWithoutNullStreams;
}

function withStreams(child: ChildProcess): ChildProcess {
  if (child.stdio !== undefined) return child;
  const stdin = new Writable({ write: (_chunk, _encoding, done) => done() });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  for (const stream of [stdout, stderr]) stream.end();
  return Object.assign(child, { stdin, stdout, stderr, stdio: [stdin, stdout, stderr] });
}
