import { equalBytes, formatTime } from '../../encoding/index.js';
import type { AllowedSigner } from './allowed-signers.js';
import type { SshCertificate, SshKey } from './types.js';

/** A key to look up, at a time (Unix seconds). `flags`: what a security key said about its user. */
export interface Applicant {
  readonly key: SshKey;
  readonly time: number;
  readonly flags?: number;
}

/** A line of an allowed signers file for the key: it has the key itself, or the authority of its certificate. */
export interface AllowedLine {
  readonly signer: AllowedSigner;
  readonly certificate?: SshCertificate;
  /** Why this line allows nobody: the certificate does not count, or the time is outside the validity of the key. */
  readonly certificateProblem: string | undefined;
  readonly timeProblem: string | undefined;
}

const USER_VERIFIED = 0x04;

/** Options that restrict logins, and mean nothing for signatures (OpenSSH PROTOCOL.certkeys, "Critical options"). */
const LOGIN_OPTIONS = new Set(['force-command', 'source-address']);

/** Why a certificate does not count, or undefined. An unknown critical option makes it not count, as the format requires. */
function problemOf(certificate: SshCertificate, { time, flags = 0 }: Applicant): string | undefined {
  if (certificate.kind !== 'user') return 'the certificate is not a user certificate';
  if (BigInt(Math.trunc(time)) < certificate.validAfter) return 'the certificate is not yet valid';
  if (BigInt(Math.trunc(time)) >= certificate.validBefore) return 'the certificate has expired';
  if (certificate.principals.length === 0) return 'the certificate names no principal';
  for (const { name } of certificate.criticalOptions) {
    if (LOGIN_OPTIONS.has(name)) continue;
    if (name !== 'verify-required') return 'the certificate has an unknown critical option';
    if ((flags & USER_VERIFIED) === 0)
      return 'the certificate wants its user verified, and the security key did not';
  }
  return undefined;
}

function periodProblem({ validAfter, validBefore }: AllowedSigner, time: number): string | undefined {
  if (validAfter !== undefined && time < validAfter) return `its key is valid from ${formatTime(validAfter)}`;
  if (validBefore !== undefined && time > validBefore)
    return `its key was valid until ${formatTime(validBefore)}`;
  return undefined;
}

/** The lines for the key, in the order of the file. */
export function linesFor(signers: readonly AllowedSigner[], applicant: Applicant): AllowedLine[] {
  const { key, time } = applicant;
  const { certificate } = key;
  const authority = certificate?.authority.plainBlob;
  const certificateProblem = certificate && problemOf(certificate, applicant);
  const lines: AllowedLine[] = [];
  for (const signer of signers) {
    const timeProblem = periodProblem(signer, time);
    if (!signer.certAuthority) {
      if (equalBytes(signer.key.blob, key.blob))
        lines.push({ signer, certificateProblem: undefined, timeProblem });
    } else if (certificate && authority && equalBytes(signer.key.plainBlob, authority))
      lines.push({ signer, certificate, certificateProblem, timeProblem });
  }
  return lines;
}
