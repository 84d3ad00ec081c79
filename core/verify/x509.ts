import {
  type Certificate,
  certificateKey,
  checkSmimeLeaf,
  nameText,
  RSASSA_PSS,
  readPssParameters,
  type SmimePath,
  smimeSigner,
} from '../certificate/index.js';
import { EncodingError, formatTime } from '../encoding/index.js';
import { verifyPss } from '../primitives/index.js';
import type { CmsSignature } from '../signature/index.js';
import { failed, inOrder, notMade, outcomeOf, passed } from '../verdict/checks.js';
import type { SignerDecision } from '../verdict/signer-decision.js';
import type { Check } from '../verdict/verdict.js';
import { checkPayloadDigest, checkSignature } from './cms-checks.js';
import type { Finding } from './evidence.js';
import type { VerifyOptions, X509Evidence } from './options.js';
import { checkTimestamps, signedAt, type TimestampFindings } from './signing-time.js';
import { pathInTime } from './x509-path.js';

const NO_ROOTS: X509Evidence = { given: [], system: [], intermediates: [] };
const SHOWN_NAME = 80;

/** Checks the signature over the signed attributes like `checkSignature`, and also RSASSA-PSS (RFC 4056 section 3). */
async function checkX509Signature(cms: CmsSignature, certificate: Certificate): Promise<Check> {
  if (cms.signatureAlgorithm !== RSASSA_PSS) return checkSignature(cms, certificate);
  const key = certificateKey(certificate);
  const scheme = pssScheme(cms);
  if (!key || !scheme || scheme.hash !== cms.digestAlgorithm)
    return notMade('signature', 'ALGORITHM_NOT_SUPPORTED', 'the RSASSA-PSS parameters are not accepted');
  return (await verifyPss(key, scheme, cms.signedAttributes, cms.signature))
    ? passed('signature', 'made with the certificate’s RSA key (PSS)')
    : failed('signature', 'SIGNATURE_WRONG', 'the signature was not made with the certificate’s key');
}

function pssScheme({ signatureParameters }: CmsSignature) {
  try {
    return signatureParameters && readPssParameters(signatureParameters);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return undefined;
  }
}

function checkLeaf(certificate: Certificate): Check {
  const problem = checkSmimeLeaf(certificate);
  if (!problem) return passed('certificate', 'a certificate for signatures');
  const { reason, detail } = problem;
  return failed('certificate', reason, detail);
}

// A root that the user named may be odd. That must not stop the verdict.
function nameOf({ subject }: Certificate): string {
  try {
    const name = nameText(subject);
    return name.length > SHOWN_NAME ? `${name.slice(0, SHOWN_NAME)}…` : name;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return 'a root whose name cannot be read';
  }
}

/** @param proven when the signature was made, Unix seconds; undefined when the certificate is checked as of today */
function checkChain(found: SmimePath, proven: number | undefined): Check {
  if (found.ok) {
    const when = proven === undefined ? '' : `, valid at ${formatTime(proven)}`;
    const detail = `up to ${nameOf(found.anchor)}${when}; revocation is not checked`;
    return passed('chain', detail);
  }
  const { reason, detail } = found;
  return reason === 'CHAIN_NO_TRUSTED_AUTHORITY' || reason === 'ALGORITHM_NOT_SUPPORTED'
    ? notMade('chain', reason, detail)
    : failed('chain', reason, detail);
}

function decide(found: SmimePath, given: readonly Certificate[]): SignerDecision {
  if (!found.ok) return { decision: 'not-stated', detail: 'the certificate is not verified' };
  return given.includes(found.anchor)
    ? { decision: 'allowed', detail: `issued below ${nameOf(found.anchor)}, a root you gave` }
    : { decision: 'not-stated', detail: `issued below ${nameOf(found.anchor)}, a root of the system` };
}

async function stampsOf(
  cms: CmsSignature,
  { given, system }: X509Evidence,
  options: VerifyOptions,
): Promise<TimestampFindings> {
  if (cms.timestampTokens.length === 0) return { checks: [], times: [] };
  const roots = [...given, ...system].map((root) => ({
    uri: nameOf(root),
    chain: [root],
    validFor: { start: 0 },
  }));
  const timestampAuthorities = [...options.trust.timestampAuthorities, ...roots];
  const trust = { ...options.trust, timestampAuthorities };
  return checkTimestamps(cms.timestampTokens, cms.signature, { ...options, trust });
}

/**
 * The finding on a CMS signature that is not from Sigstore, as gpgsm and smimesign make them: digest, signature, certificate,
 * its path to a root of the user or of the system (RFC 8550, RFC 5280 section 6.1), and the time. An RFC 3161 token proves
 * the time; no proof is needed as long as the certificate and its path are valid. Revocation is not checked, and the chain's detail says
 * so.
 */
export async function verifyX509(
  payload: Uint8Array,
  cms: CmsSignature,
  certificate: Certificate,
  options: VerifyOptions,
): Promise<Finding> {
  const evidence = (await options.x509?.()) ?? NO_ROOTS;
  const [signature, stamps] = await Promise.all([
    checkX509Signature(cms, certificate),
    stampsOf(cms, evidence, options),
  ]);
  const parts = {
    anchors: [...evidence.given, ...evidence.system],
    intermediates: [...cms.certificates, ...evidence.intermediates],
    ...(options.cache ? { cache: options.cache } : {}),
  };
  const { path, time, proven } = await pathInTime(certificate, parts, stamps, options.now);
  // A token of an unknown authority is no gap when the time needs no proof.
  const evidential = ({ outcome }: Check) => outcome !== 'not-made' || time.outcome !== 'passed';
  const checks = [
    passed('structure', 'one signature of one signer'),
    checkPayloadDigest(cms, payload),
    signature,
    checkLeaf(certificate),
    checkChain(path, proven),
    ...stamps.checks.filter(evidential),
    time,
  ];
  const at = signedAt(stamps.times, undefined, cms.signingTime);
  return {
    outcome: outcomeOf(checks),
    checks: inOrder(checks),
    ...signerIn(certificate),
    ...(at ? { signedAt: at } : {}),
    ownTrust: decide(path, evidence.given),
  };
}

function signerIn(certificate: Certificate): Pick<Finding, 'signer'> {
  try {
    return { signer: smimeSigner(certificate) };
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return {};
  }
}
