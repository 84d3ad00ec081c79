import { EncodingError, equalBytes } from '../encoding/index.js';
import { buildChain } from './chain.js';
import type { ChainProblem, SignatureCache } from './chain-types.js';
import { policyProblem } from './policies.js';
import { smimePurposes } from './smime-leaf.js';
import type { Certificate } from './types.js';

/** A path from an S/MIME certificate to one of the anchors, or why there is none. */
export type SmimePath =
  | { readonly ok: true; readonly anchor: Certificate; readonly path: readonly Certificate[] }
  | ChainProblem;

/** The certificates that a path may consist of. */
export interface SmimePathParts {
  /** The certificates that are trusted. */
  readonly anchors: readonly Certificate[];
  /**
   * Certificates that came with the signature or with the anchors. They may be links of a path, but are never trusted by
   * themselves.
   */
  readonly intermediates: readonly Certificate[];
  readonly cache?: SignatureCache;
}

const FOREVER = { start: 0 };

function problem(reason: ChainProblem['reason'], detail: string): ChainProblem {
  return { ok: false, reason, detail };
}

async function findPath(
  leaf: Certificate,
  { anchors, intermediates, cache = new Map() }: SmimePathParts,
  time: number,
): Promise<SmimePath> {
  const issuers = [leaf, ...intermediates].map(({ issuer }) => issuer);
  const authorities = anchors
    .filter(({ subject }) => issuers.some((issuer) => equalBytes(issuer, subject)))
    .map((anchor) => ({ uri: '', chain: [anchor], validFor: FOREVER }));
  let failed: ChainProblem = problem(
    'CHAIN_NO_TRUSTED_AUTHORITY',
    'no trusted authority has the name and key of its issuer',
  );
  for (const purpose of smimePurposes(leaf)) {
    const options = { purpose, general: true, intermediates, cache } as const;
    const chain = await buildChain(leaf, authorities, time, options);
    const anchor = chain.ok ? chain.authority.chain[0] : undefined;
    if (chain.ok && anchor) return { ok: true, anchor, path: chain.path };
    if (!chain.ok) failed = chain;
  }
  return failed;
}

/**
 * Finds a path from an S/MIME certificate to an anchor and checks it as of `time`, Unix seconds: everything `buildChain`
 * checks, the policy constraints (RFC 5280 section 6.1) and, as a second opinion, path validation by pkijs. pkijs alone is
 * not enough: version 4 lets an authority widen the name constraints above it, ignores path length and extended key usage,
 * and gets policies wrong. Revocation is not checked. Never throws.
 */
export async function buildSmimePath(
  leaf: Certificate,
  parts: SmimePathParts,
  time: number,
): Promise<SmimePath> {
  try {
    const found = await findPath(leaf, parts, time);
    if (!found.ok) return found;
    const { pathProblem } = await import('./second-opinion.js');
    const refused = policyProblem(leaf, found.path) ?? (await pathProblem(leaf, found.path, time));
    return refused === undefined ? found : problem('CHAIN_CONSTRAINT', refused);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return problem('CHAIN_CONSTRAINT', `an extension is malformed: ${error.message}`);
  }
}
