import type { AGENT_ERRORS } from '../../core/codes/errors/program.js';
// The messages between client and agent. A frame is a length (4 bytes, big endian) and JSON in UTF-8. This file may only import
// what every start needs: git starts the client for every signature.

import type { CommitterMismatch, ConsentAnswer, Publication, Signatory } from '../../io/consent/index.js';

/** The version of these messages. Both sides must have the same one. */
export const PROTOCOL = 4;

/** The largest frame that is accepted, in bytes. */
export const LARGEST_FRAME = 12 * 1024 * 1024;

/** The largest payload that is sent to the agent, in bytes. Larger ones are signed without the agent. */
export const LARGEST_SENT = 8 * 1024 * 1024;

/** Who the token in the client's environment is for. The token itself claims it: that tells identities apart and proves nothing. */
export interface ClaimedIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** An entry of git's configuration, as io/git reads it. */
export interface SentEntry {
  readonly key: string;
  readonly value?: string;
  readonly scope: string;
  readonly origin: string;
}

/** Directory and environment of the client, which decide its configuration. Secrets are left out or replaced by `(not sent)`. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly claimed?: ClaimedIdentity;
  /** Our part of git's configuration, if the launcher had git read it; otherwise the agent reads it. */
  readonly gitConfig?: readonly SentEntry[];
  /** Whether the client has a terminal on which the user can see messages. */
  readonly terminal: boolean;
  /** True: there is a debug log, so errors come with details. */
  readonly debug: boolean;
}

/** The first message of a client. The versions are added to it. */
export type AgentRequest =
  | { readonly type: 'sign'; readonly surroundings: Surroundings; readonly payload: string }
  /** Signs in again, even if somebody is signed in. */
  | { readonly type: 'login'; readonly surroundings: Surroundings }
  | { readonly type: 'status' }
  | { readonly type: 'end'; readonly why: 'logout' | 'replaced' };

/** A first message with the versions of the client. */
export type Opening = AgentRequest & { readonly protocol: number; readonly program: string };

/** A client's answers to the agent's questions: a certificate, or whether the user agrees. Bytes are base64. */
export type CertificateMessage =
  | { readonly type: 'prove'; readonly subject: string }
  | { readonly type: 'certificate'; readonly der: string; readonly signatory: Signatory }
  | { readonly type: 'no-certificate' }
  | { readonly type: 'consent-answer'; readonly answer: ConsentAnswer };

/** A failure, ready to be shown. */
export interface Failure {
  readonly type: 'failed';
  readonly lines: readonly string[];
  readonly status: number;
  readonly details?: string;
}

/** One identity the agent can sign as. Times are Unix seconds. */
export interface SessionFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly fulcio: string;
  readonly rekor: string;
  readonly validUntil: number;
  readonly signatures: number;
}

/** What the agent says. */
export type AgentMessage =
  /** Ask the user whether this may be published. A client without a user answers `nobody`. */
  | { readonly type: 'consent'; readonly publication: Publication }
  /** Ask the user whether this identity may sign for this committer. */
  | { readonly type: 'committer'; readonly mismatch: CommitterMismatch }
  | { readonly type: 'say'; readonly line: string }
  /** Sent first, and every few seconds during the work: so a client can see that the agent does not hang. */
  | { readonly type: 'working' }
  | { readonly type: 'certify'; readonly publicKey: string }
  | { readonly type: 'proof'; readonly signature: string }
  | {
      readonly type: 'signed';
      readonly der: string;
      readonly armor: string;
      /** The line for git's status descriptor. */
      readonly created: string;
      /** True: record the identity as the user's own. */
      readonly record: boolean;
      readonly signer?: ClaimedIdentity;
    }
  | ({ readonly type: 'signed-in' } & SessionFacts)
  | { readonly type: 'declined'; readonly why: string }
  | { readonly type: 'other-version'; readonly protocol: number; readonly program: string }
  | {
      readonly type: 'status';
      readonly pid: number;
      readonly program: string;
      readonly sessions: readonly SessionFacts[];
    }
  | { readonly type: 'ending' }
  | Failure;

/** The other side broke the protocol. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code = 'AGENT_PROTOCOL' satisfies keyof typeof AGENT_ERRORS;
}

/** Encodes a message as a frame. @throws ProtocolError if it is too large */
export function frame(message: AgentMessage | Opening | CertificateMessage): Uint8Array {
  const text = Buffer.from(JSON.stringify(message), 'utf8');
  if (text.length > LARGEST_FRAME) throw new ProtocolError('a message to send is too large');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  return Buffer.concat([head, text]);
}

/** Splits the bytes that arrive into messages. */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** The size of the frame that is arriving, once its head is here. */
  #size: number | undefined;

  /**
   * @param largest the largest frame, in bytes
   */
  constructor(readonly largest: number = LARGEST_FRAME) {}

  /**
   * Takes the next piece and returns the messages that are now complete: objects with a `type`; nothing else is checked.
   * @throws ProtocolError for a frame that is too large or is not such an object
   */
  push(chunk: Uint8Array): { readonly type: string; readonly [name: string]: unknown }[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const messages = [];
    for (;;) {
      if (this.#length < 4) return messages;
      this.#size ??= this.#joined().readUInt32BE(0);
      const end = 4 + this.#size;
      if (this.#size > this.largest) throw new ProtocolError('a message is too large');
      if (this.#length < end) return messages;
      const all = this.#joined();
      messages.push(parsed(all.subarray(4, end)));
      this.#chunks = [all.subarray(end)];
      this.#length -= end;
      this.#size = undefined;
    }
  }

  #joined(): Buffer {
    const [only, ...more] = this.#chunks;
    if (more.length === 0 && only instanceof Buffer) return only;
    // Pieces are joined only when the head or the whole frame is here: so a frame in many pieces is copied at most twice.
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

function parsed(bytes: Uint8Array): { type: string } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch {
    throw new ProtocolError('a message is not JSON');
  }
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string')
    throw new ProtocolError('a message has no type');
  return value as { type: string };
}
