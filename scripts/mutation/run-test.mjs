// Runs one test file in one tree, up to its first failure.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPORTER = fileURLToPath(new URL('first-failure.mjs', import.meta.url));
const MOST_OUTPUT = 4000;

/**
 * Runs the test with the order (see runtime.js). Its limits are `seconds` of processor time and `clock` seconds of
 * real time, because a test that waits forever needs no processor time. Returns { status: 'passed' | 'failed' |
 * 'timeout', seconds, output }.
 */
export async function runTest(tree, test, order, seconds, clock = 10 * seconds) {
  writeFileSync(tree.order, order);
  mkdirSync(tree.scratch, { recursive: true });
  const started = performance.now();
  const { status, output } = await run(tree, test, seconds, clock);
  if (!test.startsWith(join('test', 'core'))) endAll(tree);
  rmSync(tree.scratch, { recursive: true, force: true, maxRetries: 3 });
  return { status, output, seconds: (performance.now() - started) / 1000 };
}

function run(tree, test, seconds, clock) {
  // For the semi-space, see scripts/test.mjs.
  const flags = ['--min-semi-space-size=64', '--max-semi-space-size=64'];
  const reporter = [`--test-reporter=${REPORTER}`, '--test-reporter-destination=stdout'];
  const limited = ['-c', `ulimit -t ${Math.ceil(seconds)}; exec "$0" "$@"`];
  const args = [...limited, process.execPath, ...flags, ...reporter, join(tree.dir, test)];
  const env = { ...process.env, TMPDIR: tree.scratch, WAXSEAL_PROGRAM: tree.program };
  const child = spawn('/bin/sh', args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const listen = (chunk) => {
    output = (output + chunk).slice(-MOST_OUTPUT);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  return new Promise((resolve) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      process.kill(-child.pid, 'SIGKILL');
    }, clock * 1000);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      if (isLate || signal === 'SIGXCPU' || signal === 'SIGKILL') resolve({ status: 'timeout', output });
      else resolve({ status: code === 0 ? 'passed' : 'failed', output });
    });
  });
}

// Ends what an interrupted test has started: agents and servers. They are found by the paths in their environment
// and arguments.
function endAll({ dir, scratch }) {
  for (const pid of numbers('/proc')) {
    const about = `${read(`/proc/${pid}/environ`)}${read(`/proc/${pid}/cmdline`)}`;
    if (Number(pid) === process.pid || !(about.includes(`${scratch}/`) || about.includes(`${dir}/`)))
      continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }
}

function numbers(dir) {
  try {
    return readdirSync(dir).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
