import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadAllowedSigners, loadSshRevocation } from '../../../io/ssh/load.js';
import { localOffset } from '../../../io/ssh/local-offset.js';

const dir = mkdtempSync(join(tmpdir(), 'waxseal-load-'));
after(() => rmSync(dir, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

test('an allowed signers file is read, and its invalid lines are reported', async () => {
  const loaded = await loadAllowedSigners(file('allowed', '# nobody\nwrong\n'));
  deepEqual(loaded, {
    signers: [],
    problems: [{ line: 2, message: 'no key after the principals, or a quote that is not closed' }],
  });
});

test('a missing file, or a directory in its place, is named in the error', async () => {
  const missing = join(dir, 'missing');
  deepEqual(await loadAllowedSigners(missing), {
    unreadable: `the allowed signers file ${missing} can't be read (ENOENT)`,
  });
  deepEqual(await loadSshRevocation(dir), { unreadable: `the revocation file ${dir} is not a file` });
});

test('a revocation file with an invalid line is not used', async () => {
  const loaded = await loadSshRevocation(file('revoked', '\nssh-ed25519 AAAA\n'));
  ok('unreadable' in loaded && loaded.unreadable.includes('line 2 of the revocation file'));
});

test('an empty revocation file revokes nothing', async () => {
  deepEqual(await loadSshRevocation(file('none', '')), { kind: 'keys', keys: new Set() });
});

test('local time follows the time zone, in summer and in winter', (t) => {
  if (!existsSync('/usr/share/zoneinfo/Asia/Kolkata')) {
    t.skip('no time zone data for date(1), which is compared with');
    return;
  }
  const zone = process.env['TZ'];
  after(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
  const wall = (text: string): number => Date.parse(`${text}Z`) / 1000;
  for (const [tz, time] of [
    ['UTC', '2026-07-01T12:00:00'],
    ['America/New_York', '2026-07-01T12:00:00'],
    ['America/New_York', '2026-01-01T00:00:00'],
    ['Asia/Kolkata', '2026-03-29T02:30:00'],
    ['Pacific/Kiritimati', '2026-12-31T23:59:59'],
  ] as const) {
    process.env['TZ'] = tz;
    const date = spawnSync('date', ['-d', time, '+%s'], {
      env: { ...process.env, TZ: tz },
      encoding: 'utf8',
    });
    equal(wall(time) - localOffset(wall(time)), Number(date.stdout), `${tz} ${time}`);
  }
});
