import { verifyInstallation } from '../../inspect/installation/index.js';
import type { InstallationCalls } from './calls.js';

/** Whether the files of this extension are those of a release. @throws InstallationError, TrustError */
export function verifyExtension(
  { folder, bundle }: InstallationCalls['verifyExtension']['ask'],
  { signal }: { readonly signal: AbortSignal },
): Promise<InstallationCalls['verifyExtension']['answer']> {
  return verifyInstallation({ folder, env: process.env, signal, ...(bundle && { bundle }) });
}
