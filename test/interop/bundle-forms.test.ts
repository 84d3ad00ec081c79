import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { toBase64, utf8 } from '../../core/encoding/index.js';
import { parseTrustedRoot } from '../../core/trust/index.js';
import { decidingCheck } from '../../core/verdict/index.js';
import { verifyBundle } from '../../core/verify/index.js';
import { distinguishedName, extensions, issueCertificate, spkiOf } from '../sandbox/pki.js';
import {
  type BundleJson,
  type BundleOptions,
  bundleBytes,
  makeBundle,
  stamp,
  statementAbout,
} from '../support/bundle.js';
import { cleanEnvironment, run } from '../support/git-repo.js';
import { TestInstance } from '../support/instance.js';
import { findPeer, type PeerName } from '../support/peers.js';
import { email, nameConstraints } from '../support/pki-extensions.js';

// Bundles in rare forms, verified by us and by the real cosign, which uses sigstore-go.

const instance = new TestInstance(Math.floor(Date.now() / 1000) - 5000);
const artifact = utf8('an artifact\n');
const payload = statementAbout(artifact);
const stampedAt = instance.start + 1002;
const dir = mkdtempSync(join(tmpdir(), 'waxseal-forms-'));
after(() => rmSync(dir, { recursive: true, force: true }));
// sigstore-go 1.0 takes the first leaf of a log for an entry without a proof.
makeBundle(instance, artifact);

/** A form, how it is made, and the result that we expect. */
interface Form {
  readonly what: string;
  readonly options: BundleOptions;
  readonly bundle?: (json: BundleJson) => void;
  readonly root?: (json: BundleJson) => void;
  readonly holds: boolean;
  /** Why a version of cosign gives another answer, and why the specification supports ours. */
  readonly otherwise?: Partial<Record<PeerName, string>>;
}

const REBUILT =
  'sigstore-go builds the entry of Rekor v2 from the hash its key has by default; protobuf-specs lists SHA-256 for these keys too (PublicKeyDetails 19 and 20), and the body says which was logged';
const ONE_HASH =
  'cosign 2.5 verifies with SHA-256 whatever the key; Sigstore’s algorithm registry gives each curve its own';
const ONE_PERIOD =
  'sigstore-go keeps the last of the entries with one log id; the trusted root is a list, and each entry has its own period (sigstore_trustroot.proto)';
const NOT_REQUIRED =
  'sigstore-go asks for a message digest; it only identifies the artifact and is not required (sigstore_bundle.proto, MessageSignature)';
const ONLY_NAMES =
  'the message digest identifies the artifact and is not to be used to verify the signature (sigstore_bundle.proto, MessageSignature)';
const ALL_DIGESTS =
  'cosign 2.5 reads every digest as hexadecimal; a consumer passes over the ones it does not know (in-toto DigestSet)';
const NO_DSSE =
  'sigstore-go does not read dsse 0.0.2, which Rekor v2 took before 2.3 (rekor/v2/dsse.proto); the entries that were made stay in the logs';
const NOT_COMPARED =
  'cosign 2.5 does not compare it; who reads it would take the bundle for another artifact’s';

const V1 = 'hashedrekord 0.0.1';
const V2 = 'hashedrekord 0.0.2';
type Otherwise = (as: typeof V1 | typeof V2) => Pick<Form, 'otherwise'>;
const agreed: Otherwise = () => ({});
const ownHash: Otherwise = (as) => (as === V1 ? { otherwise: { 'cosign-2': ONE_HASH } } : {});
const otherHash: Otherwise = (as) => (as === V2 ? { otherwise: { 'cosign-3': REBUILT } } : {});
const KEYS: readonly (readonly [string, BundleOptions, Otherwise])[] = [
  ['P-384 and SHA-384', { curve: 'P-384', hash: 'sha384' }, ownHash],
  ['P-384 and SHA-256', { curve: 'P-384', hash: 'sha256' }, otherHash],
  ['P-521 and SHA-512', { curve: 'P-521', hash: 'sha512' }, ownHash],
  ['P-521 and SHA-256', { curve: 'P-521', hash: 'sha256' }, otherHash],
  ['RSA 2048', { rsa: 2048 }, agreed],
  ['RSA 3072', { rsa: 3072 }, agreed],
  ['RSA 4096', { rsa: 4096 }, agreed],
  ['Ed25519ph', { ed25519: 'prehashed' }, ownHash],
];

