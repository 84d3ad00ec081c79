/** Wrong usage of the program: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Why signing or verifying was impossible, unless a deeper layer has its own error for it. */
export type SignerErrorCode =
  | 'COMMITTER_MISMATCH'
  | 'CONSENT_NEEDED'
  | 'CONSENT_REFUSED'
  | 'ONLINE_MODE_IMPOSSIBLE'
  | 'REKOR_V2_NEEDS_TIMESTAMP'
  | 'OWN_SIGNATURE_UNSOUND'
  | 'OUTPUT_SHARED'
  | 'NOTHING_JUDGED'
  | 'HOOK_INPUT_MALFORMED'
  | 'LAUNCHER_NOT_EXECUTABLE'
  | 'POLICY_NEEDS_GIT'
  | 'AGENT_LOST'
  | 'AGENT_REFUSED'
  | 'AGENT_NOT_STARTED';

/** An error of the program itself. `message` is one harmless line; `hint` says what to do. */
export class SignerError extends Error {
  override readonly name = 'SignerError';
  constructor(
    readonly code: SignerErrorCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
