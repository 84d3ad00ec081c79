import type { ImageRequirements, NamedKey } from '../../core/image/index.js';
import type { PublicKey } from '../../core/primitives/index.js';
import { type IdentityFlags, policyOfFlags } from '../../core/signer-policy/index.js';
import type { VerifyOptions } from '../../core/verify/index.js';
import type { TestInstance } from './instance.js';

/** The signer whom an instance names when nothing else is said. */
export const DEV: IdentityFlags = { identity: 'dev@example.test', issuer: 'https://issuer.example.test' };

/** Keys under names of their own. */
export function keysNamed(...keys: readonly PublicKey[]): readonly NamedKey[] {
  return keys.map((key, at) => ({ name: `${at + 1}.pub`, key }));
}

/** What an image is verified against: the default signer of the instance, unless something else is said. */
export async function required(
  { trust }: TestInstance,
  more: Partial<Omit<ImageRequirements, 'options' | 'policy'>> & {
    readonly who?: IdentityFlags | 'anybody';
    readonly options?: Partial<VerifyOptions>;
  } = {},
): Promise<ImageRequirements> {
  const { who = more.keys ? 'anybody' : DEV, options, ...rest } = more;
  return {
    keys: [],
    annotations: new Map(),
    policy: who === 'anybody' ? undefined : await policyOfFlags(who),
    options: { trust, cache: new Map(), ...options },
    ...rest,
  };
}
