// Measures a whole history: 10,000 commits in gitsign's format. It is compared with the crypto floor of the same
// commits, and with the rate at which git and gitsign together verify some of them.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { historyRepository } from './history-repository.mjs';
import { median } from './measure.mjs';
import { timed } from './timed.mjs';

const ROUNDS = 3;

/**
 * Returns rows { what, against, value, other, ratio, target, ok }. Rates are commits per second of wall time. They
 * are medians of rounds in which everything runs once, so that a busy moment affects all equally. `cpu` is
 * processor time in seconds: it shows whether another program on the same cores changed a ratio of wall times.
 * `peer` is { name, rate } or undefined.
 */
export async function measureHistory({ program, scratch, peer, count = 10_000 }) {
  const whole = await historyRepository(count);
  const bad = await historyRepository(count, { bad: Math.floor(count / 2) });
  const home = join(scratch, 'history-home');
  mkdirSync(home);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const verify = (place, ...more) =>
    timed(program, ['verify', '--all', '--any-signer', '--trusted-root', place.trustedRoot, ...more], {
      cwd: place.dir,
      env,
    });
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const floor = await timed(process.execPath, ['scripts/bench/floor.mjs', whole.dir, whole.trustedRoot], {
      env: { ...process.env, UV_THREADPOOL_SIZE: String(Math.max(2, availableParallelism())) },
    });
    const cold = await verify(whole, '--no-cache');
    const filling = round === 0 ? await verify(whole) : undefined;
    const again = await verify(whole);
    const { seconds, cpuSeconds } = JSON.parse(floor.stdout);
    rounds.push({
      floor: seconds,
      cold: cold.seconds,
      again: again.seconds,
      memory: cold.megabytes,
      cpu: { floor: cpuSeconds, cold: cold.cpuSeconds, again: again.cpuSeconds },
    });
    for (const other of [filling, again])
      if (other && other.stdout !== cold.stdout) throw new Error('the cache changed an answer');
  }
  const small = await historyRepository(count / 10);
  const tenths = [];
  for (let round = 0; round < ROUNDS; round += 1) tenths.push((await verify(small, '--no-cache')).seconds);
  const tenth = median(tenths);
  const of = (read) => median(rounds.map(read));
  const rate = count / of(({ cold }) => cold);
  const rows = [
    row(
      `verify ${count} commits`,
      'crypto floor',
      rate,
      count / of((r) => r.floor),
      of((r) => r.floor / r.cold),
      0.75,
    ),
    row(
      'the same again, cached',
      'first run',
      count / of((r) => r.again),
      rate,
      of((r) => r.cold / r.again),
      10,
    ),
    row(
      `verify ${count} commits`,
      `${count / 10} commits`,
      rate,
      count / 10 / tenth,
      rate / (count / 10 / tenth),
      0.75,
    ),
  ];
  if (peer) rows.push(row(`verify ${count} commits`, peer.name, rate, peer.rate, rate / peer.rate, 50));
  return {
    rows,
    megabytes: Math.max(...rounds.map(({ memory }) => memory)),
    cpu: { floor: of((r) => r.cpu.floor), cold: of((r) => r.cpu.cold), again: of((r) => r.cpu.again) },
    oneBad: oneBad(await verify(bad, '--format', 'json'), count),
  };
}

function row(what, against, value, other, ratio, target) {
  return { what, against, value, other, ratio, target, ok: ratio >= target };
}

function oneBad({ status, stdout }, count) {
  const { objects } = JSON.parse(stdout);
  const bad = objects.filter(({ outcome }) => outcome !== 'valid');
  const reasons = bad.flatMap(({ checks }) => checks.flatMap(({ reason }) => reason ?? []));
  return (
    status === 1 &&
    objects.length === count &&
    bad.length === 1 &&
    reasons.includes('PAYLOAD_DIGEST_MISMATCH')
  );
}
