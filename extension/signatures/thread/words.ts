import {
  exemptText,
  logEntryText,
  meaning,
  signedAtText,
  signerText,
  type Verdict,
} from '../../../core/verdict/index.js';
import type { Detail } from '../calls.js';
import type { Wording } from './wording.js';

/** The same verdict; what the program itself says of the exemption is in the language of `policy`. */
export function exemptIn(verdict: Verdict, policy: Wording['policy']): Verdict {
  const { exempt } = verdict;
  if (!exempt) return verdict;
  return { ...verdict, exempt: { ...exempt, rule: policy(exempt.rule), reason: policy(exempt.reason) } };
}

/** A verdict in words. In English, they are those of the command. */
export function wordsOf(verdict: Verdict, { words, policy }: Wording): Detail['words'] {
  const { signedAt, logEntry } = verdict;
  const [signer, exempt] = [signerText(verdict, words), exemptText(exemptIn(verdict, policy), words)];
  return {
    means: meaning(verdict, words),
    ...(signer !== undefined && { signer }),
    ...(signedAt && { signedAt: signedAtText(signedAt, words) }),
    ...(logEntry && { logEntry: logEntryText(logEntry, words) }),
    ...(exempt !== undefined && { exempt }),
  };
}
