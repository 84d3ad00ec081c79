import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildChain, type SignatureCache } from '../../../core/certificate/index.js';
import { der, encodePem } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import type { TrustedAuthority } from '../../../core/trust/index.js';
import { NO_OPENSSL, openssl } from '../../support/openssl.js';
import { type Issued, issueAuthority, issueLeaf, newKey, T0, YEAR } from '../../support/pki.js';
import {
  authorityKeyId,
  basicConstraints,
  CODE_SIGNING,
  email,
  extendedKeyUsage,
  extension,
  keyUsage,
  nameConstraints,
  SERVER_AUTH,
  subjectAltName,
  subjectKeyId,
  uri,
} from '../../support/pki-extensions.js';

const NOW = T0 + 60;

function authority(...chain: Issued[]): TrustedAuthority {
  return {
    uri: 'https://fulcio.test',
    chain: chain.map(({ certificate }) => certificate),
    validFor: { start: 0 },
  };
}

/** The reason, or the length of the path. */
async function outcome(leaf: Issued, authorities: readonly TrustedAuthority[], time = NOW) {
  const result = await buildChain(leaf.certificate, authorities, time);
  return result.ok ? result.path.length : result.reason;
}

/** Whether openssl accepts the path: an oracle for signatures, constraints and validity. */
function opensslAccepts(leaf: Issued, chain: readonly Issued[], time = NOW): boolean {
  const pem = (issued: readonly Issued[]) => issued.map((one) => encodePem('CERTIFICATE', one.der)).join('');
  const files = { root: pem(chain.slice(-1)), middle: pem(chain.slice(0, -1)), leaf: pem([leaf]) };
  const middle = chain.length > 1 ? ['-untrusted', 'middle'] : [];
  const args = ['verify', '-x509_strict', '-attime', String(time), '-CAfile', 'root', ...middle, 'leaf'];
  return openssl(args, files).status === 0;
}

const root = issueAuthority('root');
const middle = issueAuthority('middle', { issuer: root, pathLength: 0 });

