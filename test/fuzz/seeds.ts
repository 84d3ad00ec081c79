import { concatBytes, contextTag, der, fromHex, fromUtf8, TAG, utf8 } from '../../core/encoding/index.js';
import { encodeArmor } from '../../core/signature/index.js';
import type { LogEntry } from '../../core/transparency/index.js';
import { distinguishedName, extension, extensions, generalName } from '../sandbox/pki.js';

// Well-formed inputs with made-up signatures: parsers need structure, not truth. They never change, so that the number of an
// iteration always means the same input.
const P256_BASE_POINT =
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
const ECDSA_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));
const SHA256 = der.sequence(der.oid('2.16.840.1.101.3.4.2.1'));
const NOON = 1_780_000_000;

/** 32 constant bytes. */
export const DIGEST: Uint8Array = new Uint8Array(32).fill(0x5a);

/** A DER Ecdsa-Sig-Value. */
export const SIGNATURE: Uint8Array = der.sequence(der.integer(DIGEST), der.integer(DIGEST));

/** SubjectPublicKeyInfo of the P-256 base point: a valid key. */
export const SPKI: Uint8Array = der.sequence(
  der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7')),
  der.bitString(fromHex(P256_BASE_POINT)),
);

const SCT_LIST = (() => {
  const sct = concatBytes(
    Uint8Array.of(0),
    DIGEST,
    Uint8Array.of(0, 0, 1, 0x9e, 0, 0, 0, 0, 0, 0, 4, 3, 0, SIGNATURE.length),
    SIGNATURE,
  );
  return concatBytes(Uint8Array.of(0, sct.length + 2, 0, sct.length), sct);
})();

/** A certificate as Fulcio issues them. */
export const CERTIFICATE: Uint8Array = der.sequence(
  der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(DIGEST.subarray(0, 20)),
    ECDSA_SHA256,
    distinguishedName('sigstore.test', 'intermediate'),
    der.sequence(der.time(NOON), der.time(NOON + 600)),
    distinguishedName(),
    SPKI,
    der.explicit(
      3,
      der.sequence(
        extensions.keyUsage(7, 0x80),
        extensions.extendedKeyUsage(false, '1.3.6.1.5.5.7.3.3'),
        extensions.subjectKey(SPKI),
        extensions.authorityKey(SPKI),
        extensions.subjectAlternativeName(true, generalName.email('me@example.test')),
        extension('1.3.6.1.4.1.57264.1.1', false, utf8('http://localhost:1')),
        extension('1.3.6.1.4.1.57264.1.8', false, der.utf8String('http://localhost:1')),
        extension('1.3.6.1.4.1.11129.2.4.2', false, der.octetString(SCT_LIST)),
      ),
    ),
  ),
  ECDSA_SHA256,
  der.bitString(SIGNATURE),
);

/** A signed note with one signature, as logs write checkpoints. */
export const CHECKPOINT = `log.test - 42\n7\n${Buffer.from(DIGEST).toString('base64')}\n\n\u2014 log.test ${Buffer.from(concatBytes(DIGEST.subarray(0, 4), SIGNATURE)).toString('base64')}\n`;

/** A log entry with every field. */
export const LOG_ENTRY: LogEntry = {
  logIndex: 1234,
  logId: DIGEST,
  kind: 'hashedrekord',
  version: '0.0.1',
  integratedTime: NOON + 5,
  set: SIGNATURE,
  inclusionProof: {
    logIndex: 5,
    rootHash: DIGEST,
    treeSize: 7,
    hashes: [DIGEST, DIGEST, DIGEST],
    checkpoint: CHECKPOINT,
  },
};

const attribute = (oid: string, value: Uint8Array): Uint8Array =>
  der.sequence(der.oid(oid), der.setOf(value));

// ESSCertIDv2 (RFC 5035): a timestamp names its certificate by hash.
const SIGNING_CERTIFICATE = attribute(
  '1.2.840.113549.1.9.16.2.47',
  der.sequence(der.sequence(der.sequence(der.octetString(DIGEST)))),
);

function signerInfo(contentType: string): Uint8Array {
  return der.sequence(
    der.integer(1),
    der.sequence(distinguishedName('sigstore.test', 'intermediate'), der.integer(DIGEST.subarray(0, 20))),
    SHA256,
    der.element(
      contextTag(0, true),
      attribute('1.2.840.113549.1.9.3', der.oid(contentType)),
      attribute('1.2.840.113549.1.9.4', der.octetString(DIGEST)),
      SIGNING_CERTIFICATE,
    ),
    ECDSA_SHA256,
    der.octetString(SIGNATURE),
  );
}

const TST_INFO = der.sequence(
  der.integer(1),
  der.oid('1.3.6.1.4.1.57264.2'),
  der.sequence(SHA256, der.octetString(DIGEST)),
  der.integer(99),
  der.element(TAG.generalizedTime, utf8('20260528120000Z')),
  der.sequence(der.integer(1)),
  der.integer(DIGEST.subarray(0, 8)),
);

/** An RFC 3161 token: a SignedData over a TSTInfo. */
export const TIMESTAMP_TOKEN: Uint8Array = der.sequence(
  der.oid('1.2.840.113549.1.7.2'),
  der.explicit(
    0,
    der.sequence(
      der.integer(3),
      der.setOf(SHA256),
      der.sequence(der.oid('1.2.840.113549.1.9.16.1.4'), der.explicit(0, der.octetString(TST_INFO))),
      der.element(contextTag(0, true), CERTIFICATE),
      der.setOf(signerInfo('1.2.840.113549.1.9.16.1.4')),
    ),
  ),
);

/** A granted TimeStampResp. */
export const TIMESTAMP_RESPONSE: Uint8Array = der.sequence(der.sequence(der.integer(0)), TIMESTAMP_TOKEN);

/** A raw commit with the armored signature in its gpgsig header. */
export function signedCommit(cms: Uint8Array): Uint8Array {
  const header = fromUtf8(encodeArmor(cms)).trimEnd().split('\n').join('\n ');
  const who = 'A U Thor <me@example.test> 1780000000 +0100';
  const tree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  return utf8(
    `tree ${tree}\nparent ${tree}\nauthor ${who}\ncommitter ${who}\ngpgsig ${header}\nencoding UTF-8\n\nA subject\n`,
  );
}

/** A raw annotated tag with the signature at its end. */
export function signedTag(cms: Uint8Array): Uint8Array {
  const head = 'object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype commit\ntag v1';
  return utf8(
    `${head}\ntagger A U Thor <me@example.test> 1780000000 +0100\n\nOne\n${fromUtf8(encodeArmor(cms))}`,
  );
}

/** A trusted_root.json that names one authority and one log of each kind. */
export const TRUSTED_ROOT: string = (() => {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const validFor = { start: '2020-01-01T00:00:00Z', end: '2040-01-01T00:00:00Z' };
  const log = {
    baseUrl: 'http://localhost:1',
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(SPKI), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: base64(DIGEST) },
  };
  const authority = {
    subject: { organization: 'sigstore.test', commonName: 'test' },
    uri: 'http://localhost:1',
    certChain: { certificates: [{ rawBytes: base64(CERTIFICATE) }] },
    validFor,
  };
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log],
    certificateAuthorities: [authority],
    ctlogs: [log],
    timestampAuthorities: [authority],
  });
})();
