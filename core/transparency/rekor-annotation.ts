import { fromUtf8, toHex } from '../encoding/index.js';
import { asEntryError, checkedEntry } from './checked.js';
import { TransparencyError } from './error.js';
import { JsonFields } from './json-fields.js';
import type { LogEntry } from './types.js';

/**
 * The log entry that cosign keeps in an annotation beside a signature: `{"SignedEntryTimestamp": …, "Payload": {body,
 * integratedTime, logIndex, logID}}` (cosign pkg/cosign/bundle, RekorBundle). It has the promise of Rekor v1 and no inclusion
 * proof. Kind and version come from the body.
 * @throws TransparencyError LOG_ENTRY_MALFORMED
 */
export function logEntryFromRekorAnnotation(text: string): LogEntry {
  return asEntryError(() => {
    const fields = JsonFields.parse(text);
    const payload = fields.object('Payload');
    const body = payload.base64('body');
    const logId = payload.hex('logID');
    // The log signs it in lower case.
    if (toHex(logId) !== payload.text('logID'))
      throw new TransparencyError('LOG_ENTRY_MALFORMED', 'the log id is not in lower case');
    const stated = JsonFields.parse(fromUtf8(body));
    return checkedEntry({
      logIndex: payload.number('logIndex'),
      logId,
      kind: stated.text('kind'),
      version: stated.text('apiVersion'),
      integratedTime: payload.number('integratedTime'),
      set: fields.base64('SignedEntryTimestamp'),
      body,
    });
  });
}
