import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  parseAllowedSigners,
  parseSshSignature,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { matchesPattern, matchesPatternList } from '../../../core/signature/ssh/pattern.js';
import { type Verdict, withSignatureAskedFor, withSignerDecision } from '../../../core/verdict/index.js';
import { PlainKey, signed } from './plain-key.js';
import { certificate } from './ssh-keys.js';

const key = new PlainKey('ed25519');
const ca = new PlainKey('ed25519');
const OBJECT = { id: '0'.repeat(40), type: 'commit' } as const;
const WORK = 1 << 24;
const TOO_MUCH = {
  decision: 'cannot-answer',
  reason: 'SSH_ALLOWED_SIGNERS_TOO_LARGE',
  detail: `allowed signers: comparing the names and patterns on the lines for this key takes more than ${WORK} steps`,
} as const;
const TOO_LARGE = {
  ...TOO_MUCH,
  detail: 'allowed signers: the file has more than 16777216 bytes or 100000 lines',
} as const;

async function judge(file: string, blob = key.blob) {
  const { decision } = await verifySshSignature({
    signature: parseSshSignature(Buffer.from(signed(key, 'payload', blob))),
    payload: Buffer.from('payload'),
    allowedSigners: parseAllowedSigners(Buffer.from(file), () => 0),
    time: 1,
  });
  return { decision };
}

/** A pattern list that matches `git` after exactly this many steps. */
function namespacesOf(steps: number): string {
  const rest = steps - 11; // for `git` itself
  const nines = rest % 8; // a pattern of one character takes nine, an empty one eight
  return `git,${'x,'.repeat(nines)}${','.repeat((rest - nines * 9) / 8)}`.slice(0, -1);
}

test('the number of steps for comparing a name with patterns is known before they run', () => {
  const steps = (text: string, pattern: string): number[] => {
    const told: number[] = [];
    matchesPattern(text, pattern, (count) => told.push(count));
    return told;
  };
  deepEqual(steps('alice', 'bob'), [11]);
  deepEqual(steps('al', 'alice'), [10]);
  deepEqual(steps('alice', '*'), [9, 1, 1, 1, 1, 1]);
  deepEqual(steps('aab', '*ab'), [11, 2]);
  deepEqual(steps('aaab', '*aab'), [12, 3]);
  deepEqual(steps('xxa', '*a'), [10, 1, 1]);
  const all: number[] = [];
  equal(
    matchesPatternList('a', 'b,!c,*', (count) => all.push(count)),
    true,
  );
  deepEqual(all, [9, 9, 9, 1]);
});

test('exactly the allowed number of steps runs, and not one more', async () => {
  const n = 993;
  // Each is a name that its own list does not allow: 17 steps for each pair.
  const names = Array.from({ length: n }, () => '!xxxxxxxxx').join(',');
  const file = (more: number) =>
    `${names} namespaces="${namespacesOf(WORK - n * n * 17 + more)}" ${key.line}\n`;
  deepEqual((await judge(file(0))).decision, {
    decision: 'refused',
    detail: 'allowed signers: its line allows no principal it names',
  });
  deepEqual((await judge(file(1))).decision, TOO_MUCH);
});

test('the names of a certificate count every time they are searched', async () => {
  const principals = Array.from({ length: 256 }, (_, i) => `p${i}`);
  const blob = certificate(key, ca, [], { principals });
  const own = Array.from({ length: 4_000 }, (_, i) => `q${i}`).join(',');
  const file = (count: number) =>
    `${own} ${blobLine(blob)}\n${`* cert-authority ${ca.line}\n`.repeat(count)}`;
  equal((await judge(file(20), blob)).decision.decision, 'allowed');
  // The first line names 4,000 people and may not sign for git: each of them is sought in the certificate, once for each other line.
  const elsewhere = (count: number) => file(count).replace(' ', ' namespaces="file" ');
  equal((await judge(elsewhere(10), blob)).decision.decision, 'refused');
  equal((await judge(elsewhere(20), blob)).decision.decision, 'cannot-answer');
  const never = (count: number) => file(count).replace(own, own.replaceAll('q', '!q'));
  equal((await judge(never(1), blob)).decision.decision, 'cannot-answer');
});

function blobLine(blob: Buffer): string {
  return `ssh-ed25519-cert-v01@openssh.com ${blob.toString('base64')}`;
}

test('a hundred thousand lines are read, and one more is too many', async () => {
  const file = `# c\n\n${'x\n'.repeat(99_999)}me ${key.line}\n`;
  equal((await judge(file)).decision.decision, 'allowed');
  const { signers, problems, tooLarge } = parseAllowedSigners(Buffer.from(`x\n${file}`), () => 0);
  deepEqual([signers, problems, tooLarge?.code], [[], [], TOO_LARGE.reason]);
});

test('a malformed line of the allowed signers costs no stack', () => {
  const usual = Error.stackTraceLimit;
  const limits: number[] = [];
  const note = () => {
    limits.push(Error.stackTraceLimit);
    return 0;
  };
  parseAllowedSigners(Buffer.from(`x\nme valid-after="20260101" ${key.line}\n`), note);
  deepEqual([...limits, Error.stackTraceLimit], [0, usual]);
});

test('an allowed signers file of 16 MiB is read, and one more byte is too many', async () => {
  const file = `me ${key.line}\n#`.padEnd(1 << 24, 'x');
  equal(parseAllowedSigners(Buffer.from(file), () => 0).signers.length, 1);
  deepEqual((await judge(`${file}x`)).decision, TOO_LARGE);
});

test('when the allowed signers give no answer, a sound signature is incomplete, with that reason', () => {
  const verdict: Verdict = { object: OBJECT, signature: 'ssh', outcome: 'valid', checks: [] };
  const { decision, reason, detail } = TOO_LARGE;
  const judged = withSignerDecision(verdict, { decision, reason, detail });
  equal(judged.outcome, 'incomplete');
  deepEqual(judged.checks, [{ name: 'signer', outcome: 'not-made', reason, detail }]);
});

test('when a policy cannot answer about an unsigned object, the reason says so', () => {
  const verdict: Verdict = { object: OBJECT, signature: 'none', outcome: 'unsigned', checks: [] };
  const { checks } = withSignatureAskedFor(verdict, { decision: 'cannot-answer', detail: 'x' });
  deepEqual(
    checks.map(({ reason }) => reason),
    ['POLICY_CANNOT_ANSWER'],
  );
});
