import { delimiter, isAbsolute } from 'node:path';
import type { LogServer } from './types.js';

/** Parses the text of a value, or says what the value must be. */
export type ValueParser<T> = (text: string) => { readonly value: T } | { readonly mustBe: string };

/** Any text. */
export const text: ValueParser<string> = (value) => ({ value });

/** A file path that does not depend on where git runs the program: absolute, or below the home directory (`~/`). */
export const file: ValueParser<string> = (value) =>
  isAnywhereTheSame(value)
    ? { value }
    : {
        mustBe:
          'an absolute path or one that begins with ~/; a relative one would name a file of the repository at hand',
      };

/** A list of paths as in `file`, with the separator of PATH between them. */
export const files: ValueParser<string> = (value) => {
  const relative = value.split(delimiter).find((path) => path !== '' && !isAnywhereTheSame(path));
  return relative === undefined ? { value } : file(relative);
};

function isAnywhereTheSame(path: string): boolean {
  return isAbsolute(path) || path.startsWith('~/');
}

/** An http: or https: URL without user name, query or fragment; trailing slashes are removed. */
export const serviceUrl: ValueParser<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url && !url.username && !url.password && !url.search && !url.hash;
  if (!plain || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { mustBe: 'an https: URL without user name, query or fragment' };
  return { value: url.href.replace(/\/+$/, '') };
};

/** The address of an issuer, exactly as written: issuers differ in a final slash. It holds no password, because it is shown. */
export const address: ValueParser<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url?.username || url?.password ? { mustBe: 'a URL without user name and password' } : { value };
};

/** true, yes, on, 1 or false, no, off, 0, as git reads a bool (git-config(1)). */
export const flag: ValueParser<boolean> = (value) => {
  const known = { true: true, yes: true, on: true, 1: true, false: false, no: false, off: false, 0: false };
  const word = value.toLowerCase();
  return Object.hasOwn(known, word)
    ? { value: known[word as keyof typeof known] }
    : { mustBe: 'true or false' };
};

/** A bool, or the names of hosts with commas between them. */
export const flagOrHosts: ValueParser<boolean | readonly string[]> = (value) => {
  const known = flag(value);
  if ('value' in known) return known;
  const hosts = value.split(',').map((host) => host.trim().toLowerCase());
  return hosts.every((host) => HOST.test(host))
    ? { value: hosts }
    : { mustBe: 'true, false, or the names of hosts with commas between them' };
};

const HOST = /^(?:[a-z0-9-]+\.)*[a-z0-9-]+$|^\[[0-9a-f:.]+\]$/;

/** A positive number of seconds, at most an hour. The parsed value is in milliseconds. */
export const seconds: ValueParser<number> = (value) => {
  const ms = /^\d{1,4}(\.\d{1,3})?$/.test(value) ? Number(value) * 1000 : 0;
  return ms > 0 && ms <= 3_600_000 ? { value: ms } : { mustBe: 'a number of seconds from 0.001 to 3600' };
};

/** A whole number of mebibytes, at most 4096. */
export const mebibytes: ValueParser<number> = (value) => {
  const size = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  return size > 0 && size <= 4096 ? { value: size } : { mustBe: 'a number of MiB from 1 to 4096' };
};

/** One of these words, in upper or lower case; `aliases` are other spellings. */
export function keyword<T extends string>(
  words: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): ValueParser<T> {
  return (value) => {
    const word = value.toLowerCase();
    const known =
      words.find((one) => one === word) ?? (Object.hasOwn(aliases, word) ? aliases[word] : undefined);
    return known === undefined ? { mustBe: `one of ${words.join(', ')}` } : { value: known };
  };
}

/** One of these numbers. */
export function integer<T extends number>(numbers: readonly T[]): ValueParser<T> {
  return (value) => {
    const known = numbers.find((one) => String(one) === value);
    return known === undefined ? { mustBe: numbers.join(' or ') } : { value: known };
  };
}

/** Logs as `VERSION URL`, with commas between them: `2 https://log2025.example`. */
export const logServers: ValueParser<readonly LogServer[]> = (value) => {
  const servers: LogServer[] = [];
  for (const item of value.split(',')) {
    const [, version, address = ''] = /^([12])\s+(\S+)$/.exec(item.trim()) ?? [];
    const url = serviceUrl(address);
    if (version === undefined || 'mustBe' in url) return { mustBe: 'a list like "2 https://log.example"' };
    servers.push({ version: version === '2' ? 2 : 1, url: url.value });
  }
  return { value: servers };
};
