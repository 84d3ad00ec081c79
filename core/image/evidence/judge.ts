import { parseStatement } from '../../attestation/index.js';
import type { Bundle, BundleContent } from '../../bundle/index.js';
import { EncodingError, fromHex } from '../../encoding/index.js';
import { allowsSigner } from '../../signer-policy/index.js';
import { failed, notMade, outcomeOf, passed } from '../../verdict/checks.js';
import { type Check, type Verdict, withSignerDecision } from '../../verdict/index.js';
import { type Artifact, readBundle, type SignatureParts, verifyParts } from '../../verify/index.js';
import { algorithmOf, type ImageDigest } from '../reference/index.js';
import { readAnnotations } from './annotations.js';
import { withAnnotations } from './asked-annotations.js';
import { checkClaims, readClaims, type SignedClaims } from './claims.js';
import { readEnvelope } from './envelope.js';
import { EvidenceError } from './error.js';
import type { Attached, ImageRequirements, JudgedSignature, NamedKey } from './types.js';

type Parts = Omit<SignatureParts, 'object' | 'publicKey'>;

function artifactOf(image: ImageDigest): Artifact {
  const algorithm = algorithmOf(image);
  return { algorithm, digest: fromHex(image.slice(algorithm.length + 1)) };
}

function problem(image: ImageDigest, check: Check): JudgedSignature {
  const object = { id: image, type: 'image' } as const;
  const checks = [check];
  return { verdict: { object, signature: 'sigstore', outcome: outcomeOf(checks), checks } };
}

/** Whether the wanted key made it: the check of the signature passed. */
const isMadeWith = ({ checks }: Verdict): boolean =>
  checks.some(({ name, outcome }) => name === 'signature' && outcome === 'passed');

/** The verdict with the first key that made the signature, else with the first key. */
async function withKeys(
  parts: SignatureParts,
  { keys, options }: ImageRequirements,
): Promise<{ readonly verdict: Verdict; readonly key?: NamedKey }> {
  const [first, ...others] = keys;
  if (!first) return { verdict: await verifyParts(parts, options) };
  const own = { verdict: await verifyParts({ ...parts, publicKey: first.key }, options), key: first };
  if (parts.bundle.signer.kind === 'certificate' || isMadeWith(own.verdict)) return own;
  for (const key of others) {
    const verdict = await verifyParts({ ...parts, publicKey: key.key }, options);
    if (isMadeWith(verdict)) return { verdict, key };
  }
  return own;
}

