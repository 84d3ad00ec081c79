import {
  checkLeaf,
  embeddedScts,
  nameText,
  parseCertificate,
  readSigner,
  subjectAlternativeNames,
} from '../../core/certificate/index.js';
import {
  type DerReader,
  decodePem,
  EncodingError,
  encodePem,
  latin1,
  parseJson,
  parseRfc3339,
  readDer,
  readProtobuf,
  TAG,
  utf8,
} from '../../core/encoding/index.js';
import {
  GitObjectError,
  joinObject,
  parseCommit,
  parseTag,
  payloadKind,
  splitObject,
} from '../../core/git/index.js';
import { harmless } from '../../core/harmless/index.js';
import {
  buildCms,
  CmsError,
  decodeArmor,
  encodeArmor,
  parseCms,
  signedAttributes,
} from '../../core/signature/index.js';
import { PolicyError, parseIdentityPolicy } from '../../core/signer-policy/index.js';
import { parseTimestampToken, TimestampRefused, tokenFromResponse } from '../../core/timestamp/index.js';
import {
  decodeLogEntry,
  encodeLogEntry,
  hashedRekordBody,
  parseBody,
  parseCheckpoint,
  TransparencyError,
} from '../../core/transparency/index.js';
import { parseTrustedRoot } from '../../core/trust/index.js';
import { verifyGitObject } from '../../core/verify/index.js';
import { BUNDLE_TARGETS } from './bundle-targets.js';
import * as seeds from './seeds.js';
import { SMIME_TARGETS } from './smime-targets.js';

/** A parser under test. `refusals` are the only errors that it may throw, according to its documentation. */
export interface FuzzTarget {
  readonly name: string;
  /** Well-formed, constant inputs to mutate. `run` must accept each of them. */
  seeds(): readonly Uint8Array[];
  run(input: Uint8Array): unknown;
  readonly refusals: readonly (abstract new (...args: never[]) => Error)[];
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const cms = (): Uint8Array =>
  buildCms({
    certificate: seeds.CERTIFICATE,
    signedAttributes: signedAttributes({ payloadDigest: seeds.DIGEST, signingTime: 1_780_000_000 }),
    signature: seeds.SIGNATURE,
    logEntry: seeds.LOG_ENTRY,
    timestampToken: seeds.TIMESTAMP_TOKEN,
  });

function walk(reader: DerReader): void {
  while (!reader.done) {
    const element = reader.any();
    if ((element.tag & 0x20) !== 0) walk(reader.inside(element));
  }
}

/** Every parser that reads bytes from outside. */
export const TARGETS: readonly FuzzTarget[] = [
  {
    name: 'der',
    seeds: () => [seeds.CERTIFICATE, seeds.TIMESTAMP_TOKEN],
    run: (input) => walk(readDer(input, TAG.sequence, 'the input')),
    refusals: [EncodingError],
  },
  {
    name: 'certificate',
    seeds: () => [seeds.CERTIFICATE],
    run(input) {
      const certificate = parseCertificate(input);
      nameText(certificate.issuer);
      checkLeaf(certificate);
      readSigner(certificate);
      subjectAlternativeNames(certificate);
      embeddedScts(certificate);
    },
    refusals: [EncodingError],
  },
  { name: 'cms', seeds: () => [cms()], run: parseCms, refusals: [CmsError] },
  { name: 'armor', seeds: () => [encodeArmor(cms())], run: decodeArmor, refusals: [CmsError] },
  {
    name: 'pem',
    seeds: () => [utf8(encodePem('CERTIFICATE', seeds.CERTIFICATE))],
    run: (input) => decodePem('CERTIFICATE', input),
    refusals: [EncodingError],
  },
  {
    name: 'protobuf',
    seeds: () => [encodeLogEntry(seeds.LOG_ENTRY)],
    run: readProtobuf,
    refusals: [EncodingError],
  },
  {
    name: 'log-entry',
    seeds: () => [encodeLogEntry(seeds.LOG_ENTRY)],
    run: decodeLogEntry,
    refusals: [EncodingError, TransparencyError],
  },
  {
    name: 'log-entry-body',
    seeds: () =>
      (['0.0.1', '0.0.2'] as const).map((version) =>
        hashedRekordBody({
          version,
          digest: seeds.DIGEST,
          signature: seeds.SIGNATURE,
          certificateDer: seeds.CERTIFICATE,
        }),
      ),
    run: parseBody,
    refusals: [EncodingError, TransparencyError],
  },
  {
    name: 'checkpoint',
    seeds: () => [utf8(seeds.CHECKPOINT)],
    run: (input) => parseCheckpoint(text(input)),
    refusals: [EncodingError, TransparencyError],
  },
  {
    name: 'timestamp-token',
    seeds: () => [seeds.TIMESTAMP_TOKEN],
    run: parseTimestampToken,
    refusals: [EncodingError],
  },
  {
    name: 'timestamp-response',
    seeds: () => [seeds.TIMESTAMP_RESPONSE],
    run: tokenFromResponse,
    refusals: [EncodingError, TimestampRefused],
  },
  {
    name: 'trusted-root',
    seeds: () => [utf8(seeds.TRUSTED_ROOT)],
    run: (input) => parseTrustedRoot(text(input)),
    refusals: [EncodingError],
  },
  {
    name: 'json',
    seeds: () => [utf8(seeds.TRUSTED_ROOT)],
    run: (input) => parseJson(text(input)),
    refusals: [EncodingError],
  },
  {
    name: 'time',
    seeds: () => [utf8('2026-05-28T12:00:00Z'), utf8('2026-05-28T12:00:00.123456789+01:30')],
    run: (input) => parseRfc3339(latin1(input)),
    refusals: [EncodingError],
  },
  {
    name: 'git-object',
    seeds: () => [seeds.signedCommit(cms()), seeds.signedTag(cms())],
    run(input) {
      payloadKind(input);
      const type = latin1(input.subarray(0, 4)) === 'tree' ? 'commit' : 'tag';
      if (type === 'commit') parseCommit(input);
      else parseTag(input);
      const { payload, signature } = splitObject(type, input, 'sha1');
      if (signature !== undefined) joinObject({ type, payload, armor: signature.armor, format: 'sha1' });
    },
    refusals: [GitObjectError],
  },
  {
    name: 'verdict',
    seeds: () => [seeds.signedCommit(cms())],
    run(raw) {
      const trust = parseTrustedRoot(seeds.TRUSTED_ROOT);
      return verifyGitObject({ id: '0'.repeat(40), type: 'commit', raw, format: 'sha1' }, { trust });
    },
    refusals: [],
  },
  {
    name: 'identity-policy',
    seeds: () => [
      utf8('identities:\n  - issuer: http://localhost:1\n    subjectRegExp: ".*@example[.]test"\n'),
    ],
    run: (input) => parseIdentityPolicy(text(input), 'policy.yaml'),
    refusals: [PolicyError],
  },
  {
    name: 'harmless-text',
    seeds: () => [utf8('me@example.test \u001b[31m \u202e')],
    run: (input) => harmless(text(input)),
    refusals: [],
  },
  ...BUNDLE_TARGETS,
  ...SMIME_TARGETS,
];
