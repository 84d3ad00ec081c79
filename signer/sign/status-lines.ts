import { type Certificate, signatureScheme } from '../../core/certificate/index.js';
import { formatTime } from '../../core/encoding/index.js';
import { harmlessField } from '../../core/harmless/index.js';
import type { Check, Outcome, Verdict } from '../../core/verdict/index.js';

/** OpenPGP numbers of public-key and hash algorithms, which status lines use for X.509 too (RFC 9580 sections 9.1, 9.5). */
const PUBLIC_KEY = { rsa: 1, ecdsa: 19, ed25519: 22 } as const;
const HASH = { sha1: 2, sha256: 8, sha384: 9, sha512: 10 } as const;

/** The algorithms of Sigstore's ephemeral keys: ECDSA and SHA-256. */
const OURS = `${PUBLIC_KEY.ecdsa} ${HASH.sha256}`;

const NO_KEY = '0'.repeat(40);

function line(text: string): string {
  return `[GNUPG:] ${text}\n`;
}

/** The line before signing: older git finds SIG_CREATED only after a line break. */
export const BEGIN_SIGNING = line('BEGIN_SIGNING');

/**
 * The line that tells git that a detached signature was made. The algorithms are those of the certificate's own signature, as in
 * gitsign.
 * @param now Unix seconds
 * @param fingerprint SHA-1 of the certificate, hex
 */
export function sigCreated(certificate: Certificate, fingerprint: string, now: number): string {
  const scheme = signatureScheme(certificate.signatureAlgorithm);
  const algorithms = scheme ? `${PUBLIC_KEY[scheme.type]} ${HASH[scheme.hash ?? 'sha512']}` : OURS;
  return line(`SIG_CREATED D ${algorithms} 00 ${Math.trunc(now)} ${fingerprint}`);
}

/** `SAN [issuer]` (git's `%GS`): never empty, always one line. */
export function signerName(verdict: Verdict): string {
  const { signer } = verdict;
  return signer ? harmlessField(`${signer.subject} [${signer.issuer}]`, 'unknown signer') : 'unknown signer';
}

/** Reason codes of ERRSIG (GnuPG doc/DETAILS): 4 unknown algorithm, 9 no key to check with. */
function errsigReason(checks: readonly Check[]): number {
  return checks.some(({ reason }) => reason === 'ALGORITHM_NOT_SUPPORTED') ? 4 : 9;
}

function errsig(fingerprint: string | undefined, time: number, reason: number): string {
  return line(`ERRSIG ${fingerprint ?? NO_KEY} ${OURS} 00 ${time} ${reason} ${fingerprint ?? '-'}`);
}

function good(fingerprint: string, name: string, time: number): string {
  const date = formatTime(time).slice(0, 10);
  return (
    line(`GOODSIG ${fingerprint} ${name}`) +
    line(`VALIDSIG ${fingerprint} ${date} ${time} 0 4 0 ${OURS} 00 ${fingerprint}`)
  );
}

function trust(level: 'FULLY' | 'UNDEFINED' | 'NEVER'): string {
  return line(`TRUST_${level} 0 shell`);
}

const TRUST = { verified: 'FULLY', valid: 'UNDEFINED', refused: 'NEVER' } as const;

/** The status lines if there is no verdict at all: without any, git would report "unsigned". */
export const NO_VERDICT = line('NEWSIG') + errsig(undefined, 0, 9) + trust('UNDEFINED');

/** The status lines of a verdict. They are always complete: exactly one exclusive line and one TRUST line. */
export function verdictStatus(verdict: Verdict): string {
  const sha1 = verdict.fingerprint?.sha1;
  const time = Math.trunc(verdict.signedAt?.time ?? 0);
  switch (verdict.outcome) {
    case 'verified':
    case 'valid':
    case 'refused':
      return line('NEWSIG') + good(sha1 ?? NO_KEY, signerName(verdict), time) + trust(TRUST[verdict.outcome]);
    case 'invalid':
      return line('NEWSIG') + line(`BADSIG ${sha1 ?? NO_KEY} ${signerName(verdict)}`) + trust('NEVER');
    case 'incomplete':
    case 'unsigned':
      return line('NEWSIG') + errsig(sha1, time, errsigReason(verdict.checks)) + trust('UNDEFINED');
  }
}

/** The exit status that git expects for an outcome. */
export function gitExitStatus(outcome: Outcome): number {
  return outcome === 'verified' || outcome === 'valid' ? 0 : 1;
}
