// Secrets of the environment that no program we start has a use for.
const SECRET = [
  'SIGSTORE_ID_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'BUILDKITE_AGENT_ACCESS_TOKEN',
  'WAXSEAL_EXTRA_CA_CERTS',
];

// What an editor starts us with, so that its own program is Node (io/own-program.ts).
const OURS_ALONE = 'ELECTRON_RUN_AS_NODE';

/**
 * The environment for a program we start: without identity tokens and what makes an editor Node, and with NODE_EXTRA_CA_CERTS
 * under its own name again.
 */
export function childEnvironment(env: NodeJS.ProcessEnv, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const child = { ...env };
  const authorities = env['WAXSEAL_EXTRA_CA_CERTS'];
  for (const name of [...SECRET, OURS_ALONE]) delete child[name];
  return { ...child, ...(authorities && { NODE_EXTRA_CA_CERTS: authorities }), ...extra };
}
