import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { REASON_HELP } from '../../core/verdict/index.js';

const ROOMS = ['core', 'io', 'inspect', 'act', 'signer', 'extension'];
const UNION = /export type (\w+ErrorCode) =([^;]*);/g;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** Every error code, with the unions that contain it. */
function codes(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of ROOMS.flatMap(sources))
    for (const [, union = '', members = ''] of readFileSync(file, 'utf8').matchAll(UNION))
      for (const [, code = ''] of members.matchAll(/'([A-Z0-9_]+)'/g))
        found.set(code, [...(found.get(code) ?? []), union]);
  return found;
}

test('each error code belongs to one kind of error, except reasons of verdicts, which parsers use too', () => {
  const all = codes();
  assert.ok(all.size > 60, `only ${all.size} codes were found`);
  const reasons = new Set<string>(Object.keys(REASON_HELP));
  const shared = [...all].filter(([code, unions]) => unions.length > 1 && !reasons.has(code));
  assert.deepEqual(shared, []);
});
