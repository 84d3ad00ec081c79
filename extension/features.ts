import type { LazySpec } from './frame/feature.js';
import type { Caller } from './frame/thread/protocol.js';
import { INSTALLATION } from './installation/feature.js';
import { POLICY } from './policy/feature.js';
import type { Signatures } from './signatures/signatures.js';
import { SIGNING } from './signing/feature.js';
import type { VerifierCalls } from './verifier/calls.js';

/** What a feature may use besides the frame. */
export type Shared = Pick<Signatures, 'store' | 'refresh'> & { readonly verifier: Caller<VerifierCalls> };

/** The features that are loaded on demand. */
export const LAZY_FEATURES: readonly LazySpec<Shared>[] = [POLICY, SIGNING, INSTALLATION];
