import { ADVICE_CASES, type AdviceCase, REASONS, type ReasonHelp } from '../../../core/verdict/index.js';

function table(reasons: Readonly<Record<string, ReasonHelp>>): string {
  const rows = Object.entries(reasons).map(([code, { title, todo, of = {} }]) => {
    const others = Object.entries(of).map(
      ([kind, other]) => `; for ${ADVICE_CASES[kind as AdviceCase]}: ${other}`,
    );
    return `| \`${code}\` | ${title} | ${todo}${others.join('')} |`;
  });
  return ['| code | what is the matter | what to do |', '|---|---|---|', ...rows].join('\n');
}

/** docs/reasons.md, made from core/verdict/reason-help.ts. */
export function reasonsPage(): string {
  return `# Reasons

Every check that did not pass has one of these codes, in every form of output. The text comes from
\`core/verdict/reason-help.ts\`: \`UPDATE_GOLDEN=1 node scripts/test.mjs signer/output\` writes this page.

## Not everything could be checked: \`incomplete\`, or \`valid\` where only the signer is undecided

${table(REASONS.notMade)}

## The signature does not hold: \`invalid\`

${table(REASONS.failed)}

## A policy has its say: \`refused\`, or exempt

${table(REASONS.policy)}
`;
}
