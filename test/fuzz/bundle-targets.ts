import { parseStatement } from '../../core/attestation/index.js';
import { BundleError, parseBundle } from '../../core/bundle/index.js';
import { EncodingError, toBase64, utf8 } from '../../core/encoding/index.js';
import { hashedRekordBody, parseLoggedBody, TransparencyError } from '../../core/transparency/index.js';
import { parseTrustedRoot } from '../../core/trust/index.js';
import { verifyBundle } from '../../core/verify/index.js';
import { entryBody } from '../support/bundle-bodies.js';
import * as seeds from './seeds.js';
import type { FuzzTarget } from './targets.js';

const STATEMENT = utf8(
  '{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a","digest":{"sha256":"00ff"}}],"predicateType":"t"}',
);
const SHA256 = toBase64(seeds.DIGEST);
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const body = hashedRekordBody({
  version: '0.0.1',
  digest: seeds.DIGEST,
  signature: seeds.SIGNATURE,
  certificateDer: seeds.CERTIFICATE,
});

const material = {
  certificate: { rawBytes: toBase64(seeds.CERTIFICATE) },
  tlogEntries: [
    {
      logIndex: '42',
      logId: { keyId: SHA256 },
      kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
      integratedTime: '1790000001',
      inclusionPromise: { signedEntryTimestamp: toBase64(seeds.SIGNATURE) },
      inclusionProof: {
        logIndex: '2',
        rootHash: SHA256,
        treeSize: '7',
        hashes: [SHA256, SHA256],
        checkpoint: { envelope: seeds.CHECKPOINT },
      },
      canonicalizedBody: toBase64(body),
    },
  ],
  timestampVerificationData: {
    rfc3161Timestamps: [{ signedTimestamp: toBase64(seeds.TIMESTAMP_RESPONSE) }],
  },
};
const bundle = (content: object): Uint8Array =>
  utf8(
    JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: material,
      ...content,
    }),
  );
const MESSAGE = bundle({
  messageSignature: {
    messageDigest: { algorithm: 'SHA2_256', digest: SHA256 },
    signature: toBase64(seeds.SIGNATURE),
  },
});
const ENVELOPE = bundle({
  dsseEnvelope: {
    payload: toBase64(STATEMENT),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ sig: toBase64(seeds.SIGNATURE), keyid: '' }],
  },
});

const loggable = {
  hash: 'sha256',
  key: 'P-256',
  signed: STATEMENT,
  signature: seeds.SIGNATURE,
  verifier: { label: 'CERTIFICATE', der: seeds.CERTIFICATE },
  payload: STATEMENT,
  payloadType: PAYLOAD_TYPE,
} as const;

/** The parsers of Sigstore bundles and what is in them. */
export const BUNDLE_TARGETS: readonly FuzzTarget[] = [
  { name: 'bundle', seeds: () => [MESSAGE, ENVELOPE], run: parseBundle, refusals: [BundleError] },
  {
    name: 'bundle-verdict',
    seeds: () => [MESSAGE, ENVELOPE],
    run(input) {
      const trust = parseTrustedRoot(seeds.TRUSTED_ROOT);
      return verifyBundle({ bundle: input, artifact: STATEMENT }, { trust });
    },
    refusals: [],
  },
  { name: 'statement', seeds: () => [STATEMENT], run: parseStatement, refusals: [EncodingError] },
  {
    name: 'envelope-body',
    seeds: () => (['dsse 0.0.1', 'dsse 0.0.2', 'intoto 0.0.2'] as const).map((as) => entryBody(as, loggable)),
    run: parseLoggedBody,
    refusals: [TransparencyError],
  },
];
