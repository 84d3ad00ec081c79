import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { test } from 'node:test';
import {
  type LocalOffset,
  parseAllowedSigners,
  parseSshSignature,
  readKeyText,
  type SshResult,
  verifySshSignature,
} from '../../../core/signature/ssh/index.js';
import { outcomeOf } from '../../../core/verdict/checks.js';
import { CASES } from './allowed-cases.js';
import { fingerprintOf, lineOf, PlainKey, signed } from './plain-key.js';
import { type CertificateFields, certificate, SecurityKey } from './ssh-keys.js';

const AT = 1_767_225_600; // 2026-01-01T00:00:00Z
const west: LocalOffset = () => -5 * 3600;
const PAYLOAD = 'commit';

const plain = Object.fromEntries(
  (['ed25519', 'rsa', 'p256', 'p384', 'p521'] as const).map((kind) => [
    kind === 'ed25519' ? 'ed' : kind,
    new PlainKey(kind),
  ]),
);
const ca = new PlainKey('p384');
const other = new PlainKey('ed25519');
const user = new PlainKey('ed25519');
const sk = new SecurityKey('ed25519');
const skEcdsa = new SecurityKey('ecdsa', 'ssh:work');
const rsa = plain['rsa'] ?? ca;

const BOTH = ['alice@example.com', 'bob@example.com'];
const certified = (fields: CertificateFields, critical: readonly (readonly [string, Uint8Array])[] = []) =>
  certificate(user, ca, critical, { principals: BOTH, ...fields });
const userCert = certified({});
const CERTIFICATES: Readonly<Record<string, Buffer>> = {
  user: userCert,
  host: certified({ kind: 2 }),
  nobody: certified({ principals: [] }),
  expired: certified({ validBefore: BigInt(AT) }),
  future: certified({ validAfter: BigInt(AT + 1) }),
  forced: certificate(user, rsa, [['force-command', Buffer.alloc(4)]], { principals: BOTH }),
};
const LINES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(plain).map(([name, { line }]) => [name, line])),
  ca: ca.line,
  other: other.line,
  sk: sk.line,
  skEcdsa: skEcdsa.line,
  userCert: lineOf(userCert),
};
const SIGNATURES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(plain).map(([name, key]) => [name, signed(key, PAYLOAD)])),
  ...Object.fromEntries(
    Object.entries(CERTIFICATES).map(([name, blob]) => [name, signed(user, PAYLOAD, blob)]),
  ),
  sha256: signed(plain['ed'] ?? ca, PAYLOAD, undefined, 'sha256'),
  sk: sk.sign(PAYLOAD),
  skUntouched: sk.sign(PAYLOAD, 0),
  skEcdsa: skEcdsa.sign(PAYLOAD),
};

function judge(armor: string, file: string, time = AT): Promise<SshResult> {
  const text = file.replace(/\{(\w+)\}/g, (_, name: string) => LINES[name] ?? '');
  return verifySshSignature({
    signature: parseSshSignature(Buffer.from(armor)),
    payload: Buffer.from(PAYLOAD),
    allowedSigners: parseAllowedSigners(Buffer.from(text, 'latin1'), west),
    time,
  });
}

const by = (name: string) => SIGNATURES[name] ?? '';

async function says(name: string, file: string, time = AT): Promise<string> {
  const { decision, checks } = await judge(by(name), file, time);
  equal(outcomeOf(checks), 'valid');
  return `${decision.decision}: ${decision.detail.replace('allowed signers', '').replace(/^:? /, '')}`;
}

const DECISIONS = { G: 'allowed', B: 'refused', U: 'not-stated' } as const;

// allowed-signers-oracle.test.ts asks git the same.
for (const [name, file, letter] of CASES)
  test(`a signature by ${name} under ${JSON.stringify(file.replaceAll('\n', ' // '))} is ${DECISIONS[letter]}`, async () => {
    const { checks, decision, signer, fingerprint } = await judge(by(name), file);
    equal(outcomeOf(checks), 'valid', JSON.stringify(checks));
    equal(decision.decision, DECISIONS[letter], decision.detail);
    if (letter === 'U') equal(signer?.subject, fingerprint);
  });

test('for a key that nobody allows, the answer names the first line about it', async () => {
  equal(await says('ed', 'a {other}\n'), 'not-stated: no line is for this key');
  equal(
    await says('ed', 'a valid-before="20240101Z" {ed}\nb valid-after="20270101Z" {ed}'),
    'not-stated: line 1: its key was valid until 2024-01-01T00:00:00Z',
  );
  equal(
    await says('ed', '\n#\nb valid-after="20270101Z" {ed}\nc {other}'),
    'not-stated: line 3: its key is valid from 2027-01-01T00:00:00Z',
  );
  equal(await says('ed', ',a {ed}\nb {ed}'), 'not-stated: line 1: it names nobody');
  equal(
    await says('user', 'carol cert-authority {ca}'),
    'not-stated: line 1: no principal of the certificate matches',
  );
});

