import { env, l10n, ProgressLocation, Uri, window } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { isLoopback } from '../../io/http/network.js';
import type { FromEditor, Link, MismatchMessage, PublicationMessage } from '../../io/window/index.js';
import { setting } from '../frame/settings.js';
import { linkless } from '../frame/text/plain.js';
import { chosenLines } from './chosen.js';
import { SETTINGS } from './ids.js';
import { readRequest, type SignInRequest } from './request.js';

/** Functions that end the progress message shown for a program. */
const waiting = new WeakMap<Link<FromEditor>, () => void>();

type Message = { readonly type: string; readonly [name: string]: unknown };

/** Answers what a program that signs in wants from the user. A request that it does not understand is cancelled. */
export async function answerSignIn(message: Message, link: Link<FromEditor>): Promise<void> {
  waiting.get(link)?.();
  const request = readRequest(message);
  switch (request?.type) {
    case 'browser':
      return openPage(request, link);
    case 'code':
      return showCode(request, link);
    case 'consent':
      return askConsent(request.publication, link);
    case 'committer':
      return askCommitter(request.mismatch, link);
    case 'signed-in': {
      const said = l10n.t('Signed in as {0} ({1}).', request.subject, request.issuer);
      void window.showInformationMessage(`Waxseal: ${linkless(said)}`);
      return;
    }
    default:
      link.say({ type: 'cancelled' });
  }
}

type Request<Type extends SignInRequest['type']> = Extract<SignInRequest, { readonly type: Type }>;

async function openPage(
  { issuer, url, leadsTo, callback, chosen }: Request<'browser'>,
  link: Link<FromEditor>,
): Promise<void> {
  const wanted = setting(SETTINGS.signIn);
  if (wanted === 'code' || (wanted === 'auto' && !(await canComeBack(callback)))) {
    link.say({ type: 'use-code' });
    return;
  }
  const [open, rather] = [l10n.t('Open Browser'), l10n.t('Use a Code Instead')];
  const detail = [
    l10n.t(
      'A signature needs your identity, and nobody is signed in. You sign in at {0}, and are asked before anything about you is made public.',
      harmless(issuer),
    ),
    ...elsewhere(leadsTo, issuer),
    ...chosenLines(chosen),
  ].join('\n\n');
  const choice = await window.showInformationMessage(
    l10n.t('Sign in to sign with Waxseal'),
    { modal: true, detail },
    open,
    rather,
  );
  if (link.gone.aborted) return tellTooLate(choice);
  if (choice === rather) {
    link.say({ type: 'use-code' });
    return;
  }
  if (choice !== open) {
    link.say({ type: 'cancelled' });
    return;
  }
  link.say({ type: 'opened' });
  await openExternal(url);
  wait(linkless(l10n.t('Waiting until you have signed in at {0}', hostOf(issuer))), link);
}

async function showCode(
  { issuer, address, code, chosen }: Request<'code'>,
  link: Link<FromEditor>,
): Promise<void> {
  const shown = harmless(code);
  const [open, copy] = [l10n.t('Copy Code and Open Page'), l10n.t('Copy Code')];
  const detail = [
    l10n.t(
      'To sign in with {0}, enter this code at {1}, on any device. Do not do so if you have not just asked for a signature.',
      harmless(issuer),
      harmless(address),
    ),
    ...chosenLines(chosen),
  ].join('\n\n');
  const title = l10n.t('Your sign-in code is {0}', shown);
  const choice = await window.showInformationMessage(title, { modal: true, detail }, open, copy);
  if (link.gone.aborted) return tellTooLate(choice);
  if (choice === undefined) {
    link.say({ type: 'cancelled' });
    return;
  }
  await env.clipboard.writeText(shown);
  if (choice === open) await openExternal(address);
  wait(linkless(l10n.t('Enter the code {0} at {1}', shown, address)), link);
}

async function askConsent(
  { identity, fulcio, logs, chosen }: PublicationMessage,
  link: Link<FromEditor>,
): Promise<void> {
  const publish = l10n.t('Publish and Sign');
  const detail = [
    l10n.t('Who: {0}, vouched for by {1}', harmless(identity.subject), harmless(identity.issuer)),
    l10n.t('When: the time of every signature you make'),
    l10n.t('What: a digest of the commit or tag; not its content, and not your repository'),
    l10n.t('Where: {0}, and the log of {1}', logs.map(harmless).join(', '), harmless(fulcio)),
    ...chosenLines(chosen),
    l10n.t('Nothing there can be deleted. You are asked once.'),
  ].join('\n\n');
  const title = l10n.t('A signature makes this public, for everybody and for ever');
  const choice = await window.showWarningMessage(title, { modal: true, detail }, publish);
  if (link.gone.aborted) return tellTooLate(choice);
  link.say({ type: 'answer', answer: choice === publish ? 'agreed' : 'refused' });
}

async function askCommitter({ identity, committer }: MismatchMessage, link: Link<FromEditor>): Promise<void> {
  const [subject, email] = [harmless(identity.subject), harmless(committer.email)];
  const sign = l10n.t('Sign All the Same');
  const detail = [
    l10n.t('Who signs: {0}, vouched for by {1}', subject, harmless(identity.issuer)),
    l10n.t('Who commits: {0} <{1}>', harmless(committer.name), email),
    l10n.t('The signature names who signs. You are asked once for these two addresses.'),
  ].join('\n\n');
  const title = l10n.t('The identity that signs is not the committer’s');
  const choice = await window.showWarningMessage(title, { modal: true, detail }, sign);
  if (link.gone.aborted) return tellTooLate(choice);
  link.say({ type: 'answer', answer: choice === sign ? 'agreed' : 'refused' });
}

/** VS Code cannot close a question when nobody waits for its answer any more. */
function tellTooLate(choice: string | undefined): void {
  if (choice !== undefined)
    void window.showWarningMessage(l10n.t('Waxseal: nothing waits for this sign-in any more. Commit again.'));
}

/** Shows progress until the program is done. Cancelling it cancels the sign-in. */
function wait(title: string, link: Link<FromEditor>): void {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  void window.withProgress(options, (_, token) => {
    token.onCancellationRequested(() => {
      link.say({ type: 'cancelled' });
      void link.finish();
    });
    return new Promise<void>((done) => {
      waiting.set(link, done);
      if (link.gone.aborted) done();
      link.gone.addEventListener('abort', () => done(), { once: true });
    });
  });
}

/**
 * Whether the user's browser reaches this machine as `localhost`. It does not when the window itself runs in a browser
 * elsewhere.
 */
async function canComeBack(callback: string): Promise<boolean> {
  try {
    const there = await env.asExternalUri(Uri.parse(callback, true));
    const [seen, own] = [new URL(there.toString(true)), new URL(callback)];
    return seen.protocol === 'http:' && isLoopback(seen.hostname) && seen.port === own.port;
  } catch {
    return false;
  }
}

async function openExternal(url: string): Promise<void> {
  // VS Code would encode a plus sign, which means a space here.
  const page = Uri.parse(url.replaceAll('+', '%20'), true);
  if (await env.openExternal(page)) return;
  const copy = l10n.t('Copy Address');
  const choice = await window.showWarningMessage(l10n.t('The browser could not be opened.'), copy);
  if (choice === copy) await env.clipboard.writeText(url);
}

/** An issuer may redirect to another host. The user is told which one. */
function elsewhere(host: string, issuer: string): string[] {
  return host === hostOf(issuer) ? [] : [l10n.t('The page that opens is at {0}.', harmless(host))];
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : harmless(issuer);
}
