import {
  exemptText,
  logEntryText,
  meaning,
  signedAtText,
  signerText,
  type Verdict,
} from '../../core/verdict/index.js';
import type { Detail } from '../service/protocol.js';

/** A verdict, worded as the command words it. */
export function wordsOf(verdict: Verdict): Detail['words'] {
  const { signedAt, logEntry } = verdict;
  const [signer, exempt] = [signerText(verdict), exemptText(verdict)];
  return {
    means: meaning(verdict),
    ...(signer !== undefined && { signer }),
    ...(signedAt && { signedAt: signedAtText(signedAt) }),
    ...(logEntry && { logEntry: logEntryText(logEntry) }),
    ...(exempt !== undefined && { exempt }),
  };
}
