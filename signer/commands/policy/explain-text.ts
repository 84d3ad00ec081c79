import { harmless } from '../../../core/harmless/index.js';
import { verdictJson } from '../../../core/render/index.js';
import { exemptText, meaning, type SignerDecision } from '../../../core/verdict/index.js';
import type { PolicyExplanation } from '../../../inspect/policy/explain.js';

/** Words before the detail, where the outcome alone does not show the kind of answer. */
const ANSWER: Record<SignerDecision['decision'], string> = {
  allowed: '',
  refused: '',
  'not-stated': 'none: ',
  'cannot-answer': 'cannot be told: ',
};

/** The explanation as text: the outcome, what decided it, and for every rule why it decides or not. */
export function explainText({ source, branch, answer, item }: PolicyExplanation): string {
  const { name, verdict } = item;
  const { object, outcome } = verdict;
  const asked = name === object.id ? '' : ` (${harmless(name)})`;
  const exempt = exemptText(verdict);
  const where =
    object.type === 'commit'
      ? `branch    ${branch === undefined ? 'not known' : harmless(branch)}`
      : undefined;
  const lines = [
    `${outcome}  ${object.type} ${object.id}${asked}`,
    `  ${meaning(verdict)}`,
    `  policy    ${harmless(source)}`,
    ...(where === undefined ? [] : [`  ${where}`]),
    `  answer    ${ANSWER[answer.decision.decision]}${harmless(answer.decision.detail)}`,
    ...(exempt === undefined ? [] : [`  exempt    ${exempt}`]),
    '  rules',
    ...answer.traces.map(
      ({ rule, decides, why }) =>
        `    ${decides ? 'decides ' : 'does not'}  ${harmless(rule.name)} (line ${rule.line}): ${harmless(why)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** The explanation as JSON members (docs/json.md). */
export function explainJson({ source, branch, answer, item }: PolicyExplanation): Record<string, unknown> {
  const { decision, rule, signer, traces } = answer;
  return {
    policy: source,
    branch: branch ?? null,
    decision: decision.decision,
    ...(decision.reason && { reason: decision.reason }),
    detail: decision.detail,
    ...(rule && { rule: { ...rule } }),
    ...(signer !== undefined && { signer }),
    rules: traces.map(({ rule: one, decides, why }) => ({ name: one.name, line: one.line, decides, why })),
    object: verdictJson(item.verdict, item.name),
  };
}
