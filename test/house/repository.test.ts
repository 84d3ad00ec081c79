import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  optionalDependencies?: Record<string, string>;
}

const listed = spawnSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
const tracked = listed.stdout.split('\0').filter((path) => path !== '' && existsSync(path));
const sources = tracked.filter((path) => /\.(ts|mts|mjs|js|sh)$/.test(path) || path.startsWith('.ci/'));
const text = (path: string): string => readFileSync(path, 'utf8');
const inRepository =
  tracked.length > 0 ? {} : { skip: 'not a git repository: there is no list of committed files' };

function matching(paths: string[], pattern: RegExp): string[] {
  return paths.filter((path) => pattern.test(text(path)));
}

test('every locked package has an integrity and no download address', () => {
  const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> };
  const entries = Object.entries(packages).filter(([path]) => path !== '');
  assert.ok(entries.length > 20);
  assert.deepEqual(
    entries.filter(([, entry]) => !entry.integrity?.startsWith('sha512-')).map(([path]) => path),
    [],
  );
  assert.deepEqual(
    entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path),
    [],
  );
});

test('packages that other systems install are locked too', () => {
  const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> };
  const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  assert.deepEqual(
    optional.filter((name) => packages[`node_modules/${name}`] === undefined),
    [],
  );
});

test('package.json names exact versions and makes users install nothing', () => {
  const manifest = JSON.parse(text('package.json')) as Record<string, Record<string, string> | undefined>;
  assert.equal(manifest['dependencies'], undefined);
  assert.equal(manifest['optionalDependencies'], undefined);
  const loose = Object.entries(manifest['devDependencies'] ?? {}).filter(
    ([, version]) => !/^\d/.test(version),
  );
  assert.deepEqual(loose, []);
  const onInstall = Object.keys(manifest['scripts'] ?? {}).filter((name) => /install|prepare/.test(name));
  assert.deepEqual(onInstall, []);
});

test('no source file is longer than 400 lines', inRepository, () => {
  const long = sources.filter((path) => text(path).split('\n').length > 401);
  assert.deepEqual(long, []);
});

test('no source uses the type any', inRepository, () => {
  const typescript = sources.filter((path) => path.endsWith('.ts') && !path.startsWith('test/house/'));
  assert.deepEqual(matching(typescript, /(:|\bas|<)\s*any\b(?!\s[a-z])/), []);
});

test('no committed file names a path of the machine on which it was written', inRepository, () => {
  const readable = tracked.filter(
    (path) => !/\.(png|der|bin|gz|raw)$/.test(path) && !path.startsWith('test/house/'),
  );
  const homes = ['work', 'root', 'home', 'Users'].join('|');
  assert.deepEqual(matching(readable, new RegExp(`(^|[\\s"'\`(=:])/(${homes})/(?!me/)[\\w.-]+/`, 'm')), []);
});

test('every workflow action is pinned to a commit, and no workflow has more rights than it names', () => {
  for (const path of ['.github/workflows/ci.yml', '.github/workflows/release.yml']) {
    const workflow = text(path);
    for (const [line, reference] of workflow.matchAll(/^\s*-?\s*uses:\s*(\S+).*$/gm)) {
      assert.match(reference ?? '', /@[0-9a-f]{40}$/, line);
      assert.match(line, /# v\d+\.\d+\.\d+$/, line);
    }
    assert.match(workflow, /^permissions: \{\}$/m, path);
    const checkouts = workflow.match(/actions\/checkout@/g)?.length;
    assert.equal(workflow.match(/persist-credentials: false/g)?.length, checkouts, path);
  }
});
