import { utf8 } from '../encoding/index.js';
import {
  type Finding,
  findingText,
  type Item,
  type JudgedItem,
  type Level,
  type Location,
} from '../finding/index.js';
import { harmless } from '../harmless/index.js';
import { digestHex } from '../primitives/index.js';
import type { Outcome } from '../verdict/index.js';
import { exemptionText, failureOf, subjectText } from './failure.js';
import { fileOf } from './place.js';
import type { RenderOptions } from './renderer.js';

// SARIF 2.1.0 (OASIS), sections 3.27 result, 3.28 location, 3.33 logicalLocation, 3.35 suppression, 3.58 notification.

const OUTCOME_LEVEL: Readonly<Record<Outcome, 'error' | 'warning' | 'none'>> = {
  invalid: 'error',
  refused: 'error',
  unsigned: 'error',
  incomplete: 'warning',
  valid: 'warning',
  verified: 'none',
};

const FINDING_LEVEL: Readonly<Record<Level, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  note: 'note',
};

/** A commit has no file. Viewers that require one get the policy, because a change of the policy can change a result. */
const POLICY_FILE = {
  artifactLocation: { uri: '.waxseal.yaml', uriBaseId: '%SRCROOT%' },
  region: { startLine: 1 },
};

function logical({ type, id }: Item['subject']): Record<string, unknown> {
  return { name: id, fullyQualifiedName: `${type}/${id}`, kind: type };
}

/** The fingerprint that is the same for the same result in two runs. GitHub compares the one with the second name. */
function fingerprints(name: string, ...parts: readonly string[]): Record<string, string> {
  const same = digestHex('sha256', utf8(parts.join(' '))).slice(0, 32);
  return { [name]: same, primaryLocationLineHash: `${same}:1` };
}

/** The result for a verdict that does not hold, or is exempt. */
export function verdictResult(item: JudgedItem, indexOf: (rule: string) => number): Record<string, unknown> {
  const { subject, verdict } = item;
  const { outcome, signer } = verdict;
  const { rule, message } = failureOf(verdict);
  const exempt = exemptionText(verdict);
  return {
    ruleId: rule,
    ruleIndex: indexOf(rule),
    level: OUTCOME_LEVEL[outcome],
    message: { text: `${subjectText(item)}: ${outcome}: ${message}` },
    locations: [{ physicalLocation: POLICY_FILE, logicalLocations: [logical(subject)] }],
    partialFingerprints: fingerprints('waxsealObject/v1', subject.id, rule),
    ...(exempt !== undefined && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: exempt }],
    }),
    properties: { outcome, ...(signer && { signer: signer.subject, issuer: signer.issuer }) },
  };
}

function locationOf(at: Location | undefined, subject: Item['subject']): Record<string, unknown> {
  const file = at && fileOf(at);
  const { start, end } = at?.range ?? {};
  const region = start && {
    startLine: start.line,
    startColumn: start.column,
    ...(end && { endLine: end.line, endColumn: end.column }),
  };
  const physical =
    file === undefined
      ? POLICY_FILE
      : { artifactLocation: artifact(file), region: region ?? { startLine: 1 } };
  return { physicalLocation: physical, logicalLocations: [logical(subject)] };
}

/** A path as a URI reference (RFC 3986 section 4.2). A relative path starts at the root of the sources. */
function artifact(file: string): Record<string, unknown> {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

/** The result for a finding, at its place; an ignored finding is suppressed. */
export function findingResult(
  finding: Finding,
  { subject }: Item,
  { sentences, language }: Pick<RenderOptions, 'sentences' | 'language'>,
  indexOf: (rule: string) => number,
): Record<string, unknown> {
  const { rule, variant, values, level, at, related, fix, ignored } = finding;
  const { message } = findingText(finding, sentences, language);
  const where = at && [at.kind, at.id, at.path ?? ''].join(' ');
  return {
    ruleId: rule,
    ruleIndex: indexOf(rule),
    level: FINDING_LEVEL[level],
    message: { text: harmless(message) },
    locations: [locationOf(at, subject)],
    ...(related &&
      related.length > 0 && { relatedLocations: related.map((one) => locationOf(one, subject)) }),
    partialFingerprints: fingerprints(
      'waxsealFinding/v1',
      where ?? subject.id,
      rule,
      variant ?? '',
      JSON.stringify(values),
    ),
    ...(ignored && {
      suppressions: [{ kind: 'inSource', status: 'accepted', justification: harmless(ignored.reason) }],
    }),
    properties: { ...(fix && { fix: fix.kind }) },
  };
}

/** The notification for a finding about the configuration of this program, which is in no file (section 3.20.22). */
export function configurationNotification(
  finding: Finding,
  { subject }: Item,
  { sentences, language }: Pick<RenderOptions, 'sentences' | 'language'>,
  indexOf: (rule: string) => number,
): Record<string, unknown> {
  const { rule, level } = finding;
  const { message } = findingText(finding, sentences, language);
  return {
    descriptor: { id: rule, index: indexOf(rule) },
    level: FINDING_LEVEL[level],
    message: { text: harmless(message) },
    locations: [{ logicalLocations: [logical(subject)] }],
  };
}
