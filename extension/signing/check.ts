import { l10n } from 'vscode';
import { escaped } from '../frame/text/markdown.js';

/** The part of `waxseal doctor --format json` (docs/json.md) that is used here. */
export interface Finding {
  readonly check: string;
  readonly outcome: string;
  readonly detail: string;
  readonly fix?: string;
}

/** The findings that `waxseal doctor` printed. @throws SyntaxError when it printed anything else */
export function findingsIn(stdout: string): readonly Finding[] {
  return (JSON.parse(stdout) as { readonly findings: readonly Finding[] }).findings;
}

/** The findings as Markdown: problems first, each with its fix. Only our own words can contain markup. */
export function checkDocument(findings: readonly Finding[]): string {
  const groups: [title: string, outcomes: readonly string[]][] = [
    [l10n.t('Wrong'), ['fail']],
    [l10n.t('Needs attention'), ['warn']],
    [l10n.t('Could not be checked'), ['not-made']],
    [l10n.t('In order'), ['ok']],
  ];
  const wrong = findings.some(({ outcome }) => outcome === 'fail');
  const sections = groups.flatMap(([title, outcomes]) => {
    const lines = findings.filter(({ outcome }) => outcomes.includes(outcome)).map(lineOf);
    return lines.length === 0 ? [] : [`## ${title}`, lines.join('')];
  });
  return `${[
    `# ${l10n.t('Signing Set-Up')}`,
    wrong
      ? l10n.t(
          'Git cannot sign with Waxseal like this. Set Up Keyless Signing does what “waxseal setup” does.',
        )
      : l10n.t('Nothing is wrong.'),
    ...sections,
  ].join('\n\n')}\n`;
}

function lineOf({ check, detail, fix }: Finding): string {
  const help = fix === undefined ? '' : `\n  ${escaped(l10n.t('To fix it: {0}.', fix))}\n`;
  return `- **${escaped(check)}**: ${escaped(detail)}\n${help}`;
}
