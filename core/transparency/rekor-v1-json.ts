import { equalBytes, fromHex, fromUtf8 } from '../encoding/index.js';
import { asEntryError, checkedEntry } from './checked.js';
import { TransparencyError } from './error.js';
import { JsonFields } from './json-fields.js';
import { leafHash } from './merkle.js';
import type { InclusionProof, LogEntry } from './types.js';

function readProof(proof: JsonFields): InclusionProof {
  return {
    logIndex: proof.number('logIndex'),
    rootHash: proof.hex('rootHash'),
    treeSize: proof.number('treeSize'),
    hashes: proof.texts('hashes').map(fromHex),
    checkpoint: proof.has('checkpoint') ? proof.text('checkpoint') : '',
  };
}

/**
 * The one entry in a response of Rekor v1, `{uuid: {body, integratedTime, logID, logIndex, verification}}` (rekor
 * openapi.yaml, LogEntry). The last 32 bytes of the uuid must be the leaf hash of the body, and kind and version come from
 * the body.
 * @throws TransparencyError LOG_ENTRY_MALFORMED
 */
export function logEntryFromRekorJson(text: string): LogEntry {
  return asEntryError(() => {
    const answer = JsonFields.parse(text);
    const [uuid, second] = answer.names;
    if (uuid === undefined || second !== undefined)
      throw new TransparencyError('LOG_ENTRY_MALFORMED', 'the log did not answer with exactly one entry');
    const id = fromHex(uuid);
    const fields = answer.object(uuid);
    const body = fields.base64('body');
    if (!equalBytes(id.subarray(-32), leafHash(body)))
      throw new TransparencyError('LOG_ENTRY_MALFORMED', 'the id of the entry is not the hash of its body');
    const stated = JsonFields.parse(fromUtf8(body));
    const verification = fields.has('verification') ? fields.object('verification') : new JsonFields({});
    return checkedEntry({
      logIndex: fields.number('logIndex'),
      logId: fields.hex('logID'),
      kind: stated.text('kind'),
      version: stated.text('apiVersion'),
      integratedTime: fields.number('integratedTime'),
      ...(verification.has('signedEntryTimestamp') && { set: verification.base64('signedEntryTimestamp') }),
      ...(verification.has('inclusionProof') && {
        inclusionProof: readProof(verification.object('inclusionProof')),
      }),
      body,
    });
  });
}