/** The instance's intermediate again, with the same name and key and with other extensions. */
function otherIntermediate(extra: readonly Uint8Array[], keyOf = instance.keys.fulcioIntermediate) {
  return (json: BundleJson): void => {
    const certificate = issueCertificate(
      {
        serial: Uint8Array.of(0x11, 0x22),
        issuer: distinguishedName('sigstore.test', 'fulcio-root'),
        subject: distinguishedName('sigstore.test', 'fulcio-intermediate'),
        notBefore: instance.start,
        notAfter: instance.start + 86400 * 365,
        spki: spkiOf(instance.keys.fulcioIntermediate),
        extensions: [
          extensions.keyUsage(1, 0x06),
          extensions.extendedKeyUsage(false, '1.3.6.1.5.5.7.3.3'),
          extensions.basicConstraints(0),
          extensions.subjectKey(spkiOf(keyOf)),
          ...extra,
        ],
      },
      instance.keys.fulcioRoot,
    );
    json['certificateAuthorities'][0].certChain.certificates[0].rawBytes = toBase64(certificate);
  };
}

/** The log listed twice, so that the second period matches or neither does. */
const periods =
  (...ends: readonly [number, number][]) =>
  (json: BundleJson): void => {
    const [log, ...others] = json['tlogs'];
    const time = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '');
    const listed = ends.map(([start, end]) => ({
      ...log,
      publicKey: { ...log.publicKey, validFor: { start: time(start), end: time(end) } },
    }));
    json['tlogs'] = [...listed, ...others];
  };

const { start } = instance;
const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const strayStamp =
  (place: 'before' | 'behind' | 'alone', by = instance) =>
  (json: BundleJson): void => {
    const list = json['verificationMaterial'].timestampVerificationData;
    const stray = stamp(by, utf8('another signature'), stampedAt);
    const right = place === 'alone' ? [] : list.rfc3161Timestamps;
    list.rfc3161Timestamps = place === 'before' ? [stray, ...right] : [...right, stray];
  };
const digests = (subject: unknown) => statementAbout(artifact, { subject });
const { sha256 } = JSON.parse(Buffer.from(payload).toString()).subject[0].digest;

const FORMS: readonly Form[] = [
  ...KEYS.flatMap(([what, key, otherwise]) =>
    ([V1, V2] as const).map(
      (as): Form => ({
        what: `${what}, ${as}`,
        options: { ...key, as, stampedAt },
        holds: true,
        ...otherwise(as),
      }),
    ),
  ),
  ...KEYS.map(([what, key, otherwise]): Form => {
    // An envelope is signed with plain Ed25519 (DSSE protocol.md). Ed25519ph gives a different signature.
    const isWrong = key.ed25519 === 'prehashed';
    const options = { ...key, as: V2, payload, stampedAt } as const;
    return {
      what: `${what}, an attestation in Rekor v2`,
      options,
      holds: !isWrong,
      ...(!isWrong && otherwise(V2)),
    };
  }),
  {
    what: 'a SHA-256 message digest beside an entry with SHA-384',
    options: { curve: 'P-384', hash: 'sha384' },
    bundle: (json) => {
      json['messageSignature'].messageDigest = {
        algorithm: 'SHA2_256',
        digest: Buffer.from(sha256, 'hex').toString('base64'),
      };
    },
    holds: true,
    otherwise: { 'cosign-2': ONE_HASH, 'cosign-3': ONLY_NAMES },
  },
  {
    what: 'P-256, an attestation in Rekor v2 as dsse',
    options: { payload, as: 'dsse 0.0.2', stampedAt },
    holds: true,
    otherwise: { 'cosign-3': NO_DSSE },
  },
  {
    what: 'plain Ed25519, an attestation in Rekor v2 as dsse',
    options: { ed25519: 'plain', payload, as: 'dsse 0.0.2', stampedAt },
    holds: true,
    otherwise: { 'cosign-3': NO_DSSE },
  },
  {
    what: 'plain Ed25519, an attestation in Rekor v1',
    options: { ed25519: 'plain', payload },
    holds: true,
  },
  {
    what: 'an authority that may issue for its own host',
    options: {},
    root: otherIntermediate([nameConstraints({ permitted: [email('example.test')] })]),
    holds: true,
  },
  {
    what: 'an authority that may issue for another host',
    options: {},
    root: otherIntermediate([nameConstraints({ permitted: [email('another.test')] })]),
    holds: false,
  },
  {
    what: 'an authority that may not issue for this host',
    options: {},
    root: otherIntermediate([nameConstraints({ excluded: [email('example.test')] })]),
    holds: false,
  },
  {
    what: 'an authority with another key identifier than its certificates name',
    options: {},
    root: otherIntermediate([], other),
    holds: true,
  },
  {
    what: 'a log of two periods, the first of which fits',
    options: {},
    root: periods([start, start + 4000], [start + 4001, start + 9000]),
    holds: true,
    otherwise: { 'cosign-2': ONE_PERIOD, 'cosign-3': ONE_PERIOD },
  },
  {
    what: 'a log of two periods, the second of which fits',
    options: {},
    root: periods([start - 900, start], [start + 1, start + 9000]),
    holds: true,
  },
  {
    what: 'a log of two periods, neither of which fits',
    options: {},
    root: periods([start - 900, start], [start + 4000, start + 9000]),
    holds: false,
  },
  {
    what: 'no message digest',
    options: {},
    bundle: (json) => delete json['messageSignature'].messageDigest,
    holds: true,
    otherwise: { 'cosign-2': NOT_REQUIRED, 'cosign-3': NOT_REQUIRED },
  },
  {
    what: 'the message digest of something else',
    options: {},
    bundle: (json) => {
      json['messageSignature'].messageDigest.digest = toBase64(new Uint8Array(32));
    },
    holds: false,
    otherwise: { 'cosign-2': NOT_COMPARED },
  },
  {
    what: 'other subjects with digests of unknown algorithms',
    options: {
      payload: digests([
        { name: 'tree', digest: { dirHash: 'h1:1tVn4mJPW7vUSm6c2nGWiZBWzXvBSUHtnfjGoAtYRx4=' } },
        { name: 'artifact', digest: { sha256 } },
      ]),
    },
    holds: true,
    otherwise: { 'cosign-2': ALL_DIGESTS },
  },
  {
    what: 'a digest of an unknown algorithm beside the right one',
    options: { payload: digests([{ name: 'artifact', digest: { blake3: 'zz', sha256 } }]) },
    holds: true,
    otherwise: { 'cosign-2': ALL_DIGESTS },
  },
  {
    what: 'only digests of unknown algorithms',
    options: { payload: digests([{ name: 'artifact', digest: { blake3: sha256 } }]) },
    holds: false,
  },
  ...(['before', 'behind'] as const).map(
    (place): Form => ({
      what: `a timestamp of something else ${place} a right one`,
      options: { as: V2, stampedAt },
      bundle: strayStamp(place),
      holds: true,
    }),
  ),
  {
    what: 'a stranger’s timestamp behind a right one',
    options: { as: V2, stampedAt },
    bundle: strayStamp('behind', new TestInstance(start)),
    holds: true,
  },
  {
    what: 'a timestamp of something else alone',
    options: { as: V2, stampedAt },
    bundle: strayStamp('alone'),
    holds: false,
  },
];

