import { isAcceptableKey, parseCertificate } from '../certificate/index.js';
import type { TrustedAuthority, TrustedLog } from '../certificate/trusted.js';
import { EncodingError, isObject, parseJson, toHex, utf8 } from '../encoding/index.js';
import { digest, importPublicKey } from '../primitives/index.js';
import { at, bytesAt, listAt, objectAt, periodAt, textAt } from './json-fields.js';
import { knownProfile } from './profile.js';
import { readProfile } from './read-profile.js';
import type { TrustedRoot } from './types.js';

type Fields = Readonly<Record<string, unknown>>;

const MAX_SIZE = 1 << 20;
const MAX_ROOTS = 16;
const MAX_ENTRIES = 100;
const MAX_CHAIN = 10;
const LOG_ID_SIZE = 32;
const MEDIA_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot+json;version=0.2',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]);

/**
 * Reads a Sigstore trusted_root.json, v0.1 or v0.2 (protobuf-specs sigstore_trustroot.proto), or several, one in each line. A
 * log whose key or id this program cannot use is not trusted, and `skipped` names it. Unknown members are ignored, as in
 * protobuf.
 * @param owner `user` for a file that the user names: there a certificate authority may have a member `profile`, which says
 * what its signatures must bring. In any other file that member does not count, and `skipped` names it.
 * @throws EncodingError for anything malformed, with its place in the message
 */
export function parseTrustedRoot(json: string, owner: 'user' | 'instance' = 'instance'): TrustedRoot {
  const bytes = utf8(json);
  if (bytes.length > MAX_SIZE)
    throw new EncodingError('JSON_MALFORMED', `a trusted root of more than ${MAX_SIZE} bytes`);
  const roots = rootsIn(json);
  const skipped: string[] = [];
  const all = (key: string) => roots.flatMap((root) => listAt(root, key, '', MAX_ENTRIES));
  const logs = (key: string) => all(key).flatMap(([fields, place]) => readLog(fields, place, skipped));
  const authorities = (key: string) => all(key).map(([fields, place]) => readAuthority(fields, place));
  const profiles = all('certificateAuthorities').some(([{ profile }]) => profile !== undefined);
  const certificateAuthorities = all('certificateAuthorities').map(([fields, place]) =>
    withProfile(readAuthority(fields, place), fields, place, owner, skipped),
  );
  return {
    certificateAuthorities,
    timestampAuthorities: authorities('timestampAuthorities'),
    logs: logs('tlogs'),
    ctLogs: logs('ctlogs'),
    // The same text has another meaning when its profiles count, so it then has another digest.
    digest: toHex(digest('sha256', profiles && owner === 'user' ? utf8(`profiles\n${json}`) : bytes)),
    skipped,
  };
}

/** One trusted root, or one in each line, as `gh attestation trusted-root` writes them. Each authority keeps its own profile. */
function rootsIn(json: string): Fields[] {
  const lines = json.split('\n').filter((line) => line.trim() !== '');
  const isWhole = (line: string) => line.startsWith('{"') && line.trimEnd().endsWith('}');
  const texts = lines.length > 1 && lines.every(isWhole) ? lines : [json];
  if (texts.length > MAX_ROOTS)
    throw new EncodingError('JSON_MALFORMED', `more than ${MAX_ROOTS} trusted roots in one file`);
  return texts.map(readRoot);
}

function readRoot(json: string): Fields {
  const root = parseJson(json);
  if (!isObject(root)) throw new EncodingError('JSON_MALFORMED', 'the trusted root is not an object');
  const mediaType = textAt(root, 'mediaType', 'trusted root');
  if (!MEDIA_TYPES.has(mediaType))
    throw new EncodingError('JSON_MALFORMED', 'mediaType is not one of a trusted root of version 0.1 or 0.2');
  return root;
}

function readAuthority(fields: Fields, place: string): TrustedAuthority {
  const chainPlace = `${place}.certChain`;
  const certificates = listAt(
    objectAt(fields, 'certChain', place),
    'certificates',
    chainPlace,
    MAX_CHAIN,
  ).map(([item, itemPlace]) =>
    at(`${itemPlace}.rawBytes`, () => parseCertificate(bytesAt(item, 'rawBytes', itemPlace))),
  );
  if (certificates.length === 0)
    throw new EncodingError('JSON_MALFORMED', `${chainPlace} holds no certificate`);
  return {
    uri: textAt(fields, 'uri', place),
    chain: certificates,
    validFor: periodAt(fields, 'validFor', place),
  };
}

function withProfile(
  authority: TrustedAuthority,
  fields: Fields,
  place: string,
  owner: 'user' | 'instance',
  skipped: string[],
): TrustedAuthority {
  const stated = fields['profile'];
  if (stated !== undefined && owner === 'user')
    return { ...authority, profile: readProfile(stated, `${place}.profile`) };
  if (stated !== undefined)
    skipped.push(`${place}.profile: counts only in a trusted root file that you name yourself`);
  const profile = knownProfile(authority.chain);
  return { ...authority, ...(profile && { profile }) };
}

function readLog(fields: Fields, place: string, skipped: string[]): TrustedLog[] {
  const keyPlace = `${place}.publicKey`;
  const keyFields = objectAt(fields, 'publicKey', place);
  const spki = bytesAt(keyFields, 'rawBytes', keyPlace);
  const validFor = periodAt(keyFields, 'validFor', keyPlace);
  const logId = readLogId(fields, place);
  const key = importPublicKey(spki);
  if (!key || !isAcceptableKey(key)) {
    skipped.push(`${place}: a public key of a kind that is not supported`);
    return [];
  }
  if (logId.length !== LOG_ID_SIZE) {
    skipped.push(`${place}: a log id that is not ${LOG_ID_SIZE} bytes`);
    return [];
  }
  return [{ baseUrl: textAt(fields, 'baseUrl', place), logId, key, validFor }];
}

// Rekor v2 logs may state only the id their checkpoints carry (checkpointKeyId).
function readLogId(fields: Fields, place: string): Uint8Array {
  const member = isObject(fields['logId']) ? 'logId' : 'checkpointKeyId';
  return bytesAt(objectAt(fields, member, place), 'keyId', `${place}.${member}`);
}
