import { decodeArmor, parseCms } from '../../core/signature/index.js';
import { expectedLogDigests, type VerifyOptions } from '../../core/verify/index.js';
import type { Config } from '../../io/config/index.js';
import { LogLookUp, SigstoreError } from '../../io/sigstore/index.js';
import type { SignedPayload } from './signed-payload.js';

const logs = new WeakMap<Config, LogLookUp>();

/** One for each run: it remembers the answers and asks nothing twice. */
function logOf(config: Config): LogLookUp {
  const known = logs.get(config);
  const { rekorUrl, timeoutMs } = config.verifying;
  const log = known ?? new LogLookUp({ url: rekorUrl.value, timeoutMs: timeoutMs.value });
  logs.set(config, log);
  return log;
}

/**
 * Asks the log for the entries of a signature that embeds none. A failed look-up is passed to the verifier. It
 * never changes the verdict on an embedded entry.
 */
export async function lookUp(
  config: Config,
  signed: SignedPayload | undefined,
): Promise<Pick<VerifyOptions, 'lookedUp' | 'lookUpFailure'>> {
  const certificate = signed && parseCms(decodeArmor(signed.armor)).signerCertificate?.der;
  const digests = signed ? expectedLogDigests(signed.payload, signed.armor) : [];
  if (!certificate || digests.length === 0) return {};
  try {
    const { entries } = await logOf(config).find({ certificate, digests });
    return { lookedUp: entries };
  } catch (error) {
    if (!(error instanceof SigstoreError)) throw error;
    return { lookUpFailure: error.message };
  }
}
