import type { Signer } from '../../certificate/types.js';
import type { SignerDecision } from '../../verdict/signer-decision.js';
import type { Check } from '../../verdict/verdict.js';
import type { GpgStatus } from './status.js';
import type { OpenPgpSignature } from './types.js';

/** The result of asking gpg. `why` is one line for people. */
export type GpgAnswer =
  | { readonly answer: 'status'; readonly status: GpgStatus }
  | { readonly answer: 'no-program' | 'failed'; readonly why: string };

/** Checks of the evidence, and what ownertrust says. Give `decision` to `withSignerDecision`. */
export interface OpenPgpResult {
  readonly checks: readonly Check[];
  readonly decision: SignerDecision;
  /** The user id gpg gives; absent when something is wrong. */
  readonly signer?: Signer;
  /** Fingerprint of the primary key; absent where gpg does not know it. */
  readonly primaryKey?: string;
  /** Fingerprint, else key id, of the key that signed or claims to have signed; absent when the signature names none. */
  readonly key?: string;
}

/**
 * Hashes that no longer bind a signature to its content (RFC 9580 section 9.5). With MD5, anybody can make two contents for
 * one signature. SHA-1 and RIPEMD-160, which maintainers used for years, prove too little today, but that does not mean that
 * such a signature is wrong.
 */
const BROKEN_HASH = 1;
const OUTDATED_HASHES: ReadonlyMap<number, string> = new Map([
  [2, 'SHA-1'],
  [3, 'RIPEMD-160'],
]);

const KEY_MISSING = 9;
const STRUCTURE: Check = { name: 'structure', outcome: 'passed', detail: 'one OpenPGP signature' };

/** The key that a signature names: `key 0123…`, or that it names none. */
export function issuerText({ issuerFingerprint, issuerKeyId }: OpenPgpSignature): string {
  const key = issuerFingerprint ?? issuerKeyId;
  return key === undefined ? 'a key it does not name' : `key ${key}`;
}

type SignatureCheck = Omit<Check, 'name'> & { readonly name?: Check['name'] };

function check(fields: SignatureCheck): Check {
  return { name: 'signature', ...fields };
}

function judge(signature: OpenPgpSignature, status: GpgStatus): Check[] {
  const key = issuerText(signature);
  const good = check({ outcome: 'passed', detail: `gpg: a good signature by ${key}` });
  switch (status.conclusion) {
    case 'GOODSIG':
      return [good];
    case 'EXPKEYSIG': {
      const detail = `${key} has expired; nothing proves that the signature is older`;
      return [good, check({ name: 'time', outcome: 'not-made', reason: 'OPENPGP_KEY_EXPIRED', detail })];
    }
    case 'EXPSIG': {
      const detail = 'the signature itself has expired';
      return [good, check({ name: 'time', outcome: 'failed', reason: 'OPENPGP_SIGNATURE_EXPIRED', detail })];
    }
    case 'REVKEYSIG': {
      const detail = `${key} is revoked`;
      return [good, check({ name: 'revocation', outcome: 'failed', reason: 'OPENPGP_KEY_REVOKED', detail })];
    }
    case 'BADSIG': {
      const detail = `gpg: the signature by ${key} does not match the content`;
      return [check({ outcome: 'failed', reason: 'SIGNATURE_WRONG', detail })];
    }
    case 'ERRSIG':
      return [checkError(key, status)];
  }
}

function checkError(key: string, { errorCode }: GpgStatus): Check {
  if (errorCode === KEY_MISSING) {
    const detail = `${key} is not in gpg's keyring: import it to verify this signature`;
    return check({ outcome: 'not-made', reason: 'OPENPGP_KEY_MISSING', detail });
  }
  const detail = `gpg can't verify the signature by ${key} (gpg error ${errorCode})`;
  return check({ outcome: 'not-made', reason: 'ALGORITHM_NOT_SUPPORTED', detail });
}

