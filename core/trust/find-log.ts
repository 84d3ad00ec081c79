import { isWithin } from '../certificate/index.js';
import { equalBytes } from '../encoding/index.js';
import type { TrustedLog } from './types.js';

/**
 * The log with this 32-byte id; where several entries share the id, one valid at `time` (Unix seconds) if there is one.
 * The caller checks the period with `isWithin`: an unknown log and one used outside its period are different answers.
 */
export function findLog(
  logs: readonly TrustedLog[],
  logId: Uint8Array,
  time?: number,
): TrustedLog | undefined {
  const known = logs.filter((log) => equalBytes(log.logId, logId));
  return known.find((log) => time !== undefined && isWithin(log.validFor, time)) ?? known[0];
}
