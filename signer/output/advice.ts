import {
  decidingCheck,
  REASON_HELP,
  type ReasonCode,
  type SignatureKind,
  type Verdict,
} from '../../core/verify/index.js';

/** How to allow a signer who has no identity that a flag could name. */
const HOW_TO_ALLOW: Readonly<Partial<Record<SignatureKind, string>>> = {
  ssh: 'list the key in the file of gpg.ssh.allowedSignersFile',
  openpgp: 'trust the key (gpg --edit-key KEY trust)',
  x509: 'name the root of an authority you trust in waxseal.x509Roots',
};

/** What differs for a file and its bundle: nothing is looked up for it, and no policy of a repository speaks of it. */
const ABOUT_FILES: Readonly<Partial<Record<ReasonCode, string>>> = {
  PAYLOAD_DIGEST_MISMATCH: 'give the bundle that belongs to this file, or get the file again from its source',
  SIGNATURE_WRONG: 'get the file and its bundle again from their source',
  SET_MISSING: 'get the bundle again from its source; nothing is looked up for a bundle',
  INCLUSION_PROOF_MISSING: 'get the bundle again from its source; nothing is looked up for a bundle',
  SIGNER_NOT_ALLOWED:
    'find out who signed the file; name them with the --certificate flags if they are meant',
};

/** What a person can do about an outcome; undefined where there is nothing to say. */
export function adviceFor({ object, checks, signature }: Verdict): string | undefined {
  const reason = decidingCheck(checks)?.reason;
  const allow = HOW_TO_ALLOW[signature];
  if (allow && reason === 'SIGNER_NOT_STATED') return `${allow} or take anybody (--any-signer)`;
  if (allow && reason === 'CHAIN_NO_TRUSTED_AUTHORITY') return allow;
  const ofFile = reason && object.type === 'blob' ? ABOUT_FILES[reason] : undefined;
  return ofFile ?? (reason && REASON_HELP[reason].todo);
}
