import { spawn } from 'node:child_process';
import { lstatSync, mkdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { isSea } from 'node:sea';
import { makeDirectory } from '../../io/make-directory.js';
import { takeLock } from './lock.js';
import { type AgentPlace, ancestorObjection, directoryObjection, socketObjection } from './place.js';
import { type Reached, reachAgent } from './reach.js';
import { agentEnvironment } from './surroundings.js';

const LONGEST_START_MS = 15_000;
// Longer than a lock can be held: on a busy machine its holder may need that long to start an agent.
const LONGEST_WAIT_MS = 30_000;
const PAUSE_MS = 15;
// A descriptor that our caller left open would stay open as long as the agent runs, and the caller would wait for its end.
const CLOSED = [3, 4, 5, 6, 7, 8, 9].map((fd) => `${fd}>&-`).join(' ');

/**
 * Connects to the agent, and starts one if there is none. If many clients try at once, one takes the lock and starts it, and the
 * others wait. Only the holder of the lock removes what a dead agent left behind.
 */
export async function startAgent(
  env: NodeJS.ProcessEnv,
): Promise<Exclude<Reached, { readonly absent: AgentPlace }>> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const reached = await reachAgent(env);
    if (!('absent' in reached)) return reached;
    const place = reached.absent;
    const unsafe = prepareDirectory(place);
    if (unsafe) return { unsafe };
    const unlock = takeLock(place.lock);
    if (unlock === undefined) {
      if (performance.now() > deadline)
        return { unsafe: 'another program has been starting an agent for too long' };
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      continue;
    }
    try {
      const meanwhile = await reachAgent(env);
      if (!('absent' in meanwhile)) return meanwhile;
      removeRemains(place);
      const failure = await launch(env);
      if (failure) return { unsafe: failure };
    } finally {
      unlock();
    }
  }
}

function prepareDirectory(place: AgentPlace): string | undefined {
  if (directoryObjection(place) !== 'missing') return undefined;
  const parent = dirname(place.directory);
  try {
    makeDirectory(parent, 0o755);
    const objection = ancestorObjection(parent);
    if (objection) return objection.why;
    mkdirSync(place.directory, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') return `${place.directory} cannot be made (${code ?? 'no reason given'})`;
  }
  return undefined;
}

function removeRemains(place: AgentPlace): void {
  if (socketObjection(place) === 'missing' || lstatSync(place.socket).isDirectory()) return;
  unlinkSync(place.socket);
}

/** Starts the agent and waits until it listens. If it does not, returns why. */
function launch(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const own = isSea() ? [] : process.argv.slice(1, 2);
  const command = [process.execPath, ...own, 'agent'];
  // A core file would contain the key. Node cannot set the limit itself, so a shell does.
  const [program = '', ...args] =
    process.platform === 'win32'
      ? command
      : ['/bin/sh', '-c', `ulimit -c 0; exec ${CLOSED}; exec "$0" "$@"`, ...command];
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: process.platform === 'win32' ? dirname(process.execPath) : '/',
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: agentEnvironment(env),
    });
    const done = (failure?: string) => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.stdout?.destroy();
      child.unref();
      resolve(failure);
    };
    const timer = setTimeout(() => {
      child.kill();
      done('the agent did not start in time');
    }, LONGEST_START_MS);
    child.once('error', (error) => done(`the agent cannot be started (${error.message})`));
    child.once('exit', (code) => done(`the agent ended at once (${code ?? 'killed'})`));
    let said = '';
    child.stdout?.on('data', (chunk: Uint8Array) => {
      said += Buffer.from(chunk).toString('utf8').slice(0, 1000);
      if (said.includes('\n')) done(said.startsWith('ready\n') ? undefined : said.trim());
    });
  });
}
