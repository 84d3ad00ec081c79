import { l10n } from 'vscode';
import type { InstallationVerdict } from '../../core/installation/index.js';
import type { Verdict } from '../../core/verdict/index.js';
import { escaped } from '../frame/text/markdown.js';
import { outcomeLabel, signerLabel } from '../signatures/words.js';

const MOST_NAMED = 100;

/** What an outcome of the check means for the user, without a full stop. */
export function meaning({ outcome }: InstallationVerdict): string {
  switch (outcome) {
    case 'verified':
      return l10n.t('This extension is what its release workflow built');
    case 'refused':
      return l10n.t('Somebody else than its release workflow vouches for this extension');
    case 'invalid':
      return l10n.t('This extension is not what its release workflow built');
    default:
      return l10n.t('This extension could not be checked');
  }
}

/** Who signed the provenance. If it does not hold, the text says that this is only a claim. */
function signerOf({ signer, outcome }: Verdict): string {
  return signerLabel({ outcome, ...(signer && { subject: signer.subject }) });
}

/** The full result of checking an installed extension, as Markdown. Only our own words can contain markup. */
export function report(verdict: InstallationVerdict, folder: string): string {
  const { outcome, reason, detail, extension, version, files, differences, provenance } = verdict;
  const named = differences ? Object.entries(differences) : [];
  const kinds: Readonly<Record<string, string>> = {
    changed: l10n.t('Changed files'),
    added: l10n.t('Added files'),
    missing: l10n.t('Missing files'),
  };
  const list = ([kind, paths]: [string, readonly string[]]) => {
    if (paths.length === 0) return '';
    const shown = paths.slice(0, MOST_NAMED).map((path) => `- ${escaped(path)}`);
    const more = paths.length - shown.length;
    if (more > 0) shown.push(`- ${l10n.t('and {0} more', more)}`);
    return `## ${kinds[kind] ?? kind}\n\n${shown.join('\n')}`;
  };
  const fact = (text: string) => `- ${escaped(text)}`;
  const facts = [
    ...(extension === undefined ? [] : [fact(l10n.t('Extension: {0} {1}', extension, version ?? ''))]),
    fact(l10n.t('Folder: {0}', folder)),
    ...(files === undefined ? [] : [fact(l10n.t('Files that the release lists: {0}', files))]),
    ...(provenance?.signer ? [fact(l10n.t('Provenance signed by: {0}', signerOf(provenance)))] : []),
    ...(provenance?.signer ? [fact(l10n.t('Issuer: {0}', provenance.signer.issuer))] : []),
  ];
  const limits = l10n.t(
    'A changed extension could lie about itself. For an answer that does not depend on it, run this with a waxseal that was installed apart from it: {0}',
    `waxseal verify-extension "${folder}"`,
  );
  return `${[
    `# ${outcomeLabel(outcome)}`,
    `${meaning(verdict)}: ${escaped(detail)}${reason === undefined ? '' : ` \`${reason}\``}`,
    facts.join('\n'),
    ...named.map(list),
    escaped(limits),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}
