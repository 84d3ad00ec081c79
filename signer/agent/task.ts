import { isAbsolute } from 'node:path';
import { isObject } from '../../core/encoding/index.js';
import type { TrustedRoot } from '../../core/trust/index.js';
import { type Config, expandHome, type Settings, userDirectories } from '../../io/config/index.js';
import type { ConsentPort } from '../../io/consent/index.js';
import type { GitConfigEntry, GitConfigScope } from '../../io/git/index.js';
import { explainIdentity, type TokenClaims } from '../../io/identity/index.js';
import { loadTrustedRoot } from '../../io/trust/index.js';
import { openSession, type Session } from '../session.js';
import { ProtocolError, type SentEntry, type Surroundings } from './protocol.js';
import type { Binding } from './sessions.js';

/** A client's request with all the agent needs to work on it. Everything is as the client itself would see it. */
export interface Task {
  readonly surroundings: Surroundings;
  readonly session: Session;
  readonly config: Config;
  readonly trust: TrustedRoot;
  readonly binding: Binding;
  /** Whether the agent signs in itself; otherwise the client has a token. */
  readonly signsIn: boolean;
  /** Throws for an identity that may not sign, before a certificate is requested. It may ask the person. */
  readonly admit?: (claims: TokenClaims, port: ConsentPort) => Promise<void>;
}

/** These variables decide the identity of a CI job. Equal values mean the same job. */
const JOB = /^(?:GITHUB|ACTIONS|BUILDKITE|CIRCLE|GITLAB|CI|GOOGLE|GCE|CLOUDSDK|SPIFFE)(?:_|$)/;

/** Resolves the client's configuration in the client's directory and environment. @throws whatever resolving it throws */
export async function openTask(surroundings: Surroundings): Promise<Task> {
  const { cwd, env, gitConfig } = surroundings;
  const session = await openSession({}, { cwd, env, ...(gitConfig && { gitConfig: gitConfig.map(entry) }) });
  const config = absolute(session.config, env);
  const [{ root: trust }, sources] = await Promise.all([
    loadTrustedRoot(config, { cacheDirectory: userDirectories(env).cache }),
    explainIdentity(config, { env, interactive: true, terminal: surroundings.terminal }),
  ]);
  const source = sources.find(({ chosen }) => chosen)?.source;
  // Even if nobody can sign in now, somebody may have signed in before.
  const signsIn = source === undefined || source === 'interactive' || source === 'device';
  const binding = {
    instance: instanceOf(config, trust),
    source: signsIn ? 'sign-in' : ambientSource(source, config, surroundings),
    fulcio: config.fulcioUrl.value,
    rekor: config.rekorUrl.value,
  };
  return { surroundings, session: { ...session, config }, config, trust, binding, signsIn };
}

function instanceOf(config: Config, trust: TrustedRoot): string {
  return JSON.stringify([
    ...[config.fulcioUrl, config.rekorUrl, config.rekorVersion, config.alsoLog, config.timestampUrl].map(
      ({ value }) => value,
    ),
    ...[config.oidcIssuer, config.oidcClientId, config.oidcClientSecretFile].map(({ value }) => value),
    ...[config.connectorId, config.tokenAudience].map(({ value }) => value),
    trust.digest,
  ]);
}

function ambientSource(source: string, { tokenFile }: Config, { claimed, env }: Surroundings): string {
  if (source === 'envvar') return JSON.stringify([source, claimed?.issuer, claimed?.subject]);
  const job = Object.entries(env).filter(([name]) => JOB.test(name));
  return JSON.stringify([source, tokenFile.value, ...job.sort()]);
}

const PATHS = [
  'trustedRoot',
  'fulcioRootFile',
  'rekorKeyFile',
  'ctKeyFile',
  'timestampChainFile',
  'policy',
  'tufRoot',
  'tokenFile',
  'debugLog',
  'oidcClientSecretFile',
] as const satisfies readonly (keyof Settings)[];

/** The configuration with paths resolved for the client, whose home may be another than the agent's. */
function absolute(config: Config, env: Surroundings['env']): Config {
  const changed = PATHS.map((name) => {
    const setting = config[name];
    return [
      name,
      setting.value === undefined ? setting : { ...setting, value: expandHome(setting.value, env) },
    ];
  });
  return { ...config, ...Object.fromEntries(changed) };
}

const SCOPES: readonly GitConfigScope[] = ['system', 'global', 'local', 'worktree', 'command'];

function entry({ scope, ...rest }: SentEntry): GitConfigEntry {
  return { ...rest, scope: SCOPES.find((known) => known === scope) ?? 'unknown' };
}

function sentEntry(value: unknown): SentEntry {
  if (isObject(value)) {
    const { key, value: text, scope, origin } = value;
    if (typeof key === 'string' && typeof scope === 'string' && typeof origin === 'string')
      return { key, scope, origin, ...(typeof text === 'string' && { value: text }) };
  }
  throw new ProtocolError('an entry of the configuration is malformed');
}

/** Checks the shape of what a client says about itself. @throws ProtocolError */
export function surroundingsIn(value: unknown): Surroundings {
  if (!isObject(value)) throw new ProtocolError('no surroundings');
  const { cwd, env, claimed, gitConfig, terminal, debug } = value;
  if (typeof cwd !== 'string' || !isAbsolute(cwd) || !isObject(env))
    throw new ProtocolError('no surroundings');
  const variables = Object.entries(env).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  const identity =
    isObject(claimed) && typeof claimed['issuer'] === 'string' && typeof claimed['subject'] === 'string'
      ? { claimed: { issuer: claimed['issuer'], subject: claimed['subject'] } }
      : {};
  return {
    cwd,
    env: Object.fromEntries(variables),
    terminal: terminal === true,
    debug: debug === true,
    ...identity,
    ...(Array.isArray(gitConfig) && { gitConfig: gitConfig.map(sentEntry) }),
  };
}
