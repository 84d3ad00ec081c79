import type { Certificate } from '../../core/certificate/index.js';
import { utf8 } from '../../core/encoding/index.js';
import { joinObject, objectId, payloadKind } from '../../core/git/index.js';
import { digest } from '../../core/primitives/index.js';
import { buildCms, type CmsParts, encodeArmor, signedAttributes } from '../../core/signature/index.js';
import type { LogEntry } from '../../core/transparency/index.js';
import type { TrustedRoot } from '../../core/trust/index.js';
import type { Config, LogServer } from '../../io/config/index.js';
import { logSignature, requestTimestamp } from '../../io/sigstore/index.js';
import { SignerError } from '../errors.js';
import type { EphemeralKey } from './key.js';

/** What a signature is made from. */
export interface SigningInput {
  readonly payload: Uint8Array;
  readonly key: EphemeralKey;
  readonly certificate: Certificate;
  readonly config: Config;
  readonly trust: TrustedRoot;
  /** The claimed signing time, Unix seconds. */
  readonly now: number;
  /** Called while the log works on its entry, with the signature that has no entry yet. It must not throw. */
  readonly meanwhile?: (armor: Uint8Array) => Promise<void>;
}

/** A finished signature. `logEntry` is embedded in `der`; in online mode it is only in the log. */
export interface FinishedSignature {
  readonly der: Uint8Array;
  readonly armor: Uint8Array;
  readonly logEntry: LogEntry;
}

const ONLINE_HINT = 'set waxseal.rekorMode to offline, which embeds the log entry in the signature';

/**
 * Refuses combinations that would fail only after something was logged for ever.
 * @throws SignerError ONLINE_MODE_IMPOSSIBLE, REKOR_V2_NEEDS_TIMESTAMP
 */
export function checkMode(config: Config, payload: Uint8Array): void {
  const online = config.rekorMode.value === 'online';
  const version2 = config.rekorVersion.value === 2;
  if (online && version2)
    throw new SignerError(
      'ONLINE_MODE_IMPOSSIBLE',
      'Rekor v2 cannot be searched, so online mode is impossible with it',
      ONLINE_HINT,
    );
  const kind = payloadKind(payload);
  if (online && kind !== 'commit' && kind !== 'tag')
    throw new SignerError(
      'ONLINE_MODE_IMPOSSIBLE',
      `online mode cannot sign a ${kind === 'unknown' ? 'payload that is neither commit nor tag' : 'push certificate'}`,
      ONLINE_HINT,
    );
  if (version2 && config.timestampUrl.value === undefined)
    throw new SignerError(
      'REKOR_V2_NEEDS_TIMESTAMP',
      'Rekor v2 proves no time, so a timestamp authority is needed',
      'set waxseal.timestampServerURL',
    );
}

/** The entry to name in the signature. Fails unless every configured log has accepted the signature. */
async function logged(input: SigningInput, message: Uint8Array, signature: Uint8Array): Promise<LogEntry> {
  const { rekorUrl, rekorVersion, alsoLog } = input.config;
  const [entry] = await Promise.all([
    loggedTo(input, { url: rekorUrl.value, version: rekorVersion.value }, message, signature),
    ...alsoLog.value.map((log) => loggedTo(input, log, message, signature)),
  ]);
  return entry;
}

function loggedTo(
  { config, certificate, trust }: SigningInput,
  { url, version }: LogServer,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<LogEntry> {
  return logSignature({
    url,
    version,
    timeoutMs: config.timeoutMs.value,
    digest: digest('sha256', message),
    signature,
    certificate: certificate.der,
    trust,
  });
}

async function timestamped(
  input: SigningInput,
  signature: Uint8Array,
): Promise<Pick<CmsParts, 'timestampToken'>> {
  const { config, trust } = input;
  const url = config.timestampUrl.value;
  if (url === undefined) return {};
  return {
    timestampToken: await requestTimestamp({
      url,
      timeoutMs: config.timeoutMs.value,
      message: signature,
      trust,
    }),
  };
}

/**
 * The text that gitsign's online mode logs: the id of the finished object, with SHA-1 even in SHA-256 repositories (gitsign
 * pkg/git, internal/gitsign). The logged signature signs these 40 characters.
 */
function loggedId(payload: Uint8Array, armor: Uint8Array): Uint8Array {
  const type = payloadKind(payload) === 'tag' ? 'tag' : 'commit';
  return utf8(objectId(type, joinObject({ type, payload, armor, format: 'sha1' }), 'sha1'));
}

/** Lets the event loop send the requests before this program does anything else. */
function onItsWay(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

/**
 * Signs a payload with a certified key and logs the signature; also gets a timestamp if that is configured. The log entry goes into
 * the signature. In online mode the finished object's id is logged instead, and nothing is embedded.
 * @throws SigstoreError, NetworkError
 */
export async function makeSignature(input: SigningInput): Promise<FinishedSignature> {
  const { payload, key, config, now } = input;
  const attributes = signedAttributes({ payloadDigest: digest('sha256', payload), signingTime: now });
  const signature = key.sign(attributes);
  const parts: CmsParts = { certificate: input.certificate.der, signedAttributes: attributes, signature };
  if (config.rekorMode.value === 'online') {
    const der = buildCms({ ...parts, ...(await timestamped(input, signature)) });
    const armor = encodeArmor(der);
    const id = loggedId(payload, armor);
    return { der, armor, logEntry: await logged(input, id, key.sign(id)) };
  }
  const asked = Promise.all([logged(input, attributes, signature), timestamped(input, signature)]);
  asked.catch(() => undefined); // awaited below
  if (input.meanwhile) {
    await onItsWay();
    await input.meanwhile(encodeArmor(buildCms(parts)));
  }
  const [logEntry, token] = await asked;
  const der = buildCms({ ...parts, ...token, logEntry });
  return { der, armor: encodeArmor(der), logEntry };
}
