import { createHash } from 'node:crypto';
import { concatBytes, formatTime, toBase64, utf8 } from '../../core/encoding/index.js';
import { ORGANIZATION } from './authorities.js';
import type { SandboxContext } from './context.js';
import { spkiOf } from './pki.js';

const RAW_ED25519 = 32;

/**
 * The sandbox's trusted_root.json, in the shape of the public instance's (protobuf-specs sigstore_trustroot.proto).
 * @param start when everything in it became valid, Unix seconds
 */
export function trustedRoot(
  { urls, keys, chains }: Pick<SandboxContext, 'urls' | 'keys' | 'chains'>,
  start: number,
) {
  const validFor = { start: formatTime(start) };
  const log = (baseUrl: string, spki: Uint8Array, keyDetails: string, id = sha256(spki)) => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: toBase64(spki), keyDetails, validFor },
    logId: { keyId: toBase64(id) },
  });
  const authority = (uri: string, commonName: string, chain: readonly Uint8Array[]) => ({
    subject: { organization: ORGANIZATION, commonName },
    uri,
    certChain: { certificates: chain.map((der) => ({ rawBytes: toBase64(der) })) },
    validFor,
  });
  const rekorV2 = spkiOf(keys.rekorV2);
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [
      log(urls.rekor, spkiOf(keys.rekor), 'PKIX_ECDSA_P256_SHA_256'),
      log(urls.rekorV2, rekorV2, 'PKIX_ED25519', checkpointKeyId(new URL(urls.rekorV2).hostname, rekorV2)),
    ],
    certificateAuthorities: [authority(urls.fulcio, 'fulcio-root', chains.fulcio)],
    ctlogs: [log(urls.ct, spkiOf(keys.ct), 'PKIX_ECDSA_P256_SHA_256')],
    timestampAuthorities: [authority(`${urls.tsa}/api/v1/timestamp`, 'tsa-root', chains.tsa)],
  };
}

/**
 * A signing_config.v0.2.json that names the sandbox's servers (protobuf-specs sigstore_trustroot.proto).
 * @param rekorVersion the Rekor version that logs new signatures
 */
export function signingConfig({ urls }: SandboxContext, start: number, rekorVersion: 1 | 2) {
  const service = (url: string, majorApiVersion: number) => ({
    url,
    majorApiVersion,
    validFor: { start: formatTime(start) },
    operator: 'sandbox',
  });
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service(urls.fulcio, 1)],
    oidcUrls: [service(urls.oidc, 1)],
    rekorTlogUrls: [rekorVersion === 1 ? service(urls.rekor, 1) : service(urls.rekorV2, 2)],
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: [service(`${urls.tsa}/api/v1/timestamp`, 1)],
    tsaConfig: { selector: 'ANY' },
  };
}

/** The log id of a Rekor v2 log: SHA-256(origin, LF, 0x01, raw key) in full (C2SP signed-note, key id). */
function checkpointKeyId(origin: string, spki: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8(`${origin}\n`), Uint8Array.of(1), spki.subarray(-RAW_ED25519)));
}

function sha256(data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(data).digest());
}
