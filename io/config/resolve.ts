import type { GitConfigEntry } from '../git/index.js';
import { ConfigError } from './error.js';
import { gitKeys, settingNames, variables } from './names.js';
import { isFromRepository, isUsersOwn } from './origin.js';
import type { SetUpValues } from './set-up-values.js';
import { type RepositoryMay, type SettingRule, TABLE } from './table.js';
import type { Config, IgnoredSetting, Origin, Setting, Settings } from './types.js';
import { flag, type ValueParser } from './values.js';

/** A command-line flag's name and text. */
export interface FlagValue {
  readonly name: string;
  readonly value: string;
}

/** The input of resolveConfig. It reads nothing else. */
export interface ConfigSources {
  readonly gitConfig: readonly GitConfigEntry[];
  readonly env: NodeJS.ProcessEnv;
  /** By setting: `{ fulcioUrl: { name: '--fulcio-url', value: 'https://…' } }`. */
  readonly flags?: { readonly [K in keyof Settings]?: FlagValue };
  /** The values that set-up wrote into this repository's own configuration (`setUpValues`). */
  readonly setUp?: SetUpValues;
}

interface Candidate {
  readonly text: string;
  readonly origin: Origin;
}

/** What all settings need from the sources, computed once: this runs for each commit that git shows. */
interface Lookup extends ConfigSources {
  /** git's entries by their key in lower case, strongest first. */
  readonly byKey: ReadonlyMap<string, readonly GitConfigEntry[]>;
  readonly ignored: IgnoredSetting[];
}

/**
 * The configuration, each value with its origin. The sources from weak to strong: default, `gitsign.*` and
 * `waxseal.*` of git's configuration, TUF_ and cosign's variables, SIGSTORE_*, GITSIGN_*, WAXSEAL_*, flags. An
 * empty value counts as not set, but for a bool of git's configuration, where it is false (git-config(1)).
 *
 * What the repository's own configuration (scope local or worktree) may say is in the table: the author of a repository
 * must not be able to make its signatures look good. `ignored` lists the values that were not used for this reason.
 * @throws ConfigError
 */
export function resolveConfig(sources: ConfigSources): Config {
  const ignored: IgnoredSetting[] = [];
  const lookup = { ...sources, byKey: byKey(sources.gitConfig), ignored };
  const resolved = Object.fromEntries(
    settingNames().map((name) => [name, resolveOne(name, lookup)]),
  ) as unknown as { -readonly [K in keyof Settings]: Setting<Settings[K]> };
  // gitsign uses its client id as the audience of tokens, and Fulcio accepts that audience.
  // An audience of the repository's choice would let it ask a build system for a token that is good elsewhere, and get it.
  if (resolved.tokenAudience.origin.source === 'default' && !isFromRepository(resolved.oidcClientId.origin))
    resolved.tokenAudience = resolved.oidcClientId;
  const quiet = { ...lookup, ignored: [] };
  const verifying = {
    rekorUrl: resolveOne('rekorUrl', quiet, TABLE.rekorUrl.verifying ?? 'nothing'),
    timeoutMs: resolveOne('timeoutMs', quiet, TABLE.timeoutMs.verifying ?? 'nothing'),
  };
  return { ...resolved, verifying, ignored };
}

function byKey(gitConfig: readonly GitConfigEntry[]): Lookup['byKey'] {
  const found = new Map<string, GitConfigEntry[]>();
  for (const entry of gitConfig.toReversed()) {
    const key = entry.key.toLowerCase();
    const same = found.get(key);
    if (same) same.push(entry);
    else found.set(key, [entry]);
  }
  return found;
}

function resolveOne<K extends keyof Settings>(
  name: K,
  lookup: Lookup,
  may?: RepositoryMay,
): Setting<Settings[K]> {
  const rule = TABLE[name] as SettingRule<Settings[K]>;
  const given = lookup.flags?.[name];
  const candidates: (Candidate | undefined)[] = [
    given && { text: given.value, origin: { source: 'flag', name: given.name } },
    ...variables(rule).map((variable) => fromEnvironment(lookup.env, variable)),
    ...gitKeys(rule).map((key) => fromGit(name, may ?? rule.repository, rule.parse, key, lookup)),
  ];
  const found = candidates.find((candidate) => candidate !== undefined && candidate.text !== '');
  if (found === undefined) return { value: rule.fallback, origin: { source: 'default' } };
  const parse = (found.origin.source === 'flag' && rule.parseFlag) || rule.parse;
  const parsed = parse(found.text);
  if ('mustBe' in parsed) throw new ConfigError(found.origin, found.text, parsed.mustBe);
  return { value: parsed.value, origin: found.origin };
}

function fromEnvironment(env: NodeJS.ProcessEnv, name: string): Candidate | undefined {
  const text = env[name]?.trim();
  return text ? { text, origin: { source: 'environment', name } } : undefined;
}

function fromGit(
  setting: keyof Settings,
  may: RepositoryMay,
  parse: ValueParser<unknown>,
  key: string,
  lookup: Lookup,
): Candidate | undefined {
  const { byKey, setUp, ignored } = lookup;
  for (const entry of byKey.get(key.toLowerCase()) ?? []) {
    const origin: Origin = { source: 'git', name: key, scope: entry.scope, place: entry.origin };
    // git-config(1): a key without a value is true, and `key =` is false where a bool is read. Elsewhere it sets nothing.
    const text = entry.value === '' && parse === flag ? 'false' : (entry.value ?? 'true');
    const counts =
      isUsersOwn(entry.scope, entry.origin) ||
      may === 'sign' ||
      (may === 'with-issuer' && choosesIssuer(lookup)) ||
      (may === 'as-set-up' && setUp?.get(setting) === text) ||
      (may === 'only-true' && isTrue(parse(text)));
    if (counts) return { text, origin };
    ignored.push({ setting, origin, why: 'not-from-a-repository' });
  }
  return undefined;
}

/** Whether the issuer is the one that the repository chose: no variable or option is stronger. */
function choosesIssuer(lookup: Lookup): boolean {
  return isFromRepository(resolveOne('oidcIssuer', { ...lookup, ignored: [] }).origin);
}

function isTrue(parsed: ReturnType<ValueParser<unknown>>): boolean {
  return 'value' in parsed && parsed.value === true;
}
