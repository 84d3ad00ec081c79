import type { InstallationCalls } from '../installation/calls.js';
import type { PolicyCalls } from '../policy/calls.js';
import type { SignatureCalls } from '../signatures/calls.js';

/** Everything that the verifier answers: the thread that reads repositories and judges what is signed. */
export type VerifierCalls = SignatureCalls & PolicyCalls & InstallationCalls;
