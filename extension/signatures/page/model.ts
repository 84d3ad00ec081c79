import { l10n } from 'vscode';
import type { CheckModel, Fact, LabelName, PageModel } from '../../../core/commit-page/index.js';
import { isSameAddress } from '../../../core/git/address.js';
import { harmless } from '../../../core/harmless/index.js';
import { isSound } from '../../../core/verdict/holds.js';
import type { Outcome } from '../../../core/verdict/index.js';
import { CHECK_SYMBOLS, OUTCOME_SYMBOLS } from '../../../core/verdict/symbols.js';
import { timeText } from '../../frame/text/plain.js';
import type { Detail } from '../calls.js';
import { asSentence, briefly, issuerLabel, saidOutcome, shownOutcome, WORDS } from '../words.js';

const LONGEST_MESSAGE = 20_000;
const PUBLIC_LOG = /^(?:https:\/\/)?rekor\.sigstore\.dev$/;

function fact(label: string, value: string | undefined): Fact[] {
  return value === undefined || value === '' ? [] : [{ label, value }];
}

/** Turns `githubWorkflowRef` into `github workflow ref`. */
function claimLabel(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Without a policy, the user's own trust may have decided. The signer's check says which part of it. */
function withoutPolicy({ outcome }: Detail['verdict']): string {
  return outcome === 'verified' || outcome === 'refused'
    ? l10n.t('none: your own trust decides')
    : l10n.t('none: nobody said who may sign');
}

function factsOf({ verdict, words, row, policy }: Detail): Fact[] {
  const { object, signer, key, fingerprint } = verdict;
  const { author, time } = row;
  const date = time === undefined ? '' : ` · ${timeText(time, l10n.t('impossible time'))}`;
  return [
    ...fact(
      verdict.lightweightTag === undefined ? l10n.t('Signer') : l10n.t('Signer of the commit'),
      words.signer,
    ),
    ...fact(l10n.t('Issuer'), signer && issuerLabel({ issuer: signer.issuer, signature: verdict.signature })),
    ...fact(l10n.t('Key'), key && harmless(key)),
    ...fact(l10n.t('Signed'), verdict.outcome === 'invalid' ? undefined : words.signedAt),
    ...fact(l10n.t('Log entry'), words.logEntry),
    ...fact(l10n.t('Policy'), policy ?? withoutPolicy(verdict)),
    ...fact(l10n.t('Passes anyway'), words.exempt),
    ...fact(
      l10n.t('Author, as the commit says'),
      author && `${harmless(author.name)} <${harmless(author.email)}>${date}`,
    ),
    ...fact(object.type === 'tag' ? l10n.t('Tag object') : l10n.t('Commit'), object.id),
    ...fact(l10n.t('Certificate, SHA-256'), fingerprint?.sha256),
  ];
}

function checkModel(
  { check, label, text, title, todo }: Detail['checks'][number],
  outcome: Outcome,
): CheckModel {
  const result = check.outcome === 'failed' && outcome === 'refused' ? 'refused' : check.outcome;
  const help = [title, todo].filter((part) => part !== undefined).join(': ');
  return {
    name: label,
    result,
    symbol: CHECK_SYMBOLS[result],
    resultLabel: WORDS.results[result],
    text,
    ...(check.reason !== undefined && { reason: check.reason }),
    ...(help !== '' && { help }),
  };
}

function linksOf({ verdict }: Detail): PageModel['links'] {
  const { logEntry, signer, outcome } = verdict;
  const proven = logEntry && logEntry.inclusion !== 'not-checked';
  const entry =
    proven && PUBLIC_LOG.test(logEntry.log)
      ? [
          {
            label: l10n.t('The log entry at search.sigstore.dev'),
            url: `https://search.sigstore.dev/?logIndex=${logEntry.index}`,
          },
        ]
      : [];
  const run = isSound(outcome) ? signer?.claims.runInvocationUri : undefined;
  const workflow =
    run !== undefined && /^https:\/\/(?:github|gitlab)\.com\/[\w.~/-]+$/.test(run)
      ? [{ label: l10n.t('The workflow run: {0}', run), url: run }]
      : [];
  return [...entry, ...workflow];
}

function labels({ object: { type }, outcome }: Detail['verdict']): Record<LabelName, string> {
  return {
    signer: l10n.t('Signature'),
    claims: isSound(outcome)
      ? l10n.t('What the identity provider says of the workflow')
      : l10n.t('What the certificate claims of the workflow (not proven)'),
    checks: l10n.t('Checks'),
    certificate: l10n.t('Certificate'),
    raw: l10n.t('Raw certificate (PEM)'),
    openCertificate: l10n.t('Open Certificate'),
    copyEvidence: l10n.t('Copy Evidence (Bundle)'),
    explain: l10n.t('Explain Outcome'),
    parents: type === 'tag' ? l10n.t('Points to') : l10n.t('Parents'),
    links: l10n.t('Elsewhere (opens a browser)'),
    check: l10n.t('Check'),
    result: l10n.t('Result'),
    why: l10n.t('Why'),
    message: l10n.t('Message'),
  };
}

/** A commit can name anybody as its author. If the evidence names somebody else, the page says so first. */
function noticesOf({ verdict, row }: Detail, trusted: boolean): string[] {
  const { outcome, signer } = verdict;
  const differs =
    isSound(outcome) &&
    signer?.subjectType === 'email' &&
    row.author !== undefined &&
    !isSameAddress(row.author.email, signer.subject);
  const named = harmless(row.author?.email ?? '');
  return [
    ...(differs
      ? [
          verdict.object.type === 'tag'
            ? l10n.t('The tag names {0}, but {1} signed it.', named, harmless(signer.subject))
            : l10n.t(
                'The commit names {0} as its author, but {1} signed it.',
                named,
                harmless(signer.subject),
              ),
        ]
      : []),
    ...(trusted
      ? []
      : [l10n.t('Restricted Mode: the policy of this repository was not read, so it allows nobody.')]),
  ];
}

/** What the page shows of an object. It consists of texts only. */
export function pageModel(detail: Detail, trusted: boolean): PageModel {
  const { verdict, certificate, message, parents, row, words } = detail;
  const claims = Object.entries(verdict.signer?.claims ?? {}).filter(([, value]) => value !== undefined);
  const brief = briefly(verdict);
  const outcome = shownOutcome(brief);
  return {
    outcome,
    symbol: OUTCOME_SYMBOLS[outcome],
    hasEvidence: verdict.signature === 'sigstore',
    outcomeLabel: saidOutcome(brief),
    means: asSentence(words.means),
    title: harmless(row.subject) || l10n.t('(no message)'),
    message: message.slice(0, LONGEST_MESSAGE).split('\n').map(harmless).join('\n').trim(),
    notices: noticesOf(detail, trusted),
    facts: factsOf(detail),
    claims: claims.map(([name, value]) => ({ label: claimLabel(name), value: harmless(String(value)) })),
    checks: detail.checks.map((check) => checkModel(check, verdict.outcome)),
    certificate: certificate
      ? [
          ...fact(l10n.t('Serial number'), certificate.serial),
          ...fact(l10n.t('Issued by'), certificate.issuer),
          ...fact(l10n.t('Valid'), `${certificate.notBefore} – ${certificate.notAfter}`),
          ...fact(l10n.t('SHA-256'), certificate.sha256),
        ]
      : [],
    pem: certificate?.pem ?? '',
    parents,
    links: linksOf(detail),
    labels: labels(verdict),
  };
}
