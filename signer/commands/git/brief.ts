import {
  adviceFor,
  checkText,
  decidingCheck,
  issuerText,
  logEntryText,
  meaning,
  signedAtText,
  signerText,
  type Verdict,
} from '../../../core/verdict/index.js';

/**
 * A verdict as `git verify-commit` and `git log --show-signature` show it: a few lines with the program's name in front,
 * each with a line break.
 */
export function forGitLog(verdict: Verdict): string {
  const { outcome, signer, signedAt, logEntry } = verdict;
  const lines = [`${outcome}: ${meaning(verdict)}`];
  const check = outcome === 'valid' || outcome === 'verified' ? undefined : decidingCheck(verdict.checks);
  if (check) lines.push(`reason: ${checkText(check)}`);
  if (signer) lines.push(`signer: ${signerText(verdict)}`, `issuer: ${issuerText(signer)}`);
  if (signedAt && outcome !== 'invalid') lines.push(`signed: ${signedAtText(signedAt)}`);
  if (logEntry) lines.push(`log entry: ${logEntryText(logEntry)}`);
  const advice = outcome === 'incomplete' ? adviceFor(verdict) : undefined;
  return [...lines.map((line) => `waxseal: ${line}\n`), ...(advice ? [`hint: ${advice}\n`] : [])].join('');
}
