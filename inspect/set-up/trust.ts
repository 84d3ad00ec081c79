import { notInUse } from '../../core/trust/index.js';
import { describeOrigin, SET_UP_SETTINGS, userDirectories } from '../../io/config/index.js';
import { loadTrustedRoot } from '../../io/trust/index.js';
import { readUserPolicy, userPolicyPath } from '../basis/user-policy.js';
import { sourceText } from '../trust/index.js';
import { fail, hintOf, messageOf, ok, warn } from './result.js';
import type { SetUpCheck } from './types.js';

const OLD_S = 90 * 86_400;
const UPDATE = 'run: waxseal trust update';

/** Checks that there is a trusted root, that it is not too old, and that an authority and a log in it are valid now. */
export const trustedRoot: SetUpCheck = async ({ config, env, now }) => {
  try {
    const { root, source, notes } = await loadTrustedRoot(config, {
      cacheDirectory: userDirectories(env).cache,
    });
    const notices = notes.map((note) => warn('trusted-root', note, UPDATE));
    const missing = notInUse(root, now);
    if (missing.length > 0)
      return [
        ...notices,
        fail(
          'trusted-root',
          `no ${missing.join(' and no ')} in it is valid now`,
          source.kind === 'tuf' || source.kind === 'seed'
            ? UPDATE
            : 'get a newer trusted root from whoever runs the instance',
        ),
      ];
    const old = source.kind === 'tuf' && now - source.refreshedAt > OLD_S;
    const text = sourceText(source, now);
    return [...notices, old ? warn('trusted-root', text, UPDATE) : ok('trusted-root', text)];
  } catch (error) {
    return [fail('trusted-root', messageOf(error), hintOf(error, UPDATE))];
  }
};

/** Checks that the user's own policy can be read, and names settings about trust that a repository may not set. */
export const policy: SetUpCheck = async ({ config, env }) => {
  const path = userPolicyPath(config, env);
  const ignored = config.ignored.map(({ setting, origin }) =>
    warn(
      'ignored-setting',
      `${describeOrigin(origin)} is not used: a repository may not choose that`,
      `set it with git config --global${(SET_UP_SETTINGS as readonly string[]).includes(setting) ? ', or run: waxseal setup --instance' : ''}`,
    ),
  );
  try {
    const found = await readUserPolicy(config, env);
    return [
      ok('policy', found ? path : `${path} does not exist: the first signature after setup writes it`),
      ...ignored,
    ];
  } catch (error) {
    return [fail('policy', messageOf(error), `correct ${path}`), ...ignored];
  }
};
