import { isWithin } from '../certificate/index.js';
import type { TrustedLog } from '../certificate/trusted.js';
import { equalBytes } from '../encoding/index.js';

/**
 * Every entry of the trusted root for the log with this 32-byte id, those valid at `time` (Unix seconds) first. A log may
 * be listed for several periods, or moved to another address (sigstore_trustroot.proto lets ids repeat). The caller
 * checks the period with `isWithin`: an unknown log and one used outside its period are different answers.
 */
export function findLogs(logs: readonly TrustedLog[], logId: Uint8Array, time?: number): TrustedLog[] {
  const known = logs.filter((log) => equalBytes(log.logId, logId));
  if (known.length < 2 || time === undefined) return known;
  const rank = (log: TrustedLog) => (isWithin(log.validFor, time) ? 0 : 1);
  return known.toSorted((a, b) => rank(a) - rank(b));
}
