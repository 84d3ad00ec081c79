import { fromAnyBase64, isObject } from '../encoding/index.js';
import { asEntryError, checkedEntry } from './checked.js';
import { JsonFields } from './json-fields.js';
import type { InclusionProof, LogEntry } from './types.js';

function readProof(proof: JsonFields): InclusionProof {
  return {
    logIndex: proof.int64('logIndex'),
    rootHash: proof.protoBytes('rootHash'),
    treeSize: proof.int64('treeSize'),
    hashes: proof.has('hashes') ? proof.texts('hashes').map(fromAnyBase64) : [],
    checkpoint: proof.has('checkpoint') ? proof.object('checkpoint').text('envelope') : '',
  };
}

/**
 * A TransparencyLogEntry as protobuf JSON, text or parsed: a response of Rekor v2, or an entry of a Sigstore bundle
 * (protobuf-specs, sigstore_rekor.proto).
 * @throws TransparencyError LOG_ENTRY_MALFORMED
 */
export function logEntryFromProtoJson(json: string | object): LogEntry {
  return asEntryError(() => {
    const parsed = typeof json === 'string' ? JsonFields.parse(json) : undefined;
    const entry = parsed ?? new JsonFields(isObject(json) ? json : {});
    const kindVersion = entry.object('kindVersion');
    const promise = entry.has('inclusionPromise') ? entry.object('inclusionPromise') : undefined;
    const set = promise?.has('signedEntryTimestamp') ? promise.protoBytes('signedEntryTimestamp') : undefined;
    return checkedEntry({
      logIndex: entry.int64('logIndex'),
      logId: entry.object('logId').protoBytes('keyId'),
      kind: kindVersion.text('kind'),
      version: kindVersion.text('version'),
      integratedTime: entry.int64('integratedTime'),
      ...(set && set.length > 0 && { set }),
      ...(entry.has('inclusionProof') && { inclusionProof: readProof(entry.object('inclusionProof')) }),
      ...(entry.has('canonicalizedBody') && { body: entry.protoBytes('canonicalizedBody') }),
    });
  });
}
