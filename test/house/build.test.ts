import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const scratch = mkdtempSync(join(tmpdir(), 'waxseal-build-'));
after(() => rmSync(scratch, { recursive: true }));

function build(name: string): Map<string, string> {
  const outdir = join(scratch, name);
  const run = spawnSync(process.execPath, ['scripts/build.mjs', '--outdir', outdir], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const names = readdirSync(outdir, { recursive: true }).map(String).sort();
  const files = names.filter((path) => statSync(join(outdir, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(outdir, path), 'latin1')]));
}

const built = build('first');

test('the same sources give the same bytes', () => {
  assert.deepEqual(build('second'), built);
});

test('the entry is small, and the files that it loads on demand are next to it', () => {
  const entry = built.get('waxseal.js') ?? '';
  assert.ok(entry.length > 0 && entry.length <= 15 * 1024, `${entry.length} bytes`);
  const named = [...entry.matchAll(/"\.\/(chunks\/[\w.-]+\.js)"/g)].map(([, path]) => path ?? '');
  const beside = [...built.keys()].filter((path) => path.startsWith('chunks'));
  const firstTry = join('chunks', 'first-try.pl'); // named by the launcher
  assert.deepEqual([...[...new Set(named)].map((path) => join(path)), firstTry].sort(), beside);
});

test('for every commit that git shows, only the entry, the reader of git’s request and the verifier start', () => {
  // Cached compiled code is not loaded through the module loader that NODE_DEBUG reports.
  const env = { ...process.env, NODE_DEBUG: 'module', WAXSEAL_CODE_CACHE: 'off' };
  const verify = ['dist/waxseal.js', '--status-fd=1', '--verify', '/nonexistent/signature', '-'];
  const run = spawnSync(process.execPath, verify, { encoding: 'utf8', env, input: '' });
  const loaded = new Set([...run.stderr.matchAll(/load "([^"]*dist[^"]*\.js)"/g)].map(([, path]) => path));
  const refused = /report-[\w]+\.js$/;
  assert.equal([...loaded].filter((path) => !refused.test(path ?? '')).length, 3, [...loaded].join('\n'));
});

test('neither tests nor source maps are in the product', () => {
  const code = [...built.values()].join('\n');
  assert.doesNotMatch(code, /sourceMappingURL/);
  assert.doesNotMatch(code, /startSandbox/);
  assert.ok(![...built.keys()].some((path) => path.endsWith('.map')));
});

test('the notices name every bundled package with its licence', () => {
  const notices = built.get('THIRD_PARTY_NOTICES.txt') ?? '';
  for (const name of ['re2js', 'yaml']) assert.match(notices, new RegExp(`^${name} \\d[\\w.]* \\(`, 'm'));
  assert.doesNotMatch(notices, /ships no licence text/);
  const [, pako = ''] = /^pako [\d.]+ \(\(MIT AND Zlib\)\)$([\s\S]*?)^={78}$/m.exec(notices) ?? [];
  assert.match(pako, /Permission is hereby granted, free of charge/);
  assert.match(pako, /This software is provided 'as-is'/, 'the licence of zlib itself');
});

test('the version is the one of package.json', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const run = spawnSync(process.execPath, ['dist/waxseal.js', '--version'], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, new RegExp(`\\b${version.replaceAll('.', '\\.')}\\b`));
});

test('a build that would contain a test file is refused', () => {
  const program = `import { bundle } from '${pathToFileURL('scripts/build/bundle.mjs').href}';`;
  const probe = join(scratch, 'probe.mjs');
  writeFileSync(probe, `${program}\nawait bundle('test/house/build.test.ts');\n`);
  const run = spawnSync(process.execPath, [probe], { encoding: 'utf8' });
  assert.notEqual(run.status, 0);
  assert.match(run.stderr, /not part of the product: test\/house\/build\.test\.ts/);
});
