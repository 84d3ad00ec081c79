import { fromUtf8, isObject, parseStrictJson } from '../../encoding/index.js';
import { failed, passed } from '../../verdict/checks.js';
import type { Check } from '../../verdict/index.js';
import type { ImageDigest } from '../reference/index.js';
import { readable } from './annotations.js';
import { EvidenceError } from './error.js';

/** What the payload of a signature says ("simple signing", containers/image docs/containers-signature.5.md). */
export interface SignedClaims {
  /** The digest of the manifest. */
  readonly digest: string;
  /** The name under which the image was signed. It is shown, but not checked. */
  readonly reference?: string;
  readonly type?: string;
  /** What the signer added (`cosign sign -a`), as far as it is text. */
  readonly annotations: ReadonlyMap<string, string>;
}

const LARGEST_PAYLOAD = 1 << 20;

const membersOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

function textIn(fields: Record<string, unknown>, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * Reads the payload of a signature that cosign keeps in a tag. At most 1 MiB; no member may be there twice.
 * @throws EvidenceError ATTACHMENT_MALFORMED
 */
export function readClaims(payload: Uint8Array): SignedClaims {
  if (payload.length > LARGEST_PAYLOAD)
    throw new EvidenceError('ATTACHMENT_MALFORMED', `a signed payload of more than ${LARGEST_PAYLOAD} bytes`);
  const value = readable('ATTACHMENT_MALFORMED', 'the signed payload', () =>
    parseStrictJson(fromUtf8(payload)),
  );
  const critical = membersOf(membersOf(value)['critical']);
  const digest = textIn(membersOf(critical['image']), 'docker-manifest-digest');
  if (digest === undefined)
    throw new EvidenceError('ATTACHMENT_MALFORMED', 'the signed payload names no image');
  const reference = textIn(membersOf(critical['identity']), 'docker-reference');
  const type = textIn(critical, 'type');
  const stated = Object.entries(membersOf(membersOf(value)['optional']));
  return {
    digest,
    ...(reference !== undefined && { reference }),
    ...(type !== undefined && { type }),
    annotations: new Map(stated.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  };
}

/** Whether the payload is about exactly this manifest. What else it says of the image is not checked, as in cosign. */
export function checkClaims(payload: Uint8Array, image: ImageDigest): Check {
  try {
    return readClaims(payload).digest === image
      ? passed('payload-digest', 'the signed payload names exactly this image')
      : failed('payload-digest', 'PAYLOAD_DIGEST_MISMATCH', 'the signed payload names another image');
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return failed('payload-digest', 'ATTACHMENT_MALFORMED', error.message);
  }
}
