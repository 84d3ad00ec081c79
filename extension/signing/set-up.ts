import { basename } from 'node:path';
import { l10n, ProgressLocation, type QuickPickItem, window } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { iconless } from '../frame/text/plain.js';
import { chosenLines } from './chosen.js';
import { isAgreed, type SigningFacts, signingFacts } from './facts.js';
import type { Programs } from './program.js';

/** Where signing is set up: in one repository, or in all of the user's. */
export interface Place {
  /** An absolute path; undefined for all repositories of the user. */
  readonly root?: string;
}

interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

const title = (step: number) => l10n.t('Set Up Keyless Signing ({0}/3)', step);

/** Asks for which repositories. @param roots the roots of the open repositories */
export async function choosePlace(
  roots: readonly string[],
  texts: { readonly title: string; readonly placeHolder: string },
): Promise<Place | undefined> {
  const choices: Choice<Place>[] = roots.map((root) => ({
    label: `$(repo) ${l10n.t('This repository')}`,
    description: iconless(basename(root)),
    detail: iconless(root),
    value: { root },
  }));
  choices.push({
    label: `$(globe) ${l10n.t('All your repositories')}`,
    detail: l10n.t('In your own git configuration, for every repository of this user on this machine'),
    value: {},
  });
  return (await window.showQuickPick(choices, { ...texts, ignoreFocusOut: true }))?.value;
}

/** Asks which Sigstore to use. Undefined: the user gave up. `{}`: the one that is configured. */
async function chooseInstance(facts: SigningFacts): Promise<{ readonly instance?: string } | undefined> {
  const { fulcio, issuer } = facts.instance;
  const isPublicGood = /^https:\/\/fulcio\.sigstore\.dev$/.test(fulcio);
  const known: Choice<'known'> = isPublicGood
    ? {
        label: `$(cloud) ${l10n.t('Public Sigstore')}`,
        description: 'sigstore.dev',
        detail: l10n.t('Anybody can check your signatures, and can read who signed when, for ever'),
        value: 'known',
      }
    : {
        label: `$(server) ${l10n.t('The Sigstore that is configured')}`,
        description: iconless(fulcio),
        detail: l10n.t('You sign in at {0}', iconless(issuer)),
        value: 'known',
      };
  const choices: Choice<'known' | 'other'>[] = [
    known,
    {
      label: `$(link) ${l10n.t('Another Sigstore…')}`,
      detail: l10n.t('A trust configuration or trusted_root.json, as a file or an address'),
      value: 'other',
    },
  ];
  const choice = await window.showQuickPick(choices, {
    title: title(2),
    placeHolder: l10n.t('Who should vouch for your identity and log your signatures?'),
    ignoreFocusOut: true,
  });
  if (choice?.value !== 'other') return choice && {};
  const instance = await window.showInputBox({
    title: title(2),
    prompt: l10n.t('File or https: address of the instance, from its operator'),
    placeHolder: '/etc/sigstore/trust-config.json',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Name a file or an address') : undefined),
  });
  return instance === undefined ? undefined : { instance: instance.trim() };
}

async function chooseAmount(): Promise<boolean | undefined> {
  const choices: Choice<boolean>[] = [
    {
      label: `$(check-all) ${l10n.t('Every commit and tag')}`,
      detail: l10n.t('commit.gpgSign and tag.gpgSign'),
      value: true,
    },
    {
      label: `$(check) ${l10n.t('Only what you ask for')}`,
      detail: l10n.t('git commit -S, git tag -s, or the setting git.enableCommitSigning'),
      value: false,
    },
  ];
  const choice = await window.showQuickPick(choices, {
    title: title(3),
    placeHolder: l10n.t('What should git sign?'),
    ignoreFocusOut: true,
  });
  return choice?.value;
}

/** Says what signatures publish, and asks whether the user agrees now. */
async function agreesNow({ consent, instance }: SigningFacts): Promise<boolean> {
  const detail = [
    l10n.t('Your identity, as the certificate states it: usually your e-mail address'),
    l10n.t('The time of every signature, and a digest of what was signed; not its content'),
    l10n.t(
      'For ever, in {0} and the log of {1}',
      consent.logs.map(harmless).join(', '),
      harmless(instance.fulcio),
    ),
    ...chosenLines(instance.chosen),
    l10n.t('If you do not agree now, you are asked at the first signature.'),
  ].join('\n\n');
  const message = l10n.t('What your signatures make public');
  const [yes, later] = [
    { title: l10n.t('I Agree'), isCloseAffordance: false },
    { title: l10n.t('Ask Me Then'), isCloseAffordance: true },
  ];
  return (await window.showInformationMessage(message, { modal: true, detail }, yes, later)) === yes;
}

/**
 * Sets up git for signing with `waxseal setup`, after asking the user what only they can decide.
 * @param launcher writes the program that git will start; called after all decisions
 * @returns where it was set up, or undefined when the user gave up
 * @throws ProgramError
 */
export async function setUp(
  programs: Programs,
  roots: readonly string[],
  launcher: () => Promise<void>,
): Promise<Place | undefined> {
  const place = await choosePlace(roots, {
    title: title(1),
    placeHolder: l10n.t('Where should git sign with your identity?'),
  });
  if (!place) return undefined;
  const chosen = await chooseInstance(await signingFacts(programs, place.root));
  if (!chosen) return undefined;
  const signAll = await chooseAmount();
  if (signAll === undefined) return undefined;
  await launcher();
  const args = ['setup', ...scopeOf(place), ...(signAll ? ['--sign-all'] : [])];
  const { instance } = chosen;
  const facts = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Waxseal: setting up…') },
    async () => {
      const given = instance === undefined ? [] : ['--instance', instance];
      await programs.succeed([...args, ...given], place.root);
      return signingFacts(programs, place.root);
    },
  );
  if (!isAgreed(facts) && (await agreesNow(facts))) await programs.succeed([...args, '--agree'], place.root);
  return place;
}

/** Undoes the set-up with `waxseal setup --remove`. Returns what was done, one line each. @throws ProgramError */
export async function undo(programs: Programs, place: Place): Promise<string[]> {
  const said = await programs.succeed(['setup', '--remove', ...scopeOf(place)], place.root);
  return said.split('\n').filter(Boolean);
}

function scopeOf({ root }: Place): string[] {
  return root === undefined ? ['--global'] : [];
}
