import { verifyInstallation } from '../../inspect/installation/index.js';
import type { Calls } from '../service/protocol.js';

/** Whether the files of this extension are those of a release. @throws InstallationError, TrustError */
export function verifyExtension(
  { folder, bundle }: Calls['verifyExtension']['ask'],
  { signal }: { readonly signal: AbortSignal },
): Promise<Calls['verifyExtension']['answer']> {
  return verifyInstallation({ folder, env: process.env, signal, ...(bundle && { bundle }) });
}
