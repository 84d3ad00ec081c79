import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceOn, CHECK_NAMES, type Verdict } from '../../core/verdict/index.js';
import { check as checkPolicy } from '../../extension/policy/language/check.js';
import { briefOf } from '../../extension/signatures/thread/briefs.js';
import { wordingIn } from '../../extension/signatures/thread/wording.js';
import { wordsOf } from '../../extension/signatures/thread/words.js';
import { HISTORY } from '../signer/output/history.js';
import { NOW } from '../support/policy.js';

const ENGLISH_WORD = /\b(?:the|was|were|which|with|and|does|not|by|until|older|must|has|or)\b/;

/** Every sentence about a verdict that the editor shows. */
async function shown(verdict: Verdict): Promise<string[]> {
  const wording = await wordingIn('de');
  const { words, reasons, found } = wording;
  const { detail, exempt } = briefOf(verdict, 'HEAD', wording);
  return [
    words.labels[verdict.outcome],
    ...Object.values(wordsOf(verdict, wording)),
    ...[detail, exempt].filter((text) => text !== undefined),
    ...verdict.checks.flatMap((one) => [
      words.checks[one.name],
      words.results[one.outcome],
      found(one),
      ...(one.reason === undefined
        ? []
        : [reasons[one.reason].title, adviceOn(one.reason, verdict, reasons)]),
    ]),
  ];
}

test('a German page says of every verdict in German only what was found, what it means and what to do', async () => {
  for (const { verdict } of HISTORY) {
    // What people wrote themselves stays as it is.
    const { exempt: _, signer: __, ...own } = verdict;
    for (const text of await shown(own)) assert.doesNotMatch(text, ENGLISH_WORD, text);
  }
});

test('an exemption by age is said in German, and the reason that a maintainer wrote stays as it is', async () => {
  const [first] = HISTORY;
  assert.ok(first);
  const wording = await wordingIn('de');
  const exemptOf = (rule: string, reason: string) =>
    wordsOf({ ...first.verdict, exempt: { rule, reason } }, wording).exempt;
  assert.equal(
    exemptOf(
      'requiredSince of rule "all" (line 4)',
      'older than 0123456789ab, since which signatures are required',
    ),
    'älter als 0123456789ab; erst seit diesem Commit sind Signaturen verlangt (requiredSince von Regel "all" (Zeile 4))',
  );
  assert.equal(
    exemptOf('exception at line 3', 'squashed by the forge'),
    'squashed by the forge (Ausnahme in Zeile 3)',
  );
});

test('in English, the editor says what the command says', async () => {
  const { words, found } = await wordingIn('en');
  for (const { verdict } of HISTORY)
    assert.deepEqual(
      verdict.checks.map(found),
      verdict.checks.map(({ detail }) => detail),
    );
  assert.deepEqual(Object.keys(words.checks), [...CHECK_NAMES]);
});

test('mistakes in a policy are said in the language of the editor', async () => {
  const text = 'version: 1\nsigners:\n  a: {ssh: x}\nrules: [{signers: b, tag: v1}]\n';
  const messages = async (language: 'en' | 'de') =>
    (await checkPolicy(text, NOW, language)).map(({ message }) => message);
  const [english, german] = [await messages('en'), await messages('de')];
  assert.ok(english.length >= 3);
  assert.equal(german.length, english.length);
  for (const message of english) assert.match(message, ENGLISH_WORD);
  for (const message of german) assert.doesNotMatch(message, ENGLISH_WORD);
});
