import { harmless } from '../../core/harmless/index.js';
import { redacted } from '../debug-log.js';
import { describeOrigin } from './error.js';
import { isFromRepository } from './origin.js';
import type { Config } from './types.js';

/** What a repository can choose about who gets to know an identity, by the setting that does it. */
const CHOICES = {
  oidcIssuer: { what: 'issuer', words: 'whom you sign in to' },
  oidcClientId: { what: 'client', words: 'under which name you sign in' },
  fulcioUrl: { what: 'fulcio', words: 'who certifies your identity' },
  rekorUrl: { what: 'rekor', words: 'where signatures are logged' },
  alsoLog: { what: 'also-log', words: 'where else signatures are logged' },
  timestampUrl: { what: 'timestamp', words: 'who certifies the time' },
} as const;

type Chosen = keyof typeof CHOICES;

/** Something that a repository's own configuration chose for signing, in harmless text without secrets. */
export interface RepositoryChoice {
  readonly what: (typeof CHOICES)[Chosen]['what'];
  /** The address, or the name. */
  readonly value: string;
  /** The setting, its scope and its file. */
  readonly from: string;
}

/** Every kind of choice. */
export const CHOOSABLE: readonly string[] = Object.values(CHOICES).map(({ what }) => what);

/** What the repository's own configuration chose, and where it says so. A person must see this before they sign in or agree. */
export function repositoryChoices(config: Pick<Config, Chosen>): RepositoryChoice[] {
  return (Object.keys(CHOICES) as Chosen[])
    .filter((name) => isFromRepository(config[name].origin))
    .map((name) => ({
      what: CHOICES[name].what,
      value: harmless(redacted(textOf(config[name].value))),
      from: describeOrigin(config[name].origin),
    }));
}

function textOf(value: Config[Chosen]['value']): string {
  return typeof value === 'object' ? value.map(({ url }) => url).join(', ') : (value ?? '');
}

/** A choice as one line for the terminal. */
export function choiceLine({ what, value, from }: RepositoryChoice): string {
  const words = Object.values(CHOICES).find((choice) => choice.what === what)?.words;
  return harmless(`the repository chose ${words}: ${from} is ${value}`);
}
