// Compares this state of the project with an earlier one: is it as fast as before?
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { historyRepository } from './history-repository.mjs';
import { medianInterval } from './interval.mjs';
import { alternate } from './measure.mjs';
import { makePlace } from './place.mjs';
import { openStack } from './stack.mjs';

const LIMIT = 1.05;

/** The cases, by the name that `--only` takes. The number says how many times `pairs` each is measured. */
const CASES = {
  start: { what: 'start', times: 3, measure: start },
  commit: { what: 'git commit -S, no agent', times: 1, measure: commit, stack: true },
  agent: { what: 'git commit -S, agent', times: 2, measure: commitThroughAgent, stack: true },
  'verify-commit': { what: 'git verify-commit', times: 2, measure: verifyCommit, stack: true },
  history: { what: 'verify a history', times: 1, measure: verifyHistory },
};

/** The names that `--only` takes with `--against`. */
export const AGAINST_CASES = Object.keys(CASES);

/**
 * Builds `commit` beside `program` and runs both in turns, for the cases of `only` (names of AGAINST_CASES). `count` is the
 * number of commits of the history. With the file `keep`, the pairs that an earlier run measured count too, so that a long
 * measurement can be made in pieces. `progress` is told, in a line, what is measured. Returns rows { what, pairs, now,
 * before, ratio, low, high, ok }: median milliseconds, the median of the ratios of the pairs and its 95 % interval, and
 * whether the interval ends below 1.05. Throws if the commit cannot be built or a run fails.
 */
export async function measureAgainst({ commit: name, program, scratch, pairs, count, only, keep, progress }) {
  const id = commitId(name);
  const kept = keptPairs(keep, id);
  progress(`building ${id.slice(0, 12)}`);
  const earlier = build(id, join(scratch, 'earlier'));
  const cases = only.map((one) => ({ one, ...CASES[one] }));
  const stack = cases.some((one) => one.stack) ? await openStack(scratch) : undefined;
  const programs = [program, earlier];
  const rows = [];
  try {
    const place = stack && makePlace({ scratch, name: 'against', signer: program, stack });
    for (const { one, what, times, measure } of cases) {
      progress(what);
      const run = await measure({ scratch, place, stack, program, count, progress });
      const measured = alternate({
        ours: run(program),
        theirs: run(earlier),
        pairs: times * pairs,
        after: (turn) => progress(`${what}: ${turn} of ${times * pairs} pairs`),
      });
      kept[one] = [...(kept[one] ?? []), ...measured.ours.map((time, at) => [time, measured.theirs[at]])];
      if (keep !== undefined) writeFileSync(keep, JSON.stringify({ commit: id, pairs: kept }));
      rows.push(rowOf(what, kept[one]));
      if (one === 'agent') endAgents(programs, place, scratch);
    }
  } finally {
    stack?.stop();
  }
  return rows;
}

function rowOf(what, pairs) {
  const { middle, low, high } = medianInterval(pairs.map(([ours, theirs]) => ours / theirs));
  const [now, before] = [0, 1].map((side) => medianInterval(pairs.map((pair) => pair[side])).middle);
  return { what, pairs: pairs.length, now, before, ratio: middle, low, high, ok: high <= LIMIT };
}

function keptPairs(file, id) {
  if (file === undefined || !existsSync(file)) return {};
  const { commit: other, pairs } = JSON.parse(readFileSync(file, 'utf8'));
  if (other !== id) throw new Error(`${file} has measurements against ${other}, not ${id}`);
  return pairs;
}

function start() {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return (of) => ({ program: process.execPath, args: [of, '--version'], options: { env } });
}

const used = (place, of, more = {}) => ({ ...place, env: { ...place.env, ...more, GIT_CONFIG_VALUE_0: of } });

function signed(place, stack, of, more) {
  return {
    program: 'git',
    args: ['commit', '--quiet', '--allow-empty', '-S', '-m', 'Measured'],
    before: () => used(place, of, { SIGSTORE_ID_TOKEN: stack.token(), ...more }),
  };
}

function commit({ place, stack }) {
  return (of) => signed(place, stack, of, { WAXSEAL_AGENT: 'off' });
}

function commitThroughAgent({ scratch, place, stack }) {
  return (of) => signed(place, stack, of, { XDG_RUNTIME_DIR: runtimeOf(of, scratch) });
}

function endAgents(programs, place, scratch) {
  for (const of of programs)
    spawnSync(of, ['logout'], used(place, of, { XDG_RUNTIME_DIR: runtimeOf(of, scratch) }));
}

function verifyCommit({ place, stack, program }) {
  const { before } = signed(place, stack, program, { WAXSEAL_AGENT: 'off' });
  run('git', ['commit', '--quiet', '--allow-empty', '-S', '-m', 'To verify'], before());
  return (of) => ({ program: 'git', args: ['verify-commit', 'HEAD'], options: used(place, of) });
}

async function verifyHistory({ scratch, count, progress }) {
  progress(`the history of ${count} commits (made once, then kept in .cache/bench)`);
  const history = await historyRepository(count);
  const home = join(scratch, 'against-history-home');
  mkdirSync(home);
  const env = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const args = ['verify', '--all', '--any-signer', '--no-cache', '--trusted-root', history.trustedRoot];
  return (of) => ({ program: of, args, options: { cwd: history.dir, env, maxBuffer: 1 << 28 } });
}

// Each version speaks with an agent of its own.
function runtimeOf(program, scratch) {
  const dir = join(scratch, program.startsWith(join(scratch, 'earlier')) ? 'run-earlier' : 'run-now');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

function build(id, dir) {
  run('git', ['clone', '--quiet', '--shared', '--no-checkout', '.', dir]);
  run('git', ['checkout', '--quiet', '--detach', id], { cwd: dir });
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'));
  run(process.execPath, ['scripts/build.mjs'], { cwd: dir });
  const program = join(dir, 'dist', 'waxseal.js');
  if (!existsSync(program)) throw new Error(`${id}: its build has no dist/waxseal.js`);
  return program;
}

function commitId(commit) {
  return run('git', ['rev-parse', '--verify', '--end-of-options', `${commit}^{commit}`]).trim();
}

function run(program, args, options) {
  const ran = spawnSync(program, args, { ...options, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stderr || ran.error}`);
  return ran.stdout;
}
