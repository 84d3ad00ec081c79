import { env, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { iconless } from '../frame/text/plain.js';
import { isAgreed, type SigningFacts, sessionOf } from './facts.js';
import type { SigningCommand } from './types.js';

interface Line extends QuickPickItem {
  readonly run?: SigningCommand;
  /** What is copied when the user chooses this line. */
  readonly copy?: string;
}

const separator = (label: string): Line => ({ label, kind: QuickPickItemKind.Separator });

function who(facts: SigningFacts): Line {
  const session = sessionOf(facts);
  if (!session)
    return {
      label: `$(circle-outline) ${l10n.t('Nobody is signed in')}`,
      detail: l10n.t('The next signature asks you to sign in at {0}', iconless(facts.instance.issuer)),
      run: 'signIn',
    };
  const { subject, issuer, validUntil, signatures } = session;
  const until = new Date(validUntil).toLocaleTimeString(env.language, { hour: '2-digit', minute: '2-digit' });
  return {
    label: `$(account) ${iconless(subject)}`,
    description: l10n.t('signed in until {0}', until),
    detail: l10n.t('Vouched for by {0}; {1} signatures so far', iconless(issuer), signatures),
    copy: `${subject} (${issuer})`,
  };
}

function agent({ agent }: SigningFacts): Line {
  const { state, pid, program, why } = agent;
  const label = `$(server-process) ${l10n.t('Agent')}`;
  switch (state) {
    case 'running':
      return {
        label,
        description: l10n.t('running, process {0}, version {1}', pid ?? 0, iconless(program ?? '')),
      };
    case 'not-running':
      return { label, description: l10n.t('not running; the next signature starts it') };
    default:
      return { label, description: l10n.t('not used: {0}', iconless(why ?? state)) };
  }
}

function published(facts: SigningFacts): Line {
  const { consent } = facts;
  const logs = consent.logs.map(iconless).join(', ');
  const label = `$(eye) ${l10n.t('Published')}`;
  if (!consent.public)
    return {
      label,
      description: l10n.t('not to everybody'),
      detail: l10n.t('{0} counts as private', logs),
    };
  return {
    label,
    description: isAgreed(facts) ? l10n.t('you have agreed') : l10n.t('you are asked first'),
    detail: l10n.t('Your identity, the times, and digests of what you sign, for ever, in {0}', logs),
  };
}

/** What git does with signatures in a repository, according to its configuration. */
export interface SetUp {
  readonly signsWithUs: boolean;
  readonly signsAll: boolean;
}

function repository({ signsWithUs, signsAll }: SetUp, name: string): Line {
  const label = `$(repo) ${iconless(name)}`;
  if (!signsWithUs)
    return { label, description: l10n.t('git does not sign with Waxseal here'), run: 'setUp' };
  return {
    label,
    description: signsAll ? l10n.t('every commit is signed') : l10n.t('what you ask for is signed'),
  };
}

/** The lines of the list, the most important first. */
function statusLines(facts: SigningFacts, setUp: SetUp, name: string): Line[] {
  const { instance } = facts;
  const session = sessionOf(facts);
  const actions: Line[] = [
    session
      ? { label: `$(sign-out) ${l10n.t('Sign Out')}`, run: 'signOut' }
      : { label: `$(sign-in) ${l10n.t('Sign In')}`, run: 'signIn' },
    ...(setUp.signsWithUs
      ? ([
          { label: `$(beaker) ${l10n.t('Try a Signature')}`, run: 'try' },
          { label: `$(discard) ${l10n.t('Undo Keyless Signing…')}`, run: 'undo' },
        ] as const)
      : [{ label: `$(tools) ${l10n.t('Set Up Keyless Signing…')}`, run: 'setUp' as const }]),
    { label: `$(pulse) ${l10n.t('Check the Set-Up')}`, run: 'check' },
  ];
  return [
    who(facts),
    repository(setUp, name),
    published(facts),
    {
      label: `$(shield) ${l10n.t('Certificates')}`,
      description: iconless(instance.fulcio),
      detail: l10n.t('Log: {0}; sign-in: {1}', iconless(instance.rekor), iconless(instance.issuer)),
      copy: instance.fulcio,
    },
    agent(facts),
    separator(l10n.t('Actions')),
    ...actions,
  ];
}

/** Shows the signing status, and runs what the user chooses. */
export async function showStatus(
  facts: SigningFacts,
  setUp: SetUp,
  name: string,
  run: (command: SigningCommand) => Promise<void>,
): Promise<void> {
  const choice = await window.showQuickPick(statusLines(facts, setUp, name), {
    title: l10n.t('Signing Status'),
    placeHolder: l10n.t('Choose an action, or a line to copy'),
  });
  if (choice?.run) await run(choice.run);
  else if (choice?.copy !== undefined) await env.clipboard.writeText(choice.copy);
}
