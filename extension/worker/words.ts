import {
  exemptText,
  logEntryText,
  OUTCOME_MEANS,
  signedAtText,
  signerText,
  type Verdict,
} from '../../core/verify/index.js';
import type { Detail } from '../service/protocol.js';

/** A verdict in the command's words. */
export function wordsOf(verdict: Verdict): Detail['words'] {
  const { outcome, signedAt, logEntry } = verdict;
  const [signer, exempt] = [signerText(verdict), exemptText(verdict)];
  return {
    means: OUTCOME_MEANS[outcome],
    ...(signer !== undefined && { signer }),
    ...(signedAt && { signedAt: signedAtText(signedAt) }),
    ...(logEntry && { logEntry: logEntryText(logEntry) }),
    ...(exempt !== undefined && { exempt }),
  };
}
