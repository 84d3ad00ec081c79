import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  adviceFor,
  adviceOn,
  REASON_HELP,
  type ReasonCode,
  type SignatureKind,
  type Verdict,
} from '../../../core/verdict/index.js';

type ObjectType = Verdict['object']['type'];

const KINDS: readonly SignatureKind[] = ['sigstore', 'x509', 'ssh', 'openpgp', 'unknown', 'none'];
const TYPES: readonly ObjectType[] = ['commit', 'tag', 'blob'];
const OF_SIGSTORE = /^(?:SCT|SET|LOG|INCLUSION|CHECKPOINT)_|^BUNDLE|^STATEMENT|^PUBLIC_KEY|^PAYLOAD_TYPE/;
const BY_PROFILE = /^(?:TIMESTAMP_MISSING|CERTIFICATE_ISSUER_MISSING|NOT_REQUIRED|CHECK_WAIVED)$/;
const OF_FILES = /^BUNDLE|^STATEMENT|^PUBLIC_KEY|^PAYLOAD_TYPE|^ARTIFACT|^LOG_ENTRY_MISSING/;
const OF_GIT = /^(?:OBJECT|DUPLICATE|ARMOR|CMS|SSH|OPENPGP)_|^LOG_ENTRY_NOT_|^LOG_LOOKUP/;
const OF_X509 = /^(?:CHAIN|CERTIFICATE|CMS|TIME|TIMESTAMP)_/;
const OF_TAGS = /^TAG_/;
const OF_COMMITS = /^MERGE_|^DUPLICATE_/;
const BY_POLICY =
  /^(?:AUTHOR|COMMITTER|MERGE|TAG|EXCEPTION|EXEMPT|SIGNATURE_REQUIRED|POLICY_|SIGNER_REVOKED)/;

/** Whether a verdict on such a signature over such an object can have the reason. */
function canBe(reason: string, kind: SignatureKind, type: ObjectType): boolean {
  if (type === 'blob' && (kind !== 'sigstore' || BY_POLICY.test(reason))) return false;
  if (type === 'blob' && OF_GIT.test(reason)) return false;
  if (BY_PROFILE.test(reason)) return kind === 'sigstore';
  if (OF_X509.test(reason)) return kind === 'sigstore' || kind === 'x509';
  if (type !== 'blob' && OF_FILES.test(reason)) return false;
  if (OF_TAGS.test(reason)) return type === 'tag';
  if (OF_COMMITS.test(reason) && type !== 'commit') return false;
  if (/^(?:SIGNATURE_REQUIRED|EXCEPTION_EXPIRED)/.test(reason)) return true;
  if (kind === 'none') return false;
  if (/^SSH_/.test(reason)) return kind === 'ssh';
  if (/^OPENPGP_/.test(reason)) return kind === 'openpgp';
  return !OF_SIGSTORE.test(reason) || kind === 'sigstore';
}

const SITUATIONS = (Object.keys(REASON_HELP) as ReasonCode[]).flatMap((reason) =>
  KINDS.flatMap((signature) =>
    TYPES.filter((type) => canBe(reason, signature, type)).map((type) => {
      const verdict = { signature, object: { id: 'ab'.repeat(20), type } } as const;
      return { reason, signature, type, said: adviceOn(reason, verdict) };
    }),
  ),
);

