import { recordOwnIdentity } from '../../act/own-identity/record-identity.js';
import { openSession } from '../session.js';
import { say } from '../terminal/person.js';
import type { ClaimedIdentity } from './protocol.js';

/** Records the identity of the agent's signature as trusted, if `waxseal setup` asked for that. */
export async function recordHere(signer: ClaimedIdentity): Promise<void> {
  await recordOwnIdentity(await openSession(), signer, process.env, say);
}
