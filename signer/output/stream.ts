import { harmless } from '../../core/text/index.js';
import type { LoadedPolicy } from '../../io/policy/index.js';
import type { HistorySummary, NamedVerdict } from '../history/index.js';
import { summaryText } from '../history/index.js';
import type { Judge } from '../verify/judge.js';
import { useColour } from './colour.js';
import { jsonDocument, verdictJson } from './json.js';
import { verdictText } from './text.js';

/** A form of output, written as the verdicts come: what goes before the first, for each, and after the last. */
export interface VerdictFormat {
  readonly begin: () => string;
  readonly one: (named: NamedVerdict) => string;
  readonly end: (summary: HistorySummary) => string;
}

/** Blocks for people, an empty line between them; a walk is summed up. */
export function textFormat(walked: boolean, policy?: LoadedPolicy): VerdictFormat {
  const style = { colour: useColour(), checks: 'short' } as const;
  let between = '';
  return {
    begin: () => (policy ? `policy: ${harmless(policy.source)}\n\n` : ''),
    one: ({ name, verdict }) => {
      const text = between + verdictText(verdict, name, style);
      between = '\n';
      return text;
    },
    end: (summary) => (walked ? between + summaryText(summary) : ''),
  };
}

/** The JSON document of docs/json.md, byte for byte what `jsonDocument` makes of all verdicts at once. */
export function jsonFormat({ trust, policy }: Judge, repository?: LoadedPolicy): VerdictFormat {
  const whole = jsonDocument({
    trustedRoot: { digest: trust.root.digest },
    policy: repository?.source ?? policy?.source ?? null,
    ...(repository && { policyDigest: repository.digest, selfDeclared: repository.selfDeclared }),
    objects: [],
  });
  const cut = whole.lastIndexOf(']');
  let between = '\n';
  return {
    begin: () => whole.slice(0, cut),
    one: ({ name, verdict }) => {
      const text = between + elementOf(verdictJson(verdict, name));
      between = ',\n';
      return text;
    },
    end: () => `${between === '\n' ? '' : '\n  '}${whole.slice(cut)}`,
  };
}

/** One element of `objects` as it stands in the document: cut out of a document that holds nothing else. */
function elementOf(value: Record<string, unknown>): string {
  const alone = jsonDocument({ objects: [value] });
  return alone.slice(alone.indexOf('[') + 2, alone.lastIndexOf('\n  ]'));
}
