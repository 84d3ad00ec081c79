// What the client and the agent say to one another: frames of 4 bytes length (big endian) and JSON in UTF-8. Nothing here
// may import anything that is not needed at once: git starts the client for every signature.

import type { ConsentAnswer, Publication } from '../consent/types.js';

/** The version of these messages. Both sides must have the same. */
export const PROTOCOL = 2;

/** The largest frame taken, in bytes. */
export const LARGEST_FRAME = 12 * 1024 * 1024;

/** The largest payload sent to the agent, in bytes; larger ones are signed without it. */
export const LARGEST_SENT = 8 * 1024 * 1024;

/** Who the token in the client's environment is for, as it claims itself: tells identities apart, proves nothing. */
export interface ClaimedIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** An entry of git's configuration, as io/git has it. */
export interface SentEntry {
  readonly key: string;
  readonly value?: string;
  readonly scope: string;
  readonly origin: string;
}

/** Where the client runs: what decides its configuration. Secrets are left out or stand as `(not sent)`. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly claimed?: ClaimedIdentity;
  /** What of git's configuration concerns us, where the launcher had git read it; otherwise the agent has. */
  readonly gitConfig?: readonly SentEntry[];
  /** Whether the client has a terminal, where a person can be told something. */
  readonly terminal: boolean;
  /** True: errors come with their details: there is a debug log. */
  readonly debug: boolean;
}

/** What a client says first. Every one carries the versions. */
export type AgentRequest =
  | { readonly type: 'sign'; readonly surroundings: Surroundings; readonly payload: string }
  /** Signs in anew, whoever is signed in. */
  | { readonly type: 'login'; readonly surroundings: Surroundings }
  | { readonly type: 'status' }
  | { readonly type: 'end'; readonly why: 'logout' | 'replaced' };

/** A first message with the versions of its sender. */
export type Opening = AgentRequest & { readonly protocol: number; readonly program: string };

/** What a client says when the agent wants something from it: a certificate, or what the person agrees to. Bytes are base64. */
export type CertificateMessage =
  | { readonly type: 'prove'; readonly subject: string }
  | { readonly type: 'certificate'; readonly der: string }
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
  /** A person is to be asked whether this may be published. A client without a person answers `nobody`. */
  | { readonly type: 'consent'; readonly publication: Publication }
  | { readonly type: 'say'; readonly line: string }
  /** Sent first, and every few seconds while something is done: a client can tell work from an agent that hangs or is dying. */
  | { readonly type: 'working' }
  | { readonly type: 'certify'; readonly publicKey: string }
  | { readonly type: 'proof'; readonly signature: string }
  | {
      readonly type: 'signed';
      readonly der: string;
      readonly armor: string;
      /** The line for git's status descriptor. */
      readonly created: string;
      /** True: the identity is to be recorded as the user's own. */
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

/** The other side does not keep to the protocol. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code = 'AGENT_PROTOCOL';
}

/** One message as it travels. @throws ProtocolError when it is larger than may be sent */
export function frame(message: AgentMessage | Opening | CertificateMessage): Uint8Array {
  const text = Buffer.from(JSON.stringify(message), 'utf8');
  if (text.length > LARGEST_FRAME) throw new ProtocolError('a message to send is too large');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  return Buffer.concat([head, text]);
}

/** Cuts what arrives into messages. */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** Of the frame that is arriving, where its head is there. */
  #size: number | undefined;

  /**
   * @param largest of one frame, bytes
   */
  constructor(readonly largest: number = LARGEST_FRAME) {}

  /**
   * Takes the next piece and returns the messages it completes: objects with a `type` and nothing known beyond that.
   * @throws ProtocolError for a frame that is too large or is no such object
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
    // Joined only when the head or the whole frame is there: a frame in many pieces is copied at most twice.
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
