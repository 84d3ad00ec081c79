import { type Certificate, fingerprints } from '../certificate/index.js';
import {
  type ArmoredSignature,
  armorKind,
  GitObjectError,
  type ObjectFormat,
  type SplitObject,
  splitObject,
  unsignedText,
} from '../git/index.js';
import { CmsError, type CmsSignature } from '../signature/index.js';
import { failed, inOrder, outcomeOf, passed } from '../verdict/checks.js';
import type { Check, SignatureKind, Verdict, VerdictObject } from '../verdict/verdict.js';
import { checkPayloadDigest, checkSignature } from './cms-checks.js';
import { isFulcio, readCms } from './cms-form.js';
import type { Finding } from './evidence.js';
import type { VerifyOptions } from './options.js';
import { verifySigstore } from './sigstore.js';

/** A raw commit or tag from `git cat-file`, with the id that it was asked for by. */
export interface GitObject {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  readonly raw: Uint8Array;
  readonly format: ObjectFormat;
}

/** What git gives a verifier: the payload and the armored signature over it. */
export interface DetachedSignature {
  readonly object: VerdictObject;
  readonly payload: Uint8Array;
  readonly armor: Uint8Array;
}

/**
 * The verdict on a raw commit or tag. Never throws, whatever the object contains. The outcome is at most `valid`:
 * `withSignerDecision` adds who may sign.
 */
export async function verifyGitObject(object: GitObject, options: VerifyOptions): Promise<Verdict> {
  const about: VerdictObject = { id: object.id, type: object.type };
  let split: SplitObject;
  try {
    split = splitObject(object.type, object.raw, object.format);
  } catch (error) {
    if (!(error instanceof GitObjectError)) throw error;
    return verdict(about, 'unknown', of([failed('structure', error.code, error.message)]));
  }
  const { payload, signature } = split;
  if (!signature) return { object: about, signature: 'none', outcome: 'unsigned', checks: [] };
  const added = unsignedText(object.type, object.raw, object.format);
  if (added !== undefined) {
    const detail = `the ${object.type} holds ${added}, which the signature does not cover and git does not write`;
    return verdict(about, 'unknown', of([failed('structure', 'UNSIGNED_TEXT', detail)]));
  }
  return verifyArmored(about, payload, signature, options);
}

/** The verdict on a payload and its signature, as git gives them to a verifier. Never throws, whatever they contain. */
export function verifyDetached(input: DetachedSignature, options: VerifyOptions): Promise<Verdict> {
  const { object, payload, armor } = input;
  return verifyArmored(object, payload, { kind: armorKind(armor), armor }, options);
}

async function verifyArmored(
  about: VerdictObject,
  payload: Uint8Array,
  signature: ArmoredSignature,
  options: VerifyOptions,
): Promise<Verdict> {
  switch (signature.kind) {
    case 'cms':
      return verifyCms(about, payload, signature.armor, options);
    case 'ssh': {
      const { verifySsh } = await import('./ssh.js');
      return verdict(about, 'ssh', await verifySsh(payload, signature.armor, options));
    }
    case 'openpgp': {
      const { verifyOpenPgp } = await import('./openpgp.js');
      return verdict(about, 'openpgp', await verifyOpenPgp(payload, signature.armor, options));
    }
    case 'unknown': {
      const detail = 'the signature is of no known kind: neither CMS, SSH nor OpenPGP';
      return verdict(about, 'unknown', of([failed('structure', 'ARMOR_MALFORMED', detail)]));
    }
  }
}

async function verifyCms(
  about: VerdictObject,
  payload: Uint8Array,
  armor: Uint8Array,
  options: VerifyOptions,
): Promise<Verdict> {
  let cms: CmsSignature;
  try {
    cms = readCms(armor);
  } catch (error) {
    if (!(error instanceof CmsError)) throw error;
    return verdict(about, 'unknown', of([failed('structure', error.code, error.message)]));
  }
  const certificate = cms.signerCertificate;
  if (!certificate) {
    const detail = 'the signature does not carry the certificate of its signer';
    return verdict(about, 'x509', of([failed('structure', 'CMS_SIGNER_CERTIFICATE_MISSING', detail)]));
  }
  if (!isFulcio(certificate)) {
    const { verifyX509 } = await import('./x509.js');
    return verdict(about, 'x509', await verifyX509(payload, cms, certificate, options), certificate);
  }
  const checks = [
    passed('structure', 'one signature of one signer, strict DER'),
    checkPayloadDigest(cms, payload),
    await checkSignature(cms, certificate),
  ];
  const finding = await verifySigstore({ payload, armor, cms, certificate, checks }, options);
  return verdict(about, 'sigstore', finding, certificate);
}

function of(checks: readonly Check[]): Finding {
  return { outcome: outcomeOf(checks), checks: inOrder(checks) };
}

function verdict(
  object: VerdictObject,
  signature: SignatureKind,
  finding: Finding,
  certificate?: Certificate,
): Verdict {
  return {
    object,
    signature,
    ...finding,
    ...(certificate ? { fingerprint: fingerprints(certificate) } : {}),
  };
}
