import { recordOwnIdentity } from '../../act/own-identity/record-identity.js';
import { openSession } from '../session.js';
import { isOwnIdentity } from '../sign/own-identity.js';
import { say } from '../terminal/person.js';
import type { ClaimedIdentity } from './protocol.js';

/** Records the identity of the agent's signature as trusted, if `waxseal setup` asked for that. */
export async function recordHere(signer: ClaimedIdentity, payload: Uint8Array): Promise<void> {
  const { config } = await openSession();
  const isOwn = () => isOwnIdentity(signer, payload, process.env);
  await recordOwnIdentity(config, signer, process.env, isOwn, say);
}
