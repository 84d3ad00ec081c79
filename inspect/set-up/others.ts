import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { didYouMean } from '../../core/repository-policy/suggest.js';
import { ownKeys, userDirectories } from '../../io/config/index.js';
import { RECORDS } from '../../io/config/own-notes.js';
import { isPublic } from '../../io/consent/index.js';
import { fail, ok, warn } from './result.js';
import type { SetUpCheck } from './types.js';

/** Checks that the cache can be written: it holds compiled code, verdicts and the trusted root. */
export const cache: SetUpCheck = async ({ env }) => {
  const { cache: directory } = userDirectories(env);
  let at = directory;
  while (!existsSync(at) && at !== dirname(at)) at = dirname(at);
  try {
    accessSync(at, constants.W_OK);
    return [ok('cache', directory)];
  } catch {
    return [
      warn(
        'cache',
        `${directory} cannot be written: everything is slower, and no trusted root is kept`,
        `make ${at} writable, or set XDG_CACHE_HOME`,
      ),
    ];
  }
};

/** Finds misspelt settings: they have no effect, and no other program reports them. */
export const settingNames: SetUpCheck = async ({ gitConfig }) => {
  const known = new Set([...ownKeys(), RECORDS].map((key) => key.toLowerCase()));
  const unknown = gitConfig.filter(({ key }) => key.startsWith('waxseal.') && !known.has(key.toLowerCase()));
  return unknown.map(({ key, scope }) =>
    warn(
      'unknown-setting',
      `${key} (${scope}) is not a setting of waxseal${didYouMean(key, ownKeys())}`,
      `run: git config --${scope} --unset-all ${key} (docs/configuration.md lists the settings)`,
    ),
  );
};

/** Finds settings that contradict each other, and names the settings of gitsign that count here. */
export const settings: SetUpCheck = async ({ config, gitConfig, env }) => {
  const { rekorVersion, rekorMode, timestampUrl } = config;
  const gitsign = [
    ...new Set(gitConfig.map(({ key }) => key).filter((key) => key.startsWith('gitsign.'))),
    ...Object.keys(env).filter((name) => name.startsWith('GITSIGN_')),
  ];
  const both = gitsign.filter((key) =>
    gitConfig.some((own) => own.key === key.replace(/^gitsign\./, 'waxseal.')),
  );
  return [
    rekorVersion.value === 2 && timestampUrl.value === undefined
      ? fail(
          'log',
          'Rekor v2 proves no time, and no timestamp authority is set',
          'set waxseal.timestampServerURL',
        )
      : rekorVersion.value === 2 && rekorMode.value === 'online'
        ? fail(
            'log',
            'Rekor v2 cannot be searched, so online mode is impossible',
            'set waxseal.rekorMode to offline',
          )
        : ok(
            'log',
            `Rekor v${rekorVersion.value}, ${isPublic(config) ? 'public: everybody can read who signed' : 'private'}`,
          ),
    ...(gitsign.length === 0 ? [] : [ok('gitsign', `also used from gitsign: ${gitsign.join(', ')}`)]),
    ...(both.length === 0
      ? []
      : [
          warn(
            'gitsign',
            `set for gitsign and for waxseal, which wins: ${both.join(', ')}`,
            `run: git config --unset ${both[0] ?? ''}`,
          ),
        ]),
  ];
};
