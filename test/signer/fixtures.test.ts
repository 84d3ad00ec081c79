import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Outcome } from '../../core/verdict/index.js';
import { createRepo, type GitRepo, run } from '../support/git-repo.js';
import { sharedDir } from '../support/shared.js';
import { PROGRAM } from '../support/waxseal.js';

const LETTERS: Partial<Record<Outcome, string>> = {
  valid: 'U',
  incomplete: 'E',
  invalid: 'B',
  unsigned: 'N',
};
const { dir: FIXTURES, skip } = sharedDir('fixtures/gitsign');
/** No signature at all, whatever its file name says. */
const NOT_SIGNED = '0.16-unsigned.commit';
const repos = new Map<string, GitRepo>();

interface Stored {
  readonly name: string;
  readonly id: string;
  readonly type: string;
  readonly outcome: Outcome;
}
const stored: Stored[] = [];

before(async () => {
  if (skip) return;
  const outcomes = JSON.parse(readFileSync(join(FIXTURES, 'outcomes.json'), 'utf8'));
  for (const objectFormat of ['sha1', 'sha256'] as const) {
    const repo = await createRepo({ objectFormat });
    await repo.git([
      'config',
      '--global',
      'waxseal.trustedRoot',
      join(FIXTURES, 'trust', 'trusted_root.json'),
    ]);
    await repo.git(['config', 'gpg.x509.program', PROGRAM]);
    repos.set(objectFormat, repo);
  }
  for (const name of readdirSync(join(FIXTURES, 'objects')).sort()) {
    const type = name.split('.').at(-1) ?? '';
    if (type !== 'commit' && type !== 'tag') continue;
    const repo = repos.get(name.includes('sha256') ? 'sha256' : 'sha1');
    const path = join(FIXTURES, 'objects', name);
    const id = await repo?.git(['hash-object', '--literally', '-t', type, '-w', path]);
    stored.push({
      name,
      id: id ?? '',
      type,
      outcome: name === NOT_SIGNED ? 'unsigned' : outcomes[name].offline,
    });
  }
});
after(() => {
  for (const repo of repos.values()) repo.remove();
});

test('the program gives the right outcome for every object of the real gitsign, and for every forgery of one', {
  skip,
}, async () => {
  for (const [format, repo] of repos) {
    const mine = stored.filter(({ name }) => name.includes('sha256') === (format === 'sha256'));
    const args = ['verify', '--format', 'json', ...mine.map(({ id }) => id)];
    const ended = await run(PROGRAM, args, { cwd: repo.dir, env: repo.env });
    assert.equal(ended.status, 1, ended.stderr);
    const { objects } = JSON.parse(ended.stdout);
    assert.deepEqual(
      objects.map(({ outcome }: { outcome: string }, index: number) => [mine[index]?.name, outcome]),
      mine.map(({ name, outcome }) => [name, outcome]),
    );
  }
});

test('git shows the letter of the outcome for every such commit', { skip }, async () => {
  for (const { name, id, type, outcome } of stored) {
    const repo = repos.get(name.includes('sha256') ? 'sha256' : 'sha1');
    if (type !== 'commit' || !repo || name.includes('header')) continue;
    const shown = await repo.git(['log', '--no-walk', '--format=%G?', id]);
    assert.equal(shown, LETTERS[outcome], name);
  }
});
