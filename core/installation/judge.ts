import { EncodingError } from '../encoding/index.js';
import { harmless } from '../harmless/index.js';
import { allowsSigner, exactly, type SignerIdentity, type SignerPolicy } from '../signer-policy/index.js';
import { decidingCheck, type Verdict, withSignerDecision } from '../verdict/index.js';
import { type VerifyOptions, verifyBundle } from '../verify/index.js';
import type { FileDifferences } from './compare.js';
import { type DigestList, parseDigestList } from './digest-list.js';
import { PROVENANCE_TYPE } from './release.js';
import type { InstallationVerdict } from './types.js';

/** The verdict on a folder without a list of digests: nothing says what its files should be. */
export function notARelease(): InstallationVerdict {
  return {
    outcome: 'incomplete',
    reason: 'NOT_A_RELEASE',
    detail:
      'this is not a release but a development build: it carries no list of digests, so nothing was checked',
  };
}

/** A list of digests, or the verdict on one that cannot be read. */
export function readDigestList(bytes: Uint8Array): DigestList | InstallationVerdict {
  try {
    return parseDigestList(bytes);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return { outcome: 'invalid', reason: 'DIGEST_LIST_MALFORMED', detail: harmless(error.message) };
  }
}

function factsOf({ extension, version, files }: DigestList) {
  return { extension, version, files: files.size };
}

const KINDS = ['changed', 'added', 'missing'] as const;

/** The verdict on files that differ from the list; undefined when they do not. */
export function judgeFiles(list: DigestList, differences: FileDifferences): InstallationVerdict | undefined {
  const said = KINDS.flatMap((kind) => {
    const [first, ...more] = differences[kind];
    if (first === undefined) return [];
    return [`${kind}: ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`];
  });
  if (said.length === 0) return undefined;
  const detail = harmless(`the files are not those of the release (${said.join('; ')})`);
  const hint = 'remove the extension, and install it again from where you trust';
  return { outcome: 'invalid', reason: 'FILES_DIFFER', detail, hint, ...factsOf(list), differences };
}

/** The verdict on a release whose provenance could not be obtained. */
export function withoutProvenance(
  list: DigestList,
  reason: 'PROVENANCE_MISSING' | 'PROVENANCE_NOT_REACHED',
  why: string,
): InstallationVerdict {
  return {
    outcome: 'incomplete',
    reason,
    detail: harmless(`the files agree with each other, but who built them was not checked: ${why}`),
    hint: 'download the bundle of the release yourself and name it: waxseal verify-extension --bundle FILE',
    ...factsOf(list),
  };
}

/** The policy that allows one identity and nobody else. */
export function onlyIdentity({ issuer, subject }: SignerIdentity, source: string): SignerPolicy {
  const matches = [exactly('issuer', issuer), exactly('subject', subject)];
  return { source, rules: [{ matches }], otherwise: 'refused' };
}

/**
 * The verdict on a list that agrees with the files. Its bytes must be a subject of a build provenance (SLSA) that the signer
 * of releases attested, in a valid Sigstore bundle.
 */
export async function judgeProvenance(
  {
    list,
    bytes,
    bundle,
    signers,
  }: {
    readonly list: DigestList;
    readonly bytes: Uint8Array;
    readonly bundle: Uint8Array;
    readonly signers: SignerPolicy;
  },
  options: VerifyOptions,
): Promise<InstallationVerdict> {
  const evidence = await verifyBundle({ bundle, artifact: bytes }, options);
  const provenance = evidence.signer
    ? withSignerDecision(evidence, allowsSigner(signers, evidence.signer))
    : evidence;
  const facts = { ...factsOf(list), provenance };
  const { outcome, attests } = provenance;
  if (outcome === 'verified' && attests !== PROVENANCE_TYPE) {
    const detail = harmless(`the bundle is no build provenance but ${attests ?? 'a plain signature'}`);
    return { outcome: 'incomplete', reason: 'PROVENANCE_OF_ANOTHER_KIND', detail, ...facts };
  }
  return { ...conclusion(provenance), ...facts };
}

function conclusion(provenance: Verdict): Pick<InstallationVerdict, 'outcome' | 'reason' | 'detail'> {
  const { outcome, checks, signer } = provenance;
  if (outcome === 'verified') {
    const detail = harmless(`every file is as it was built by ${signer?.subject ?? ''}`);
    return { outcome, detail };
  }
  const check = decidingCheck(checks);
  const why = check ? harmless(check.detail) : 'the signer is not known';
  const who = harmless(signer?.subject ?? 'somebody else');
  return {
    outcome: outcome === 'invalid' || outcome === 'refused' ? outcome : 'incomplete',
    ...(check?.reason !== undefined && { reason: check.reason }),
    detail: `the provenance ${outcome === 'refused' ? `is by ${who}: ${why}` : `does not hold: ${why}`}`,
  };
}