test('for a refused key, the answer names the last line that could have allowed it', async () => {
  equal(await says('ed', '!a {ed}'), 'refused: its line allows no principal it names');
  equal(
    await says('ed', 'a,b namespaces="file" {ed}\nb namespaces="mail" {ed}\nc {other}'),
    'refused: line 2: its key may not sign in the namespace "git"',
  );
  equal(
    await says('ed', 'a namespaces="file" {ed}\nb valid-before="20240101Z" {ed}'),
    'refused: line 2: its key was valid until 2024-01-01T00:00:00Z',
  );
  equal(
    await says('user', '!x {userCert}\n*x cert-authority {ca}'),
    'refused: line 2: the certificate does not name the principal',
  );
});

test('the answer says why a certificate does not count', async () => {
  const line = '* cert-authority {ca}';
  equal(await says('host', line), 'not-stated: line 1: the certificate is not a user certificate');
  equal(await says('nobody', line), 'not-stated: line 1: the certificate names no principal');
  equal(await says('expired', line), 'not-stated: line 1: the certificate has expired');
  equal(await says('future', line), 'not-stated: line 1: the certificate is not yet valid');
  equal(await says('expired', line, AT - 1), 'allowed: line 1 allows alice@example.com');
  equal(await says('future', line, AT + 1), 'allowed: line 1 allows alice@example.com');
  equal(
    await says('host', 'alice {other}\nalice namespaces="file" {ed}\n* cert-authority {ca}'),
    'not-stated: line 3: the certificate is not a user certificate',
  );
});

test('a certificate that does not count does not prevent a line for the key itself from allowing it', async () => {
  for (const name of ['host', 'expired', 'future', 'nobody']) {
    const own = `me ${lineOf(CERTIFICATES[name] ?? userCert)}`;
    equal(await says(name, `* cert-authority {ca}\n${own}`), 'allowed: line 2 allows me', name);
    equal(await says(name, `${own} c\n* cert-authority {ca}`), 'allowed: line 1 allows me', name);
  }
});

test('a key’s validity period includes both ends', async () => {
  const line = 'a valid-after="20260101000000Z",valid-before="20260101000010Z" {ed}';
  for (const [time, expected] of [
    [AT - 1, 'not-stated'],
    [AT, 'allowed'],
    [AT + 10, 'allowed'],
    [AT + 11, 'not-stated'],
  ] as const)
    equal((await says('ed', line, time)).split(':')[0], expected, String(time));
});

test('a time without a zone is in local time, and only then the local clock is used', () => {
  const asked: number[] = [];
  const { signers } = parseAllowedSigners(
    Buffer.from(`a valid-after="202601020304",valid-before="20270101Z" ${other.line}`),
    (wallClock) => {
      asked.push(wallClock);
      return 3600;
    },
  );
  deepEqual(asked, [AT + 86400 + 3 * 3600 + 4 * 60]);
  deepEqual(
    signers.map(({ validAfter, validBefore }) => [validAfter, validBefore]),
    [[(asked[0] ?? 0) - 3600, AT + 365 * 86400]],
  );
});

test('a day that does not exist is refused, although ssh-keygen accepts it', async () => {
  for (const time of ['20250230', '20250431', '20251301', '20250100', '20260101240000', '202601010060'])
    match(await says('ed', `a valid-after="${time}" {ed}`), /^not-stated/, time);
  match(await says('ed', 'a valid-after="20240229" {ed}'), /^allowed/);
});

test('a principal is shown as UTF-8 if it is valid, and an address is an email', async () => {
  const jörg = Buffer.from('jörg@example.com').toString('latin1');
  const subject = async (file: string) => {
    const { signer } = await judge(by('ed'), file);
    return [signer?.subject, signer?.subjectType, signer?.issuer, signer?.scheme];
  };
  deepEqual(await subject(`${jörg} {ed}`), ['jörg@example.com', 'email', 'ssh', 'ssh']);
  deepEqual(await subject('j\xf6rg {ed}'), ['j\xf6rg', 'otherName', 'ssh', 'ssh']);
  for (const name of ['a@b@c', '@b', 'a@', '"a b@c"'])
    deepEqual((await subject(`${name} {ed}`))[1], 'otherName', name);
  equal(await says('ed', `${jörg} {ed}`), 'allowed: line 1 allows jörg@example.com');
});

