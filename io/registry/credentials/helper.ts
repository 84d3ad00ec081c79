import { isObject, parseJson } from '../../../core/encoding/index.js';
import { childProcess } from '../../child-process.js';
import { childEnvironment } from '../../environment/children.js';
import { programPath } from '../../program-path.js';
import { RegistryError } from '../error.js';
import { credentialOf } from './docker-config.js';
import { helperServer } from './keys.js';
import type { Credential } from './types.js';

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;
const TIMEOUT_MS = 30_000;
const MOST_OUTPUT = 1 << 20;
const NOTHING_STORED = /credentials not found in native keychain|no credentials server URL|not found/i;
/** Helpers of clouds find their own secrets in the environment. Ours are none of theirs. */
const THEIRS = /^(?!WAXSEAL_|GITSIGN_|SIGSTORE_|COSIGN_|ACTIONS_ID_TOKEN_)/;

/**
 * Asks `docker-credential-NAME get` (docker/docker-credential-helpers): the server on its input, JSON on its output. It runs
 * without a shell, from PATH, never from the working directory.
 * @returns undefined if it has nothing for the registry
 * @throws RegistryError CREDENTIAL_HELPER_FAILED
 */
export async function askHelper(
  name: string,
  registry: string,
  env: NodeJS.ProcessEnv,
  timeoutMs = TIMEOUT_MS,
): Promise<Credential | undefined> {
  const program = `docker-credential-${name}`;
  const failed = (why: string) =>
    new RegistryError(
      'CREDENTIAL_HELPER_FAILED',
      registry,
      `${program} ${why}`,
      `run it by hand: echo ${helperServer(registry)} | ${program} get`,
    );
  if (!NAME.test(name))
    throw new RegistryError(
      'CREDENTIAL_HELPER_FAILED',
      registry,
      'the name of its credential helper is not one',
      'correct credsStore or credHelpers in the configuration of docker',
    );
  const { status, output } = await run(program, helperServer(registry), env, timeoutMs).catch((why) => {
    throw failed(why instanceof Error ? why.message : 'failed');
  });
  // What it prints when it succeeds is a secret, so it is never shown.
  if (status !== 0) {
    if (NOTHING_STORED.test(output)) return undefined;
    throw failed(`ended with status ${status}${output.trim() === '' ? '' : `: ${output.slice(0, 200)}`}`);
  }
  const answer = parsed(output);
  if (answer === undefined) throw failed('did not print a user name and a secret');
  const [username, secret] = answer;
  return secret === '' ? undefined : credentialOf(username, secret, program);
}

function parsed(output: string): [username: string, secret: string] | undefined {
  try {
    const json = parseJson(output);
    if (!isObject(json)) return undefined;
    const { Username: username, Secret: secret } = json;
    return typeof username === 'string' && typeof secret === 'string' ? [username, secret] : undefined;
  } catch {
    return undefined;
  }
}

function run(
  program: string,
  input: string,
  env: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<{ status: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = childProcess().spawn(programPath(program, env), ['get'], {
      env: childEnvironment(env, {}, THEIRS),
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const timer = setTimeout(() => end(new Error(`gave no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (error: Error) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      child.stdout.destroy();
      reject(error);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MOST_OUTPUT) end(new Error('printed too much'));
      else chunks.push(chunk);
    });
    child.on('error', ({ code }: NodeJS.ErrnoException) =>
      end(new Error(code === 'ENOENT' ? 'is not in PATH' : `cannot be run (${code ?? 'unknown error'})`)),
    );
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status: status ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${input}\n`);
  });
}
