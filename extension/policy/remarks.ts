import { l10n, type TextDocument, type Uri } from 'vscode';
import type { Remark } from '../frame/findings/remark.js';
import { isCallError } from '../frame/thread/call-error.js';
import { policyDocs } from './docs.js';
import { titleOf } from './fix-title.js';
import { COMMANDS } from './ids.js';
import type { InForce } from './in-force.js';
import type { PolicyReader } from './reader.js';
import type { FoundMistake } from './reading-calls.js';

/** Finds in a policy what `waxseal policy check` finds, and says which policy is in force. */
export function remarksIn(
  reader: PolicyReader,
  inForce: InForce,
  extensionUri: Uri,
): (document: TextDocument) => Promise<readonly Remark[]> {
  const help = policyDocs(extensionUri, 'mistakes');
  return async (document) => {
    const mistakes = reader.check(document).then(
      (found) => found.map((mistake) => remarkOf(mistake, help)),
      (error: unknown) => (isCallError(error) && error.code === 'TOO_SLOW' ? [tooSlow(help)] : []),
    );
    const [all, note] = await Promise.all([mistakes, inForce.noteOf(document)]);
    if (note === undefined) return all;
    return [...all, notInForce(document, note, policyDocs(extensionUri, 'which-policy-counts'))];
  };
}

function remarkOf(mistake: FoundMistake, help: Uri): Remark {
  const { message, fix } = mistake;
  return {
    finding: mistake,
    message,
    relatedMessage: l10n.t('The rule that decides before it'),
    help,
    ...(fix && { fix: { title: titleOf(fix), changes: fix.changes } }),
  };
}

function tooSlow(help: Uri): Remark {
  const message = l10n.t('This policy takes too long to read.');
  return { finding: { rule: 'POLICY_TOO_LARGE', level: 'error' }, message, help };
}

function notInForce({ uri }: TextDocument, message: string, help: Uri): Remark {
  const title = l10n.t('Compare with the policy in force');
  return {
    finding: { rule: 'POLICY_NOT_IN_FORCE', level: 'note' },
    message,
    help,
    ...(uri.scheme === 'file' && { fix: { title, command: COMMANDS.comparePolicy, given: [uri] } }),
  };
}
