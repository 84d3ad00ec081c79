import { gitFormat, gitVersion, repository } from './git.js';
import { network } from './network.js';
import { cache, ownFiles, settingNames, settings } from './others.js';
import { program } from './program.js';
import { privacy, trusted } from './repositories.js';
import { messageOf, notMade } from './result.js';
import { servers } from './servers.js';
import { policy, trustedRoot } from './trust.js';
import type { SetUp, SetUpCheck, SetUpResult } from './types.js';

export { type CheckItem, checkItem, checkSentences } from './items.js';
export type * from './types.js';

/** Every check of a set-up that needs no agent, in the order in which the results are shown. */
export const SET_UP_CHECKS: readonly SetUpCheck[] = [
  ...[gitVersion, repository, gitFormat, program, settings, settingNames],
  ...[network, servers, trustedRoot, trusted, policy, privacy, cache, ownFiles],
];

/** Makes these checks, and gives their results in order. A check that ends with an unexpected error counts as not made. */
export async function examineSetUp<S extends SetUp>(
  setUp: S,
  checks: readonly SetUpCheck<S>[] = SET_UP_CHECKS,
): Promise<SetUpResult[]> {
  const results = await Promise.all(
    checks.map((check) => check(setUp).catch((error: unknown) => [notMade('doctor', messageOf(error))])),
  );
  return results.flat();
}
