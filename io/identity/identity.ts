import type { Config } from '../config/index.js';
import type { Network } from '../http/index.js';
import { AMBIENT_SOURCES, type AmbientSource, type FoundToken } from './ambient.js';
import { IdentityError } from './error.js';
import { parseToken } from './parse.js';
import type { IdentityToken } from './token.js';

/** What taking a token may use. */
export interface IdentityOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Says one line to the person (standard error, terminal, editor). Never standard output. */
  readonly say: (line: string) => void;
  /** False: never open a browser or wait for a person. */
  readonly interactive: boolean;
  /** Unix seconds; default the system's clock. */
  readonly now?: number;
  readonly network?: Network;
  readonly signal?: AbortSignal;
}

/** One place a token might come from, and whether it does: for `status --explain`. */
export interface SourceReport {
  readonly source: string;
  readonly available: boolean;
  readonly chosen: boolean;
  readonly why: string;
}

const HOW = 'set SIGSTORE_ID_TOKEN, or run where a browser can be opened';

/**
 * A token for this configuration: from the configured provider, else from the first ambient source there is, else from a
 * sign-in in the browser. Checked locally for audience, expiry and subject.
 * @throws IdentityError
 */
export async function identityToken(config: Config, options: IdentityOptions): Promise<IdentityToken> {
  const { text, source } = await findToken(config, options);
  return parseToken(text, source, {
    audience: config.tokenAudience.value,
    now: options.now ?? Date.now() / 1000,
  });
}

/** Which source would be taken and why; asks nobody. */
export async function explainIdentity(
  config: Config,
  { env, interactive }: Pick<IdentityOptions, 'env' | 'interactive'>,
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
    const { yes, why } = await source.available(config, env);
    report(source.name, yes, why);
  }
  report('interactive', interactive, interactive ? 'a browser may be opened' : 'nobody can be asked here');
  return reports;
}

async function findToken(config: Config, options: IdentityOptions): Promise<FoundToken> {
  const wanted = config.tokenProvider.value;
  if (wanted !== 'auto' && wanted !== 'interactive') {
    const source = AMBIENT_SOURCES.find(({ name }) => name === wanted);
    if (source === undefined)
      throw new IdentityError('NO_TOKEN_SOURCE', `the token provider "${wanted}" is not supported yet`, HOW);
    const { yes, why } = await source.available(config, options.env);
    if (!yes)
      throw new IdentityError('NO_TOKEN_SOURCE', `the token provider "${wanted}" has no token: ${why}`, HOW);
    return source.take(config, options);
  }
  const ambient = wanted === 'auto' ? await firstAvailable(config, options) : undefined;
  if (ambient) return ambient.take(config, options);
  if (!options.interactive)
    throw new IdentityError(
      'NO_TOKEN_SOURCE',
      'there is no identity token, and nobody can be asked to sign in',
      HOW,
    );
  const { signInWithBrowser } = await import('./browser/index.js');
  return signInWithBrowser(config, options);
}

async function firstAvailable(config: Config, { env }: IdentityOptions): Promise<AmbientSource | undefined> {
  for (const source of AMBIENT_SOURCES) {
    if ((await source.available(config, env)).yes) return source;
  }
  return undefined;
}
