import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, describe, test } from 'node:test';
import {
  GitObjectError,
  type ObjectFormat,
  objectId,
  type SplitObject,
  splitObject,
} from '../../../core/git/index.js';
import { GitOracle } from './git-oracle.js';
import { fuzzObjects, type WeirdObject, weirdObjects } from './weird-objects.js';

function split(object: WeirdObject, format: ObjectFormat): SplitObject | string {
  try {
    return splitObject(object.type, object.raw, format);
  } catch (error) {
    if (error instanceof GitObjectError) return error.code;
    throw error;
  }
}

/** Two headers with the same signature name: git joins them, but this program refuses the object. */
function hasDuplicateHeader({ type, raw }: WeirdObject, format: ObjectFormat): boolean {
  const text = raw.toString('latin1');
  const end = text.indexOf('\n\n');
  const openings = [
    ...text.matchAll(/(?<=^|\n)-----BEGIN (PGP SIGNATURE|PGP MESSAGE|SIGNED MESSAGE|SSH SIGNATURE)-----/g),
  ];
  const tail = openings.at(-1)?.index;
  if (type === 'tag' && tail === undefined) return false;
  const stop = Math.min(end < 0 ? text.length : end + 1, type === 'tag' ? (tail ?? 0) : text.length);
  const lines = text.slice(0, stop).split('\n');
  const count = (name: string): number => lines.filter((line) => line.startsWith(name)).length;
  if (type === 'tag') return count('gpgsig ') > 1 || count('gpgsig-sha256 ') > 1;
  return count(format === 'sha1' ? 'gpgsig ' : 'gpgsig-sha256 ') > 1;
}

function compare(oracle: GitOracle, objects: readonly WeirdObject[], format: ObjectFormat): number {
  let compared = 0;
  const judged = objects.map((object) => ({ object, ours: split(object, format) }));
  for (const { object, ours } of judged)
    equal(ours === 'DUPLICATE_SIGNATURE_HEADER', hasDuplicateHeader(object, format), object.name);
  for (const type of ['commit', 'tag'] as const) {
    const signed = judged.flatMap(({ object, ours }) => {
      if (object.type !== type || typeof ours === 'string') return [];
      return [{ object, ours, id: objectId(type, object.raw, format) }];
    });
    for (const { object, id } of signed) equal(oracle.write(type, object.raw), id, `id of ${object.name}`);
    const unknown = signed.filter(({ ours }) => ours.signature?.kind === 'unknown');
    // git dies at a signature it does not know, so each of these runs in its own process.
    for (const { object, id } of unknown) equal(oracle.verify(type, [id]).length, 0, object.name);
    const rest = signed.filter((item) => !unknown.includes(item));
    const handed = oracle.verify(
      type,
      rest.map(({ id }) => id),
    );
    const known = rest.filter(({ ours }) => ours.signature);
    equal(handed.length, known.length, `${type}s git hands to a verifier`);
    known.forEach(({ object, ours }, i) => {
      deepEqual(handed[i]?.payload, Buffer.from(ours.payload), `payload of ${object.name}`);
      deepEqual(handed[i]?.armor, Buffer.from(ours.signature?.armor ?? []), `signature of ${object.name}`);
      compared++;
    });
  }
  return compared;
}

const hasGit = spawnSync('git', ['--version']).status === 0;

for (const format of ['sha1', 'sha256'] as const)
  describe(`splitting ${format} objects as the real git does`, {
    skip: hasGit ? false : 'git is not installed',
  }, () => {
    const oracle = new GitOracle(format);
    after(() => oracle.remove());

    test('every weird header with every weird body', () => {
      ok(compare(oracle, weirdObjects(format), format) > 300);
    });

    test('random objects', () => {
      ok(compare(oracle, fuzzObjects(format, 20261121, 300), format) > 50);
    });
  });
