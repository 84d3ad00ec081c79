// What a program that signs and a window of an editor say to each other over a socket of this user: one JSON object a line.
// No token, code or key is ever in it: whoever signs in listens for the browser and asks the issuer itself; the window opens
// pages, shows codes and asks.

/** The version of these messages. A window does not answer another one. */
export const EDITOR_PROTOCOL = 1;

/** The longest line taken, in UTF-16 units. */
export const LONGEST_LINE = 64 * 1024;

/** Names the window a program was started by: the name of its socket without its ending. */
export const EDITOR_VARIABLE = 'WAXSEAL_EDITOR';

/** What a signature would publish; as signer/consent has it. */
export interface PublicationMessage {
  readonly identity: { readonly subject: string; readonly issuer: string };
  readonly fulcio: string;
  readonly logs: readonly string[];
}

/** To a window. */
export type ToEditor =
  /** Is there a person in front of this directory, or is this the window that was named? */
  | { readonly type: 'offer'; readonly version: number; readonly cwd: string; readonly editor?: string }
  /** A page to be opened for a sign-in; the browser comes back to `callback`, an address on the program's machine. */
  | { readonly type: 'browser'; readonly issuer: string; readonly url: string; readonly callback: string }
  /** A code to be entered on a page, within so many seconds. `whole` is the page with the code in it. */
  | {
      readonly type: 'code';
      readonly issuer: string;
      readonly address: string;
      readonly whole?: string;
      readonly code: string;
      readonly seconds: number;
    }
  | { readonly type: 'consent'; readonly publication: PublicationMessage }
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
  /** The person wants to enter a code instead: the browser could not come back to this machine. */
  | { readonly type: 'use-code' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'answer'; readonly answer: 'agreed' | 'refused' | 'nobody' };

/** One message as it travels. */
export function line(message: ToEditor | FromEditor): string {
  return `${JSON.stringify(message)}\n`;
}

/** Cuts what arrives into messages. */
export class LineReader {
  #rest = '';
  readonly #decoder = new TextDecoder();

  /**
   * Takes the next piece and returns the messages it completes: objects with a `type` and nothing known beyond that.
   * @throws Error when a line is too long or is no such object
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
