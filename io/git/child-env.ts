// Secret variables that no program we start needs.
const SECRET = [
  'SIGSTORE_ID_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'BUILDKITE_AGENT_ACCESS_TOKEN',
  'WAXSEAL_EXTRA_CA_CERTS',
];

// An editor sets it when it starts us, so that its own program runs as Node (io/own-program.ts).
const OURS_ALONE = 'ELECTRON_RUN_AS_NODE';

/**
 * The environment for a program we start. Identity tokens and the variable that makes an editor run as Node are
 * removed. NODE_EXTRA_CA_CERTS has its own name again.
 */
export function childEnvironment(env: NodeJS.ProcessEnv, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const child = { ...env };
  const authorities = env['WAXSEAL_EXTRA_CA_CERTS'];
  for (const name of [...SECRET, OURS_ALONE]) delete child[name];
  return { ...child, ...(authorities && { NODE_EXTRA_CA_CERTS: authorities }), ...extra };
}