/** What the advice must not contain, and in which cases. */
const WRONG: readonly {
  readonly what: string;
  readonly words: RegExp;
  readonly where: (one: (typeof SITUATIONS)[number]) => boolean;
}[] = [
  {
    what: 'a log or a Sigstore to somebody whose signature is not Sigstore’s',
    words: /Rekor|Sigstore|--online|\blog\b|trusted root/,
    where: ({ signature }) => !['sigstore', 'unknown', 'none'].includes(signature),
  },
  {
    what: 'an identity flag to whoever signs with a key or an S/MIME certificate',
    words: /--certificate-/,
    where: ({ signature }) => ['ssh', 'openpgp', 'x509'].includes(signature),
  },
  { what: 'gpg', words: /gpg(?! says)(?!\.)/i, where: ({ signature }) => signature !== 'openpgp' },
  {
    what: 'a command for commits to whoever asks about a tag',
    words: /git (?:commit|rebase|verify-commit)/,
    where: ({ type }) => type === 'tag',
  },
  {
    what: 'git, or a policy of the repository, to whoever asks about a file',
    words: /\bgit\b|\.waxseal\.yaml|policy explain/,
    where: ({ type }) => type === 'blob',
  },
  {
    what: '--online, which verify-blob does not have',
    words: /--online/,
    where: ({ type }) => type === 'blob',
  },
  {
    what: '--key or a bundle to whoever asks about a commit',
    words: /--key|--bundle|\bthe bundle\b/,
    where: ({ type }) => type !== 'blob',
  },
  {
    what: 'looking up an entry that is there: only a missing one is looked up',
    words: /--online|look.* up/,
    where: ({ reason }) => reason !== 'LOG_ENTRY_NOT_EMBEDDED',
  },
  {
    what: 'forgery, where whoever signed said how long the signature counts',
    words: /damaged|forged/,
    where: ({ reason }) => /EXPIRED/.test(reason),
  },
  {
    what: '--any-signer, where something else than a signer’s right is missing',
    words: /--any-signer/,
    where: ({ reason }) => reason !== 'SIGNER_NOT_STATED',
  },
  {
    what: 'the right key, where a key was given that is of no use',
    words: /right key/,
    where: ({ reason }) => reason === 'PUBLIC_KEY_NOT_EXPECTED',
  },
];

for (const { what, words, where } of WRONG)
  test(`the advice contains nothing that cannot help: ${what}`, () => {
    const among = SITUATIONS.filter(where);
    assert.notEqual(among.length, 0);
    for (const { reason, signature, type, said } of among)
      assert.doesNotMatch(said, words, `${reason} of ${signature}, ${type}: ${said}`);
  });

test('every reason occurs for some signature and object', () => {
  for (const reason of Object.keys(REASON_HELP))
    assert.ok(
      SITUATIONS.some((one) => one.reason === reason),
      reason,
    );
});

test('every reason is used somewhere in the program, so that no advice is useless', () => {
  const text = ['core', 'io', 'inspect']
    .flatMap((room) => readdirSync(room, { recursive: true }).map((name) => join(room, String(name))))
    .filter((path) => path.endsWith('.ts') && !path.startsWith(join('core', 'verdict', 'reason')))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
    // A member of a union type does not count as a use of the reason.
    .replace(/^\s*\| '[A-Z_]+';?$/gm, '');
  for (const reason of Object.keys(REASON_HELP)) assert.ok(text.includes(`'${reason}'`), reason);
});

test('the advice for an expired S/MIME certificate says what helps, and for an unknown root which root to name', () => {
  const of = (reason: 'TIME_NOT_PROVEN' | 'CHAIN_NO_TRUSTED_AUTHORITY' | 'TIMESTAMP_AUTHORITY_UNKNOWN') =>
    adviceFor({
      object: { id: 'ab', type: 'commit' },
      signature: 'x509',
      outcome: 'incomplete',
      checks: [{ name: 'time', outcome: 'not-made', reason, detail: '' }],
    });
  assert.match(of('TIME_NOT_PROVEN') ?? '', /while the certificate is valid, with an RFC 3161 timestamp/);
  for (const reason of ['CHAIN_NO_TRUSTED_AUTHORITY', 'TIMESTAMP_AUTHORITY_UNKNOWN'] as const)
    assert.match(of(reason) ?? '', /waxseal\.x509Roots/);
});

test('the advice for a certificate without an SCT names the month since which the public Fulcio adds one', () => {
  const of = { object: { id: 'ab', type: 'commit' }, signature: 'sigstore' } as const;
  assert.match(adviceOn('SCT_MISSING', of), /certificates from before June 2022\b/);
});
