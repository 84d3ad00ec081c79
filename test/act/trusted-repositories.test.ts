import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allowRepository, disallowRepository } from '../../act/setup/trusted-repositories.js';
import { trustedRepositories } from '../../io/config/index.js';
import { createRepo } from '../support/git-repo.js';

const WINDOWS_HAS_NO_MODES = process.platform === 'win32' ? { skip: 'Windows has no modes' } : {};

test(
  'what others wrote into the list of repositories does not become the user’s own when set-up writes it',
  WINDOWS_HAS_NO_MODES,
  async (t) => {
    const repo = await createRepo();
    t.after(() => repo.remove());
    const place = { cwd: repo.dir, env: repo.env };
    const config = join(repo.home, '.config', 'waxseal');
    const list = join(config, 'trusted-repositories');
    mkdirSync(config, { recursive: true });
    const [mine, planted] = ['/mine.git', '/planted.git'].map((repository) =>
      JSON.stringify({ repository, settings: { rekorUrl: { value: 'https://log.test' } } }),
    );
    const listed = () => trustedRepositories(config).map(({ repository }) => repository);
    writeFileSync(list, `# note\n${mine}\n`);
    await allowRepository(place, { 'waxseal.rekor': 'https://log.test' });
    assert.deepEqual(listed(), ['/mine.git', join(repo.dir, '.git')]);
    assert.match(readFileSync(list, 'utf8'), /^# note\n/);
    writeFileSync(list, `${planted}\n`);
    chmodSync(list, 0o666);
    assert.equal(await disallowRepository(place), false);
    await allowRepository(place, { 'waxseal.rekor': 'https://log.test' });
    assert.deepEqual(listed(), [join(repo.dir, '.git')]);
  },
);
