export { asAskedFor, withAskedName } from './asked-name.js';
export {
  type Artifact,
  type ArtifactHash,
  type BundleInput,
  readBundle,
  type SignatureParts,
  verifyBundle,
  verifyParts,
} from './bundle/index.js';
export { checkPayloadDigest, checkSignature } from './cms-checks.js';

export { expectedLogDigests } from './expected-log-digests.js';
export { type DetachedSignature, type GitObject, verifyDetached, verifyGitObject } from './git-object.js';

export type { SshEvidence, VerifyOptions, X509Evidence } from './options.js';
