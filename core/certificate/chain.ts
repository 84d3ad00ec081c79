import { EncodingError } from '../encoding/index.js';
import type { ChainOptions, ChainProblem, ChainResult } from './chain-types.js';
import { authorityProblem, isNamedIssuer, namesAnotherKey } from './constraints.js';
import { PURPOSE } from './extensions.js';
import { isSignedBy } from './key.js';
import { nameConstraintProblem } from './name-constraints.js';
import { isWithin } from './period.js';
import type { TrustedAuthority } from './trusted.js';
import type { Certificate } from './types.js';

// When no path fits, the attempt that got furthest is reported, because it names the real obstacle.
const PROGRESS: Record<ChainProblem['reason'], number> = {
  CHAIN_NO_TRUSTED_AUTHORITY: 0,
  ALGORITHM_NOT_SUPPORTED: 1,
  CHAIN_SIGNATURE_WRONG: 2,
  CHAIN_CONSTRAINT: 3,
  CHAIN_NOT_VALID_AT_TIME: 4,
};
const UNKNOWN = problem(
  'CHAIN_NO_TRUSTED_AUTHORITY',
  'no trusted authority has the name and key of its issuer',
);

// Limits against certificates that sign each other in a circle. Real paths have one or two authorities.
const MAX_PATH = 8;
const MAX_LINKS = 100;

function problem(reason: ChainProblem['reason'], detail: string): ChainProblem {
  return { ok: false, reason, detail };
}

function further(a: ChainProblem, b: ChainProblem): ChainProblem {
  return PROGRESS[b.reason] > PROGRESS[a.reason] ? b : a;
}

/**
 * Finds the authority that issued `leaf`, through its intermediates or directly from its anchor (the last certificate of its
 * chain), and checks the path as of `time` (Unix seconds): names, signatures, CA and name constraints, extended key usage,
 * the validity of every certificate (the leaf included) and of the authority (RFC 5280 section 6.1). `checkLeaf` checks what
 * the leaf itself may be used for. Never throws.
 */
export async function buildChain(
  leaf: Certificate,
  authorities: readonly TrustedAuthority[],
  time: number,
  options: ChainOptions = {},
): Promise<ChainResult> {
  let failed = UNKNOWN;
  for (const authority of authorities) {
    const result = await tryAuthority(leaf, authority, time, options);
    if (result.ok) return result;
    failed = further(failed, result);
  }
  return failed;
}

async function tryAuthority(
  leaf: Certificate,
  authority: TrustedAuthority,
  time: number,
  options: ChainOptions,
): Promise<ChainResult> {
  try {
    const anchor = authority.chain.at(-1);
    const candidates = [...authority.chain, ...(options.intermediates ?? [])];
    const path = await findPath(leaf, [], { leaf, candidates, anchor, time, options, links: 0 });
    if ('reason' in path) return path;
    const [issuer] = path;
    if (!isWithin(authority.validFor, time))
      return problem('CHAIN_NOT_VALID_AT_TIME', 'its authority was not trusted at that time');
    if (!isValidAt(leaf, time))
      return problem('CHAIN_NOT_VALID_AT_TIME', 'the certificate was not valid at that time');
    return { ok: true, authority, issuer, path };
  } catch (error) {
    if (error instanceof EncodingError)
      return problem('CHAIN_CONSTRAINT', `an extension is malformed: ${error.message}`);
    throw error;
  }
}

/** From the issuer of a certificate to the anchor. */
type Path = readonly [Certificate, ...Certificate[]];

interface Search {
  readonly leaf: Certificate;
  readonly candidates: readonly Certificate[];
  /** Undefined for an authority without certificates: then there is no path. */
  readonly anchor: Certificate | undefined;
  readonly time: number;
  readonly options: ChainOptions;
  /** How many links were tried. */
  links: number;
}

/** The certificates from the issuer of `child` up to the anchor. `below` holds the CAs already on the path. */
async function findPath(
  child: Certificate,
  below: readonly Certificate[],
  search: Search,
): Promise<Path | ChainProblem> {
  let failed = UNKNOWN;
  if (below.length === MAX_PATH) return failed;
  for (const issuer of possibleIssuers(child, below, search)) {
    if (++search.links > MAX_LINKS) return problem('CHAIN_CONSTRAINT', 'too many possible paths');
    const link = await linkProblem(child, issuer, below, search);
    if (!link && issuer === search.anchor) return [issuer];
    const above = link ?? (await findPath(issuer, [...below, issuer], search));
    if (!('reason' in above)) return [issuer, ...above];
    failed = further(failed, above);
  }
  return failed;
}

/** The certificates with the name of the issuer. Those whose key `child` names come first. */
function possibleIssuers(
  child: Certificate,
  below: readonly Certificate[],
  { candidates }: Search,
): Certificate[] {
  const named = candidates.filter(
    (issuer) => issuer !== child && !below.includes(issuer) && isNamedIssuer(issuer, child),
  );
  return named.toSorted((a, b) => Number(namesAnotherKey(a, child)) - Number(namesAnotherKey(b, child)));
}

async function linkProblem(
  child: Certificate,
  issuer: Certificate,
  below: readonly Certificate[],
  { leaf, time, options }: Search,
): Promise<ChainProblem | undefined> {
  const signed = isSignedBy(child, issuer, options);
  // The child names another key, and this key did not sign it: its authority only has the same name.
  if (!(await signed) && namesAnotherKey(issuer, child)) return UNKNOWN;
  if (!signed)
    return problem(
      'ALGORITHM_NOT_SUPPORTED',
      `signed with ${child.signatureAlgorithm}, or by a key, that is not accepted`,
    );
  if (!(await signed)) return problem('CHAIN_SIGNATURE_WRONG', 'the authority it names did not sign it');
  const purpose = PURPOSE[options.purpose ?? 'codeSigning'];
  const constraint =
    authorityProblem(issuer, below, purpose, options.general) ?? nameConstraintProblem(issuer, leaf, below);
  if (constraint !== undefined) return problem('CHAIN_CONSTRAINT', constraint);
  if (!isValidAt(issuer, time))
    return problem('CHAIN_NOT_VALID_AT_TIME', 'an authority on its path was not valid at that time');
  return undefined;
}

function isValidAt(cert: Certificate, time: number): boolean {
  return isWithin({ start: cert.notBefore, end: cert.notAfter }, time);
}
