import { harmless } from '../../../core/harmless/index.js';
import type { InstallationVerdict } from '../../../core/installation/index.js';
import { fact, outcomeWord, verdictJson } from '../../../core/render/index.js';
import { logEntryText, signedAtText, signerText } from '../../../core/verdict/index.js';

const MOST_NAMED = 20;

/** A block of text about one installed extension. It ends with a line break. */
export function installationText(verdict: InstallationVerdict, folder: string, colour: boolean): string {
  const { outcome, reason, detail, hint, extension, version, files, differences, provenance } = verdict;
  const name = extension === undefined ? 'extension' : `${extension} ${version}`;
  const lines = [
    `${outcomeWord(outcome, colour)}  ${harmless(name)} (${harmless(folder)})`,
    `  ${detail}${reason === undefined ? '' : ` [${reason}]`}`,
  ];
  if (outcome === 'verified') lines.push(fact('files', `${files} as the release lists them`));
  for (const [kind, paths] of Object.entries(differences ?? {})) {
    for (const path of paths.slice(0, MOST_NAMED)) lines.push(fact(kind, harmless(path)));
    if (paths.length > MOST_NAMED) lines.push(fact(kind, `and ${paths.length - MOST_NAMED} more`));
  }
  if (provenance?.signer) lines.push(fact('signer', signerText(provenance) ?? ''));
  if (provenance?.signer) lines.push(fact('issuer', harmless(provenance.signer.issuer)));
  if (outcome === 'verified' && provenance?.signedAt)
    lines.push(fact('signed', signedAtText(provenance.signedAt)));
  if (outcome === 'verified' && provenance?.logEntry)
    lines.push(fact('log entry', logEntryText(provenance.logEntry)));
  if (hint !== undefined) lines.push(fact('next', hint));
  return `${lines.join('\n')}\n`;
}

/** The answer for one installed extension as JSON (docs/json.md). */
export function installationJson(
  folder: string,
  { provenance, ...facts }: InstallationVerdict,
): Record<string, unknown> {
  return {
    folder,
    ...facts,
    ...(provenance && { provenance: verdictJson(provenance, 'dist/digests.json') }),
  };
}