test('a key that nobody allows is named by its fingerprint, and one with a certificate also by its authority', async () => {
  const fingerprint = fingerprintOf(user.blob);
  const { signer, ...result } = await judge(by('user'), '');
  equal(result.fingerprint, fingerprint);
  deepEqual(signer, {
    subject: fingerprint,
    subjectType: 'otherName',
    issuer: `ssh authority ${fingerprintOf(ca.blob)}`,
    claims: {},
    scheme: 'ssh',
  });
  const allowed = await judge(by('user'), '*@example.com cert-authority {ca}');
  equal(allowed.signer?.issuer, `ssh authority ${fingerprintOf(ca.blob)}`);
  deepEqual(
    allowed.checks.map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`),
    [
      'structure passed: one SSH signature, version 1',
      `signature passed: made with the ssh-ed25519-cert-v01@openssh.com key ${fingerprint}`,
      `certificate passed: issued by the SSH authority ${fingerprintOf(ca.blob)}`,
    ],
  );
});

test('without an allowed signers file, nobody said who may sign', async () => {
  const signature = parseSshSignature(Buffer.from(by('ed')));
  const { decision, signer } = await verifySshSignature({
    signature,
    payload: Buffer.from(PAYLOAD),
    time: AT,
  });
  deepEqual(decision, { decision: 'not-stated', detail: 'no allowed signers file' });
  equal(signer?.issuer, 'ssh');
});

test('a signature that does not hold names nobody, whatever the file allows', async () => {
  const { decision, signer, fingerprint } = await verifySshSignature({
    signature: parseSshSignature(Buffer.from(by('ed'))),
    payload: Buffer.from('another'),
    allowedSigners: parseAllowedSigners(Buffer.from(`* ${LINES['ed']}`), west),
    time: AT,
  });
  deepEqual(decision, { decision: 'not-stated', detail: 'the signature does not hold' });
  equal(signer, undefined);
  equal(fingerprint, fingerprintOf((plain['ed'] ?? ca).blob));
});

test('invalid lines are reported with their numbers, and the valid ones are read', () => {
  const line = other.line;
  const [type = '', blob = ''] = line.split(' ');
  const long = `${'a'.repeat((1 << 16) - line.length - 1)} ${line}`;
  const wrong: readonly (readonly [string, string])[] = [
    ['alice', 'no key after the principals, or a quote that is not closed'],
    [`"alice ${line}`, 'no key after the principals, or a quote that is not closed'],
    ['alice ', 'no key: a type and base64 are needed'],
    [`alice ${type}`, 'no key: a type and base64 are needed'],
    [`alice zzz ${line}`, 'an unknown option'],
    [`alice namespaces="a"x ${line}`, 'an unknown option'],
    [`alice namespaces="a",xcert-authority ${line}`, 'an unknown option'],
    [`alice cert-authority, ${line}`, 'a comma ends the options'],
    [`alice namespaces="a ${line}`, 'a quote in the options is not closed'],
    [`alice namespaces=a ${line}`, 'the value of "namespaces" is not in quotes'],
    [`alice namespaces=x"a" ${line}`, 'the value of "namespaces" is not in quotes'],
    [`alice namespaces="a",NAMESPACES="b" ${line}`, '"namespaces" is given twice'],
    [
      `alice valid-after="x" ${line}`,
      '"valid-after" is not a time such as 20261231, 202612312359 or 20261231235959Z',
    ],
    [
      `alice valid-after="20260102",valid-before="20260102" ${line}`,
      '"valid-before" is not later than "valid-after"',
    ],
    [`alice ssh-rsa ${blob}`, 'the key is not of the type in front of it'],
    [`alice ${line}=`, 'the key is not canonical base64'],
    [`al\0ice ${line}`, 'holds a NUL byte'],
    [` x${long}`, 'longer than 65536 bytes'],
  ];
  const right = [
    long,
    `alice valid-after="20260102",valid-before="20260103" ${line} c`,
    `"a" ${line}`,
    `a\r${line}\r\r`,
  ];
  const { signers, problems, tooLarge } = parseAllowedSigners(
    Buffer.from([...wrong.map(([text]) => text), ' \t\r', ' # x', ...right].join('\n'), 'latin1'),
    west,
  );
  deepEqual(
    problems,
    wrong.map(([, message], i) => ({ line: i + 1, message })),
  );
  deepEqual(
    signers.map((signer) => signer.line),
    right.map((_, i) => wrong.length + 3 + i),
  );
  equal(tooLarge, undefined);
});

test('options are kept as written', () => {
  const { signers } = parseAllowedSigners(
    Buffer.from(
      `a ${other.line}\n"b c" Cert-Authority,namespaces="x\\"y" ${other.line}\nd cert-authoritynamespaces="" ${other.line}\ne namespaces="git",cert-authority ${other.line}`,
    ),
    west,
  );
  deepEqual(
    signers.map(({ key: _, ...rest }) => rest),
    [
      { line: 1, principals: 'a', certAuthority: false },
      { line: 2, principals: 'b c', certAuthority: true, namespaces: 'x"y' },
      { line: 4, principals: 'e', certAuthority: true, namespaces: 'git' },
    ],
  );
});

test('a key is read from its line with a comment, and not without its blob', () => {
  const key = readKeyText(`\t${other.line}  a comment `);
  equal(key.type, 'ssh-ed25519');
  deepEqual(Buffer.from(key.blob), other.blob);
  for (const text of ['', 'ssh-ed25519', `${other.line.slice(0, -1)}`, other.line.replace(' ', '\n')])
    throws(() => readKeyText(text), { name: 'SshSignatureError', code: 'SSH_KEY_MALFORMED' }, text);
});

test('an error that is not about the file is passed on', () => {
  const broken: LocalOffset = () => {
    throw new TypeError('no time zone');
  };
  throws(() => parseAllowedSigners(Buffer.from(`a valid-after="20260101" ${other.line}`), broken), TypeError);
});
