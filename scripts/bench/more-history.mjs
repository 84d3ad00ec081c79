// Measures what the usual history does not show: more commits than the cache of verdicts could once hold, and a
// policy with rules for paths.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyRepository } from './history-repository.mjs';
import { median } from './measure.mjs';
import { timed } from './timed.mjs';

const ROUNDS = 3;
const POLICY = `signers:
  dev: {issuer: 'https://issuer.example.test', subjectRegExp: 'dev[0-9]+@example[.]test'}
rules:
  - {name: parts, paths: ['part00/**', 'part*/file0?'], signers: dev}
  - {name: rest, signers: dev}
`;

/**
 * Returns rows as `measureHistory` does, and `notes`. Targets: the second run over `large` commits is five times as
 * fast as the first, or says how large the cache must be. Rules for paths need the trees of every commit and may
 * cost half of the rate.
 */
export async function measureMoreHistory({ program, scratch, large = 80_000, count = 10_000 }) {
  const run = runner(program, scratch);
  const again = await twice(run, await historyRepository(large), large);
  const paths = await withPaths(run, await historyRepository(count, { files: true }), {
    count,
    policy: join(scratch, 'policy.yaml'),
  });
  return { rows: [again.row, paths], notes: [again.note] };
}

function runner(program, scratch) {
  const home = join(scratch, 'more-history-home');
  mkdirSync(home);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  return ({ dir, trustedRoot }, ...more) =>
    timed(program, ['verify', '--all', '--trusted-root', trustedRoot, ...more], { cwd: dir, env });
}

async function twice(run, place, count) {
  const first = await run(place, '--any-signer');
  const second = await run(place, '--any-signer');
  if (first.stdout !== second.stdout) throw new Error('the cache changed an answer');
  const ratio = first.seconds / second.seconds;
  const said = /^waxseal: the cache of verdicts .*$/m.exec(second.stderr)?.[0];
  return {
    row: {
      what: `verify ${count} commits, again`,
      against: 'first run',
      value: count / second.seconds,
      other: count / first.seconds,
      ratio,
      target: 5,
      ok: ratio >= 5 || said !== undefined,
    },
    note: said ?? `The cache holds all verdicts on ${count} commits.`,
  };
}

async function withPaths(run, place, { count, policy }) {
  writeFileSync(policy, POLICY);
  const times = { paths: [], plain: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.paths.push((await run(place, '--no-cache', '--policy', policy)).seconds);
    times.plain.push((await run(place, '--no-cache', '--any-signer')).seconds);
  }
  const [value, other] = [count / median(times.paths), count / median(times.plain)];
  const ratio = value / other;
  return {
    what: `verify ${count} commits, rules for paths`,
    against: 'no policy',
    value,
    other,
    ratio,
    target: 0.5,
    ok: ratio >= 0.5,
  };
}
