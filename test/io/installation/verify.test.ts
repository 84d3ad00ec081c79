import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { utf8 } from '../../../core/encoding/index.js';
import { RELEASE_WORKFLOW, REPOSITORY } from '../../../core/installation/index.js';
import {
  fetchBundle,
  type InstallationRequest,
  verifyInstallation,
} from '../../../inspect/installation/index.js';
import { generalName } from '../../sandbox/pki.js';
import { type InstalledExtension, installedExtension, provenanceOf } from '../../support/installation.js';
import { TestInstance } from '../../support/instance.js';

const instance = new TestInstance();
let installed: InstalledExtension;
let good: Uint8Array;
let root: string;

beforeEach(async () => {
  installed?.remove();
  installed = await installedExtension();
  good = provenanceOf(instance, installed.list);
  installed.write('../trusted_root.json', instance.trustJson);
  root = join(installed.dir, '..', 'trusted_root.json');
});
after(() => installed.remove());

function check(more: Partial<InstallationRequest> = {}) {
  const flags = { trustedRoot: { name: '--trusted-root', value: root } };
  const fetch = async () => ({ trouble: 'unreachable' as const, why: 'no network in this test' });
  return verifyInstallation({ folder: installed.dir, env: {}, flags, fetch, bundle: good, ...more });
}

test('an installed release with its provenance is verified, although VS Code changed its manifest', async () => {
  const verdict = await check();
  assert.equal(verdict.outcome, 'verified', verdict.detail);
  assert.deepEqual([verdict.extension, verdict.version, verdict.files], ['waxseal.waxseal', '9.8.7', 4]);
  assert.match(verdict.detail, /release\.yml@refs\/tags\/v9\.8\.7/);
});

test('a release whose archive manifest VS Code did not keep is verified', async () => {
  rmSync(join(installed.dir, '.vsixmanifest'));
  assert.equal((await check()).outcome, 'verified');
});

const DIFFERENT: readonly (readonly [string, () => void, string])[] = [
  [
    'a changed file',
    () => installed.write('dist/extension.cjs', 'exports.activate = spy;\n'),
    'changed: dist/extension.cjs',
  ],
  ['a file of the same length', () => installed.write('readme.md', '# Waxsea1\n'), 'changed: readme.md'],
  ['an added file', () => installed.write('dist/chunks/more.js', ''), 'added: dist/chunks/more.js'],
  ['an added hidden file', () => installed.write('.extra', ''), 'added: .extra'],
  ['a missing file', () => rmSync(join(installed.dir, 'readme.md')), 'missing: readme.md'],
  [
    'another entry point',
    () =>
      installed.write(
        'package.json',
        readFileSync(join(installed.dir, 'package.json'), 'utf8').replace(
          './dist/extension.cjs',
          './other.cjs',
        ),
      ),
    'changed: package.json',
  ],
  [
    'a member that is in the manifest twice',
    () =>
      installed.write(
        'package.json',
        readFileSync(join(installed.dir, 'package.json'), 'utf8').replace('{', '{"main":"./other.cjs",'),
      ),
    'changed: package.json',
  ],
  [
    'a link to a file outside',
    () => {
      rmSync(join(installed.dir, 'readme.md'));
      installed.write('../readme.md', '# Waxseal\n');
      symlinkSync(join('..', 'readme.md'), join(installed.dir, 'readme.md'));
    },
    'changed: readme.md',
  ],
];

const needsLinks = (what: string) =>
  process.platform === 'win32' && what.startsWith('a link')
    ? { skip: 'only administrators make links there' }
    : {};

for (const [what, change, said] of DIFFERENT) {
  test(`${what} makes it invalid, and nothing is downloaded`, needsLinks(what), async () => {
    change();
    const fetch = () => Promise.reject(new Error('the network was used'));
    const verdict = await verifyInstallation({ folder: installed.dir, env: {}, fetch });
    assert.deepEqual([verdict.outcome, verdict.reason], ['invalid', 'FILES_DIFFER']);
    assert.ok(verdict.detail.includes(said), verdict.detail);
  });
}

test('a changed file is refused even if the list was changed to match it', async () => {
  const text = Buffer.from(installed.list).toString('utf8');
  installed.write('readme.md', '# Evil\n');
  const [, listed = ''] = /"readme.md": "([0-9a-f]{64})"/.exec(text) ?? [];
  const { createHash } = await import('node:crypto');
  const own = createHash('sha256').update('# Evil\n').digest('hex');
  installed.write('dist/digests.json', text.replace(listed, own));
  const verdict = await check();
  assert.deepEqual([verdict.outcome, verdict.reason], ['invalid', 'STATEMENT_SUBJECT_MISMATCH']);
});

const OTHERS = [
  [
    'another workflow',
    { names: [generalName.uri(`${REPOSITORY}/.github/workflows/ci.yml@refs/tags/v9.8.7`)] },
  ],
  ['a branch', { names: [generalName.uri(`${REPOSITORY}/${RELEASE_WORKFLOW}@refs/heads/main`)] }],
  [
    'the release of another version',
    { names: [generalName.uri(`${REPOSITORY}/${RELEASE_WORKFLOW}@refs/tags/v9.8.6`)] },
  ],
  [
    'a repository with a longer name',
    { names: [generalName.uri(`${REPOSITORY}-fork/${RELEASE_WORKFLOW}@refs/tags/v9.8.7`)] },
  ],
  ['a person', { names: [generalName.email('mallory@example.test')] }],
  ['another issuer', { issuer: 'https://issuer.example.test' }],
] as const;

