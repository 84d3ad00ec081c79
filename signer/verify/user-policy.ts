import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignerPolicy } from '../../core/policy/types.js';
import { type Config, expandHome, userDirectories } from '../../io/config/index.js';
import { SignerError } from '../errors.js';

/** The file with the user's own list of trusted signers. */
export function userPolicyPath(config: Config): string {
  const configured = config.policy.value;
  return configured === undefined
    ? join(userDirectories(process.env).config, 'policy.yaml')
    : expandHome(configured, process.env);
}

/**
 * The text of a policy file; undefined when there is none.
 * @throws SignerError POLICY_UNREADABLE
 */
export async function readPolicyText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new SignerError('POLICY_UNREADABLE', `the policy ${path} cannot be read (${String(code)})`);
  }
}

/**
 * Whom the user trusts; undefined when he never said. A configured policy that does not exist is an error: silence would
 * look like an answer.
 * @throws SignerError, PolicyError
 */
export async function readUserPolicy(config: Config): Promise<SignerPolicy | undefined> {
  const path = userPolicyPath(config);
  const text = await readPolicyText(path);
  if (text === undefined) {
    if (config.policy.value === undefined) return undefined;
    throw new SignerError('POLICY_UNREADABLE', `the policy ${path} does not exist`);
  }
  const { parseIdentityPolicy } = await import('../../core/policy/identity-policy.js');
  return parseIdentityPolicy(text, path);
}
