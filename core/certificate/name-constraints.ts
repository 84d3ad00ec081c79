import {
  contextTag,
  type DerElement,
  type DerReader,
  derOid,
  EncodingError,
  equalBytes,
  latin1,
  readDer,
  TAG,
  toHex,
} from '../encoding/index.js';
import { EXTENSION, findExtension } from './extensions.js';
import { readableText } from './name.js';
import type { Certificate } from './types.js';

const EMAIL = contextTag(1);
const DNS = contextTag(2);
const URI = contextTag(6);
const DIRECTORY = contextTag(4, true);
const EMAIL_ADDRESS = '1.2.840.113549.1.9.1';
const MOST_SUBTREES = 1000;

/** A GeneralName as its identifier octet and content; a directory name's content is the Name, DER. */
type GeneralName = Pick<DerElement, 'tag' | 'content'>;

interface Subtrees {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

function readSubtrees(list: DerReader): GeneralName[] {
  const bases: GeneralName[] = [];
  while (!list.done) {
    if (bases.length === MOST_SUBTREES) throw new EncodingError('DER_TOO_LARGE', 'too many name constraints');
    const subtree = list.enter(TAG.sequence, 'a name constraint');
    bases.push(subtree.any());
    // RFC 5280 section 4.2.1.10: minimum is 0 and maximum absent, and DER leaves a default out.
    subtree.end('a name constraint');
  }
  return bases;
}

function nameConstraints(cert: Certificate): Subtrees | undefined {
  const found = findExtension(cert, EXTENSION.nameConstraints);
  if (!found) return undefined;
  const fields = readDer(found.value, TAG.sequence, 'nameConstraints');
  const [permitted, excluded] = [0, 1].map((n) => {
    const field = fields.optional(contextTag(n, true));
    return field && readSubtrees(fields.inside(field));
  });
  fields.end('nameConstraints');
  if (!permitted && !excluded)
    throw new EncodingError('DER_BAD_VALUE', 'name constraints that constrain nothing');
  return { permitted: permitted ?? [], excluded: excluded ?? [] };
}

/** The RDNs of a Name as text to compare: types with values. Case, spaces and the kind of string make no difference. */
function comparableRdns(name: Uint8Array): { readonly oid: string; readonly value: string }[][] {
  const rdns = readDer(name, TAG.sequence, 'Name');
  const out: { oid: string; value: string }[][] = [];
  while (!rdns.done) {
    const rdn = rdns.enter(TAG.set, 'RelativeDistinguishedName');
    const attributes: { oid: string; value: string }[] = [];
    while (!rdn.done) {
      const fields = rdn.enter(TAG.sequence, 'AttributeTypeAndValue');
      const oid = derOid(fields.expect(TAG.oid, 'attribute type'));
      attributes.push({ oid, value: comparable(fields.any()) });
      fields.end('AttributeTypeAndValue');
    }
    out.push(attributes);
  }
  return out;
}

function comparable(value: DerElement): string {
  const text = readableText(value);
  // This equals no text value, because none begins with a space.
  if (text === undefined) return ` ${toHex(value.raw)}`;
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

function namesOf(cert: Certificate): GeneralName[] {
  const names: GeneralName[] = [];
  const found = findExtension(cert, EXTENSION.subjectAltName);
  const list = found && readDer(found.value, TAG.sequence, 'subjectAltName');
  while (list && !list.done) names.push(list.any());
  const rdns = comparableRdns(cert.subject);
  if (rdns.length > 0) names.push({ tag: DIRECTORY, content: cert.subject });
  // RFC 5280 section 4.2.1.10 applies rfc822Name to the subject only if there is no alternative name. We always do.
  for (const { oid, value } of rdns.flat())
    if (oid === EMAIL_ADDRESS)
      names.push({ tag: EMAIL, content: Uint8Array.from(value, (c) => c.charCodeAt(0)) });
  return names;
}

function hostWithin(host: string, constraint: string): boolean {
  if (constraint.startsWith('.')) return host.length > constraint.length && host.endsWith(constraint);
  return host === constraint;
}

function emailWithin(name: string, constraint: string): boolean {
  const at = name.lastIndexOf('@');
  const host = name.slice(at + 1).toLowerCase();
  const cut = constraint.lastIndexOf('@');
  if (cut < 0) return hostWithin(host, constraint.toLowerCase());
  return (
    name.slice(0, at).toLowerCase() === constraint.slice(0, cut).toLowerCase() &&
    host === constraint.slice(cut + 1).toLowerCase()
  );
}

function directoryWithin(name: Uint8Array, constraint: Uint8Array): boolean {
  const text = (rdn: readonly { oid: string; value: string }[]) =>
    JSON.stringify(rdn.map(({ oid, value }) => `${oid}=${value}`).sort());
  const [own, wanted] = [comparableRdns(name).map(text), comparableRdns(constraint).map(text)];
  return wanted.every((rdn, i) => own[i] === rdn);
}

function dnsWithin(name: string, constraint: string): boolean {
  const [host, base] = [name.toLowerCase(), constraint.toLowerCase()];
  return base === '' || host === base || host.endsWith(base.startsWith('.') ? base : `.${base}`);
}

// scheme "://" [userinfo "@"] host [":" port] (RFC 3986 section 3)
const URI_HOST = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#\\]*@)?([a-z0-9.-]+)(?::\d*)?(?:[/?#]|$)/i;

/** A constraint on URIs is about their host, which must be a domain name (RFC 5280 section 4.2.1.10). */
function uriWithin(name: string, constraint: string): boolean | undefined {
  const host = URI_HOST.exec(name)?.[1]?.toLowerCase();
  return host === undefined || /^[\d.]+$/.test(host) ? undefined : hostWithin(host, constraint.toLowerCase());
}

/** Whether a name lies in a subtree of its own kind; undefined where this program cannot say. */
function within({ tag, content }: GeneralName, base: GeneralName): boolean | undefined {
  switch (tag) {
    case EMAIL:
      return latin1(content).includes('@') ? emailWithin(latin1(content), latin1(base.content)) : undefined;
    case DNS:
      return dnsWithin(latin1(content), latin1(base.content));
    case URI:
      return uriWithin(latin1(content), latin1(base.content));
    case DIRECTORY:
      return directoryWithin(content, base.content);
    default:
      return undefined;
  }
}

function problemWith(name: GeneralName, { permitted, excluded }: Subtrees): string | undefined {
  const allowed = permitted.filter(({ tag }) => tag === name.tag).map((base) => within(name, base));
  const forbidden = excluded.filter(({ tag }) => tag === name.tag).map((base) => within(name, base));
  if ([...allowed, ...forbidden].includes(undefined))
    return 'name constraints are for a kind of name this program does not compare';
  if (forbidden.includes(true) || (allowed.length > 0 && !allowed.includes(true)))
    return 'a name outside what an authority on its path may issue for (name constraints)';
  return undefined;
}

/**
 * Why the name constraints of one authority forbid a path (RFC 5280 sections 4.2.1.10 and 6.1.4), or undefined. Call it for
 * each authority of the path, also for the trust anchor: then no authority can widen what one above it allows. E-mail, DNS
 * and directory names and URIs are compared. A constraint on another kind of name refuses every certificate with such a name.
 * @param below the authorities between `authority` and the leaf
 * @throws EncodingError
 */
export function nameConstraintProblem(
  authority: Certificate,
  leaf: Certificate,
  below: readonly Certificate[],
): string | undefined {
  const constraints = nameConstraints(authority);
  if (!constraints) return undefined;
  const others = below.filter((cert) => !equalBytes(cert.issuer, cert.subject));
  for (const name of [leaf, ...others].flatMap(namesOf)) {
    const problem = problemWith(name, constraints);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
