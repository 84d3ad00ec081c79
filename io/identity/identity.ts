import { harmless } from '../../core/harmless/index.js';
import { unixNow } from '../clock.js';
import { type Config, choiceLine, isFromRepository, repositoryChoices } from '../config/index.js';
import { AMBIENT_SOURCES, type AmbientSource, type FoundToken } from './ambient/index.js';
import { withClockFault } from './clock-fault.js';
import { IdentityError } from './error.js';
import type { IdentityOptions, SignInPerson } from './options.js';
import { parseToken } from './parse.js';
import { howToAsk, seesLines } from './person.js';
import type { IdentityToken, TokenSource } from './token.js';

/** One possible source of a token, and whether it is used: for `status --explain`. */
export interface SourceReport {
  readonly source: string;
  readonly available: boolean;
  readonly chosen: boolean;
  readonly why: string;
}

/**
 * A token for this configuration: from the configured provider, else from the first available ambient source, else
 * from a sign-in in the browser or with a code on another device. Audience, expiry and subject are checked locally. After
 * a sign-in the person is shown who signed in: it may have been somebody else.
 * @throws IdentityError
 */
export async function identityToken(config: Config, options: IdentityOptions): Promise<IdentityToken> {
  try {
    const { text, source, person } = await findToken(config, options);
    const token = parseToken(text, source, {
      audience: audienceOf(source, config),
      now: options.now ?? unixNow(),
    });
    if (person) person.signedIn(token.claims);
    else if (source.kind === 'browser' || source.kind === 'device') {
      const { subject, issuer } = token.claims;
      options.say(`Signed in as ${harmless(subject)} (${harmless(issuer)}).`);
    }
    return token;
  } catch (error) {
    throw await withClockFault(error, config, options);
  }
}

/** A sign-in with a repository's client gives a token for that client. What a build system gives is never for an audience of its choice. */
function audienceOf({ kind }: TokenSource, { oidcClientId, tokenAudience }: Config): string {
  const isSignIn = kind === 'browser' || kind === 'device';
  return isSignIn && isFromRepository(oidcClientId.origin) ? oidcClientId.value : tokenAudience.value;
}

/** Which source would be used and why. Contacts nobody. */
export async function explainIdentity(
  config: Config,
  options: Pick<IdentityOptions, 'env' | 'interactive' | 'terminal'>,
): Promise<SourceReport[]> {
  const wanted = config.tokenProvider.value;
  const reports: SourceReport[] = [];
  let chosen = false;
  const report = (source: string, available: boolean, why: string) => {
    const taken = !chosen && (wanted === 'auto' ? available : wanted === source);
    chosen ||= taken;
    reports.push({ source, available, chosen: taken, why });
  };
  for (const source of AMBIENT_SOURCES) {
    const { yes, why } = await source.available(config, options.env);
    report(source.name, yes, why);
  }
  const asking = howToAsk(config, options);
  const ways = { interactive: 'browser', device: 'device' } as const;
  for (const [source, way] of Object.entries(ways)) {
    const why = asking.way === undefined || asking.way === way ? asking.why : OTHER_WAY[way];
    report(source, asking.way === way, why);
  }
  return reports;
}

const OTHER_WAY = {
  browser: 'no browser can be opened here',
  device: 'a browser can be opened here',
};

/** A token, and the person in an editor who signed in for it. */
type Found = FoundToken & { readonly person?: SignInPerson };

async function findToken(config: Config, options: IdentityOptions): Promise<Found> {
  const wanted = config.tokenProvider.value;
  const source =
    wanted === 'auto'
      ? await firstAvailable(config, options)
      : AMBIENT_SOURCES.find(({ name }) => name === wanted);
  if (source === undefined) return signIn(config, options);
  if (wanted !== 'auto') {
    const { yes, why } = await source.available(config, options.env);
    if (!yes) {
      throw new IdentityError(
        'NO_TOKEN_SOURCE',
        `the token provider "${wanted}" has no token: ${why}`,
        'set waxseal.tokenProvider to auto, or run where this provider is',
      );
    }
  }
  return source.take(config, options);
}

async function signIn(config: Config, options: IdentityOptions): Promise<Found> {
  if (options.interactive)
    for (const choice of repositoryChoices(config)) options.say(`note: ${choiceLine(choice)}`);
  const person = options.interactive ? await options.person?.() : undefined;
  if (person) {
    const { signInWithPerson } = await import('./sign-in/with-person.js');
    return { ...(await signInWithPerson(config, options, person)), person };
  }
  const asking = howToAsk(config, options);
  if (asking.way === undefined) {
    const message = `there is no identity token, and nobody can be asked to sign in: ${asking.why}`;
    throw new IdentityError('NO_TOKEN_SOURCE', message, asking.hint);
  }
  // openid-client is loaded only when somebody signs in.
  if (asking.way === 'browser') {
    try {
      return await (await import('./sign-in/browser.js')).signInWithBrowser(config, options);
    } catch (error) {
      const failed = error instanceof IdentityError && error.code === 'BROWSER_NOT_OPENED';
      if (!failed || !seesLines(options)) throw error;
      options.say(`${error.message}; sign in with a code instead`);
    }
  }
  return (await import('./sign-in/device.js')).signInWithDevice(config, options);
}

async function firstAvailable(config: Config, { env }: IdentityOptions): Promise<AmbientSource | undefined> {
  for (const source of AMBIENT_SOURCES) {
    if ((await source.available(config, env)).yes) return source;
  }
  return undefined;
}
