import type { Certificate } from '../../core/certificate/index.js';
import { toBase64, utf8 } from '../../core/encoding/index.js';
import { joinObject, objectId } from '../../core/git/index.js';
import { digest } from '../../core/primitives/index.js';
import { type CmsSignature, decodeArmor, parseCms } from '../../core/signature/index.js';
import { wrapToken } from '../../core/timestamp/index.js';
import { hashedRekordBody, type LogEntry, parseBody } from '../../core/transparency/index.js';
import type { GitObject } from '../../core/verify/index.js';
import { JudgeError } from '../basis/error.js';
import { type SignedPayload, signedPayloadOf } from './signed-payload.js';

/** The CMS signature of an object, taken apart. Nothing is verified yet. */
export interface SignatureParts {
  readonly signed: SignedPayload;
  readonly cms: CmsSignature;
  readonly certificate: Certificate;
}

/**
 * Parses the signature of an object.
 * @throws JudgeError NO_BUNDLE if there is no signature or it is not a CMS signature; GitObjectError, CmsError
 */
export function signaturePartsOf(object: GitObject): SignatureParts {
  const signed = signedPayloadOf(object);
  if (!signed) throw new JudgeError('NO_BUNDLE', `the ${object.type} is not signed`);
  const cms = parseCms(decodeArmor(signed.armor));
  if (!cms.signerCertificate)
    throw new JudgeError('NO_BUNDLE', 'the signature carries no certificate of its signer');
  return { signed, cms, certificate: cms.signerCertificate };
}

function tlogEntry(entry: LogEntry, body: Uint8Array): Record<string, unknown> {
  const proof = entry.inclusionProof;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: toBase64(entry.logId) },
    kindVersion: { kind: entry.kind, version: entry.version },
    integratedTime: String(entry.integratedTime),
    ...(entry.set && { inclusionPromise: { signedEntryTimestamp: toBase64(entry.set) } }),
    ...(proof && {
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: toBase64(proof.rootHash),
        treeSize: String(proof.treeSize),
        hashes: proof.hashes.map((hash) => toBase64(hash)),
        checkpoint: { envelope: proof.checkpoint },
      },
    }),
    canonicalizedBody: toBase64(body),
  };
}

/** What the log entry is about: the artifact and its signature, with the entry and its body. */
interface Logged {
  readonly artifact: Uint8Array;
  readonly signature: Uint8Array;
  readonly entry: LogEntry;
  readonly body: Uint8Array;
}

function embedded({ cms, certificate }: SignatureParts, entry: LogEntry): Logged {
  const { signedAttributes: artifact, signature } = cms;
  const version = entry.version === '0.0.2' ? '0.0.2' : '0.0.1';
  const body = hashedRekordBody({
    version,
    digest: digest('sha256', artifact),
    signature,
    certificateDer: certificate.der,
  });
  return { artifact, signature, entry, body };
}

/**
 * gitsign's online mode: the log entry covers the 40 characters of the object's SHA-1 id. Its signature is separate
 * from the CMS signature.
 */
function online({ signed }: SignatureParts, entry: LogEntry): Logged {
  const { object, payload, armor } = signed;
  if (!entry.body || (object.type !== 'commit' && object.type !== 'tag'))
    throw new JudgeError('NO_BUNDLE', 'the log entry that was found has no body');
  const id = objectId(object.type, joinObject({ type: object.type, payload, armor, format: 'sha1' }), 'sha1');
  return { artifact: utf8(id), signature: parseBody(entry.body).signature, entry, body: entry.body };
}

/**
 * A Sigstore bundle v0.3 (protobuf-specs sigstore_bundle.proto) with a message signature, and the artifact that is
 * signed: the CMS signed attributes, or the object id for an entry of gitsign's online mode.
 * @param found the log entry from a look-up, if the signature embeds none
 * @throws JudgeError NO_BUNDLE
 */
export function bundleOf(
  parts: SignatureParts,
  found?: LogEntry,
): { bundle: Record<string, unknown>; artifact: Uint8Array } {
  const { cms, certificate } = parts;
  const own = cms.logEntry;
  const logged = own ? embedded(parts, own) : found && online(parts, found);
  if (!logged)
    throw new JudgeError(
      'NO_BUNDLE',
      'the signature embeds no log entry',
      'add --online to look it up in the log',
    );
  const { artifact, signature, entry, body } = logged;
  const timestamps = own
    ? cms.timestampTokens.map((token) => ({ signedTimestamp: toBase64(wrapToken(token)) }))
    : [];
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: toBase64(certificate.der) },
      tlogEntries: [tlogEntry(entry, body)],
      ...(timestamps.length > 0 && { timestampVerificationData: { rfc3161Timestamps: timestamps } }),
    },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: toBase64(digest('sha256', artifact)) },
      signature: toBase64(signature),
    },
  };
  return { bundle, artifact };
}
