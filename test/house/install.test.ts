import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { assertSignsAndVerifies, runProgram } from './try-program.js';

const scratch = mkdtempSync(join(tmpdir(), 'waxseal-install-'));
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(async () => {
  await sandbox.stop();
  rmSync(scratch, { recursive: true });
});

const needsUnix =
  process.platform === 'win32' ? { skip: 'not yet written for Windows: see README, Install' } : {};
const emptyHome = (name: string): NodeJS.ProcessEnv => {
  const home = join(scratch, name);
  mkdirSync(home, { recursive: true });
  return { HOME: home, PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
};

async function pack(): Promise<string> {
  const dir = join(scratch, 'package');
  const packed = await runProgram(process.execPath, ['scripts/pack.mjs', dir], { env: process.env });
  assert.equal(packed.status, 0, packed.stderr);
  const [tarball] = readdirSync(dir);
  return join(dir, tarball ?? '');
}

test(
  'the npm package holds what it needs and nothing else, and installs without network or dependencies',
  needsUnix,
  async () => {
    const tarball = await pack();
    const listed = await runProgram('tar', ['-tzf', tarball], { env: process.env });
    const files = listed.stdout.trim().split('\n').sort();
    const chunks = files.filter((name) => name.startsWith('package/dist/chunks/'));
    assert.ok(chunks.includes('package/dist/chunks/first-try.pl'));
    for (const name of chunks) assert.match(name, /^package\/dist\/chunks\/(?:[\w.-]+\.js|first-try\.pl)$/);
    const papers = files.filter((name) =>
      /^package\/(?:docs\/[\w-]+\.md|schemas\/[\w.-]+\.json)$/.test(name),
    );
    assert.deepEqual(
      files.filter((name) => !chunks.includes(name) && !papers.includes(name)),
      [
        'package/CHANGELOG.md',
        'package/LICENSE',
        'package/README.md',
        'package/SECURITY.md',
        'package/THIRD_PARTY_NOTICES.txt',
        'package/dist/package.json',
        'package/dist/waxseal.js',
        'package/package.json',
      ],
    );
    const prefix = join(scratch, 'prefix');
    const installed = await runProgram(
      'npm',
      ['install', '--global', '--offline', '--prefix', prefix, tarball],
      {
        cwd: scratch,
        env: emptyHome('npm-home'),
      },
    );
    assert.equal(installed.status, 0, installed.stderr);
    assert.deepEqual(readdirSync(join(prefix, 'lib', 'node_modules')), ['waxseal']);
    const program = join(prefix, 'bin', 'waxseal');
    const said = await runProgram(program, ['--version'], { env: emptyHome('version-home') });
    assert.equal(said.stdout, `waxseal ${version}\n`);
    await assertSignsAndVerifies(program, 'npm', scratch, sandbox);
  },
);

test('the standalone executable needs neither Node nor any other file', needsUnix, async () => {
  const dir = join(scratch, 'standalone');
  const built = await runProgram(process.execPath, ['scripts/sea.mjs', dir], { env: process.env });
  assert.equal(built.status, 0, built.stderr);
  const name = `waxseal-${process.platform}-${process.arch}`;
  assert.deepEqual(readdirSync(dir).sort(), [name, `${name}.cdx.json`]);
  const program = join(dir, `waxseal-${process.platform}-${process.arch}`);
  const said = await runProgram(program, ['--version'], { env: { HOME: scratch, PATH: '/nonexistent' } });
  assert.equal(said.stdout, `waxseal ${version}\n`);
  assert.equal(said.stderr, '');
  const { stdout: licenses } = await runProgram(program, ['--licenses'], { env: { HOME: scratch } });
  for (const text of ['Node.js is licensed for use as follows', 'Apache License', /^pako [\d.]+ /m])
    assert.match(licenses, new RegExp(text));
  const sbom = JSON.parse(readFileSync(`${program}.cdx.json`, 'utf8'));
  const node = sbom.components.find((one: { purl: string }) => one.purl.startsWith('pkg:generic/node@'));
  assert.equal(node?.version, process.versions.node);
  assert.ok(node.components.some((one: { name: string }) => one.name === 'openssl'));
  const content = createHash('sha256').update(readFileSync(program)).digest('hex');
  assert.deepEqual(sbom.metadata.component.hashes, [{ alg: 'SHA-256', content }]);
  await assertSignsAndVerifies(program, 'standalone', scratch, sandbox);
});
