import { lstatSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { isSea } from 'node:sea';
import { startProgram } from '../../io/child-process.js';
import { prepareRunDirectory } from '../../io/prepare-run-directory.js';
import { inWords } from '../../io/write-objection.js';
import { isNoFile, takeLock } from './lock.js';
import { type AgentPlace, agentPlace, socketObjection, unusable } from './place.js';
import { type Reached, reachAgent } from './reach.js';
import { agentEnvironment } from './surroundings.js';

const LONGEST_START_MS = 15_000;
// Longer than a lock can be held: on a busy machine its holder may need that long to start an agent.
const LONGEST_WAIT_MS = 30_000;
const PAUSE_MS = 15;
// A descriptor that our caller left open would stay open as long as the agent runs, and the caller would wait for its end.
const CLOSED = [3, 4, 5, 6, 7, 8, 9].map((fd) => `${fd}>&-`).join(' ');

/** Where the agent cannot be blamed on a file or a directory. */
const SEE_LOG = 'set WAXSEAL_DEBUG=FILE to see more, or waxseal.agent to false';

type Started = Exclude<Reached, { readonly absent: AgentPlace }>;

/**
 * Connects to the agent, and starts one if there is none. If many clients try at once, one takes the lock and starts it, and the
 * others wait. Only the holder of the lock removes what a dead agent left behind. Whatever the file system refuses is a reason to do
 * without an agent.
 */
export async function startAgent(env: NodeJS.ProcessEnv): Promise<Started> {
  try {
    return await start(env);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const { directory } = agentPlace(env);
    return unusable({ why: `nothing can be written in ${directory} (${inWords(error)})` });
  }
}

async function start(env: NodeJS.ProcessEnv): Promise<Started> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const reached = await reachAgent(env);
    if (!('absent' in reached)) return reached;
    const place = reached.absent;
    const objection = prepareRunDirectory(place.directory);
    if (objection) return unusable(objection);
    if (isNoFile(place.lock))
      return unusable({ why: `${place.lock} is not a file`, remedy: `remove ${place.lock}` });
    const unlock = takeLock(place.lock);
    if (unlock === undefined) {
      if (performance.now() > deadline)
        return {
          unsafe: 'another program has been starting an agent for too long',
          hint: `end that program, or remove ${place.lock}`,
        };
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      continue;
    }
    try {
      const meanwhile = await reachAgent(env);
      if (!('absent' in meanwhile)) return meanwhile;
      removeRemains(place);
      const failure = await launch(env);
      if (failure) return { unsafe: failure, hint: SEE_LOG };
    } finally {
      unlock();
    }
  }
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
    const child = startProgram(program, args, {
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
