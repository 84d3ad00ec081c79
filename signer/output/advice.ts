import { decidingCheck, REASON_HELP, type SignatureKind, type Verdict } from '../../core/verify/index.js';

/** How to allow a signer who has no identity that a flag could name. */
const HOW_TO_ALLOW: Readonly<Partial<Record<SignatureKind, string>>> = {
  ssh: 'list the key in the file of gpg.ssh.allowedSignersFile',
  openpgp: 'trust the key (gpg --edit-key KEY trust)',
  x509: 'name the root of an authority you trust in waxseal.x509Roots',
};

/** What a person can do about an outcome; undefined where there is nothing to say. */
export function adviceFor({ checks, signature }: Verdict): string | undefined {
  const reason = decidingCheck(checks)?.reason;
  const allow = HOW_TO_ALLOW[signature];
  if (allow && reason === 'SIGNER_NOT_STATED') return `${allow} or take anybody (--any-signer)`;
  if (allow && reason === 'CHAIN_NO_TRUSTED_AUTHORITY') return allow;
  return reason && REASON_HELP[reason].todo;
}
