import { join } from 'node:path';
import { harmless } from '../../core/harmless/index.js';
import type { SignerPolicy } from '../../core/signer-policy/types.js';
import { type Config, expandHome, userDirectories } from '../../io/config/index.js';
import { readText } from '../../io/read-text.js';
import { strangersObjection } from '../../io/strangers.js';
import { JudgeError } from './error.js';

/** The file with the user's own list of trusted signers. */
export function userPolicyPath(config: Config, env: NodeJS.ProcessEnv): string {
  const configured = config.policy.value;
  return configured === undefined
    ? join(userDirectories(env).config, 'policy.yaml')
    : expandHome(configured, env);
}

/**
 * The text of a policy file; undefined when there is none.
 * @throws JudgeError OWN_LIST_UNREADABLE
 */
export function readPolicyText(path: string): string | undefined {
  try {
    return readText(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new JudgeError('OWN_LIST_UNREADABLE', `the policy ${path} cannot be read (${String(code)})`);
  }
}

/**
 * The user's own list of trusted signers; undefined if they have none. A configured file that does not exist is an
 * error. Otherwise a typing mistake would look like "no list".
 * @throws JudgeError, PolicyError
 */
export async function readUserPolicy(
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<SignerPolicy | undefined> {
  const path = userPolicyPath(config, env);
  const text = readPolicyText(path);
  if (text === undefined) {
    if (config.policy.value === undefined) return undefined;
    throw new JudgeError('OWN_LIST_UNREADABLE', `the policy ${path} does not exist`);
  }
  // A file that a setting names is where the user says. The usual place is the user's only while nobody else can change it.
  const objection = config.policy.value === undefined ? strangersObjection(path) : undefined;
  if (objection)
    throw new JudgeError(
      'OWN_LIST_UNREADABLE',
      harmless(`the policy ${path} is not believed: ${objection.why}`),
      harmless(objection.remedy ?? 'use a directory of your own: set XDG_CONFIG_HOME'),
    );
  const { parseIdentityPolicy } = await import('../../core/signer-policy/identity-policy.js');
  return parseIdentityPolicy(text, path);
}
