import { isObject } from '../../core/encoding/json.js';
import { harmless } from '../../core/harmless/index.js';
import { CHOOSABLE, type RepositoryChoice } from '../../io/config/choices.js';
import { isLoopback } from '../../io/http/network.js';
import type { MismatchMessage, PublicationMessage, ToEditor } from '../../io/window/index.js';

/** What a program that signs in wants from the user, after every part was checked. Addresses are normalised. */
export type SignInRequest =
  /** `url` and `callback` have the same origin, on this machine. */
  | Extract<ToEditor, { readonly type: 'browser' }>
  | {
      readonly type: 'code';
      readonly issuer: string;
      readonly address: string;
      readonly code: string;
      readonly chosen: readonly RepositoryChoice[];
    }
  | { readonly type: 'consent'; readonly publication: PublicationMessage }
  | { readonly type: 'committer'; readonly mismatch: MismatchMessage }
  | { readonly type: 'signed-in'; readonly subject: string; readonly issuer: string };

const LONGEST_ADDRESS = 8192;
const LONGEST_TEXT = 2048;
const LONGEST_CODE = 64;
const MOST_LOGS = 16;

/** Reads the message of a program. Undefined when this window does not answer such a message. */
export function readRequest(message: Readonly<Record<string, unknown>>): SignInRequest | undefined {
  const { type, issuer } = message;
  if (type === 'consent') {
    const publication = publicationOf(message['publication']);
    return publication && { type, publication };
  }
  if (type === 'committer') {
    const mismatch = mismatchOf(message['mismatch']);
    return mismatch && { type, mismatch };
  }
  if (!isText(issuer)) return undefined;
  const { subject } = message;
  if (type === 'signed-in') return isText(subject) ? { type, subject, issuer } : undefined;
  const chosen = choicesIn(message['chosen']);
  if (!chosen) return undefined;
  if (type === 'browser') {
    const [url, callback] = [pageOf(message['url']), pageOf(message['callback'])];
    const { leadsTo } = message;
    // With another callback, the editor would forward a port that somebody else chose. The page is the program's own, because the
    // command that opens a browser can be read by every user, and must not contain what the issuer gets.
    if (!url || callback?.protocol !== 'http:' || url.origin !== callback.origin || !isText(leadsTo))
      return undefined;
    return { type, issuer, url: url.href, leadsTo, callback: callback.href, chosen };
  }
  const address = pageOf(message['address']);
  const { code } = message;
  if (type !== 'code' || !address || !isText(code) || code.length > LONGEST_CODE) return undefined;
  return { type, issuer, address: address.href, code, chosen };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

/** A page that may be opened: https:, or http: on this machine. Text before an @ is refused, because it looks like the host. */
function pageOf(value: unknown): URL | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_ADDRESS || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const { protocol, hostname, username, password } = url;
  if (username !== '' || password !== '') return undefined;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)) ? url : undefined;
}

function mismatchOf(value: unknown): MismatchMessage | undefined {
  if (!isObject(value)) return undefined;
  const { subject, issuer } = isObject(value['identity']) ? value['identity'] : {};
  const { name, email } = isObject(value['committer']) ? value['committer'] : {};
  if (!isText(subject) || !isText(issuer) || !isText(name) || !isText(email)) return undefined;
  return { identity: { subject, issuer }, committer: { name, email } };
}

function publicationOf(value: unknown): PublicationMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { identity, fulcio, logs } = value as Record<string, unknown>;
  const { subject, issuer } = (identity ?? {}) as Record<string, unknown>;
  if (!isText(fulcio) || !isText(subject) || !isText(issuer)) return undefined;
  if (!Array.isArray(logs) || logs.length > MOST_LOGS || !logs.every(isText)) return undefined;
  const chosen = choicesIn((value as Record<string, unknown>)['chosen']);
  return chosen && { identity: { subject, issuer }, fulcio, logs, chosen };
}

function choicesIn(value: unknown): RepositoryChoice[] | undefined {
  if (!Array.isArray(value) || value.length > CHOOSABLE.length) return undefined;
  const choices = value.flatMap((one: unknown) => choiceIn(one) ?? []);
  return choices.length === value.length ? choices : undefined;
}

function choiceIn(value: unknown): RepositoryChoice | undefined {
  if (!isObject(value)) return undefined;
  const { what, value: chosen, from } = value;
  if (!isChoosable(what) || !isText(chosen) || !isText(from)) return undefined;
  return { what, value: harmless(chosen), from: harmless(from) };
}

function isChoosable(what: unknown): what is RepositoryChoice['what'] {
  return typeof what === 'string' && CHOOSABLE.includes(what);
}