/** True when gpg answered about this signature: the same time, and the key that it names. */
function isAbout(signature: OpenPgpSignature, { valid, keyId }: GpgStatus): boolean {
  const { issuerFingerprint, issuerKeyId, createdAt } = signature;
  if (valid && valid.createdAt !== createdAt) return false;
  if (valid && issuerFingerprint !== undefined) return valid.fingerprint === issuerFingerprint;
  return issuerKeyId === undefined || keyId === issuerKeyId;
}

function weakHash({ hashAlgorithm }: OpenPgpSignature): Check[] {
  if (hashAlgorithm === BROKEN_HASH) {
    const detail = 'the signature is over MD5, which does not protect what it is over';
    return [check({ outcome: 'failed', reason: 'DIGEST_ALGORITHM_WEAK', detail })];
  }
  const name = OUTDATED_HASHES.get(hashAlgorithm);
  if (name === undefined) return [];
  const detail = `the signature is over ${name}, which no longer proves what it is over`;
  return [check({ outcome: 'not-made', reason: 'DIGEST_ALGORITHM_OUTDATED', detail })];
}

const TRUST_TEXT = {
  undefined: 'gpg does not know how far to trust the key',
  never: 'gpg is told never to trust the key',
  marginal: 'gpg trusts the key marginally',
  fully: 'gpg trusts the key fully',
  ultimate: 'gpg trusts the key ultimately',
} as const;

function decide({ trust = 'undefined' }: GpgStatus): SignerDecision {
  const detail = TRUST_TEXT[trust];
  if (trust === 'fully' || trust === 'ultimate') return { decision: 'allowed', detail };
  return { decision: trust === 'never' ? 'refused' : 'not-stated', detail };
}

function withoutAnswer(
  signature: OpenPgpSignature,
  reason: Check['reason'] & string,
  why: string,
): OpenPgpResult {
  const detail = `${why}: the signature by ${issuerText(signature)} is not verified`;
  const key = signature.issuerFingerprint ?? signature.issuerKeyId;
  return {
    checks: [STRUCTURE, ...weakHash(signature), check({ outcome: 'not-made', reason, detail })],
    decision: { decision: 'not-stated', detail: 'the signature is not verified' },
    ...(key === undefined ? {} : { key }),
  };
}

/**
 * What gpg's answer means for a verdict. gpg judges the key: its expiry, its revocation, and how far the user trusts it (with
 * full trust or more, it is allowed). A key that expired later makes the signature unproven, not wrong.
 */
export function openPgpResult(signature: OpenPgpSignature, answer: GpgAnswer): OpenPgpResult {
  if (answer.answer !== 'status') {
    const reason = answer.answer === 'no-program' ? 'OPENPGP_NO_PROGRAM' : 'OPENPGP_CHECK_FAILED';
    return withoutAnswer(signature, reason, answer.why);
  }
  const { status } = answer;
  if (!isAbout(signature, status))
    return withoutAnswer(signature, 'OPENPGP_CHECK_FAILED', 'gpg answered about another signature');
  const checks = [STRUCTURE, ...weakHash(signature), ...judge(signature, status)];
  const key = status.valid?.fingerprint ?? signature.issuerFingerprint ?? signature.issuerKeyId;
  const holds = checks.every(({ outcome }) => outcome === 'passed');
  const wrong = checks.some(({ outcome }) => outcome === 'failed');
  const signer: Signer | undefined =
    !wrong && status.userId !== undefined
      ? { subject: status.userId, subjectType: 'otherName', issuer: 'openpgp', claims: {}, scheme: 'openpgp' }
      : undefined;
  return {
    checks,
    decision: holds ? decide(status) : { decision: 'not-stated', detail: 'the signature does not hold' },
    ...(signer ? { signer } : {}),
    ...(key === undefined ? {} : { key }),
    ...(status.valid ? { primaryKey: status.valid.primaryFingerprint } : {}),
  };
}
