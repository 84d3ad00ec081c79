import type { CommandId } from '../feature.js';
import type { Contribution, SettingSpec } from './contribution.js';

const CATEGORY = '%category%';

/** One record of lists from several. */
function joined<T>(
  records: readonly (Readonly<Record<string, readonly T[]>> | undefined)[],
): Record<string, T[]> {
  const all: Record<string, T[]> = {};
  for (const record of records)
    for (const [name, list] of Object.entries(record ?? {})) all[name] = [...(all[name] ?? []), ...list];
  return all;
}

function commandsOf({ commands, icons = {} }: Contribution): object[] {
  return Object.entries(commands).map(([name, command]: [string, CommandId]) => ({
    command,
    title: `%command.${name}%`,
    category: CATEGORY,
    ...(icons[command] !== undefined && { icon: icons[command] }),
  }));
}

function propertyOf({ setting, type, values, minimum, maximum, isOnline }: SettingSpec): [string, object] {
  const { id, byDefault } = setting;
  const text = `setting.${id.slice('waxseal.'.length)}`;
  const property = {
    type,
    ...(values && { enum: values, enumDescriptions: values.map((value) => `%${text}.${value}%`) }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    default: byDefault,
    scope: 'window',
    ...(isOnline && { tags: ['usesOnlineServices'] }),
    markdownDescription: `%${text}%`,
  };
  return [id, property];
}

/** What package.json says about the extension, made from the contributions of its features. */
export function manifestOf(features: readonly Contribution[]) {
  return {
    main: './dist/extension.cjs',
    l10n: './l10n',
    icon: 'media/icon.png',
    extensionKind: ['workspace'],
    activationEvents: features.flatMap(({ activationEvents = [] }) => activationEvents),
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: '%trust.limited%',
        restrictedConfigurations: features.flatMap(({ restricted = [] }) => restricted.map(({ id }) => id)),
      },
      virtualWorkspaces: { supported: 'limited', description: '%virtual.limited%' },
    },
    contributes: {
      commands: features.flatMap(commandsOf),
      menus: joined(features.map(({ menus }) => menus)),
      views: joined(features.map(({ views }) => views)),
      ...joined(features.map(({ points }) => points)),
      configuration: {
        title: CATEGORY,
        properties: Object.fromEntries(
          features.flatMap(({ settings = [] }) => settings.map((spec) => propertyOf(spec))),
        ),
      },
    },
  };
}

const TEXT_KEY = /^%(.*)%$/;

/** The keys of the texts that a part of a manifest uses, in order of first use. */
export function textKeys(value: unknown): string[] {
  const found = new Set<string>();
  const visit = (part: unknown) => {
    if (typeof part === 'string') {
      const key = TEXT_KEY.exec(part)?.[1];
      if (key !== undefined) found.add(key);
    } else if (part !== null && typeof part === 'object') Object.values(part).forEach(visit);
  };
  visit(value);
  return [...found];
}
