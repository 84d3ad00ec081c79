import {
  type GpgAnswer,
  OpenPgpError,
  type OpenPgpSignature,
  openPgpErrorCheck,
  openPgpResult,
  parseOpenPgpSignature,
} from '../signature/openpgp/index.js';
import { inOrder, outcomeOf } from '../verdict/checks.js';
import type { Finding } from './evidence.js';
import type { VerifyOptions } from './options.js';

const NOT_ASKED: GpgAnswer = { answer: 'no-program', why: 'gpg was not asked' };

/**
 * The finding on an OpenPGP signature over a git object: gpg verifies it with the user's keyring, and the user's ownertrust
 * counts as the user's own trust. Never throws, whatever the signature contains.
 */
export async function verifyOpenPgp(
  payload: Uint8Array,
  armor: Uint8Array,
  options: VerifyOptions,
): Promise<Finding> {
  let signature: OpenPgpSignature;
  try {
    signature = parseOpenPgpSignature(armor);
  } catch (error) {
    if (!(error instanceof OpenPgpError)) throw error;
    const checks = [openPgpErrorCheck(error)];
    return { outcome: outcomeOf(checks), checks };
  }
  const answer = options.openpgp ? await options.openpgp(signature, payload) : NOT_ASKED;
  const result = openPgpResult(signature, answer);
  return {
    outcome: outcomeOf(result.checks),
    checks: inOrder(result.checks),
    ...(result.signer ? { signer: result.signer } : {}),
    signedAt: { time: signature.createdAt, source: 'unproven' },
    ...(result.key === undefined ? {} : { key: result.key }),
    ...(result.primaryKey === undefined ? {} : { primaryKey: result.primaryKey }),
    ownTrust: result.decision,
  };
}
