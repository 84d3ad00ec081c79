import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmless, harmlessJson } from '../../../core/harmless/index.js';
import { htmlRenderer, markdownPage, markdownRenderer } from '../../../core/render/index.js';
import { verdictText } from '../../../core/render/text/block.js';
import { rowText } from '../../../core/render/text/table.js';
import {
  attestsText,
  checkText,
  exemptText,
  logEntryText,
  signerText,
  type Verdict,
  withExemption,
} from '../../../core/verdict/index.js';
import type { NamedVerdict } from '../../../inspect/basis/index.js';
import { itemOf } from '../../../inspect/commits/index.js';
import { forGitLog } from '../../../signer/commands/git/brief.js';
import { answerText } from '../../../signer/commands/hook/answer-text.js';
import { installationJson, installationText } from '../../../signer/commands/installation/text.js';
import { explainText } from '../../../signer/commands/policy/explain-text.js';
import type { Judge } from '../../../signer/run/judge.js';
import { verdictStatus } from '../../../signer/sign/status-lines.js';
import { commitPayload } from '../../support/signed-commit.js';
import { VERDICTS } from '../verdicts.js';
import { annotated, json, junit, OPTIONS, SUMMARY, sarif, text } from './history.js';

/** Text that would break out of every form of output. Made harmless, it is different. */
const EVIL =
  'x\u202e\u2066\u00ad\u{e0041}\x1b[2J\x9b\n::error::y\r\n[GNUPG:] GOODSIG ##[error]z ##vso[a]b<i>"]]>`|';

/** The content of a file with every text replaced, except those that our own code chooses from a list. */
const OURS = new Set(['id', 'type', 'outcome', 'signature', 'inclusion', 'source', 'subjectType', 'reason']);

function poisoned<T>(value: T, name = ''): T {
  if (typeof value === 'string') return (OURS.has(name) && name !== 'reason' ? value : EVIL) as T;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, name)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one, key)])) as T;
}

/** A verdict with this outcome in which every text from outside is evil. Reasons and names of checks are ours. */
function evil(verdict: Verdict): Verdict {
  const { checks, ...rest } = verdict;
  return {
    ...poisoned({ ...rest, attests: 'a', key: 'k', primaryKey: 'p' }),
    ...(verdict.fingerprint && { fingerprint: verdict.fingerprint }),
    checks: checks.map((check) => ({ ...check, detail: EVIL })),
  };
}

const ALL: readonly Verdict[] = Object.values(VERDICTS)
  .map(evil)
  .flatMap((verdict) => [
    verdict,
    withExemption(verdict, { rule: EVIL, reason: EVIL, until: 1_830_000_000 }),
  ]);
const NAMED: readonly NamedVerdict[] = ALL.map((verdict) => ({
  name: EVIL,
  verdict,
  raw: commitPayload(`${EVIL}\n`),
}));
const ITEMS = NAMED.map(itemOf);
const judge = {
  trust: { root: { digest: 'cd'.repeat(32) } },
  policy: { source: EVIL },
} as unknown as Judge;
const loaded = { source: EVIL, digest: 'ab', selfDeclared: false } as never;

function written(renderer: ReturnType<typeof junit>): string {
  return renderer.begin() + ITEMS.map((one) => renderer.one(one, 'fails')).join('') + renderer.end(SUMMARY);
}

const TEXT = { colour: false, width: 120, walked: true } as const;
const EXPLANATION = {
  source: EVIL,
  branch: EVIL,
  answer: {
    decision: { decision: 'refused', detail: EVIL },
    traces: [{ rule: { name: EVIL, line: 1 }, decides: true, why: EVIL }],
  },
};
const INSTALLATION = {
  outcome: 'invalid',
  detail: 'one harmless line',
  extension: EVIL,
  version: EVIL,
  files: 1,
  differences: { changed: [EVIL], added: [EVIL], missing: [EVIL] },
} as const;

/** Every form in which the program reports a verdict. */
const FORMS: Readonly<Record<string, () => string>> = {
  'verify, one object': () =>
    ALL.map((one) => verdictText(one, EVIL, { colour: false, checks: 'all' })).join(''),
  'verify, a row': () => ITEMS.map((one) => rowText(one, false, TEXT)).join(''),
  'verify, a table': () => written(text({ ...TEXT, policy: EVIL })),
  json: () => written(json(judge, loaded)),
  sarif: () => written(sarif()),
  junit: () => written(junit()),
  annotations: () => written(annotated(junit())),
  markdown: () => written(markdownRenderer(OPTIONS)),
  html: () => written(htmlRenderer(OPTIONS)),
  'the step’s page': () => markdownPage(ITEMS, SUMMARY, 0, OPTIONS),
  'git log': () => ALL.map(forGitLog).join(''),
  'policy explain': () =>
    ALL.map((verdict) =>
      explainText({ ...EXPLANATION, item: itemOf({ name: EVIL, verdict }) } as never),
    ).join(''),
  'verify-extension': () =>
    ALL.map((provenance) => installationText({ ...INSTALLATION, provenance }, EVIL, false)).join(''),
  'verify-extension, JSON': () =>
    ALL.map((provenance) => harmlessJson(installationJson(EVIL, { ...INSTALLATION, provenance }))).join('\n'),
  'a hook': () =>
    answerText({
      update: { ref: `refs/heads/${EVIL}` },
      policy: EVIL,
      objects: 1,
      failing: NAMED,
      failures: NAMED.length,
    }),
  'a hook’s refusal': () =>
    answerText({ update: { ref: EVIL }, objects: 0, failing: [], failures: 0, refusal: EVIL }),
};

for (const [what, made] of Object.entries(FORMS))
  test(`whatever evidence, commit, policy and server say, each line is harmless in: ${what}`, () => {
    const shown = made();
    assert.notEqual(shown, '');
    for (const line of shown.split('\n')) {
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]|##[a-z]*\[/iu, line);
      assert.doesNotMatch(line, /^\s*\[GNUPG:\]|^\s*::error::y/);
    }
  });

test('nothing in it becomes a line of its own in git’s status lines', () => {
  for (const verdict of ALL)
    for (const line of verdictStatus(verdict).trimEnd().split('\n')) {
      assert.match(line, /^\[GNUPG:\] (?:NEWSIG|GOODSIG|VALIDSIG|BADSIG|ERRSIG|TRUST_[A-Z]+)\b/);
      assert.equal(harmless(line), line);
    }
});

test('the words of a verdict are harmless wherever they are shown, including the reason of an exception', () => {
  for (const verdict of ALL) {
    const said = [
      signerText(verdict),
      attestsText(verdict),
      exemptText(verdict),
      verdict.logEntry && logEntryText(verdict.logEntry),
      ...verdict.checks.map(checkText),
    ];
    for (const text of said) if (text !== undefined) assert.equal(harmless(text), text);
  }
  const exempt = exemptText({ ...VERDICTS.unsigned, exempt: { rule: 'r', reason: 'gpj\u202eexe' } });
  assert.equal(exempt, 'gpj\\u{202e}exe (r)');
});
