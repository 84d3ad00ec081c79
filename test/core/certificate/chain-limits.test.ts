import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authorityProblem } from '../../../core/certificate/constraints.js';
import {
  buildChain,
  type Certificate,
  isWithin,
  type SignatureCache,
} from '../../../core/certificate/index.js';
import { der } from '../../../core/encoding/index.js';
import type { TrustedAuthority } from '../../../core/trust/index.js';
import { type Issued, issueAuthority, issueLeaf, newKey, T0 } from '../../support/pki.js';
import {
  authorityKeyId,
  basicConstraints,
  CODE_SIGNING,
  extendedKeyUsage,
  extension,
  keyUsage,
  SERVER_AUTH,
} from '../../support/pki-extensions.js';

const NOW = T0 + 60;
const root = issueAuthority('root');

function authority(...chain: Certificate[]): TrustedAuthority {
  return { uri: 'https://fulcio.test', chain, validFor: { start: 0 } };
}

async function problem(leaf: Issued, ...authorities: TrustedAuthority[]) {
  const result = await buildChain(leaf.certificate, authorities, NOW);
  return result.ok ? undefined : result;
}

describe('when no authority matches', () => {
  const key = newKey();
  const ca = issueAuthority('ca', { key });
  const leaf = issueLeaf(ca, { authorityKeyId: undefined });
  const obstacles: readonly (readonly [string, Certificate])[] = [
    ['CHAIN_NO_TRUSTED_AUTHORITY', issueAuthority('other').certificate],
    ['ALGORITHM_NOT_SUPPORTED', issueAuthority('ca', { key: newKey('rsa-1024') }).certificate],
    ['CHAIN_SIGNATURE_WRONG', issueAuthority('ca').certificate],
    ['CHAIN_CONSTRAINT', issueAuthority('ca', { key, extensions: [keyUsage(5)] }).certificate],
    ['CHAIN_NOT_VALID_AT_TIME', issueAuthority('ca', { key, notAfter: NOW - 1 }).certificate],
  ];

  for (const [i, [nearer, less]] of obstacles.entries())
    for (const [further, more] of obstacles.slice(i + 1))
      it(`${further} is reported rather than ${nearer}`, async () => {
        const both = [authority(less), authority(more)] as const;
        assert.equal((await problem(leaf, ...both))?.reason, further);
        assert.equal((await problem(leaf, ...both.toReversed()))?.reason, further);
      });

  it('the first of several equally near errors is reported', async () => {
    const over = { ...authority(ca.certificate), validFor: { start: 0, end: NOW - 1 } };
    const expired = authority(issueAuthority('ca', { key, notAfter: NOW - 1 }).certificate);
    const details = [
      'its authority was not trusted at that time',
      'an authority on its path was not valid at that time',
    ];
    assert.equal((await problem(leaf, over, expired))?.detail, details[0]);
    assert.equal((await problem(leaf, expired, over))?.detail, details[1]);
  });

  it('an authority without certificates is ignored', async () => {
    assert.equal((await problem(leaf, authority()))?.reason, 'CHAIN_NO_TRUSTED_AUTHORITY');
    assert.equal(await problem(leaf, authority(), authority(ca.certificate)), undefined);
  });

  it('a bug of the program is not reported as an error of the certificate', async () => {
    const broken = Object.defineProperty({ ...ca.certificate }, 'extensions', {
      get: () => {
        throw new RangeError('a fault');
      },
    });
    await assert.rejects(buildChain(leaf.certificate, [authority(broken)], NOW), RangeError);
  });
});

