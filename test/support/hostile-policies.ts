const list = (length: number, make: (i: number) => string) => Array.from({ length }, (_, i) => make(i));
const filled = (unit: string, start = '', end = '') =>
  start + unit.repeat(Math.floor((256 * 1024 - start.length - end.length) / unit.length)) + end;

const SIGNER = "signers:\n  alice: {issuer: 'https://accounts.google.com', subject: alice@example.com}\n";
const RULE = 'rules:\n- {name: all, signers: alice}\n';
const everybody = (count: number, expression: (i: number) => string) =>
  `signers:\n${list(count, (i) => `  s${i}: {issuer: i, subjectRegExp: '${expression(i)}'}\n`).join('')}rules:\n- {name: all, signers: [s0]}\n`;
const rules = (count: number, patterns: number, pattern: (rule: number, i: number) => string) =>
  `${SIGNER}rules:\n${list(count, (rule) => `- {name: r${rule}, signers: alice, paths: [${list(patterns, (i) => `'${pattern(rule, i)}'`).join(',')}]}\n`).join('')}`;

/**
 * Policies made to cost as much as possible, most of them as large as a policy may be, each with a code that its reader must give.
 */
export const HOSTILE_POLICIES: Readonly<Record<string, readonly [text: string, code: string]>> = {
  'of a megabyte': ['a: 1\n'.repeat(200_000), 'POLICY_TOO_LARGE'],
  'of nested lists': [filled('['), 'POLICY_TOO_LARGE'],
  'of nested dashes': [filled('- '), 'POLICY_TOO_LARGE'],
  'of brackets that do not match': [filled('[}'), 'POLICY_SYNTAX'],
  'of closing brackets': [filled(']'), 'POLICY_SYNTAX'],
  'of aliases': [filled('*a,', 'x: [&a a,', ']'), 'POLICY_SYNTAX'],
  'of aliases that multiply': [
    `a0: &a0 [x,x,x]\n${list(60, (i) => `a${i + 1}: &a${i + 1} [${list(9, () => `*a${i}`).join(',')}]\n`).join('')}`,
    'POLICY_SYNTAX',
  ],
  'of one name again and again': [filled('a: 1\n'), 'POLICY_SYNTAX'],
  'of rules with the same patterns': [
    rules(480, 80, (rule, i) => (i === 79 ? `x${rule}` : i.toString(36))),
    'POLICY_TOO_LARGE',
  ],
  'of too many rules': [
    SIGNER + filled('- {signers: alice}\n', 'rules:\n', ' '.repeat(200)),
    'POLICY_TOO_LARGE',
  ],
  'of too many signers': [
    `signers:\n${list(5001, (i) => `  s${i}: {ssh: a}\n`).join('')}${RULE}`,
    'POLICY_TOO_LARGE',
  ],
  'of large expressions': [everybody(2400, (i) => `s${i}(?:ab{60}){9}@x`), 'POLICY_TOO_LARGE'],
  'of expressions with Unicode classes': [
    everybody(60, (i) => `(?i)[${'\\PL'.repeat(1300)}]${i}`),
    'POLICY_TOO_LARGE',
  ],
  'of expressions with wide ranges and no case': [
    everybody(10, (i) => `(?i)[${'\u0100-\u{1e942}'.repeat(1000)}]${i}`),
    'POLICY_TOO_LARGE',
  ],
  'of one expression with all the dots of a host name': [
    `signers:\n  a: {issuer: i, subjectRegExp: 'https://${'a.'.repeat(120_000)}'}\nrules:\n- {signers: a}\n`,
    'POLICY_UNANCHORED',
  ],
};

/** A policy that is accepted and needs much work for a commit: each path is compared with each pattern. */
export const EXPENSIVE_POLICY = rules(80, 100, (rule, i) => `*a*a*a*${rule}b${i}*`);

const ALICE = `signers:
  alice: {issuer: 'https://issuer.example.test', subject: alice@example.com}
rules:
- {signers: alice}
`;

/**
 * Policies that are accepted and name as many commits and objects as a policy may, by what they are. `later` are commits after the
 * one that the policy is asked about.
 */
export function policiesOfIds(later: readonly string[]): Readonly<Record<string, string>> {
  const others = list(6000, (i) => String(i).padStart(40, 'a'));
  return {
    'that revokes its signer from a thousand later commits on': `${ALICE}revoked:\n${later
      .slice(0, 1000)
      .map((id) => `- {signer: alice, since: ${id}, reason: x}\n`)
      .join('')}`,
    'with exceptions for 6,000 objects': `${ALICE}exceptions:\n- {reason: x, until: 2096-01-01, objects: [${others.join(',')}]}\n`,
    'with a thousand exceptions, each for five objects': `${ALICE}exceptions:\n${list(
      1000,
      (i) => `- {reason: x, until: 2096-01-01, objects: [${others.slice(i * 5, i * 5 + 5).join(',')}]}\n`,
    ).join('')}`,
  };
}
