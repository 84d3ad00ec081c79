import { UsageError } from '../../errors.js';

type Action = (argv: readonly string[]) => Promise<number>;

const ACTIONS: Readonly<Record<string, () => Promise<Action>>> = {
  verify: async () => (await import('./verify.js')).verify,
  'verify-attestation': async () => (await import('./verify-attestation.js')).verifyAttestation,
  tree: async () => (await import('./tree.js')).tree,
  attestations: async () => (await import('./documents.js')).attestations,
  sbom: async () => (await import('./documents.js')).sbom,
  provenance: async () => (await import('./documents.js')).provenance,
  resolve: async () => (await import('./resolve.js')).resolve,
  export: async () => (await import('./export.js')).exportImage,
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
  return (await action())(rest);
}
