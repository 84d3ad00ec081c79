import type { SignerIdentity } from '../../core/signer-policy/index.js';
import type { Session } from '../../inspect/basis/session.js';
import type { ConsentAnswer } from '../../io/consent/index.js';
import type { GitSettings } from './git-settings.js';

/** What to set up. */
export interface SetupRequest {
  readonly settings: GitSettings;
  /** The absolute path of the program that git must start. */
  readonly program: string;
  /** Reads the configuration in force after the changes. */
  readonly openSession: () => Promise<Session>;
  readonly signAll: boolean;
  /** True: agree to what signatures publish, for everybody who signs in. */
  readonly agree: boolean;
  /** File or URL. */
  readonly instance?: string;
  /** The root.json, if the instance is a TUF mirror. */
  readonly instanceRoot?: string;
  /** The identity to record as the user's own. */
  readonly identity?: SignerIdentity;
  /** Whether an identity that the user did not name is theirs. */
  readonly isOwn: (identity: SignerIdentity) => Promise<ConsentAnswer>;
}
