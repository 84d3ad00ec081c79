import type { KeyObject } from 'node:crypto';
import type { SandboxChains, SandboxKeys } from './context.js';
import { distinguishedName, extensions, issueCertificate, spkiOf } from './pki.js';

/** The organization in every certificate of the sandbox's authorities. */
export const ORGANIZATION = 'sigstore.test';
const TEN_YEARS = 3653 * 86400;
const SIGN_CERTIFICATES = [1, 0x06];
const SIGN_DATA = [7, 0x80];
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/**
 * The Fulcio chain (P-384 root and code-signing intermediate, like the public instance's) and the timestamp
 * authority's (P-256 root and time-stamping certificate), all valid for ten years from `start` (Unix seconds).
 */
export function issueChains(keys: SandboxKeys, start: number): SandboxChains {
  const fulcioRoot = root('fulcio-root', keys.fulcioRoot, 1, start);
  const tsaRoot = root('tsa-root', keys.tsaRoot, 0, start);
  const under = (parent: KeyObject, parentName: string, key: KeyObject, name: string) => ({
    issuer: distinguishedName(ORGANIZATION, parentName),
    subject: distinguishedName(ORGANIZATION, name),
    notBefore: start,
    notAfter: start + TEN_YEARS,
    spki: spkiOf(key),
    keyIds: [extensions.subjectKey(spkiOf(key)), extensions.authorityKey(spkiOf(parent))],
  });
  const middle = under(keys.fulcioRoot, 'fulcio-root', keys.fulcioIntermediate, 'fulcio-intermediate');
  const stamping = under(keys.tsaRoot, 'tsa-root', keys.tsa, 'tsa');
  const intermediate = issueCertificate(
    {
      ...middle,
      extensions: [
        extensions.keyUsage(...SIGN_CERTIFICATES),
        extensions.extendedKeyUsage(false, CODE_SIGNING),
        extensions.basicConstraints(0),
        ...middle.keyIds,
      ],
    },
    keys.fulcioRoot,
  );
  const tsa = issueCertificate(
    {
      ...stamping,
      extensions: [
        extensions.keyUsage(...SIGN_DATA),
        ...stamping.keyIds,
        extensions.extendedKeyUsage(true, TIME_STAMPING),
      ],
    },
    keys.tsaRoot,
  );
  return { fulcio: [intermediate, fulcioRoot], tsa: [tsa, tsaRoot] };
}

function root(name: string, key: KeyObject, pathLength: number, start: number): Uint8Array {
  const spki = spkiOf(key);
  const subject = distinguishedName(ORGANIZATION, name);
  return issueCertificate(
    {
      issuer: subject,
      subject,
      notBefore: start,
      notAfter: start + TEN_YEARS,
      spki,
      extensions: [
        extensions.keyUsage(...SIGN_CERTIFICATES),
        extensions.basicConstraints(pathLength),
        extensions.subjectKey(spki),
        extensions.authorityKey(spki),
      ],
    },
    key,
  );
}