async function judgeParts(
  image: ImageDigest,
  parts: Parts,
  stated: () => ReadonlyMap<string, string>,
  requirements: ImageRequirements,
): Promise<Verdict> {
  const { verdict, key } = await withKeys({ ...parts, object: { id: image, type: 'image' } }, requirements);
  const asked = withAnnotations(verdict, requirements.annotations, stated);
  if (key)
    return withSignerDecision(asked, { decision: 'allowed', detail: `the key ${key.name} that was given` });
  const { policy } = requirements;
  return policy && asked.signer ? withSignerDecision(asked, allowsSigner(policy, asked.signer)) : asked;
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();
const LEGACY = passed('structure', 'a signature with its evidence, as cosign keeps it under a tag');

async function judgeSignature(
  image: ImageDigest,
  { payload, annotations }: Extract<Attached, { form: 'signature' }>,
  requirements: ImageRequirements,
): Promise<readonly JudgedSignature[]> {
  const { signature, ...evidence } = readAnnotations(annotations);
  if (!signature) throw new EvidenceError('ATTACHMENT_MALFORMED', 'the layer has no signature');
  const bundle: Bundle = { version: '0.1', content: { kind: 'message', signature }, ...evidence };
  const parts = {
    bundle,
    structure: LEGACY,
    artifact: payload,
    claims: [checkClaims(payload, image)],
    hash: requirements.hash ?? 'sha256',
  } as const;
  const claims = claimsOf(payload);
  const verdict = await judgeParts(image, parts, () => claims?.annotations ?? NO_TEXTS, requirements);
  return [{ verdict, ...(claims && { claims }) }];
}

function claimsOf(payload: Uint8Array): SignedClaims | undefined {
  try {
    return readClaims(payload);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return undefined;
  }
}

/** What a statement says about the image. */
function statedIn(
  { payload }: { readonly payload: Uint8Array },
  image: ImageDigest,
): ReadonlyMap<string, string> {
  const algorithm = algorithmOf(image);
  try {
    const { subjects } = parseStatement(payload);
    const own = subjects.find(({ digests }) => `${algorithm}:${digests.get(algorithm)}` === image);
    return own?.annotations ?? NO_TEXTS;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return NO_TEXTS;
  }
}

async function judgeEnvelope(
  image: ImageDigest,
  { envelope, annotations }: Extract<Attached, { form: 'envelope' }>,
  requirements: ImageRequirements,
): Promise<readonly JudgedSignature[]> {
  const { signature: _, ...evidence } = readAnnotations(annotations);
  const judged: JudgedSignature[] = [];
  for (const content of readEnvelope(envelope)) {
    const parts = {
      bundle: { version: '0.1', content, ...evidence },
      structure: LEGACY,
      artifact: artifactOf(image),
      hash: requirements.hash ?? 'sha256',
      envelope,
      // cosign stamps the whole envelope: the layer of an attestation has no signature of its own.
      stamped: envelope,
    } as const;
    const verdict = await judgeParts(image, parts, () => statedIn(content, image), requirements);
    judged.push({ verdict, statement: content.payload });
  }
  return judged;
}

/** A bundle counts as cosign counts it: from version 0.3 on, and with a statement about the image. */
function unfit({ version, content }: Bundle): Check | undefined {
  if (version !== '0.3') {
    const detail = `a bundle of version ${version}: beside an image, one counts from version 0.3 on`;
    return notMade('structure', 'BUNDLE_VERSION_NOT_SUPPORTED', detail);
  }
  if (content.kind === 'dsse') return undefined;
  const detail = 'the bundle signs the manifest itself and holds no statement about the image';
  return notMade('structure', 'PAYLOAD_TYPE_NOT_SUPPORTED', detail);
}

async function judgeBundle(
  image: ImageDigest,
  { json }: Extract<Attached, { form: 'bundle' }>,
  requirements: ImageRequirements,
): Promise<readonly JudgedSignature[]> {
  const { bundle, structure } = readBundle(json);
  if (!bundle) return [problem(image, structure)];
  const { content } = bundle;
  const wrong = unfit(bundle);
  if (wrong) return [problem(image, wrong)];
  const parts = { bundle, structure, artifact: artifactOf(image) };
  const statement = payloadOf(content);
  const stated = () => (statement ? statedIn({ payload: statement }, image) : NO_TEXTS);
  const verdict = await judgeParts(image, parts, stated, requirements);
  return [{ verdict, ...(statement && { statement }) }];
}

function payloadOf(content: BundleContent): Uint8Array | undefined {
  return content.kind === 'dsse' ? content.payload : undefined;
}

/**
 * The verdict on each signature of something that is attached to an image. Never throws, whatever it contains: what cannot be
 * taken apart is a failed check. Every signature is judged for itself.
 * @param image the digest that the signatures must be about
 */
export async function judgeAttached(
  image: ImageDigest,
  attached: Attached,
  requirements: ImageRequirements,
): Promise<readonly JudgedSignature[]> {
  try {
    switch (attached.form) {
      case 'signature':
        return await judgeSignature(image, attached, requirements);
      case 'envelope':
        return await judgeEnvelope(image, attached, requirements);
      case 'bundle':
        return await judgeBundle(image, attached, requirements);
    }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return [problem(image, failed('structure', error.code, error.message))];
  }
}
