import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { resolveConfig } from '../../../io/config/index.js';
import { loadTrustedRoot, refreshTrustedRoot } from '../../../io/trust/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { temporaryDirectory } from '../support/repository.js';
import { serve } from '../support/server.js';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

const config = (env: NodeJS.ProcessEnv = {}) => resolveConfig({ gitConfig: [], env });
const tuf = (more: NodeJS.ProcessEnv = {}) =>
  config({ TUF_MIRROR: sandbox.urls.tuf, TUF_ROOT_JSON: sandbox.tufRootPath, ...more });

test('without configuration, the included public-good root is used, without the network', async (t) => {
  const loaded = await loadTrustedRoot(config(), { cacheDirectory: temporaryDirectory(t) });
  assert.deepEqual(loaded.source, { kind: 'seed' });
  assert.ok(loaded.root.logs.some(({ baseUrl }) => baseUrl === 'https://rekor.sigstore.dev'));
});

test('the included root is the one in @sigstore/tuf', () => {
  execFileSync(process.execPath, ['scripts/trust-seed.mjs', '--check']);
});

test('a trusted root file is used and named', async (t) => {
  const cacheDirectory = temporaryDirectory(t);
  const loaded = await loadTrustedRoot(config({ WAXSEAL_TRUSTED_ROOT: sandbox.trustedRootPath }), {
    cacheDirectory,
  });
  assert.deepEqual(loaded.source, { kind: 'file', path: sandbox.trustedRootPath });
  const broken = join(cacheDirectory, 'broken.json');
  writeFileSync(broken, '{"tlogs": 7}');
  await assert.rejects(loadTrustedRoot(config({ WAXSEAL_TRUSTED_ROOT: broken }), { cacheDirectory }), {
    code: 'TRUST_FILE_MALFORMED',
  });
  const missing = config({ WAXSEAL_TRUSTED_ROOT: join(cacheDirectory, 'missing.json') });
  await assert.rejects(loadTrustedRoot(missing, { cacheDirectory }), { code: 'TRUST_FILE_UNREADABLE' });
});

test('the error about an unusable file says what the file is, and which setting names it', async (t) => {
  const cacheDirectory = temporaryDirectory(t);
  const path = join(cacheDirectory, 'missing');
  const gone = (what: string, variable: string) =>
    `${what} ${path} (named by environment variable ${variable}) cannot be read (ENOENT)`;
  for (const [variable, what] of [
    ['WAXSEAL_TRUSTED_ROOT', 'the trusted root'],
    ['SIGSTORE_ROOT_FILE', 'the certificates of Fulcio in'],
    ['SIGSTORE_REKOR_PUBLIC_KEY', 'the key of Rekor in'],
    ['GITSIGN_TIMESTAMP_CERT_CHAIN', 'the certificates of the timestamp authority in'],
    ['TUF_ROOT_JSON', 'the root of the TUF mirror in'],
  ] as const)
    await assert.rejects(loadTrustedRoot(config({ [variable]: path }), { cacheDirectory }), {
      code: 'TRUST_FILE_UNREADABLE',
      message: gone(what, variable),
    });
  writeFileSync(path, '{}');
  const flags = { trustedRoot: { name: '--trusted-root', value: path } };
  await assert.rejects(
    loadTrustedRoot(resolveConfig({ gitConfig: [], env: {}, flags }), { cacheDirectory }),
    (error: Error) => error.message.startsWith(`the trusted root ${path} (named by option --trusted-root): `),
  );
});

test('gitsign’s key files make a trusted root', async (t) => {
  const { root, source } = await loadTrustedRoot(config({ ...sandbox.env, TUF_MIRROR: '' }), {
    cacheDirectory: temporaryDirectory(t),
  });
  assert.equal(source.kind, 'key-files');
  assert.deepEqual([root.certificateAuthorities.length, root.logs.length, root.ctLogs.length], [1, 1, 1]);
});

test('a mirror has no trusted root before the first update; afterwards the cache provides it offline', async (t) => {
  const cacheDirectory = temporaryDirectory(t);
  await assert.rejects(loadTrustedRoot(tuf(), { cacheDirectory }), { code: 'TUF_NOT_INITIALISED' });
  const fetched = await refreshTrustedRoot(tuf(), { cacheDirectory, now: 1234 });
  const requests = sandbox.requests.length;
  const loaded = await loadTrustedRoot(tuf(), { cacheDirectory });
  assert.equal(sandbox.requests.length, requests);
  assert.deepEqual(loaded.source, { kind: 'tuf', mirror: sandbox.urls.tuf, refreshedAt: 1234 });
  assert.equal(loaded.root.digest, fetched.root.digest);
  await refreshTrustedRoot(tuf(), { cacheDirectory, now: 1235 });
});

test('a mirror without an initial root is refused', async (t) => {
  const lonely = config({ TUF_MIRROR: sandbox.urls.tuf });
  await assert.rejects(refreshTrustedRoot(lonely, { cacheDirectory: temporaryDirectory(t) }), {
    code: 'TUF_NOT_INITIALISED',
  });
});

test('a damaged cache counts as empty, is reported, and is repaired by an update', async (t) => {
  const cacheDirectory = temporaryDirectory(t);
  await refreshTrustedRoot(tuf(), { cacheDirectory });
  const [name = ''] = readdirSync(join(cacheDirectory, 'trust'));
  const path = join(cacheDirectory, 'trust', name);
  const good = readFileSync(path, 'utf8');
  for (const bad of ['', '{', good.slice(0, 500), good.replace('refreshedAt', 'refreshedat')]) {
    writeFileSync(path, bad);
    await assert.rejects(loadTrustedRoot(tuf(), { cacheDirectory }), { code: 'TUF_NOT_INITIALISED' });
  }
  const { notes } = await refreshTrustedRoot(tuf(), { cacheDirectory });
  assert.match(notes[0] ?? '', /damaged/);
  assert.deepEqual((await loadTrustedRoot(tuf(), { cacheDirectory })).notes, []);
  assert.deepEqual(readdirSync(join(cacheDirectory, 'trust')), [name]);
});

