import { type AllowedLine, type Applicant, linesFor } from './allowed-line.js';
import type { AllowedSigners } from './allowed-signers.js';
import { Bound } from './bound.js';
import { SshSignatureError } from './error.js';
import { matchesPattern, matchesPatternList } from './pattern.js';

/** What the file says. `why` names a line for this key and why it does not allow it, or what is too large for an answer. */
export type Allowed =
  | { readonly decision: 'allowed'; readonly principal: string; readonly line: number }
  | { readonly decision: 'refused' | 'not-stated' | 'cannot-answer'; readonly why: string };

/** The most steps for comparing names with patterns, for one signature: a tenth of a second. */
const MOST_WORK = 1 << 24;

type Spend = (steps: number) => void;

function tooMuchWork(): SshSignatureError {
  return new SshSignatureError(
    'SSH_ALLOWED_SIGNERS_TOO_LARGE',
    `comparing the names and patterns on the lines for this key takes more than ${MOST_WORK} steps`,
  );
}

/** The names up to the first empty one, because ssh-keygen -Y find-principals writes a list with commas, which git reads back. */
function names(list: string): string[] {
  const all = list.split(',');
  const stop = all.indexOf('');
  return stop < 0 ? all : all.slice(0, stop);
}

/** The principals that the line gives the key; for a certificate, those of its principals that the line matches. */
function principalsOf({ signer, certificate }: AllowedLine, spend: Spend): string {
  if (!certificate) return signer.principals;
  return names(signer.principals)
    .flatMap((pattern) => certificate.principals.filter((name) => matchesPattern(name, pattern, spend)))
    .join(',');
}

/** `ssh-keygen -Y find-principals`: the names on the first line that is valid at the time, or why there are none. */
function findPrincipals(
  lines: readonly AllowedLine[],
  spend: Spend,
): { readonly principals: readonly string[]; readonly why: string } {
  let why: string | undefined;
  for (const line of lines) {
    const problem = line.certificateProblem ?? line.timeProblem;
    if (problem === undefined) {
      const list = principalsOf(line, spend);
      if (list !== '' || !line.certificate)
        return { principals: names(list), why: `line ${line.signer.line}: it names nobody` };
    }
    why ??= `line ${line.signer.line}: ${problem ?? 'no principal of the certificate matches'}`;
  }
  return { principals: [], why: why ?? 'no line is for this key' };
}

/** Why a line allows nobody in the namespace, or undefined. */
function problemIn(namespace: string, line: AllowedLine, spend: Spend): string | undefined {
  const { namespaces } = line.signer;
  if (line.certificateProblem !== undefined) return line.certificateProblem;
  if (namespaces !== undefined && !matchesPatternList(namespace, namespaces, spend))
    return `its key may not sign in the namespace "${namespace}"`;
  return line.timeProblem;
}

/** `ssh-keygen -Y verify -I principal` for each name in turn: the first one that a line allows to sign in the namespace. */
function allow(
  principals: readonly string[],
  lines: readonly AllowedLine[],
  namespace: string,
  spend: Spend,
): Allowed {
  let why = 'its line allows no principal it names';
  const usable = lines.filter((line) => {
    const problem = problemIn(namespace, line, spend);
    if (problem !== undefined) why = `line ${line.signer.line}: ${problem}`;
    return problem === undefined;
  });
  for (const principal of principals) {
    for (const { signer, certificate } of usable) {
      if (!matchesPatternList(principal, signer.principals, spend)) continue;
      spend(certificate?.principals.length ?? 0);
      if (!certificate || certificate.principals.includes(principal))
        return { decision: 'allowed', principal, line: signer.line };
      why = `line ${signer.line}: the certificate does not name the principal`;
    }
  }
  return { decision: 'refused', why };
}

/**
 * What an allowed signers file says about a key, in the same two steps as git (gpg-interface.c, verify_ssh_signed_buffer):
 * first the principals of the first line for the key, then each of them in turn until one is allowed in the namespace. No
 * line for the key: `not-stated`. Lines, but none allows it: `refused`. A file that is too large, or takes too much work:
 * `cannot-answer`, because the answer could be either.
 */
export function findAllowed(
  { signers, tooLarge }: AllowedSigners,
  applicant: Applicant,
  namespace: string,
): Allowed {
  const work = new Bound(MOST_WORK, tooMuchWork);
  const spend: Spend = (steps) => work.spend(steps);
  try {
    if (tooLarge) throw tooLarge;
    const lines = linesFor(signers, applicant);
    const { principals, why } = findPrincipals(lines, spend);
    if (principals.length === 0) return { decision: 'not-stated', why };
    return allow(principals, lines, namespace, spend);
  } catch (error) {
    if (!(error instanceof SshSignatureError)) throw error;
    return { decision: 'cannot-answer', why: error.message };
  }
}
