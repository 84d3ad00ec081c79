import { type SettingRule, TABLE } from './table.js';
import type { Settings } from './types.js';

/** The names of all settings. */
export function settingNames(): (keyof Settings)[] {
  return Object.keys(TABLE) as (keyof Settings)[];
}

/** The keys of git's configuration for a setting, strongest first. */
export function gitKeys({ waxseal, gitsign, git = [] }: SettingRule<unknown>): string[] {
  return [
    ...(waxseal === undefined ? [] : [`waxseal.${waxseal}`]),
    ...(gitsign === undefined ? [] : [`gitsign.${gitsign}`]),
    ...git,
  ];
}

/** The environment variables for a setting, strongest first. All are stronger than git's configuration. */
export function variables(rule: SettingRule<unknown>): string[] {
  if (rule.waxseal === undefined) return [];
  const own = `WAXSEAL_${upperCaseWords(rule.waxseal)}`;
  const { name, shared } = rule.variable ?? { name: undefined, shared: false };
  return [
    own,
    // gitsign's name with our prefix, for people who only replace the prefix.
    ...(name && `WAXSEAL_${name}` !== own ? [`WAXSEAL_${name}`] : []),
    ...(name ? [`GITSIGN_${name}`] : []),
    ...(name && shared ? [`SIGSTORE_${name}`] : []),
    ...(rule.others ?? []).toReversed(),
  ];
}

function upperCaseWords(name: string): string {
  return name.replace(CAPITALS_AFTER_SMALL, '_').toUpperCase();
}

const CAPITALS_AFTER_SMALL = /(?<=[a-z0-9])(?=[A-Z])/g;

/** Every key of git's configuration that begins with `waxseal.` and is a setting. */
export function ownKeys(): string[] {
  return settingNames().flatMap((name) => gitKeys(TABLE[name]).filter((key) => key.startsWith('waxseal.')));
}