describe('buildChain', () => {
  it('finds the path through an intermediate, and says who issued the leaf', async () => {
    const leaf = issueLeaf(middle);
    const result = await buildChain(leaf.certificate, [authority(middle, root)], NOW);
    assert.ok(result.ok);
    assert.equal(result.issuer, middle.certificate);
    assert.deepEqual(result.path, [middle.certificate, root.certificate]);
  });

  it('finds a leaf issued directly by the anchor', async () => {
    assert.equal(await outcome(issueLeaf(root), [authority(middle, root)]), 1);
    assert.equal(await outcome(issueLeaf(root), [authority(root)]), 1);
  });

  it('accepts an anchor that is not self-signed, because anchors are trusted as they are', async () => {
    assert.equal(await outcome(issueLeaf(middle), [authority(middle)]), 1);
  });

  for (const kind of ['P-256', 'P-384', 'P-521', 'rsa', 'ed25519'] as const) {
    it(`verifies certificates signed with ${kind}`, async () => {
      const ca = issueAuthority('ca', { key: newKey(kind) });
      const leaf = issueLeaf(ca);
      assert.equal(await outcome(leaf, [authority(ca)]), 1);
      const forged = issueLeaf(ca, {}, { signingKey: newKey(kind) });
      assert.equal(await outcome(forged, [authority(ca)]), 'CHAIN_SIGNATURE_WRONG');
    });
  }

  it('does not accept SHA-1, nor an RSA key below 2048 bits', async () => {
    for (const kind of ['rsa-sha1', 'rsa-1024'] as const) {
      const ca = issueAuthority('ca', { key: newKey(kind) });
      assert.equal(await outcome(issueLeaf(ca), [authority(ca)]), 'ALGORITHM_NOT_SUPPORTED');
    }
  });

  it('refuses a good signature under the name of another algorithm', async () => {
    const mislabelled = issueLeaf(root, {}, { signingKey: { ...root.key, kind: 'rsa' } });
    assert.equal(await outcome(mislabelled, [authority(root)]), 'CHAIN_SIGNATURE_WRONG');
  });

  it('distinguishes an unknown authority from a wrong signature', async () => {
    const leaf = issueLeaf(middle);
    const forged = issueLeaf(middle, { authorityKeyId: undefined }, { signingKey: newKey() });
    const other = issueAuthority('other');
    assert.equal(await outcome(leaf, [authority(other)]), 'CHAIN_NO_TRUSTED_AUTHORITY');
    assert.equal(await outcome(leaf, []), 'CHAIN_NO_TRUSTED_AUTHORITY');
    assert.equal(await outcome(forged, [authority(other), authority(middle, root)]), 'CHAIN_SIGNATURE_WRONG');
  });

  it('distinguishes authorities with the same name by key identifier, or by signature when there is none', async () => {
    const twin = issueAuthority('middle', { issuer: root });
    const authorities = [authority(twin, root), authority(middle, root)];
    const withoutId = issueLeaf(middle, { authorityKeyId: undefined });
    for (const leaf of [issueLeaf(middle), withoutId]) assert.equal(await outcome(leaf, authorities), 2);
    assert.equal(await outcome(issueLeaf(middle), [authority(twin, root)]), 'CHAIN_NO_TRUSTED_AUTHORITY');
    assert.equal(await outcome(withoutId, [authority(twin, root)]), 'CHAIN_SIGNATURE_WRONG');
  });

  it('uses a key identifier only as a hint: the issuer is the one whose key signed the leaf', async () => {
    const leaf = issueLeaf(middle, { authorityKeyId: authorityKeyId(Uint8Array.of(9, 9, 9)) });
    assert.equal(await outcome(leaf, [authority(middle, root)]), 2);
    const twin = issueAuthority('middle', { issuer: root });
    assert.equal(await outcome(leaf, [authority(twin, middle, root)]), 2);
    assert.equal(await outcome(leaf, [authority(twin, root)]), 'CHAIN_NO_TRUSTED_AUTHORITY');
    const odd = issueAuthority('odd', {
      issuer: root,
      extensions: [basicConstraints(true), keyUsage(5), subjectKeyId(Uint8Array.of(7))],
    });
    assert.equal(await outcome(issueLeaf(odd), [authority(odd, root)]), 2);
  });

  it('refuses an intermediate the anchor did not sign', async () => {
    const forged = issueAuthority('middle', { issuer: root, signingKey: newKey() });
    assert.equal(await outcome(issueLeaf(forged), [authority(forged, root)]), 'CHAIN_SIGNATURE_WRONG');
  });

  it('checks the leaf, every authority and the trusted period at the given time, both ends included', async () => {
    const short = issueAuthority('short', { issuer: root, notBefore: T0 + 100, notAfter: T0 + 200 });
    const leaf = issueLeaf(short, {}, { notBefore: T0, notAfter: T0 + 300 });
    const at = (time: number, period = {}) =>
      outcome(leaf, [{ ...authority(short, root), validFor: { start: 0, ...period } }], time);
    for (const time of [T0 + 100, T0 + 200]) assert.equal(await at(time), 2);
    for (const time of [T0 + 99, T0 + 200.5]) assert.equal(await at(time), 'CHAIN_NOT_VALID_AT_TIME');
    assert.equal(await at(T0 + 150, { end: T0 + 149 }), 'CHAIN_NOT_VALID_AT_TIME');
    assert.equal(await at(T0 + 150, { start: T0 + 151 }), 'CHAIN_NOT_VALID_AT_TIME');
    const expired = issueLeaf(root, {}, { notAfter: NOW - 1 });
    assert.equal(await outcome(expired, [authority(root)]), 'CHAIN_NOT_VALID_AT_TIME');
    assert.equal(
      await outcome(issueLeaf(root), [authority(root)], T0 + 20 * YEAR),
      'CHAIN_NOT_VALID_AT_TIME',
    );
  });

  const constraints: [string, Parameters<typeof issueAuthority>[1]][] = [
    ['that is not a CA', { extensions: [basicConstraints(false), keyUsage(5)] }],
    ['without basic constraints', { extensions: [keyUsage(5)] }],
    ['that may not sign certificates', { extensions: [basicConstraints(true), keyUsage(0)] }],
    ['for TLS only', { extensions: [basicConstraints(true), keyUsage(5), extendedKeyUsage([SERVER_AUTH])] }],
    [
      'with an unknown critical extension',
      { extensions: [basicConstraints(true), keyUsage(5), extension('1.2.3', der.nullValue(), true)] },
    ],
    [
      'with empty name constraints',
      { extensions: [basicConstraints(true), keyUsage(5), extension('2.5.29.30', der.sequence())] },
    ],
    [
      'with malformed basic constraints',
      { extensions: [extension('2.5.29.19', der.nullValue(), true), keyUsage(5)] },
    ],
  ];
  for (const [what, options] of constraints) {
    it(`refuses an authority ${what}`, async () => {
      const bad = issueAuthority('bad', { issuer: root, ...options });
      assert.equal(await outcome(issueLeaf(bad), [authority(bad, root)]), 'CHAIN_CONSTRAINT');
    });
  }

  const permitted = (name: Uint8Array) => nameConstraints({ permitted: [name] });
  const excluded = (name: Uint8Array) => nameConstraints({ excluded: [name] });
  const workflow = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/heads/main';
  const constrained: [string, Uint8Array, Uint8Array, boolean][] = [
    ['an address of a permitted host', permitted(email('waxseal.test')), email('dev@waxseal.test'), true],
    ['an address of another host', permitted(email('other.test')), email('dev@waxseal.test'), false],
    ['an address of an excluded host', excluded(email('waxseal.test')), email('dev@waxseal.test'), false],
    [
      'an address where only others are excluded',
      excluded(email('other.test')),
      email('dev@waxseal.test'),
      true,
    ],
    ['a URI of a permitted host', permitted(uri('github.com')), uri(workflow), true],
    ['a URI with a port', permitted(uri('github.com')), uri('https://github.com:443/x'), true],
    ['a URI of a host below', permitted(uri('.github.com')), uri('https://api.github.com/x'), true],
    ['a URI of that host itself', permitted(uri('.github.com')), uri(workflow), false],
    ['a URI of another host', permitted(uri('gitlab.com')), uri(workflow), false],
    [
      'a URI that has the host elsewhere',
      permitted(uri('github.com')),
      uri('https://evil.test/github.com'),
      false,
    ],
    [
      'a URI with the host as user',
      permitted(uri('github.com')),
      uri('https://github.com@evil.test/'),
      false,
    ],
    ['a URI of an excluded host', excluded(uri('github.com')), uri(workflow), false],
    ['a URI without host', permitted(uri('github.com')), uri('urn:example:1'), false],
    ['a URI with an address for a host', excluded(uri('github.com')), uri('https://10.0.0.1/x'), false],
    ['a URI where only addresses are constrained', permitted(email('other.test')), uri(workflow), true],
  ];
  for (const [what, constraint, name, holds] of constrained)
    it(`${holds ? 'accepts' : 'refuses'} ${what} below name constraints`, async () => {
      const keys = [subjectKeyId(Uint8Array.of(7)), authorityKeyId(digest('sha1', root.key.spki))];
      const extensions = [basicConstraints(true), keyUsage(5), ...keys, constraint];
      const narrow = issueAuthority('narrow', { issuer: root, extensions });
      const leaf = issueLeaf(narrow, {
        subjectAltName: subjectAltName(name),
        authorityKeyId: authorityKeyId(Uint8Array.of(7)),
      });
      assert.equal(await outcome(leaf, [authority(narrow, root)]), holds ? 2 : 'CHAIN_CONSTRAINT');
      assert.equal(
        await outcome(leaf, [authority(narrow)]),
        holds ? 1 : 'CHAIN_CONSTRAINT',
        'the anchor’s own',
      );
      if (holds && !NO_OPENSSL) assert.ok(opensslAccepts(leaf, [narrow, root]));
    });

  it('finds a path around an authority whose name constraints forbid the leaf', async () => {
    const key = newKey();
    const narrow = issueAuthority('m', {
      key,
      issuer: root,
      extensions: [basicConstraints(true), keyUsage(5), permitted(email('other.test'))],
    });
    const wide = issueAuthority('m', { key, issuer: root });
    assert.equal(await outcome(issueLeaf(wide), [authority(narrow, wide, root)]), 2);
    assert.equal(await outcome(issueLeaf(wide), [authority(narrow, root)]), 'CHAIN_CONSTRAINT');
  });

  it('accepts an authority that is limited to code signing', async () => {
    const extensions = [basicConstraints(true), keyUsage(5), extendedKeyUsage([CODE_SIGNING])];
    const narrow = issueAuthority('narrow', { issuer: root, extensions });
    assert.equal(await outcome(issueLeaf(narrow), [authority(narrow, root)]), 2);
    const forTime = await buildChain(issueLeaf(narrow).certificate, [authority(narrow, root)], NOW, {
      purpose: 'timeStamping',
    });
    assert.equal(!forTime.ok && forTime.reason, 'CHAIN_CONSTRAINT');
  });

  it('counts intermediates against the path length', async () => {
    const below = issueAuthority('below', { issuer: middle });
    const leaf = issueLeaf(below);
    assert.equal(await outcome(leaf, [authority(below, middle, root)]), 'CHAIN_CONSTRAINT');
    const wide = issueAuthority('wide', { issuer: root, pathLength: 1 });
    const deep = issueAuthority('deep', { issuer: wide, pathLength: 0 });
    assert.equal(await outcome(issueLeaf(deep), [authority(deep, wide, root)]), 3);
    assert.equal(await outcome(issueLeaf(deep), [authority(wide, deep, root)]), 3, 'order does not matter');
  });

  it('terminates when authorities sign each other', async () => {
    const key = newKey();
    const a = issueAuthority('a', { key });
    const b = issueAuthority('b', { issuer: a });
    const crossA = issueAuthority('a', { key, issuer: b });
    assert.equal(await outcome(issueLeaf(b), [authority(b, crossA, root)]), 'CHAIN_NO_TRUSTED_AUTHORITY');
  });

  it('uses certificates from the signature as links, but does not trust them', async () => {
    const leaf = issueLeaf(middle);
    const along = (intermediates: Issued[], ...chain: Issued[]) =>
      buildChain(leaf.certificate, [authority(...chain)], NOW, {
        intermediates: intermediates.map(({ certificate }) => certificate),
      });
    assert.equal((await along([middle], root)).ok, true);
    assert.equal((await along([], root)).ok, false);
    assert.equal((await along([middle, root], issueAuthority('other'))).ok, false);
  });

  it('gives up on certificates made to sign each other in every way', async () => {
    const key = newKey();
    const first = issueAuthority('ring', { key });
    const ring = Array.from({ length: 12 }, () => issueAuthority('ring', { key, issuer: first }));
    const result = await buildChain(issueLeaf(first).certificate, [authority(root)], NOW, {
      intermediates: ring.map(({ certificate }) => certificate),
    });
    assert.equal(!result.ok && result.detail, 'too many possible paths');
  });

  it('agrees with openssl about good and bad paths', { skip: NO_OPENSSL }, async () => {
    const below = issueAuthority('below', { issuer: middle });
    const forged = issueLeaf(middle, {}, { signingKey: newKey() });
    const noCa = issueAuthority('noCa', { issuer: root, extensions: [basicConstraints(false), keyUsage(5)] });
    const cases: [Issued, Issued[], number][] = [
      [issueLeaf(middle), [middle, root], NOW],
      [issueLeaf(middle), [middle, root], T0 - 1],
      [issueLeaf(middle), [middle, root], T0 + 601],
      [issueLeaf(root), [root], NOW],
      [forged, [middle, root], NOW],
      [issueLeaf(below), [below, middle, root], NOW],
      [issueLeaf(noCa), [noCa, root], NOW],
    ];
    for (const [leaf, chain, time] of cases) {
      const ours = typeof (await outcome(leaf, [authority(...chain)], time)) === 'number';
      assert.equal(ours, opensslAccepts(leaf, chain, time), `chain of ${chain.length} at ${time - T0}`);
    }
    assert.equal(opensslAccepts(issueLeaf(middle), [middle, root]), true);
  });

  it('verifies each signature once when a cache is given, and never mixes the answers up', async () => {
    const cache: SignatureCache = new Map();
    const trusted = [authority(middle, root)];
    const good = issueLeaf(middle);
    const bad = issueLeaf(middle, {}, { signingKey: newKey() });
    for (let i = 0; i < 3; i++) {
      assert.equal((await buildChain(good.certificate, trusted, NOW, { cache })).ok, true);
      assert.equal((await buildChain(bad.certificate, trusted, NOW, { cache })).ok, false);
    }
    assert.equal(cache.size, 3, 'two leaves and one intermediate');
    const later = await buildChain(good.certificate, trusted, T0 + 601, { cache });
    assert.equal(!later.ok && later.reason, 'CHAIN_NOT_VALID_AT_TIME', 'time is never cached');
  });
});
