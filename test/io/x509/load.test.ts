import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { encodePem } from '../../../core/encoding/index.js';
import { ownTrust } from '../../../inspect/basis/own-trust.js';
import { resolveConfig } from '../../../io/config/index.js';
import { loadX509Roots, X509RootsError } from '../../../io/x509/load.js';
import { createRepo } from '../../support/git-repo.js';
import { issueAuthority } from '../../support/pki.js';

const dir = mkdtempSync(join(tmpdir(), 'waxseal-x509-'));
after(() => rmSync(dir, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const root = issueAuthority('root');
const middle = issueAuthority('middle', { issuer: root });
const other = issueAuthority('other');
const pem = (...list: readonly { readonly der: Uint8Array }[]) =>
  list.map(({ der }) => encodePem('CERTIFICATE', der)).join('a comment\n');

test('files that the user names give roots; certificates in them that are not self-issued are only links of a path', async () => {
  const paths = [file('a.pem', pem(root, middle)), file('b.pem', pem(other))].join(delimiter);
  const { given, intermediates } = await loadX509Roots(paths);
  assert.deepEqual(
    given.map(({ der }) => der),
    [root.der, other.der],
  );
  assert.deepEqual(
    intermediates.map(({ der }) => der),
    [middle.der],
  );
});

test('without configuration, the roots of the system are used, and none of them is the user’s own', async () => {
  const { given, system, intermediates } = await loadX509Roots(undefined);
  assert.ok(system.length > 50, String(system.length));
  assert.deepEqual([given.length, intermediates.length], [0, 0]);
});

test('a file that is missing, empty or malformed is an error that names it, and never means "no roots"', async () => {
  for (const path of [
    join(dir, 'missing.pem'),
    file('empty.pem', ''),
    file('key.pem', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
    file('cut.pem', pem(root).slice(0, 200)),
    file('bad.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'),
    dir,
  ]) {
    await assert.rejects(loadX509Roots(path), (error: unknown) => {
      assert.ok(error instanceof X509RootsError, String(error));
      assert.equal(error.code, 'X509_ROOTS_UNUSABLE');
      assert.ok(error.message.includes(path) && !error.message.includes('\n'));
      return true;
    });
  }
});

test('roots inside the current repository are not the user’s own', async () => {
  const repo = await createRepo();
  try {
    const place = { cwd: repo.dir, env: repo.env };
    const inside = join(repo.dir, 'roots.pem');
    writeFileSync(inside, pem(root));
    const trust = (paths: string) =>
      ownTrust(resolveConfig({ gitConfig: [], env: { WAXSEAL_X509_ROOTS: paths } }), place).x509();
    const outside = file('own.pem', pem(other));
    await assert.rejects(trust([outside, inside].join(delimiter)), {
      code: 'X509_ROOTS_UNUSABLE',
      message: `the roots in ${inside} cannot be used: the file is inside the repository`,
    });
    assert.equal((await trust(outside)).given.length, 1);
  } finally {
    repo.remove();
  }
});

test('a file of roots over 16 MiB is an error that names it, and one of as much is read', async () => {
  const most = 16 << 20;
  const text = pem(root);
  const filled = (length: number) => text.padEnd(length, '\n');
  assert.equal((await loadX509Roots(file('most.pem', filled(most)))).given.length, 1);
  await assert.rejects(loadX509Roots(file('more.pem', filled(most + 1))), {
    code: 'X509_ROOTS_UNUSABLE',
    message: /more\.pem .*\(EFBIG\)/,
  });
});
