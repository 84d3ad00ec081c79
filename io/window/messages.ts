import type { RepositoryChoice } from '../config/index.js';

// The messages between a program that signs and an editor window, over a socket of this user: one JSON object in
// each line. They never contain a token, an authorization code or a key: the program itself listens for the browser
// and talks to the issuer. The window only opens pages, shows codes and asks the person.

/** The version of these messages. A window does not answer a program with another version. */
export const EDITOR_PROTOCOL = 3;

/** The longest line that is accepted, in UTF-16 code units. */
export const LONGEST_LINE = 64 * 1024;

/** Names the window that started a program: the name of its socket without the ending. */
export const EDITOR_VARIABLE = 'WAXSEAL_EDITOR';

/** What a signature would publish, as in signer/consent. */
export interface PublicationMessage {
  readonly identity: { readonly subject: string; readonly issuer: string };
  readonly fulcio: string;
  readonly logs: readonly string[];
  readonly chosen: readonly RepositoryChoice[];
}

/** An identity that is not the committer's, as in io/consent. */
export interface MismatchMessage {
  readonly identity: { readonly subject: string; readonly issuer: string };
  readonly committer: { readonly name: string; readonly email: string };
}

/** To a window. `chosen`: what the repository's own configuration chose, which the person must see. */
export type ToEditor =
  /** Is there a person in front of this directory, or is this the window that was named? */
  | { readonly type: 'offer'; readonly version: number; readonly cwd: string; readonly editor?: string }
  /**
   * Open a page for a sign-in. `url` and `callback`, to which the browser returns, are addresses on the program's machine. `url`
   * leads to the host `leadsTo`.
   */
  | {
      readonly type: 'browser';
      readonly issuer: string;
      readonly url: string;
      readonly leadsTo: string;
      readonly callback: string;
      readonly chosen: readonly RepositoryChoice[];
    }
  /** Show a code that the person enters on a page within this many seconds. */
  | {
      readonly type: 'code';
      readonly issuer: string;
      readonly address: string;
      readonly code: string;
      readonly seconds: number;
      readonly chosen: readonly RepositoryChoice[];
    }
  | { readonly type: 'consent'; readonly publication: PublicationMessage }
  /** May this identity sign for this committer? */
  | { readonly type: 'committer'; readonly mismatch: MismatchMessage }
  /** Somebody signed in, and the identity is about to be used for the first time. */
  | { readonly type: 'signed-in'; readonly subject: string; readonly issuer: string }
  /** A signature failed. `command` is the git command that VS Code ran. */
  | ({ readonly type: 'failed'; readonly command?: string } & SigningFailure);

/** Why there is no signature, in harmless lines. */
export interface SigningFailure {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
}

/** From a window. */
export type FromEditor =
  | { readonly type: 'here' }
  | { readonly type: 'not-here' }
  | { readonly type: 'opened' }
  /** The person wants to enter a code instead, because the browser cannot return to this machine. */
  | { readonly type: 'use-code' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'answer'; readonly answer: 'agreed' | 'refused' | 'nobody' };

/** One message as it is sent. */
export function line(message: ToEditor | FromEditor): string {
  return `${JSON.stringify(message)}\n`;
}

/** Splits the received text into messages. */
export class LineReader {
  #rest = '';
  readonly #decoder = new TextDecoder();

  /**
   * Takes the next piece and returns the messages that it completes: objects with a `type`. Their other members are
   * not checked.
   * @throws Error if a line is too long or is not such an object
   */
  push(chunk: Uint8Array): { readonly type: string; readonly [name: string]: unknown }[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    if ([this.#rest, ...lines].some(({ length }) => length > LONGEST_LINE))
      throw new Error('a message is too long');
    return lines.map(parsed);
  }
}

function parsed(text: string): { type: string } {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string')
    throw new Error('a message has no type');
  return value as { type: string };
}
