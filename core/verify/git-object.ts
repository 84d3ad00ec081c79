import { type Certificate, fingerprints } from '../certificate/index.js';
import {
  type ArmoredSignature,
  armorKind,
  GitObjectError,
  type ObjectFormat,
  type SplitObject,
  splitObject,
} from '../git/index.js';
import { CmsError, type CmsSignature, decodeArmor, parseCms } from '../signature/index.js';
import { failed, inOrder, notMade, outcomeOf, passed } from './checks.js';
import { checkPayloadDigest, checkSignature } from './cms-checks.js';
import type { Finding } from './evidence.js';
import type { VerifyOptions } from './options.js';
import { verifySigstore } from './sigstore.js';
import type { Check, SignatureKind, Verdict, VerdictObject } from './verdict.js';

/** A raw commit or tag as `git cat-file` gives it, with the id it was asked for by. */
export interface GitObject {
  readonly id: string;
  readonly type: 'commit' | 'tag';
  readonly raw: Uint8Array;
  readonly format: ObjectFormat;
}

/** What git's protocol hands a verifier: the payload and the armored signature over it. */
export interface DetachedSignature {
  readonly object: VerdictObject;
  readonly payload: Uint8Array;
  readonly armor: Uint8Array;
}

const FULCIO_ISSUER = new Set(['1.3.6.1.4.1.57264.1.1', '1.3.6.1.4.1.57264.1.8']);

/**
 * The verdict on a raw commit or tag. Never throws for anything the object holds. The outcome is at most `valid`:
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
  return verifyArmored(about, payload, signature, options);
}

/** The verdict on a payload and the signature git handed over with it. Never throws for anything they hold. */
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
    case 'ssh':
    case 'openpgp': {
      const detail = `${signature.kind === 'ssh' ? 'SSH' : 'OpenPGP'} signatures are not verified yet`;
      return verdict(
        about,
        signature.kind,
        of([notMade('signature', 'SIGNATURE_KIND_NOT_SUPPORTED', detail)]),
      );
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
    cms = parseCms(decodeArmor(armor));
  } catch (error) {
    if (!(error instanceof CmsError)) throw error;
    return verdict(about, 'unknown', of([failed('structure', error.code, error.message)]));
  }
  const certificate = cms.signerCertificate;
  if (!certificate) {
    const detail = 'the signature does not carry the certificate of its signer';
    return verdict(about, 'x509', of([failed('structure', 'CMS_SIGNER_CERTIFICATE_MISSING', detail)]));
  }
  const checks = [
    passed('structure', 'one signature of one signer, strict DER'),
    checkPayloadDigest(cms, payload),
    await checkSignature(cms, certificate),
  ];
  if (!isFulcio(certificate)) return verdict(about, 'x509', plainX509(checks), certificate);
  const finding = await verifySigstore({ payload, armor, cms, certificate, checks }, options);
  return verdict(about, 'sigstore', finding, certificate);
}

function isFulcio(certificate: Certificate): boolean {
  return certificate.extensions.some((extension) => FULCIO_ISSUER.has(extension.oid));
}

function plainX509(checks: readonly Check[]): Finding {
  const detail = 'an X.509 signature that is not Sigstore’s: its certificate chain is not verified yet';
  return of([...checks, notMade('chain', 'NOT_SIGSTORE_CMS', detail)]);
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