for (const [who, by] of OTHERS) {
  test(`a provenance by ${who} is refused`, async () => {
    const verdict = await check({ bundle: provenanceOf(instance, installed.list, by) });
    assert.deepEqual([verdict.outcome, verdict.reason], ['refused', 'SIGNER_NOT_ALLOWED'], verdict.detail);
  });
}

test('a provenance from an untrusted Sigstore does not pass', async () => {
  const verdict = await check({ bundle: provenanceOf(new TestInstance(), installed.list) });
  assert.equal(verdict.outcome, 'incomplete');
  const shipped = await verifyInstallation({ folder: installed.dir, env: {}, bundle: good });
  assert.equal(shipped.outcome, 'incomplete');
});

test('another kind of attestation by the release workflow is not a provenance', async () => {
  const bundle = provenanceOf(instance, installed.list, { predicateType: 'https://spdx.dev/Document' });
  const verdict = await check({ bundle });
  assert.deepEqual([verdict.outcome, verdict.reason], ['incomplete', 'PROVENANCE_OF_ANOTHER_KIND']);
});

test('a bundle that is damaged is invalid', async () => {
  assert.equal((await check({ bundle: good.subarray(0, good.length - 9) })).outcome, 'invalid');
  assert.equal((await check({ bundle: utf8('<html>') })).outcome, 'invalid');
});

test('a development build says that it cannot be checked', async () => {
  rmSync(join(installed.dir, 'dist', 'digests.json'));
  const verdict = await check();
  assert.deepEqual([verdict.outcome, verdict.reason], ['incomplete', 'NOT_A_RELEASE']);
});

test('a missing folder, or one that is not an extension, gives no answer', async () => {
  const code = { code: 'INSTALLATION_UNREADABLE' };
  await assert.rejects(check({ folder: join(installed.dir, 'nowhere') }), code);
  await assert.rejects(check({ folder: join(installed.dir, 'dist') }), code);
});

test('hostile lists are refused', async () => {
  const hex = '0'.repeat(64);
  for (const text of [
    '{',
    '[]',
    '{"extension":"a.b","version":"1.0.0","sha256":{}}',
    `{"extension":"a.b","version":"1.0.0/../../x","sha256":{"package.json":"${hex}"}}`,
    `{"extension":"a.b","version":"1.0.0","sha256":{"package.json":"${hex}","package.json":"${hex}"}}`,
    '{"extension":"a.b","version":"1.0.0","sha256":{"package.json":"md5"}}',
  ]) {
    installed.write('dist/digests.json', text);
    const verdict = await check();
    assert.deepEqual([verdict.outcome, verdict.reason], ['invalid', 'DIGEST_LIST_MALFORMED'], text);
  }
});

test('without its bundle it is incomplete, whether the bundle does not exist or cannot be reached', async () => {
  const offline = async (trouble: 'missing' | 'unreachable') => {
    const { outcome, reason, detail } = await verifyInstallation({
      folder: installed.dir,
      env: {},
      fetch: async () => ({ trouble, why: 'so' }),
    });
    return [outcome, reason, detail];
  };
  const said = 'the files agree with each other, but who built them was not checked: so';
  assert.deepEqual(await offline('missing'), ['incomplete', 'PROVENANCE_MISSING', said]);
  assert.deepEqual(await offline('unreachable'), ['incomplete', 'PROVENANCE_NOT_REACHED', said]);
});

test('the bundle of a release is downloaded, through one redirect to a storage server', async (t) => {
  const server = createServer(({ url }, response) => {
    const port = (server.address() as AddressInfo).port;
    if (url === '/moved') response.writeHead(302, { location: `http://localhost:${port}/bundle` }).end();
    else if (url === '/loop') response.writeHead(302, { location: `http://localhost:${port}/loop` }).end();
    else if (url === '/plain') response.writeHead(302, { location: 'http://example.test/bundle' }).end();
    else if (url === '/bundle') response.end('{}');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  t.after(() => server.close());
  const at = (path: string) =>
    fetchBundle(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`);
  assert.deepEqual(await at('bundle'), { bundle: utf8('{}') });
  assert.deepEqual(await at('moved'), { bundle: utf8('{}') });
  const trouble = async (path: string) => {
    const found = await at(path);
    return 'trouble' in found ? found.trouble : 'none';
  };
  assert.equal(await trouble('nowhere'), 'missing');
  assert.equal(await trouble('loop'), 'unreachable');
  assert.equal(await trouble('plain'), 'unreachable');
});

test('the release identity is that of the repository that package.json names, and of a workflow that exists', () => {
  const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as { repository: { url: string } };
  assert.equal(repository.url, `git+${REPOSITORY}.git`);
  assert.ok(existsSync(RELEASE_WORKFLOW));
  assert.match(readFileSync(RELEASE_WORKFLOW, 'utf8'), /^ {4}tags: \["v\*"\]$/m);
});
