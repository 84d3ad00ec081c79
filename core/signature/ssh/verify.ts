import type { Signer } from '../../certificate/types.js';
import { fromUtf8, toBase64 } from '../../encoding/index.js';
import { digest } from '../../primitives/index.js';
import type { SignerDecision } from '../../verdict/signer-decision.js';
import type { Check } from '../../verdict/verdict.js';
import { type Allowed, findAllowed } from './allow.js';
import type { AllowedSigners } from './allowed-signers.js';
import { SshSignatureError } from './error.js';
import { checkRawSignature, type RawResult, sshSignedData } from './raw-signature.js';
import { type SshRevocation, sshRevoked } from './revocation.js';
import type { SshKey, SshSignature } from './types.js';

/** The only namespace of signatures over git's objects (gitformat-signature(5)). */
const NAMESPACE = 'git';

/** Everything that the verdict on an SSH signature needs. */
export interface SshVerifyInput {
  readonly signature: SshSignature;
  readonly payload: Uint8Array;
  /** Absent: nobody said who may sign. */
  readonly allowedSigners?: AllowedSigners;
  /** A configured revocation file that cannot be read makes the check not made; the text says why. */
  readonly revocation?: SshRevocation | { readonly unreadable: string };
  /** The time at which the keys must be valid, in Unix seconds. git takes that of the committer or tagger. */
  readonly time: number;
}

/** Checks of the evidence, and what the allowed signers say. Give `decision` to `withSignerDecision`. */
export interface SshResult {
  readonly checks: readonly Check[];
  readonly decision: SignerDecision;
  /** The principal, else the fingerprint, and who vouches. Absent when the signature does not hold. */
  readonly signer?: Signer;
  /** `SHA256:…` of the key, also when there is a certificate. */
  readonly fingerprint: string;
}

/** `SHA256:` and unpadded base64 of the key without its certificate (ssh-keygen -l). */
export function sshFingerprint(key: SshKey): string {
  return `SHA256:${toBase64(digest('sha256', key.plainBlob)).replaceAll('=', '')}`;
}

