import { preAuthEncoding } from '../../attestation/index.js';
import type { BundleContent, MessageDigest } from '../../bundle/index.js';
import { digest } from '../../primitives/index.js';

/** The artifact to verify a bundle for: all its bytes, or one digest of them. */
export type Artifact = Uint8Array | MessageDigest;

/** The hashes that bundles, statements and log entries use to name artifacts. */
export type ArtifactHash = MessageDigest['algorithm'];

/** The digest of an artifact; undefined when only another digest of it is known. */
export function artifactDigest(artifact: Artifact, algorithm: ArtifactHash): Uint8Array | undefined {
  if (artifact instanceof Uint8Array) return digest(algorithm, artifact);
  return artifact.algorithm === algorithm ? artifact.digest : undefined;
}

/** What the signature of a bundle covers. */
export interface SignedContent {
  /** Undefined when the artifact itself is signed and only a digest of it is known. */
  readonly bytes: Uint8Array | undefined;
  digest(algorithm: ArtifactHash): Uint8Array | undefined;
}

/** The artifact itself, or the pre-authentication encoding of the envelope. */
export function signedContent(content: BundleContent, artifact: Artifact): SignedContent {
  if (content.kind === 'message') {
    return {
      bytes: artifact instanceof Uint8Array ? artifact : undefined,
      digest: (algorithm) => artifactDigest(artifact, algorithm),
    };
  }
  const bytes = preAuthEncoding(content.payloadType, content.payload);
  return { bytes, digest: (algorithm) => digest(algorithm, bytes) };
}
