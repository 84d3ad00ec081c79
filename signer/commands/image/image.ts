import { UsageError } from '../../errors.js';
import { attestations, provenance, sbom } from './documents.js';
import { exportImage } from './export.js';
import { resolve } from './resolve.js';
import { tree } from './tree.js';
import { verify } from './verify.js';
import { verifyAttestation } from './verify-attestation.js';

// One file for all: they share nearly everything, and each file of its own is named in the entry, which git reads every time.
const ACTIONS: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  verify,
  'verify-attestation': verifyAttestation,
  tree,
  attestations,
  sbom,
  provenance,
  resolve,
  export: exportImage,
};

/**
 * `waxseal image ACTION REF …`: container images.
 * @returns the exit status of the action
 * @throws UsageError for an unknown action, and what made an answer impossible
 */
export async function run(argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action)
    throw new UsageError(
      `image needs one of: ${Object.keys(ACTIONS).join(', ')}`,
      'see "waxseal help image"',
    );
  return action(rest);
}
