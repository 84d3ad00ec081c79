import { agent } from './agent.js';
import { messageOf, notMade } from './finding.js';
import { gitFormat, gitVersion, repository } from './git.js';
import { network } from './network.js';
import { cache, settingNames, settings } from './others.js';
import { program } from './program.js';
import { privacy, trusted } from './repositories.js';
import { servers } from './servers.js';
import { policy, trustedRoot } from './trust.js';
import type { DoctorCheck, DoctorFinding, DoctorInput } from './types.js';

export type * from './types.js';

const CHECKS: readonly DoctorCheck[] = [
  ...[gitVersion, repository, gitFormat, program, settings, settingNames],
  ...[network, servers, trustedRoot, trusted, policy, privacy, agent, cache],
];

/** Makes every check of a set-up, in order. A check that ends with an unexpected error counts as not made. */
export async function examine(input: DoctorInput): Promise<DoctorFinding[]> {
  const found = await Promise.all(
    CHECKS.map((check) => check(input).catch((error: unknown) => [notMade('doctor', messageOf(error))])),
  );
  return found.flat();
}
