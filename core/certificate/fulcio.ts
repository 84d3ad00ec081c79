import { DerReader, derText, EncodingError, fromUtf8, TAG } from '../encoding/index.js';
import { subjectAlternativeNames } from './alternative-names.js';
import { findExtension } from './extensions.js';
import type { Certificate, CertificateExtension, FulcioClaims, Signer } from './types.js';

// Fulcio docs/oid-info.md, arc 1.3.6.1.4.1.57264.1. Up to .6 the value is raw UTF-8; from .8 on it is a DER UTF8String.
const ARC = '1.3.6.1.4.1.57264.1';
const ISSUER_V1 = `${ARC}.1`;
const ISSUER_V2 = `${ARC}.8`;
const RAW_CLAIMS: ReadonlyMap<string, keyof FulcioClaims> = new Map([
  [`${ARC}.2`, 'githubWorkflowTrigger'],
  [`${ARC}.3`, 'githubWorkflowSha'],
  [`${ARC}.4`, 'githubWorkflowName'],
  [`${ARC}.5`, 'githubWorkflowRepository'],
  [`${ARC}.6`, 'githubWorkflowRef'],
]);
const CLAIMS: ReadonlyMap<string, keyof FulcioClaims> = new Map([
  [`${ARC}.9`, 'buildSignerUri'],
  [`${ARC}.10`, 'buildSignerDigest'],
  [`${ARC}.11`, 'runnerEnvironment'],
  [`${ARC}.12`, 'sourceRepositoryUri'],
  [`${ARC}.13`, 'sourceRepositoryDigest'],
  [`${ARC}.14`, 'sourceRepositoryRef'],
  [`${ARC}.15`, 'sourceRepositoryIdentifier'],
  [`${ARC}.16`, 'sourceRepositoryOwnerUri'],
  [`${ARC}.17`, 'sourceRepositoryOwnerIdentifier'],
  [`${ARC}.18`, 'buildConfigUri'],
  [`${ARC}.19`, 'buildConfigDigest'],
  [`${ARC}.20`, 'buildTrigger'],
  [`${ARC}.21`, 'runInvocationUri'],
  [`${ARC}.22`, 'sourceRepositoryVisibility'],
  [`${ARC}.23`, 'deploymentEnvironment'],
  [`${ARC}.24`, 'tokenSubject'],
]);

function readText({ oid, value }: CertificateExtension): string {
  const reader = new DerReader(value);
  const text = derText(reader.expect(TAG.utf8String, `extension ${oid}`));
  reader.end(`extension ${oid}`);
  return text;
}

function readClaim(extension: CertificateExtension): [keyof FulcioClaims, string] | undefined {
  const raw = RAW_CLAIMS.get(extension.oid);
  if (raw) return [raw, fromUtf8(extension.value)];
  const claim = CLAIMS.get(extension.oid);
  return claim && [claim, readText(extension)];
}

/**
 * The OpenID Connect issuer Fulcio names: extension 1.8, else 1.1; undefined when there is neither.
 * @throws EncodingError also when both are there and differ, because readers would then disagree about the signer
 */
export function fulcioIssuer(cert: Certificate): string | undefined {
  if (cert === last?.cert) return last.issuer;
  const [old, current] = [findExtension(cert, ISSUER_V1), findExtension(cert, ISSUER_V2)];
  const v1 = old && fromUtf8(old.value);
  const v2 = current && readText(current);
  if (v1 !== undefined && v2 !== undefined && v1 !== v2)
    throw new EncodingError('DER_BAD_VALUE', 'the certificate names two different issuers');
  last = { cert, issuer: v2 ?? v1 };
  return last.issuer;
}

// The last answer is kept: a leaf is first checked, and then asked whom it names.
let last: { readonly cert: Certificate; readonly issuer: string | undefined } | undefined;

/**
 * The signer that a Fulcio certificate names, with the claims that Fulcio copied from the identity token.
 * @returns undefined without exactly one subject alternative name; the issuer is '' where none is stated
 * @throws EncodingError
 */
export function readSigner(cert: Certificate): Signer | undefined {
  const [name, ...others] = subjectAlternativeNames(cert);
  const issuer = fulcioIssuer(cert);
  if (!name || others.length > 0) return undefined;
  const claims = cert.extensions.flatMap((extension) => {
    const claim = readClaim(extension);
    return claim ? [claim] : [];
  });
  return {
    subject: name.value,
    subjectType: name.type,
    issuer: issuer ?? '',
    claims: Object.fromEntries(claims),
  };
}
