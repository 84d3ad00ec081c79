import {
  parseStatement,
  STATEMENT_TYPE,
  type Statement,
  type StatementSubject,
} from '../../attestation/index.js';
import type { BundleContent, MessageDigest } from '../../bundle/index.js';
import { EncodingError, equalBytes, toHex } from '../../encoding/index.js';
import { failed, notMade, passed } from '../../verdict/checks.js';
import type { Check } from '../../verdict/verdict.js';
import { type Artifact, type ArtifactHash, artifactDigest } from './signed-content.js';

const HASHES: readonly ArtifactHash[] = ['sha256', 'sha384', 'sha512'];

/** Whether a bundle is about an artifact, and, for an in-toto attestation, what it states about it. */
export interface ArtifactFinding {
  readonly checks: readonly Check[];
  readonly predicateType?: string;
}

/**
 * Whether the bundle is about this artifact: the message digest is its digest, or it is a subject of the in-toto statement in
 * the envelope. A bundle without a message digest does not identify the artifact. Then only the signature, which covers the
 * artifact, can be checked.
 */
export function checkArtifact(content: BundleContent, artifact: Artifact): ArtifactFinding {
  return content.kind === 'message'
    ? { checks: content.messageDigest ? [checkMessageDigest(content.messageDigest, artifact)] : [] }
    : checkSubject(content, artifact);
}

function checkMessageDigest({ algorithm, digest }: MessageDigest, artifact: Artifact): Check {
  const name = algorithm.toUpperCase().replace('SHA', 'SHA-');
  const own = artifactDigest(artifact, algorithm);
  if (!own) return notMade('payload-digest', 'ARTIFACT_NOT_GIVEN', `the artifact’s ${name} is not known`);
  return equalBytes(own, digest)
    ? passed('payload-digest', `${name} of exactly these bytes`)
    : failed('payload-digest', 'PAYLOAD_DIGEST_MISMATCH', 'the bundle is for another artifact');
}

function checkSubject(
  { payloadType, payload }: Extract<BundleContent, { kind: 'dsse' }>,
  artifact: Artifact,
): ArtifactFinding {
  if (payloadType !== STATEMENT_TYPE) {
    const detail = `the envelope does not hold an in-toto statement but ${payloadType.slice(0, 100)}`;
    return { checks: [notMade('payload-digest', 'PAYLOAD_TYPE_NOT_SUPPORTED', detail)] };
  }
  let statement: Statement;
  try {
    statement = parseStatement(payload);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return { checks: [failed('payload-digest', 'STATEMENT_MALFORMED', error.message)] };
  }
  const { subjects, predicateType } = statement;
  if (subjects.some((subject) => isArtifact(subject, artifact)))
    return { checks: [passed('payload-digest', 'a subject of the attestation')], predicateType };
  const detail = 'the artifact is not a subject of the attestation';
  return { checks: [failed('payload-digest', 'STATEMENT_SUBJECT_MISMATCH', detail)], predicateType };
}

/** True when at least one digest can be compared, and every digest that can be compared is that of the artifact. */
function isArtifact({ digests }: StatementSubject, artifact: Artifact): boolean {
  const comparable = HASHES.flatMap((algorithm) => {
    const stated = digests.get(algorithm);
    const own = stated === undefined ? undefined : artifactDigest(artifact, algorithm);
    return own ? [toHex(own) === stated?.toLowerCase()] : [];
  });
  return comparable.length > 0 && comparable.every(Boolean);
}
