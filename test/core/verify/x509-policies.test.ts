import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSmimePath } from '../../../core/certificate/index.js';
import { statedPolicies } from '../../../core/certificate/policy-extensions.js';
import { concatBytes, der } from '../../../core/encoding/index.js';
import { issueAuthority, T0 } from '../../support/pki.js';
import { extension } from '../../support/pki-extensions.js';
import { issueSmime } from '../../support/smime.js';
import { POLICY_PATHS } from './policy-paths.js';

describe('the path of an S/MIME signer with', () => {
  for (const [what, valid, path] of POLICY_PATHS)
    test(`${what} ${valid ? 'holds' : 'is refused'}`, async () => {
      const [leaf, ...authorities] = path.map(({ certificate }) => certificate);
      const anchor = authorities.at(-1);
      assert.ok(leaf && anchor);
      const parts = { anchors: [anchor], intermediates: authorities.slice(0, -1) };
      const found = await buildSmimePath(leaf, parts, T0 + 100);
      assert.equal(found.ok ? 'holds' : found.reason, valid ? 'holds' : 'CHAIN_CONSTRAINT');
    });
});

describe('a certificate with malformed policies', () => {
  const root = issueAuthority('root');
  const P = '1.3.6.1.4.1.99999.1';
  const named = (...oids: string[]) => oids.map((oid) => der.sequence(der.oid(oid)));
  const pair = (from: string, to: string) => der.sequence(der.oid(from), der.oid(to));
  for (const [what, oid, value] of [
    ['the same policy twice', '2.5.29.32', der.sequence(...named(P, P))],
    ['an empty list', '2.5.29.32', der.sequence()],
    [
      'a hundred and one',
      '2.5.29.32',
      der.sequence(...named(...Array.from({ length: 101 }, (_, n) => `${P}.${n}`))),
    ],
    ['any policy mapped', '2.5.29.33', der.sequence(pair('2.5.29.32.0', P))],
    ['a mapping to any policy', '2.5.29.33', der.sequence(pair(P, '2.5.29.32.0'))],
    ['a mapping of three', '2.5.29.33', der.sequence(der.sequence(der.oid(P), der.oid(P), der.oid(P)))],
    ['a negative number', '2.5.29.36', der.sequence(der.element(0x80, Uint8Array.of(0xff)))],
    ['a third constraint', '2.5.29.36', der.sequence(der.element(0x82, Uint8Array.of(1)))],
    ['no number', '2.5.29.54', der.sequence()],
    ['two numbers', '2.5.29.54', concatBytes(der.integer(1), der.integer(1))],
  ] as const)
    test(`(${what}) is refused`, async () => {
      const { certificate } = issueSmime(root, { odd: extension(oid, value) });
      const parts = { anchors: [root.certificate], intermediates: [] };
      const found = await buildSmimePath(certificate, parts, T0 + 100);
      assert.equal(found.ok || found.reason, 'CHAIN_CONSTRAINT');
    });

  test('that are too many is told from one that is wrong', () => {
    const many = named(...Array.from({ length: 101 }, (_, n) => `${P}.${n}`));
    const { certificate } = issueSmime(root, { many: extension('2.5.29.32', der.sequence(...many)) });
    assert.throws(() => statedPolicies(certificate), { code: 'DER_TOO_LARGE' });
  });

  test('holds with a hundred policies', async () => {
    const many = named(...Array.from({ length: 100 }, (_, n) => `${P}.${n}`));
    const { certificate } = issueSmime(root, { many: extension('2.5.29.32', der.sequence(...many)) });
    const found = await buildSmimePath(
      certificate,
      { anchors: [root.certificate], intermediates: [] },
      T0 + 100,
    );
    assert.equal(found.ok, true);
  });
});
