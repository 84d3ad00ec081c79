import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunResult, run } from '../git-repo.js';
import { REPOSITORY } from '../peers.js';

const PRELOAD = join(REPOSITORY, 'test', 'support', 'fault-injection', 'preload.cjs');

/** How a call can fail: as it does by itself, or for the network and for programs in one of several ways. */
export type Way = 'usual' | 'sync' | 'event' | 'cut' | 'bare' | 'dies' | 'fails';

/** One call that the program made. */
export interface Call {
  readonly number: number;
  readonly kind: 'sync' | 'callback' | 'promise' | 'handle' | 'stream' | 'network' | 'written' | 'program';
  readonly name: string;
  /** The path, descriptor, URL or command. */
  readonly about: string;
  /** File and line in the built program. */
  readonly at: string;
  readonly failed?: true;
}

/** The call that fails: its number, the code of its error and the way. */
export interface Fault {
  readonly number: number;
  readonly code: string;
  readonly way: Way;
}

/** What to run. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
}

/** Runs a command with its calls counted, and with one that fails. `calls` are those of every Node that it starts. */
export async function runCounted(
  command: Command,
  fault?: Fault,
): Promise<RunResult & { readonly calls: readonly Call[] }> {
  const dir = mkdtempSync(join(tmpdir(), 'calls-'));
  const log = join(dir, 'log');
  const { program, args, cwd, input } = command;
  try {
    const env = {
      ...command.env,
      NODE_OPTIONS: `--require=${PRELOAD}`,
      FAIL_CALL: JSON.stringify({ log, ...fault }),
    };
    const ended = await run('timeout', ['-s', 'KILL', '60', program, ...args], {
      cwd,
      env,
      ...(input !== undefined && { input }),
    });
    const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    return { ...ended, calls: lines.map((line): Call => JSON.parse(line)) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const WAYS: Readonly<Record<Call['kind'], readonly Way[]>> = {
  sync: ['usual'],
  callback: ['usual'],
  promise: ['usual'],
  handle: ['usual'],
  stream: ['usual'],
  network: ['sync', 'event', 'cut'],
  written: ['usual'],
  program: ['sync', 'event', 'bare', 'dies', 'fails'],
};
const FILE_CODES = ['EACCES', 'ENOSPC', 'EIO'];
const NETWORK_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'];

/** Every fault that a call can have. */
export function faultsOf({ number, kind }: Call): Fault[] {
  const codes =
    kind === 'network' || kind === 'written'
      ? NETWORK_CODES
      : kind === 'program'
        ? ['EACCES', 'EMFILE']
        : FILE_CODES;
  return WAYS[kind].flatMap((way) => codes.map((code) => ({ number, code, way })));
}
