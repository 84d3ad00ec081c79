import type { HistorySummary, NamedVerdict } from '../../inspect/basis/index.js';
import { VERSION } from '../../io/version.js';
import { utf8 } from '../encoding/index.js';
import { harmlessJson } from '../harmless/index.js';
import { digest } from '../primitives/index.js';
import {
  type AdviceCase,
  ADVICE_CASES as CASES,
  OUTCOME_MEANS,
  type Outcome,
  REASON_HELP,
  type ReasonCode,
  type ReasonHelp,
} from '../verdict/index.js';
import { exemptionText, failureOf, objectText } from './failure.js';
import type { VerdictFormat } from './format.js';
import { remarks } from './text/summary-text.js';

// SARIF 2.1.0 (OASIS), sections 3.20 invocation, 3.27 result, 3.33 logicalLocation, 3.35 suppression, 3.49 reportingDescriptor,
// 3.58 notification.

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const REASONS_PAGE = 'https://unpkg.com/waxseal/docs/reasons.md';

const LEVEL: Readonly<Record<Outcome, 'error' | 'warning' | 'none'>> = {
  invalid: 'error',
  refused: 'error',
  unsigned: 'error',
  incomplete: 'warning',
  valid: 'warning',
  verified: 'none',
};

/** A commit has no file: viewers that demand one are shown the policy, which is what can be changed about a result. */
const PHYSICAL = {
  artifactLocation: { uri: '.waxseal.yaml', uriBaseId: '%SRCROOT%' },
  region: { startLine: 1 },
};

function fingerprint(id: string, rule: string): string {
  return Buffer.from(digest('sha256', utf8(`${id} ${rule}`)))
    .toString('hex')
    .slice(0, 32);
}

function resultOf(named: NamedVerdict, ruleIndex: (rule: string) => number): Record<string, unknown> {
  const { verdict } = named;
  const { object, outcome, signer } = verdict;
  const { rule, message } = failureOf(verdict);
  const exempt = exemptionText(verdict);
  const same = fingerprint(object.id, rule);
  return {
    ruleId: rule,
    ruleIndex: ruleIndex(rule),
    level: LEVEL[outcome],
    message: { text: `${objectText(named)}: ${outcome}: ${message}` },
    locations: [
      {
        physicalLocation: PHYSICAL,
        logicalLocations: [
          { name: object.id, fullyQualifiedName: `${object.type}/${object.id}`, kind: object.type },
        ],
      },
    ],
    // The second name is the one that GitHub compares.
    partialFingerprints: { 'waxsealObject/v1': same, primaryLocationLineHash: `${same}:1` },
    ...(exempt !== undefined && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: exempt }],
    }),
    properties: { outcome, ...(signer && { signer: signer.subject, issuer: signer.issuer }) },
  };
}

function descriptor(rule: string): Record<string, unknown> {
  const help = REASON_HELP[rule as ReasonCode];
  const outcome = rule.toLowerCase() as Outcome;
  const {
    title,
    todo,
    of = {},
  }: ReasonHelp = help ?? {
    title: OUTCOME_MEANS[outcome],
    todo: 'see waxseal show for every check',
  };
  const others = Object.entries(of).map(([kind, other]) => ` For ${CASES[kind as AdviceCase]}: ${other}.`);
  return {
    id: rule,
    shortDescription: { text: `${title}.` },
    help: { text: `${title}. What to do: ${todo}.${others.join('')}` },
    helpUri: REASONS_PAGE,
  };
}

/** The run itself, with a notification for each thing that was not reached: a result would be about an object. */
function invocation(summary: HistorySummary): Record<string, unknown> {
  const notes = remarks(summary).map((text) => ({ level: 'warning', message: { text } }));
  const { refs, unsignable, byDate } = summary.leftOut;
  return {
    executionSuccessful: true,
    ...(notes.length > 0 && { toolExecutionNotifications: notes }),
    properties: {
      objects: summary.objects,
      shallowBoundaries: [...summary.shallowBoundaries],
      leftOut: {
        refs: refs.map(({ name, count }) => ({ name, count })),
        unsignable: [...unsignable],
        byDate,
      },
    },
  };
}

/** A SARIF 2.1.0 log: what does not hold, and what is exempt as suppressed. The rules come after the results that need them. */
export function sarifFormat(): VerdictFormat {
  const rules = new Map<string, number>();
  const indexOf = (rule: string) => {
    const index = rules.get(rule) ?? rules.size;
    rules.set(rule, index);
    return index;
  };
  let between = '\n';
  return {
    begin: () => `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"results":[`,
    one: (named, holds) => {
      if (holds && !named.verdict.exempt) return '';
      const text = between + harmlessJson(resultOf(named, indexOf));
      between = ',\n';
      return text;
    },
    end: (summary) => {
      const driver = {
        name: 'waxseal',
        version: VERSION,
        semanticVersion: VERSION,
        rules: [...rules.keys()].map(descriptor),
      };
      const invocations = harmlessJson([invocation(summary)]);
      return `\n],"invocations":${invocations},"columnKind":"utf16CodeUnits","tool":${harmlessJson({ driver })}}]}\n`;
    },
  };
}
