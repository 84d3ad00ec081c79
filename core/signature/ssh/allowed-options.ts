import { type LocalOffset, parseAbsoluteTime } from './absolute-time.js';
import { SshSignatureError } from './error.js';

/** The options of a line of an allowed signers file. Times are Unix seconds, both inclusive. */
export interface AllowedOptions {
  readonly certAuthority: boolean;
  /** Pattern list as written. */
  readonly namespaces?: string;
  readonly validAfter?: number;
  readonly validBefore?: number;
}

function bad(why: string): SshSignatureError {
  return new SshSignatureError('SSH_KEY_MALFORMED', why);
}

/** Where the options end: the first space or tab outside quotes. @throws SshSignatureError for an open quote */
export function endOfOptions(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && text[at + 1] === '"') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ' ' || character === '\t')) return at;
  }
  if (quoted) throw bad('a quote in the options is not closed');
  return text.length;
}

const VALUED = /^(namespaces|valid-after|valid-before)=/i;
const FLAG = /^cert-authority/i;
const QUOTED = /^"((?:\\"|[^"])*)"/;

/**
 * Options as `cert-authority,namespaces="git,file",valid-after="20260101Z",valid-before="20270101"` (ssh-keygen(1) ALLOWED
 * SIGNERS): names in upper or lower case, values always in quotes, no option twice.
 * @throws SshSignatureError SSH_KEY_MALFORMED naming the option
 */
export function parseAllowedOptions(text: string, localOffset: LocalOffset): AllowedOptions {
  let certAuthority = false;
  const values = new Map<string, string>();
  let rest = text;
  while (rest !== '') {
    const flag = FLAG.exec(rest);
    const name = VALUED.exec(rest)?.[1]?.toLowerCase();
    if (flag) {
      certAuthority = true;
      rest = rest.slice(flag[0].length);
    } else if (name !== undefined) {
      if (values.has(name)) throw bad(`"${name}" is given twice`);
      const quoted = QUOTED.exec(rest.slice(name.length + 1));
      if (!quoted) throw bad(`the value of "${name}" is not in quotes`);
      values.set(name, (quoted[1] ?? '').replaceAll('\\"', '"'));
      rest = rest.slice(name.length + 1 + quoted[0].length);
    }
    if (rest === '') break;
    if (!rest.startsWith(',')) throw bad('an unknown option');
    rest = rest.slice(1);
    if (rest === '') throw bad('a comma ends the options');
  }
  return { certAuthority, ...namespaces(values), ...period(values, localOffset) };
}

function namespaces(values: ReadonlyMap<string, string>): Pick<AllowedOptions, 'namespaces'> {
  const list = values.get('namespaces');
  return list === undefined ? {} : { namespaces: list };
}

function period(values: ReadonlyMap<string, string>, localOffset: LocalOffset): Partial<AllowedOptions> {
  const time = (name: string): number | undefined => {
    const text = values.get(name);
    if (text === undefined) return undefined;
    const seconds = parseAbsoluteTime(text, localOffset);
    if (seconds === undefined)
      throw bad(`"${name}" is not a time such as 20261231, 202612312359 or 20261231235959Z`);
    return seconds;
  };
  const validAfter = time('valid-after');
  const validBefore = time('valid-before');
  if (validAfter !== undefined && validBefore !== undefined && validBefore <= validAfter)
    throw bad('"valid-before" is not later than "valid-after"');
  return {
    ...(validAfter === undefined ? {} : { validAfter }),
    ...(validBefore === undefined ? {} : { validBefore }),
  };
}
