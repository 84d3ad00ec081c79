// Compares this state of the project with an earlier one: is it as fast as before?
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { historyRepository } from './history-repository.mjs';
import { medianInterval } from './interval.mjs';
import { alternate } from './measure.mjs';
import { makePlace } from './place.mjs';
import { openStack } from './stack.mjs';

const LIMIT = 1.05;

/**
 * Builds `commit` beside `program` and runs both in turns. Returns rows { what, pairs, now, before, ratio, low, high, ok }:
 * median milliseconds, the median of the ratios of the pairs and its 95 % interval, and whether the interval ends below
 * 1.05. Throws if the commit cannot be built or a run fails.
 */
export async function measureAgainst({ commit, program, scratch, pairs, count }) {
  const earlier = build(commit, join(scratch, 'earlier'));
  const stack = await openStack(scratch);
  const rows = [];
  const add = (what, turns, run) => {
    const { ours, theirs } = alternate({ ours: run(program), theirs: run(earlier), pairs: turns });
    const { middle, low, high } = medianInterval(ours.map((time, at) => time / theirs[at]));
    const [now, before] = [ours, theirs].map((times) => medianInterval(times).middle);
    rows.push({ what, pairs: turns, now, before, ratio: middle, low, high, ok: high <= LIMIT });
  };
  try {
    const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
    add('start', 3 * pairs, (of) => ({
      program: process.execPath,
      args: [of, '--version'],
      options: { env },
    }));
    const place = makePlace({ scratch, name: 'against', signer: program, stack });
    const used = (of, more = {}) => ({ ...place, env: { ...place.env, ...more, GIT_CONFIG_VALUE_0: of } });
    const commits = (of, more) => ({
      program: 'git',
      args: ['commit', '--quiet', '--allow-empty', '-S', '-m', 'Measured'],
      before: () => used(of, { SIGSTORE_ID_TOKEN: stack.token(), ...more }),
    });
    add('git commit -S, no agent', pairs, (of) => commits(of, { WAXSEAL_AGENT: 'off' }));
    add('git commit -S, agent', 2 * pairs, (of) => commits(of, { XDG_RUNTIME_DIR: runtimeOf(of, scratch) }));
    for (const of of [program, earlier])
      spawnSync(of, ['logout'], used(of, { XDG_RUNTIME_DIR: runtimeOf(of, scratch) }));
    add('git verify-commit', 2 * pairs, (of) => ({
      program: 'git',
      args: ['verify-commit', 'HEAD'],
      options: used(of),
    }));
  } finally {
    stack.stop();
  }
  const history = await historyRepository(count);
  const home = join(scratch, 'against-history-home');
  mkdirSync(home);
  const env = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const args = ['verify', '--all', '--any-signer', '--no-cache', '--trusted-root', history.trustedRoot];
  add(`verify ${count} commits`, pairs, (of) => ({
    program: of,
    args,
    options: { cwd: history.dir, env, maxBuffer: 1 << 28 },
  }));
  return rows;
}

// Each version speaks with an agent of its own.
function runtimeOf(program, scratch) {
  const dir = join(scratch, program.startsWith(join(scratch, 'earlier')) ? 'run-earlier' : 'run-now');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

function build(commit, dir) {
  run('git', ['clone', '--quiet', '--shared', '--no-checkout', '.', dir]);
  run('git', ['checkout', '--quiet', '--detach', commitId(commit)], dir);
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'));
  run(process.execPath, ['scripts/build.mjs'], dir);
  const program = join(dir, 'dist', 'waxseal.js');
  if (!existsSync(program)) throw new Error(`${commit}: its build has no dist/waxseal.js`);
  return program;
}

function commitId(commit) {
  return run('git', ['rev-parse', '--verify', '--end-of-options', `${commit}^{commit}`]).trim();
}

function run(program, args, cwd) {
  const ran = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stderr || ran.error}`);
  return ran.stdout;
}
