import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean } from '../../core/repository-policy/suggest.js';
import { ownKeys, userDirectories } from '../../io/config/index.js';
import { RECORDS } from '../../io/config/own-notes.js';
import { isPublic } from '../../io/consent/index.js';
import { strangersObjection } from '../../io/strangers.js';
import { type Objection, writeObjection } from '../../io/write-objection.js';
import { fail, ok, warn } from './result.js';
import type { SetUpCheck } from './types.js';

/** What has its own directory in the cache. */
const CACHED = ['code', 'trust', 'verdicts', 'said'];
/** The user's own files. */
const OWN = [
  ...['policy.yaml', 'committers.json', 'public-log.json', 'record-identity.json'],
  ...['trusted-repositories', 'node'],
];

/** Why a directory of the user cannot be used, or what in it. */
function problemOf(directory: string, parts: readonly string[] = []): Objection {
  const all = [directory, ...parts.map((part) => join(directory, part)).filter((path) => existsSync(path))];
  for (const path of all) {
    const objection = strangersObjection(path) ?? writeObjection(path);
    if (objection) return objection;
  }
  return undefined;
}

/** Checks that the cache can be written, and by this user alone: it holds compiled code, verdicts and the trusted root. */
export const cache: SetUpCheck = async ({ env }) => {
  const { cache: directory } = userDirectories(env);
  const problem = problemOf(directory, CACHED);
  if (problem === undefined) return [ok('cache', directory)];
  const elsewhere = 'set XDG_CACHE_HOME to a directory of your own';
  return [
    warn(
      'cache',
      `${problem.why}: everything is slower, and no trusted root is kept`,
      problem.remedy === undefined ? elsewhere : `${problem.remedy}, or ${elsewhere}`,
    ),
  ];
};

/** Checks the directory of the user's own files: their list, their agreements, their wishes. */
export const ownFiles: SetUpCheck = async ({ env }) => {
  const { config } = userDirectories(env);
  const files = OWN.map((name) => join(config, name)).filter((path) => existsSync(path));
  const problem = problemOf(config) ?? files.map((path) => strangersObjection(path)).find(Boolean);
  if (problem === undefined) return [];
  const elsewhere = 'set XDG_CONFIG_HOME to a directory of your own';
  return [
    warn(
      'own-files',
      `${problem.why}: nothing can be recorded or agreed to, and what others can change is not believed`,
      problem.remedy === undefined ? elsewhere : `${problem.remedy}, or ${elsewhere}`,
    ),
  ];
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
