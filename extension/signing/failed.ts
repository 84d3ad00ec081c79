import { commands, l10n, window } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { linkless } from '../frame/text/plain.js';
import type { SigningCommand } from './types.js';

/** Codes that mean: nobody signed in, the sign-in was not completed, or somebody else signed in. */
const SIGN_IN = new Set([
  'NO_TOKEN_SOURCE',
  'SIGN_IN_TIMEOUT',
  'SIGN_IN_REJECTED',
  'ISSUER_REFUSED',
  'TOKEN_EXPIRED',
  'SIGN_IN_OPENED_TWICE',
  'COMMITTER_MISMATCH',
  'COMMITTER_REFUSED',
]);
/** Codes of what the user did on purpose. */
const WANTED = new Set(['SIGN_IN_ABORTED', 'CONSENT_REFUSED', 'COMMITTER_REFUSED']);
/** The commands that VS Code's git extension starts to commit: with `-c user.useConfigOnly=true`, and without it. */
const COMMIT = new Set(['-c', 'commit']);

/**
 * Explains in full why there is no signature, and offers what can be done. VS Code itself shows only one line of what git
 * printed.
 * @param failure what the program reported, not checked yet
 */
export async function showFailure(
  failure: Readonly<Record<string, unknown>>,
  run: (command: SigningCommand) => Promise<void>,
  showLog: () => void,
): Promise<void> {
  const [code, message, hint] = ['code', 'message', 'hint'].map((name) => text(failure[name]));
  const actions: [string, () => unknown][] = [];
  if (SIGN_IN.has(code ?? '')) actions.push([l10n.t('Sign In'), () => run('signIn')]);
  if (COMMIT.has(text(failure['command']) ?? ''))
    actions.push([l10n.t('Commit Again'), () => commands.executeCommand('git.commit')]);
  if (!WANTED.has(code ?? '')) actions.push([l10n.t('Check Set-Up'), () => run('check')]);
  actions.push([l10n.t('Show Log'), showLog]);
  const said = l10n.t('Nothing was signed: {0}.', message ?? l10n.t('no reason was given'));
  const whole = hint === undefined ? said : `${said} ${l10n.t('To fix it: {0}.', hint)}`;
  const show = WANTED.has(code ?? '') ? window.showWarningMessage : window.showErrorMessage;
  const choice = await show(`Waxseal: ${linkless(whole)}`, ...actions.map(([label]) => label));
  await actions.find(([label]) => label === choice)?.[1]();
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== ''
    ? harmless(value.slice(0, 2000)).replace(/\.$/, '')
    : undefined;
}
