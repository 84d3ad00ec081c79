import { EncodingError, fromUtf8, isObject, parseStrictJson } from '../../../core/encoding/index.js';
import { harmlessJson } from '../../../core/harmless/index.js';
import type { Renderer } from '../../../core/render/index.js';
import { holds } from '../../../core/verdict/index.js';
import type { ImageItem, ImageSignature } from '../../../inspect/image/index.js';

const ISSUER_OID = '1.3.6.1.4.1.57264.1.1';
const WORKFLOW = [
  ['2', 'Trigger'],
  ['3', 'Sha'],
  ['4', 'Name'],
  ['5', 'Repository'],
  ['6', 'Ref'],
] as const;

function jsonIn(bytes: Uint8Array | string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (bytes === undefined) return undefined;
  try {
    const value = parseStrictJson(typeof bytes === 'string' ? bytes : fromUtf8(bytes));
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return undefined;
  }
}

/** What cosign adds to what the signer stated: identity, log entry and timestamp (cosign pkg/cosign, PayloadExtensions). */
function added({ verdict: { signer }, annotations = {} }: ImageSignature): Record<string, unknown> {
  const entry = jsonIn(annotations['dev.sigstore.cosign/bundle']);
  const stamp = jsonIn(annotations['dev.sigstore.cosign/rfc3161timestamp']);
  const more: Record<string, unknown> = {};
  if (entry) more['Bundle'] = entry;
  if (stamp) more['RFC3161Timestamp'] = stamp;
  if (!signer) return more;
  more[ISSUER_OID] = more['Issuer'] = signer.issuer;
  more['Subject'] = signer.subject;
  for (const [arc, name] of WORKFLOW) {
    const value = signer.claims[`githubWorkflow${name}`];
    if (value !== undefined) more[`1.3.6.1.4.1.57264.1.${arc}`] = more[`githubWorkflow${name}`] = value;
  }
  return more;
}

function sorted(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The payload of a signature under a tag, or what cosign 3 makes up for a bundle. */
function payloadOf(one: ImageSignature, { name, digest }: ImageItem): Readonly<Record<string, unknown>> {
  const payload = one.kind === 'signature' ? jsonIn(one.content) : undefined;
  if (payload) return payload;
  const critical = {
    identity: { 'docker-reference': name },
    image: { 'docker-manifest-digest': digest },
    type: one.verdict.attests ?? '',
  };
  return { critical, optional: {} };
}

function signatureJson(one: ImageSignature, item: ImageItem): Record<string, unknown> {
  const { critical, optional } = payloadOf(one, item);
  if (one.kind !== 'signature') return { critical, optional };
  const all = sorted({ ...(isObject(optional) ? optional : {}), ...added(one) });
  return { critical, optional: Object.keys(all).length === 0 ? null : all };
}

/** The envelope of an attestation: the layer under the tag, or that of the bundle. */
function envelopeOf({ content }: ImageSignature): Readonly<Record<string, unknown>> | undefined {
  const value = jsonIn(content);
  const inside = value?.['dsseEnvelope'];
  return isObject(inside) ? inside : value;
}

function good(item: ImageItem, anySigner: boolean): readonly ImageSignature[] {
  return item.signatures.filter(({ verdict }) => holds(verdict, anySigner));
}

/**
 * What `cosign verify` writes to standard output: for each image a list of the signatures that hold (`json`), or a payload in
 * each line (`text`). What does not hold is not shown in it.
 */
export function cosignSignatures(form: 'json' | 'text', anySigner: boolean): Renderer<ImageItem, unknown> {
  return {
    begin: () => '',
    one: (item, answer) => {
      if (answer !== 'holds') return '';
      const signatures = good(item, anySigner);
      return form === 'json'
        ? `\n${harmlessJson(signatures.map((one) => signatureJson(one, item)))}\n`
        : signatures.map((one) => `${harmlessJson(payloadOf(one, item))}\n`).join('');
    },
    end: () => '',
  };
}

/** What `cosign verify-attestation` writes to standard output: the envelope of each attestation that holds, in a line. */
export function cosignEnvelopes(anySigner: boolean): Renderer<ImageItem, unknown> {
  return {
    begin: () => '',
    one: (item, answer) =>
      answer === 'holds'
        ? good(item, anySigner)
            .map(envelopeOf)
            .filter((envelope) => envelope !== undefined)
            .map((envelope) => `${harmlessJson(envelope)}\n`)
            .join('')
        : '',
    end: () => '',
  };
}
