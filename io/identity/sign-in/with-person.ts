import type { Config } from '../../config/index.js';
import type { FoundToken } from '../ambient/index.js';
import type { IdentityOptions, SignInPerson } from '../options.js';
import { signInWithBrowser } from './browser.js';
import { signInWithDevice } from './device.js';

/**
 * Signs in a person who works in an editor: in the browser that the editor opens, or with a code if the
 * configuration or the person wants that. The token stays in this process.
 * @throws IdentityError
 */
export async function signInWithPerson(
  config: Config,
  options: IdentityOptions,
  person: SignInPerson,
): Promise<FoundToken> {
  const { signal } = options;
  const both = { ...options, signal: signal ? AbortSignal.any([signal, person.signal]) : person.signal };
  const found =
    config.tokenProvider.value === 'device' ? undefined : await signInWithBrowser(config, both, person);
  return found ?? signInWithDevice(config, both, person);
}
