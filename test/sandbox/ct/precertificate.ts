import { createHash, type KeyObject } from 'node:crypto';
import { concatBytes, contextTag, der, derOid, readDer, TAG } from '../../../core/encoding/index.js';
import { spkiOf, tlsVector } from '../pki.js';

/** The CT poison extension (RFC 6962 section 3.1). */
export const POISON_OID = '1.3.6.1.4.1.11129.2.4.3';

/**
 * The TBSCertificate a log signs for a precertificate: the poison extension taken out (RFC 6962 section 3.2).
 * @throws EncodingError; Error when there is no poison
 */
export function withoutPoison(precertificate: Uint8Array): Uint8Array {
  const tbs = readDer(precertificate, TAG.sequence, 'the precertificate').enter(TAG.sequence, 'its TBS');
  const fields: Uint8Array[] = [];
  let poisoned = false;
  while (!tbs.done) {
    const field = tbs.any();
    if (field.tag !== contextTag(3, true)) {
      fields.push(field.raw);
      continue;
    }
    const list = tbs.inside(field).enter(TAG.sequence, 'the extensions');
    const kept: Uint8Array[] = [];
    while (!list.done) {
      const item = list.expect(TAG.sequence, 'an extension');
      const isPoison = derOid(list.inside(item).expect(TAG.oid, 'an extension id')) === POISON_OID;
      poisoned ||= isPoison;
      if (!isPoison) kept.push(item.raw);
    }
    fields.push(der.explicit(3, der.sequence(...kept)));
  }
  if (!poisoned) throw new Error('not a precertificate: no poison extension');
  return der.sequence(...fields);
}

/**
 * The MerkleTreeLeaf of a precertificate entry, which is also what its SCT signs: version, leaf or signature type
 * (both 0), timestamp, entry type 1, issuer key hash, TBS, no extensions (RFC 6962 sections 3.2 and 3.4).
 * @param issuer the public key of the issuing certificate
 * @param milliseconds Unix time
 */
export function precertificateLeaf(tbs: Uint8Array, issuer: KeyObject, milliseconds: number): Uint8Array {
  const keyHash = createHash('sha256').update(spkiOf(issuer)).digest();
  return concatBytes(
    Uint8Array.of(0, 0),
    uint64(milliseconds),
    Uint8Array.of(0, 1),
    keyHash,
    tlsVector(3, tbs),
    Uint8Array.of(0, 0),
  );
}

/** Eight octets, big-endian. */
export function uint64(value: number): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return out;
}
