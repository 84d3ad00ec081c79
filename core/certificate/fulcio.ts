import { DerReader, derText, EncodingError, fromUtf8, TAG } from '../encoding/index.js';
import { subjectAlternativeNames } from './alternative-names.js';
import { findExtension } from './extensions.js';
import type { Certificate, FulcioClaims, Signer } from './types.js';

// Fulcio docs/oid-info.md, arc 1.3.6.1.4.1.57264.1. Up to .6 the value is raw UTF-8; from .8 on it is a DER UTF8String.
const ARC = '1.3.6.1.4.1.57264.1';
const ISSUER_V1 = 1;
const ISSUER_V2 = 8;
const ISSUERS: ReadonlySet<string> = new Set([`${ARC}.${ISSUER_V1}`, `${ARC}.${ISSUER_V2}`]);
const CLAIMS: readonly (readonly [number, keyof FulcioClaims])[] = [
  [2, 'githubWorkflowTrigger'],
  [3, 'githubWorkflowSha'],
  [4, 'githubWorkflowName'],
  [5, 'githubWorkflowRepository'],
  [6, 'githubWorkflowRef'],
  [9, 'buildSignerUri'],
  [10, 'buildSignerDigest'],
  [11, 'runnerEnvironment'],
  [12, 'sourceRepositoryUri'],
  [13, 'sourceRepositoryDigest'],
  [14, 'sourceRepositoryRef'],
  [15, 'sourceRepositoryIdentifier'],
  [16, 'sourceRepositoryOwnerUri'],
  [17, 'sourceRepositoryOwnerIdentifier'],
  [18, 'buildConfigUri'],
  [19, 'buildConfigDigest'],
  [20, 'buildTrigger'],
  [21, 'runInvocationUri'],
  [22, 'sourceRepositoryVisibility'],
  [23, 'deploymentEnvironment'],
  [24, 'tokenSubject'],
];

const OIDS: readonly string[] = Array.from({ length: 25 }, (_, number) => `${ARC}.${number}`);

function readClaim(cert: Certificate, number: number): string | undefined {
  const found = findExtension(cert, OIDS[number] ?? '');
  if (!found) return undefined;
  if (number < ISSUER_V2) return fromUtf8(found.value);
  const reader = new DerReader(found.value);
  const text = derText(reader.expect(TAG.utf8String, `extension ${found.oid}`));
  reader.end(`extension ${found.oid}`);
  return text;
}

/**
 * The OpenID Connect issuer Fulcio names: extension 1.8, else 1.1; undefined when there is neither.
 * @throws EncodingError also when both are there and differ: then readers would disagree about the signer
 */
export function fulcioIssuer(cert: Certificate): string | undefined {
  if (cert === last?.cert) return last.issuer;
  const v1 = readClaim(cert, ISSUER_V1);
  const v2 = readClaim(cert, ISSUER_V2);
  if (v1 !== undefined && v2 !== undefined && v1 !== v2)
    throw new EncodingError('DER_BAD_VALUE', 'the certificate names two different issuers');
  last = { cert, issuer: v2 ?? v1 };
  return last.issuer;
}

// Whether a leaf is acceptable and whom it names are asked one after the other.
let last: { readonly cert: Certificate; readonly issuer: string | undefined } | undefined;

/**
 * Who a Fulcio certificate names, with the claims Fulcio copied from the identity token.
 * @returns undefined without exactly one subject alternative name; the issuer is '' where none is stated
 * @throws EncodingError
 */
export function readSigner(cert: Certificate): Signer | undefined {
  const [name, ...others] = subjectAlternativeNames(cert);
  const issuer = fulcioIssuer(cert);
  if (!name || others.length > 0) return undefined;
  // Most certificates of people have no claim but the issuer: then there is nothing to look for.
  const any = cert.extensions.some(({ oid }) => oid.startsWith(`${ARC}.`) && !ISSUERS.has(oid));
  const claims = (any ? CLAIMS : []).flatMap(([number, key]) => {
    const value = readClaim(cert, number);
    return value === undefined ? [] : [[key, value]];
  });
  return {
    subject: name.value,
    subjectType: name.type,
    issuer: issuer ?? '',
    claims: Object.fromEntries(claims),
  };
}
