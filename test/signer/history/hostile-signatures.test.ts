import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { der } from '../../../core/encoding/index.js';
import { encodeArmor } from '../../../core/signature/index.js';
import { historyRepo } from '../../support/history.js';
import { TestInstance } from '../../support/instance.js';
import { measured } from '../../support/measured.js';
import { email, extension } from '../../support/pki-extensions.js';
import { cmsAttribute, type Replaced, rebuildCms } from '../../support/rebuild-cms.js';
import { commitWith } from '../../support/signed-commit.js';
import { PROGRAM } from '../../support/waxseal.js';

const instance = new TestInstance();
const repo = historyRepo(instance);
after(() => repo.remove());

const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));
const payload = new TextEncoder().encode(
  `tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor D <d@x.test> ${instance.start + 2000} +0000\ncommitter D <d@x.test> ${instance.start + 2000} +0000\n\nx\n`,
);
const plain = instance.sign(payload);
const rebuilt = (replaced: Replaced) => encodeArmor(rebuildCms(cms, replaced));
const { certificate, cms } = plain;
const filler = (bytes: number) => der.octetString(new Uint8Array(bytes));

const fat = instance.sign(payload, {
  extraExtensions: list(50, (i) => extension(`1.3.6.1.4.1.9.${i}`, filler(900))),
});

/**
 * What a signature contains too much of, and the error; if the amount is allowed, the only error is that it covers another
 * commit.
 */
const HOSTILE: readonly (readonly [what: string, armor: Uint8Array, said: RegExp])[] = [
  [
    'subject names',
    instance.sign(payload, { names: list(1500, (i) => email(`dev${i}@x.test`)) }).armor,
    /CERTIFICATE_MALFORMED an extension is malformed: more than 100 subject alternative names/,
  ],
  [
    '10,000 subject names, as many as fit into a certificate',
    instance.sign(payload, { names: list(10_000, () => email('a@b')) }).armor,
    /CERTIFICATE_MALFORMED an extension is malformed: more than 100 subject alternative names/,
  ],
  [
    'a name as large as a certificate may be',
    instance.sign(payload, { names: [email('d'.repeat(64_000))] }).armor,
    /^PAYLOAD_DIGEST_MISMATCH [^;]*$/,
  ],
  ['extensions', fat.armor, /^PAYLOAD_DIGEST_MISMATCH [^;]*$/],
  [
    'certificates',
    rebuilt({ certificates: list(1000, () => certificate) }),
    /CMS_MALFORMED there are more than 16 certificates/,
  ],
  [
    'large certificates',
    rebuilt({ certificates: [certificate, ...list(15, () => fat.certificate)] }),
    /^PAYLOAD_DIGEST_MISMATCH [^;]*$/,
  ],
  [
    'attributes',
    rebuilt({ unsigned: list(5000, (i) => cmsAttribute(`1.3.6.1.4.1.9.${i}`, filler(100))) }),
    /CMS_MALFORMED there are too many attributes or values of one/,
  ],
  [
    'values of an attribute',
    rebuilt({ unsigned: [cmsAttribute('1.3.6.1.4.1.9.1', ...list(5000, () => filler(100)))] }),
    /CMS_MALFORMED there are too many attributes or values of one/,
  ],
  [
    'a large attribute',
    rebuilt({ unsigned: [cmsAttribute('1.3.6.1.4.1.9.1', filler(900_000))] }),
    /^PAYLOAD_DIGEST_MISMATCH [^;]*$/,
  ],
];
const REPEATED = 10;

/** Node with this program takes about 100 MB and half a second. */
test('signatures with too many names, extensions, certificates or attributes take bounded time and memory', async () => {
  const text = (what: string) => new TextEncoder().encode(`${new TextDecoder().decode(payload)}${what}\n`);
  const ids = list(REPEATED, (time) =>
    HOSTILE.map(([what, armor]) => {
      const { raw } = commitWith(text(`${what} ${time}`), armor);
      return repo.at(repo.dir, ['hash-object', '-t', 'commit', '-w', '--stdin'], raw);
    }),
  ).flat();
  const { stdout, cpuSeconds, megabytes } = await measured(
    PROGRAM,
    ['verify', '--stdin', '--any-signer', '--no-cache', '--format', 'json'],
    { cwd: repo.dir, env: repo.env, input: `${ids.join('\n')}\n` },
  );
  const { objects } = JSON.parse(stdout);
  assert.equal(objects.length, ids.length);
  for (const [i, { outcome, checks }] of objects.entries()) {
    const failed = checks.filter((check: { outcome: string }) => check.outcome === 'failed');
    const reasons = failed.map(({ reason, detail }: Record<string, string>) => `${reason} ${detail}`);
    const [what = '', , said = /^$/] = HOSTILE[i % HOSTILE.length] ?? [];
    assert.equal(outcome, 'invalid', what);
    assert.match(reasons.join('; '), said, what);
  }
  assert.ok(cpuSeconds < 8, `${cpuSeconds} s`);
  assert.ok(megabytes < 300, `${megabytes} MB`);
});