test('a cache that others can write is ignored and reported, and belongs to the user alone after an update', async (t) => {
  if (process.platform === 'win32') return t.skip('modes say nothing on Windows');
  const cacheDirectory = temporaryDirectory(t);
  await refreshTrustedRoot(tuf(), { cacheDirectory });
  const [name = ''] = readdirSync(join(cacheDirectory, 'trust'));
  chmodSync(join(cacheDirectory, 'trust', name), 0o666);
  await assert.rejects(loadTrustedRoot(tuf(), { cacheDirectory }), { code: 'TUF_NOT_INITIALISED' });
  const { notes } = await refreshTrustedRoot(tuf(), { cacheDirectory });
  assert.match(notes[0] ?? '', /can be written by others/);
  assert.deepEqual((await loadTrustedRoot(tuf(), { cacheDirectory })).notes, []);
});

test('a cache below a directory that everybody can change is not believed, and not written', async (t) => {
  if (process.platform === 'win32') return t.skip('modes say nothing on Windows');
  const cacheDirectory = temporaryDirectory(t);
  await refreshTrustedRoot(tuf(), { cacheDirectory });
  chmodSync(cacheDirectory, 0o777);
  await assert.rejects(loadTrustedRoot(tuf(), { cacheDirectory }), {
    code: 'TUF_NOT_INITIALISED',
    message: /can be written by others and was passed over: \S+ can be changed by everybody$/,
  });
  await assert.rejects(refreshTrustedRoot(tuf(), { cacheDirectory }), {
    code: 'CACHE_NOT_WRITABLE',
    message: `the trusted root cannot be kept: ${cacheDirectory} can be changed by everybody`,
    hint: `run: chmod go-w ${cacheDirectory}, or set XDG_CACHE_HOME to a directory of your own`,
  });
});

test('where no temporary file can be written, the mirror is not blamed', async (t) => {
  const before = process.env['TMPDIR'];
  const cacheDirectory = temporaryDirectory(t);
  t.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  const missing = join(cacheDirectory, 'missing');
  process.env['TMPDIR'] = missing;
  await assert.rejects(refreshTrustedRoot(tuf(), { cacheDirectory }), {
    code: 'CACHE_NOT_WRITABLE',
    message: `the trusted root cannot be fetched: ${missing} cannot be written (it does not exist, ENOENT)`,
  });
});

test('a mirror that is down or lies changes nothing: the last accepted root stays in use', async (t) => {
  const cacheDirectory = temporaryDirectory(t);
  const { root } = await refreshTrustedRoot(tuf(), { cacheDirectory });
  for (const [action, code] of [
    [{ status: 500 }, 'TUF_REFRESH_FAILED'],
    ['garbage', 'TUF_REFUSED'],
    ['reset', 'TUF_REFRESH_FAILED'],
  ] as const) {
    sandbox.faults.add({ server: 'tuf', action });
    await assert.rejects(refreshTrustedRoot(tuf(), { cacheDirectory }), { name: 'TrustError', code });
    sandbox.faults.clear();
    assert.equal((await loadTrustedRoot(tuf(), { cacheDirectory })).root.digest, root.digest);
  }
});

test('metadata signed by somebody else is refused', async (t) => {
  const other = await startSandbox();
  t.after(() => other.stop());
  const mixed = config({ TUF_MIRROR: other.urls.tuf, TUF_ROOT_JSON: sandbox.tufRootPath });
  await assert.rejects(refreshTrustedRoot(mixed, { cacheDirectory: temporaryDirectory(t) }), {
    code: 'TUF_REFUSED',
  });
});

test('metadata that has expired is refused', async (t) => {
  const old = await startSandbox({ clock: () => Date.now() / 1000 - 30 * 365 * 86400 });
  t.after(() => old.stop());
  const stale = config({ TUF_MIRROR: old.urls.tuf, TUF_ROOT_JSON: old.tufRootPath });
  await assert.rejects(refreshTrustedRoot(stale, { cacheDirectory: temporaryDirectory(t) }), {
    code: 'TUF_REFUSED',
    message: /expired/,
  });
});

test('metadata over its size limit is refused', async (t) => {
  const { url } = await serve(t, (_, response) => void response.end('x'.repeat(6_000_000)));
  const huge = config({ TUF_MIRROR: url, TUF_ROOT_JSON: sandbox.tufRootPath });
  await assert.rejects(refreshTrustedRoot(huge, { cacheDirectory: temporaryDirectory(t) }), {
    name: 'TrustError',
  });
});

test('a cache that cannot be written has its own error', async (t) => {
  if (process.getuid?.() === 0) {
    const file = join(temporaryDirectory(t), 'file');
    writeFileSync(file, '');
    return assert.rejects(refreshTrustedRoot(tuf(), { cacheDirectory: file }), {
      code: 'CACHE_NOT_WRITABLE',
    });
  }
  const cacheDirectory = temporaryDirectory(t);
  chmodSync(cacheDirectory, 0o500);
  await assert.rejects(refreshTrustedRoot(tuf(), { cacheDirectory }), { code: 'CACHE_NOT_WRITABLE' });
});