describe('a path', () => {
  const line = (length: number) => {
    const authorities = [root];
    for (let i = 1; i < length; i++)
      authorities.push(issueAuthority(`ca ${i}`, { issuer: authorities.at(-1) ?? root }));
    return authorities.reverse();
  };
  const outcome = async (length: number) => {
    const authorities = line(length);
    const leaf = issueLeaf(authorities[0] ?? root);
    const result = await buildChain(
      leaf.certificate,
      [authority(...authorities.map((one) => one.certificate))],
      NOW,
    );
    return result.ok ? result.path.length : result.reason;
  };

  it('has at most eight authorities', async () => {
    assert.equal(await outcome(8), 8);
    assert.equal(await outcome(9), 'CHAIN_NO_TRUSTED_AUTHORITY');
  });

  it('is found among a hundred links; with more the search is given up', async () => {
    const twin = issueAuthority('root').certificate;
    const among = (others: number) =>
      problem(
        issueLeaf(root, { authorityKeyId: undefined }),
        authority(...Array.from({ length: others }, () => ({ ...twin })), root.certificate),
      );
    assert.equal(await among(99), undefined);
    assert.deepEqual(await among(100), {
      ok: false,
      reason: 'CHAIN_CONSTRAINT',
      detail: 'too many possible paths',
    });
  });

  it('contains no authority twice', async () => {
    const key = newKey();
    const first = issueAuthority('ring', { key });
    const others = [issueAuthority('ring', { key }), issueAuthority('ring', { key })];
    const ring = [first, ...others].map(({ certificate }) => certificate);
    const found = await problem(issueLeaf(first), authority(...ring, root.certificate));
    assert.equal(found?.reason, 'CHAIN_NO_TRUSTED_AUTHORITY');
  });

  it('does not lead from a certificate to itself', async () => {
    assert.equal((await problem(root, authority(root.certificate)))?.reason, 'CHAIN_NO_TRUSTED_AUTHORITY');
  });

  it('tries the named key first, and no other if that one signed', async () => {
    const twins = [issueAuthority('root'), issueAuthority('root')].map(({ certificate }) => certificate);
    for (const count of [1, 2]) {
      const cache: SignatureCache = new Map();
      const trusted = [authority(...twins.slice(0, count), root.certificate)];
      const result = await buildChain(issueLeaf(root).certificate, trusted, NOW, { cache });
      assert.deepEqual([result.ok, cache.size], [true, 1]);
    }
  });

  it('is refused when it depends on an identifier that cannot be read', async () => {
    const leaf = issueLeaf(root, { authorityKeyId: extension('2.5.29.35', der.nullValue()) });
    const twin = issueAuthority('root').certificate;
    const found = await problem(leaf, authority(twin, root.certificate));
    assert.equal(found?.reason, 'CHAIN_CONSTRAINT');
    assert.match(found?.detail ?? '', /^an extension is malformed: /);
  });

  it('is not blocked by an unreadable identifier of an authority that nobody names', async () => {
    const odd = issueAuthority('odd', {
      extensions: [basicConstraints(true), keyUsage(5), extension('2.5.29.14', der.nullValue())],
    });
    const unnamed = { authorityKeyId: undefined };
    assert.equal(await problem(issueLeaf(odd, unnamed), authority(odd.certificate)), undefined);
    const forged = issueLeaf(odd, unnamed, { signingKey: newKey() });
    assert.equal((await problem(forged, authority(odd.certificate)))?.reason, 'CHAIN_SIGNATURE_WRONG');
  });

  it('with an authority without a key identifier is decided by its signature', async () => {
    const bare = issueAuthority('bare', { extensions: [basicConstraints(true), keyUsage(5)] });
    const named = { authorityKeyId: authorityKeyId(Uint8Array.of(1)) };
    assert.equal(await problem(issueLeaf(bare, named), authority(bare.certificate)), undefined);
    const forged = issueLeaf(bare, named, { signingKey: newKey() });
    assert.equal((await problem(forged, authority(bare.certificate)))?.reason, 'CHAIN_SIGNATURE_WRONG');
  });
});

describe('an authority', () => {
  const having = (...extensions: Uint8Array[]) =>
    issueAuthority('ca', { issuer: root, extensions }).certificate;
  const CA = basicConstraints(true);
  const judge = (certificate: Certificate, below: readonly Certificate[] = [], general = false) =>
    authorityProblem(certificate, below, CODE_SIGNING, general);

  it('that states only that it is an authority may issue for any purpose', () => {
    assert.equal(judge(having(CA)), undefined);
  });

  it('may state any purpose, or several', () => {
    assert.equal(judge(having(CA, extendedKeyUsage(['2.5.29.37.0']))), undefined);
    assert.equal(judge(having(CA, extendedKeyUsage([SERVER_AUTH, CODE_SIGNING]))), undefined);
    assert.match(judge(having(CA, extendedKeyUsage([SERVER_AUTH]))) ?? '', /may not issue for this use/);
  });

  for (const oid of ['2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54'])
    it(`may have critical policies (${oid}) only when policies are checked along the whole path`, () => {
      const certificate = having(CA, extension(oid, der.nullValue(), true));
      assert.equal(judge(certificate, [], true), undefined);
      const message = `an authority on its path has critical extension ${oid}, which is not understood`;
      assert.equal(judge(certificate, [], false), message);
      assert.equal(authorityProblem(certificate, [], CODE_SIGNING), message);
    });

  it('may have critical name constraints', () => {
    const certificate = having(CA, extension('2.5.29.30', der.nullValue(), true));
    for (const general of [false, true]) assert.equal(judge(certificate, [], general), undefined);
  });

  it('counts the authorities below it, except self-issued ones', () => {
    const below = issueAuthority('below', { issuer: root }).certificate;
    const own = issueAuthority('own').certificate;
    for (const [pathLength, under, isFine] of [
      [0, [], true],
      [0, [own], true],
      [0, [below], false],
      [1, [below, own], true],
      [1, [below, { ...below }], false],
    ] as const) {
      const found = judge(having(basicConstraints(true, pathLength)), under);
      assert.equal(found === undefined, isFine, `${pathLength} and ${under.length}: ${found}`);
    }
    assert.equal(judge(having(CA), [below, { ...below }]), undefined);
  });

  it('is parsed once', () => {
    const certificate = having(CA, keyUsage(5), extendedKeyUsage([CODE_SIGNING]));
    let reads = 0;
    const watched: Certificate = Object.defineProperty({ ...certificate }, 'extensions', {
      get: () => {
        reads += 1;
        return certificate.extensions;
      },
    });
    judge(watched);
    const first = reads;
    judge(watched);
    assert.equal(reads - first, 1, 'only the unknown ones are looked for again');
  });
});

describe('a period', () => {
  it('includes both ends, and has no end if none is stated', () => {
    for (const [time, isInside] of [
      [9, false],
      [10, true],
      [15, true],
      [20, true],
      [20.5, false],
    ] as const)
      assert.equal(isWithin({ start: 10, end: 20 }, time), isInside, String(time));
    assert.equal(isWithin({ start: 10 }, 1e12), true);
    assert.equal(isWithin({ start: 10 }, 9), false);
  });
});