/** The text of bytes that were read with one character for each byte. */
function shown(bytes: string): string {
  try {
    return fromUtf8(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
  } catch {
    return bytes;
  }
}

async function raw(key: SshKey, blob: Uint8Array, data: Uint8Array): Promise<RawResult> {
  try {
    return await checkRawSignature(key, blob, data);
  } catch (error) {
    if (!(error instanceof SshSignatureError)) throw error;
    return { result: 'malformed', detail: error.message };
  }
}

const REASONS = {
  wrong: 'SIGNATURE_WRONG',
  malformed: 'SSH_SIGNATURE_MALFORMED',
  weak: 'SSH_KEY_WEAK',
} as const;

async function checkSignature(input: SshVerifyInput): Promise<{ check: Check; flags?: number }> {
  const { key, namespace, hash, signature } = input.signature;
  const name = 'signature';
  if (namespace !== NAMESPACE) {
    const detail = `the SSH signature is for the namespace "${shown(namespace)}", not "${NAMESPACE}"`;
    return { check: { name, outcome: 'failed', reason: 'SSH_NAMESPACE_WRONG', detail } };
  }
  const result = await raw(key, signature, sshSignedData(NAMESPACE, hash, input.payload));
  if (result.result === 'ok') {
    const detail = `made with the ${key.type} key ${sshFingerprint(key)}`;
    const { flags } = result;
    return { check: { name, outcome: 'passed', detail }, ...(flags === undefined ? {} : { flags }) };
  }
  const { detail } = result;
  if (result.result === 'not-supported')
    return { check: { name, outcome: 'not-made', reason: 'ALGORITHM_NOT_SUPPORTED', detail } };
  return { check: { name, outcome: 'failed', reason: REASONS[result.result], detail } };
}

async function checkCertificate({ certificate }: SshKey): Promise<Check[]> {
  if (!certificate) return [];
  const name = 'certificate';
  const result = await raw(certificate.authority, certificate.signature, certificate.signed);
  if (result.result === 'ok') {
    const detail = `issued by the SSH authority ${sshFingerprint(certificate.authority)}`;
    return [{ name, outcome: 'passed', detail }];
  }
  const detail = `the signature of the certificate's authority: ${result.detail}`;
  return result.result === 'not-supported'
    ? [{ name, outcome: 'not-made', reason: 'ALGORITHM_NOT_SUPPORTED', detail }]
    : [{ name, outcome: 'failed', reason: 'SSH_CERTIFICATE_SIGNATURE_WRONG', detail }];
}

function checkRevocation({ revocation, signature }: SshVerifyInput): Check[] {
  if (!revocation) return [];
  const name = 'revocation';
  if ('unreadable' in revocation)
    return [
      { name, outcome: 'not-made', reason: 'SSH_REVOCATION_UNREADABLE', detail: revocation.unreadable },
    ];
  const revoked = sshRevoked(revocation, signature.key);
  if (revoked === undefined) return [{ name, outcome: 'passed', detail: 'not in the revocation file' }];
  return [{ name, outcome: 'failed', reason: 'SSH_KEY_REVOKED', detail: revoked }];
}

function decide(allowed: Allowed): SignerDecision {
  if (allowed.decision === 'allowed') {
    const detail = `allowed signers line ${allowed.line} allows ${shown(allowed.principal)}`;
    return { decision: 'allowed', detail };
  }
  const detail = `allowed signers: ${allowed.why}`;
  if (allowed.decision === 'cannot-answer')
    return { decision: 'cannot-answer', reason: 'SSH_ALLOWED_SIGNERS_TOO_LARGE', detail };
  return { decision: allowed.decision, detail };
}

function signerOf(key: SshKey, allowed: Allowed | undefined): Signer {
  const authority = key.certificate?.authority;
  const issuer = authority ? `ssh authority ${sshFingerprint(authority)}` : 'ssh';
  if (allowed?.decision !== 'allowed')
    return { subject: sshFingerprint(key), subjectType: 'otherName', issuer, claims: {}, scheme: 'ssh' };
  const subject = shown(allowed.principal);
  const subjectType = /^[^@\s]+@[^@\s]+$/.test(subject) ? 'email' : 'otherName';
  return { subject, subjectType, issuer, claims: {}, scheme: 'ssh' };
}

/**
 * Judges an SSH signature over a git object as `git verify-commit` does with ssh-keygen (gpg-interface.c,
 * verify_ssh_signed_buffer): the signature in the namespace `git`, the authority's signature of a certificate, the
 * revocation file, and the allowed signers at the given time. Never throws for anything the signature holds.
 */
export async function verifySshSignature(input: SshVerifyInput): Promise<SshResult> {
  const { key } = input.signature;
  const [{ check, flags }, certificate] = await Promise.all([checkSignature(input), checkCertificate(key)]);
  const structure: Check = { name: 'structure', outcome: 'passed', detail: 'one SSH signature, version 1' };
  const checks = [structure, check, ...certificate, ...checkRevocation(input)];
  const fingerprint = sshFingerprint(key);
  const holds = [check, ...certificate].every(({ outcome }) => outcome === 'passed');
  if (!holds)
    return {
      checks,
      decision: { decision: 'not-stated', detail: 'the signature does not hold' },
      fingerprint,
    };
  const applicant = { key, time: input.time, ...(flags === undefined ? {} : { flags }) };
  const allowed = input.allowedSigners && findAllowed(input.allowedSigners, applicant, NAMESPACE);
  const decision = allowed
    ? decide(allowed)
    : ({ decision: 'not-stated', detail: 'no allowed signers file' } as const);
  return { checks, decision, signer: signerOf(key, allowed), fingerprint };
}
