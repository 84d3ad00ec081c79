import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ServerName } from './faults.js';

/** Everything that a server of the sandbox may use. Made by `startSandbox`; handlers are created when all URLs are known. */
export interface SandboxContext {
  /** The sandbox's idea of now, Unix seconds (whole). */
  readonly clock: () => number;
  /** Private keys; `createPublicKey(key)` gives the public half. */
  readonly keys: SandboxKeys;
  /** Certificate chains in DER, from the signing certificate to the root. */
  readonly chains: SandboxChains;
  /** Base URLs without a final slash: `http://localhost:PORT` (`ct` ends in `/ctlog`). */
  readonly urls: Readonly<Record<ServerName, string>>;
  /** Who signs in interactively, and how. A test may change it at any time. */
  readonly signIn: SignIn;
}

/** The user of the issuer's pages. */
export interface SignIn {
  /** `auto` approves at once, `form` shows a page with Approve and Deny, `deny` refuses at once. */
  mode: 'auto' | 'form' | 'deny';
  /** Claims of the signed-in user, which override those of this kind of issuer. */
  claims: Readonly<Record<string, unknown>>;
  /** The polling interval, in seconds, that the device flow asks for. */
  deviceInterval: number;
}

export interface SandboxKeys {
  /** RSA 2048; RS256, kid `k1`. */
  readonly oidc: KeyObject;
  /** ECDSA P-384. */
  readonly fulcioRoot: KeyObject;
  readonly fulcioIntermediate: KeyObject;
  /** ECDSA P-256. */
  readonly ct: KeyObject;
  readonly rekor: KeyObject;
  /** Ed25519. */
  readonly rekorV2: KeyObject;
  /** ECDSA P-256. */
  readonly tsaRoot: KeyObject;
  readonly tsa: KeyObject;
}

export interface SandboxChains {
  /** [intermediate, root]. */
  readonly fulcio: readonly Uint8Array[];
  /** [time-stamping certificate, root]. */
  readonly tsa: readonly Uint8Array[];
}

const ec = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;

/** Fresh test keys. The RSA key, which costs more than all the others, is made when it is asked for. */
export function generateKeys(): SandboxKeys {
  let oidc: KeyObject | undefined;
  return {
    get oidc() {
      oidc ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      return oidc;
    },
    fulcioRoot: ec('P-384'),
    fulcioIntermediate: ec('P-384'),
    ct: ec('P-256'),
    rekor: ec('P-256'),
    rekorV2: generateKeyPairSync('ed25519').privateKey,
    tsaRoot: ec('P-256'),
    tsa: ec('P-256'),
  };
}
