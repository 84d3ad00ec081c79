import { equalBytes, formatTime } from '../../encoding/index.js';
import type { AllowedSigner } from './allowed-signers.js';
import { matchesPattern, matchesPatternList } from './pattern.js';
import type { SshCertificate, SshKey } from './types.js';

/** A key asking to be allowed, at a time (Unix seconds). `flags`: what a security key said of its user. */
export interface Applicant {
  readonly key: SshKey;
  readonly time: number;
  readonly flags?: number;
}

/** What the file says. `why` names the line that would have allowed the key, and what kept it from doing so. */
export type Allowed =
  | { readonly decision: 'allowed'; readonly principal: string; readonly line: number }
  | { readonly decision: 'refused' | 'not-stated'; readonly why: string };

const USER_VERIFIED = 0x04;

/** Options that restrict logins and say nothing of signatures (OpenSSH PROTOCOL.certkeys, "Critical options"). */
const LOGIN_OPTIONS = new Set(['force-command', 'source-address']);

/** Why a certificate counts for nothing, or undefined. Unknown critical options count as an obstacle, as the format wants. */
function certificateProblem(certificate: SshCertificate, { time, flags = 0 }: Applicant): string | undefined {
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

/** How a line speaks of the key: as the key itself, or as the authority of its certificate. */
function relation(signer: AllowedSigner, key: SshKey): SshCertificate | 'key' | undefined {
  if (!signer.certAuthority) return equalBytes(signer.key.blob, key.blob) ? 'key' : undefined;
  const { certificate } = key;
  if (!certificate || !equalBytes(signer.key.plainBlob, certificate.authority.plainBlob)) return undefined;
  return certificate;
}

function periodProblem({ validAfter, validBefore }: AllowedSigner, time: number): string | undefined {
  if (validAfter !== undefined && time < validAfter) return `its key is valid from ${formatTime(validAfter)}`;
  if (validBefore !== undefined && time > validBefore)
    return `its key was valid until ${formatTime(validBefore)}`;
  return undefined;
}

/** The names up to the first empty one: a list is written and read back with commas (ssh-keygen -Y find-principals). */
function names(list: string): string[] {
  const all = list.split(',');
  const stop = all.indexOf('');
  return stop < 0 ? all : all.slice(0, stop);
}

function certifiedNames(signer: AllowedSigner, certificate: SshCertificate): string {
  return names(signer.principals)
    .flatMap((pattern) => certificate.principals.filter((name) => matchesPattern(name, pattern)))
    .join(',');
}

interface Search {
  readonly why: string[];
}

/** `ssh-keygen -Y find-principals`: the names on the first line that speaks of the key and is valid at the time. */
function findPrincipals(signers: readonly AllowedSigner[], applicant: Applicant, { why }: Search): string[] {
  for (const signer of signers) {
    const found = relation(signer, applicant.key);
    if (!found) continue;
    const certificate = found === 'key' ? undefined : found;
    const list = certificate ? certifiedNames(signer, certificate) : signer.principals;
    const problem =
      (certificate && certificateProblem(certificate, applicant)) ??
      (certificate && list === '' ? 'no principal of the certificate matches' : undefined) ??
      periodProblem(signer, applicant.time);
    if (problem === undefined) return names(list);
    why.push(`line ${signer.line}: ${problem}`);
  }
  return [];
}

/** `ssh-keygen -Y verify -I principal`: the line that allows the key to sign for the principal in the namespace. */
function allowedAs(
  signers: readonly AllowedSigner[],
  applicant: Applicant,
  principal: string,
  namespace: string,
  { why }: Search,
): AllowedSigner | undefined {
  return signers.find((signer) => {
    if (!matchesPatternList(principal, signer.principals)) return false;
    const found = relation(signer, applicant.key);
    if (!found) return false;
    const problem =
      (found === 'key' ? undefined : certificateProblem(found, applicant)) ??
      (found === 'key' || found.principals.includes(principal)
        ? undefined
        : 'the certificate does not name the principal') ??
      (signer.namespaces !== undefined && !matchesPatternList(namespace, signer.namespaces)
        ? `its key may not sign in the namespace "${namespace}"`
        : undefined) ??
      periodProblem(signer, applicant.time);
    if (problem !== undefined) why.push(`line ${signer.line}: ${problem}`);
    return problem === undefined;
  });
}

/**
 * What an allowed signers file says of a key, in the two steps git takes (gpg-interface.c, verify_ssh_signed_buffer): the
 * principals of the first line that speaks of it, then each of them in turn until one is allowed in the namespace.
 * No line: `not-stated`. A line, but none allows it: `refused`.
 */
export function findAllowed(
  signers: readonly AllowedSigner[],
  applicant: Applicant,
  namespace: string,
): Allowed {
  const search: Search = { why: [] };
  const principals = findPrincipals(signers, applicant, search);
  if (principals.length === 0)
    return { decision: 'not-stated', why: search.why[0] ?? 'no line speaks of this key' };
  for (const principal of principals) {
    const signer = allowedAs(signers, applicant, principal, namespace, search);
    if (signer) return { decision: 'allowed', principal, line: signer.line };
  }
  return { decision: 'refused', why: search.why.at(-1) ?? 'its line allows no principal it names' };
}
