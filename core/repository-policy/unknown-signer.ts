import type { Node } from 'yaml';
import type { PolicyReader } from './reader.js';
import { nearest } from './suggest.js';
import type { PolicySigner } from './types.js';

/** Notes that a field names somebody whom `signers` does not describe, with who may be meant. */
export function noteUnknownSigner(
  reader: PolicyReader,
  node: Node | null,
  named: { readonly field: string; readonly signer: string },
  signers: ReadonlyMap<string, PolicySigner>,
): void {
  if (reader.full) return;
  const near = nearest(named.signer, signers.keys());
  if (near === undefined) reader.note(node, 'POLICY_UNKNOWN_SIGNER', 'unknown', { ...named });
  else reader.note(node, 'POLICY_UNKNOWN_SIGNER', 'near', { ...named, near });
}
