import { existsSync } from 'node:fs';
import {
  isFromRepository,
  isUnchanged,
  trustedRepositories,
  trustedRepositoriesPath,
  userDirectories,
} from '../../io/config/index.js';
import { ok, warn } from './result.js';
import type { SetUpCheck } from './types.js';

/** Lists the repositories whose own configuration may name a trusted root, and what became of it. */
export const trusted: SetUpCheck = async ({ env }) =>
  trustedRepositories(userDirectories(env).config).map(({ repository, settings }) => {
    const names = Object.keys(settings);
    const changed = Object.entries(settings).filter(([name, value]) => !isUnchanged(name, value));
    if (names.length === 0)
      return warn(
        'trusted-repositories',
        `${repository} is listed, but not what set-up wrote there: nothing in it counts`,
        'run there: waxseal setup --instance, or take the line out',
      );
    if (!existsSync(repository))
      return warn(
        'trusted-repositories',
        `${repository} is listed and does not exist`,
        `take its line out of ${trustedRepositoriesPath(userDirectories(env).config)}`,
      );
    if (changed.length > 0)
      return warn(
        'trusted-repositories',
        `the file of ${changed.map(([name]) => name).join(', ')} for ${repository} was changed, so it does not count`,
        'run there: waxseal setup --instance',
      );
    return ok(
      'trusted-repositories',
      `${repository} may name its own ${names.join(', ')}, as set-up wrote them`,
    );
  });

/** Says where `waxseal.instancePrivate=true` does not count, because the repository chose the servers. */
export const privacy: SetUpCheck = async ({ config }) => {
  const { instancePrivate, fulcioUrl, rekorUrl, alsoLog } = config;
  const chosen = [fulcioUrl, rekorUrl, alsoLog].some(({ origin }) => isFromRepository(origin));
  if (instancePrivate.value !== true || !chosen) return [];
  return [
    warn(
      'instance-private',
      'waxseal.instancePrivate=true does not speak of servers that a repository names',
      'name their hosts: git config --global waxseal.instancePrivate HOST,HOST',
    ),
  ];
};
