import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitObjects } from '../../../io/git/index.js';
import { RepositoryFacts } from '../../../io/repository-policy/index.js';
import type { GitRepo } from '../../support/git-repo.js';

/** Writes files and commits everything; returns the commit's id. */
export async function commitFiles(repo: GitRepo, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(repo.dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  await repo.git(['add', '-A']);
  await repo.git(['commit', '-q', '--allow-empty', '-m', 'x']);
  return repo.git(['rev-parse', 'HEAD']);
}

/** The changes of a commit itself, sorted; undefined when they are unknown. */
export async function changedBy(
  repo: GitRepo,
  revision: string,
  cwd = repo.dir,
): Promise<readonly string[] | undefined> {
  const place = { cwd, env: { ...repo.env } };
  const objects = new GitObjects(place);
  const facts = new RepositoryFacts(place);
  try {
    const object = await objects.read(revision);
    assert.ok(!('missing' in object) && object.type === 'commit');
    const paths = await (await facts.of({ id: object.id, type: 'commit', raw: object.raw })).paths();
    return paths && [...paths].sort();
  } finally {
    await facts.close();
    await objects.close();
  }
}