async function theyAccept(
  peer: string,
  name: PeerName,
  form: Form,
  place: string,
): Promise<[boolean, string]> {
  const attests = form.options.payload !== undefined;
  const { status, stderr } = await run(
    peer,
    [
      attests ? 'verify-blob-attestation' : 'verify-blob',
      ...(attests ? ['--type=https://example.test/said/v1'] : []),
      ...(name === 'cosign-2' ? ['--new-bundle-format'] : []),
      ...(form.options.stampedAt === undefined ? [] : ['--use-signed-timestamps']),
      `--bundle=${place}.bundle`,
      `--trusted-root=${place}.root`,
      '--certificate-identity=dev@example.test',
      '--certificate-oidc-issuer=https://issuer.example.test',
      'artifact',
    ],
    { cwd: dir, env: cleanEnvironment(dir) },
  );
  return [status === 0, stderr];
}

describe('a bundle with', () => {
  writeFileSync(join(dir, 'artifact'), artifact);
  for (const [n, form] of FORMS.entries()) {
    const { json } = makeBundle(instance, artifact, form.options);
    const root = JSON.parse(instance.trustJson);
    form.bundle?.(json);
    form.root?.(root);
    writeFileSync(join(dir, `${n}.bundle`), bundleBytes(json));
    writeFileSync(join(dir, `${n}.root`), JSON.stringify(root));

    test(`${form.what} ${form.holds ? 'holds' : 'does not hold'}`, async () => {
      const trust = parseTrustedRoot(JSON.stringify(root));
      const verdict = await verifyBundle({ bundle: bundleBytes(json), artifact }, { trust });
      const outcome = form.holds ? 'valid' : 'invalid';
      assert.equal(verdict.outcome, outcome, JSON.stringify(decidingCheck(verdict.checks)));
    });

    for (const name of ['cosign-2', 'cosign-3'] as const) {
      // Rekor v2 is younger than cosign 2.5.
      if (name === 'cosign-2' && form.options.as?.endsWith('0.0.2')) continue;
      const why = form.otherwise?.[name];
      test(`${form.what}: ${name} ${why ? `says otherwise: ${why}` : 'agrees'}`, async (t) => {
        const peer = findPeer(name);
        if ('reason' in peer) return t.skip(peer.reason);
        const [accepts, said] = await theyAccept(peer.found, name, form, String(n));
        assert.equal(accepts, why === undefined ? form.holds : !form.holds, said);
      });
    }
  }
});
