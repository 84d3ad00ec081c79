import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly purl: string } };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses: readonly unknown[];
    readonly purl: string;
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const scratch = mkdtempSync(join(tmpdir(), 'sbom-'));
after(() => rmSync(scratch, { recursive: true }));
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

function written(name: string): string {
  const dir = join(scratch, name);
  const run = spawnSync(process.execPath, ['scripts/sbom.mjs', dir], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return readFileSync(join(dir, `waxseal-${version}.cdx.json`), 'utf8');
}

const text = written('first');
const sbom = JSON.parse(text) as Sbom;

test('the SBOM of a release is the same each time it is written', () => {
  assert.equal(written('second'), text);
  assert.doesNotMatch(text, /timestamp|serialNumber/);
});

test('the SBOM lists each bundled package once, with the digest and licence of the lock file', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string }>;
  };
  assert.deepEqual([sbom.bomFormat, sbom.specVersion], ['CycloneDX', '1.6']);
  const refs = sbom.components.map((component) => component['bom-ref']);
  assert.equal(new Set(refs).size, refs.length);
  assert.ok(refs.some((ref) => ref.startsWith('pkg:npm/re2js@')));
  assert.ok(
    !refs.some((ref) => /typescript|esbuild|biome|vsce/.test(ref)),
    'tools are not part of the product',
  );
  for (const { group, name, version: own, hashes, licenses, purl } of sbom.components) {
    const full = group === undefined ? name : `${group}/${name}`;
    assert.equal(purl, `pkg:npm/${full.replace('@', '%40')}@${own}`);
    assert.equal(licenses.length, 1, full);
    const [hash] = hashes;
    const integrity = `sha512-${Buffer.from(hash?.content ?? '', 'hex').toString('base64')}`;
    const same = Object.entries(lock.packages).filter(
      ([path, entry]) => path.endsWith(`node_modules/${full}`) && entry.version === own,
    );
    assert.ok(same.length > 0 && same.every(([, entry]) => entry.integrity === integrity), full);
  }
});

test('the SBOM refers only to what it lists, and everything in it is reachable', () => {
  const known = new Map(sbom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const reached = new Set<string>();
  const todo = [sbom.metadata.component.purl];
  for (let ref = todo.pop(); ref !== undefined; ref = todo.pop()) {
    if (reached.has(ref)) continue;
    reached.add(ref);
    const next = known.get(ref);
    assert.ok(next, `${ref} is not listed`);
    todo.push(...next);
  }
  assert.equal(reached.size, sbom.components.length + 1);
});
