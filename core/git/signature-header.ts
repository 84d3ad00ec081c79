import { startsAt, utf8 } from '../encoding/index.js';
import type { ObjectFormat } from './types.js';

const ANY = utf8('gpgsig');
const NAMED: Readonly<Record<ObjectFormat, Uint8Array>> = {
  sha1: utf8('gpgsig '),
  sha256: utf8('gpgsig-sha256 '),
};

/** The header that holds a signature over an object of this format, with the space after it (commit.c, gpg_sig_headers). */
export function signatureHeader(format: ObjectFormat): Uint8Array {
  return NAMED[format];
}

/** True when the header line at `at` begins with `gpgsig`, whatever follows. */
export function isAnySignatureHeader(bytes: Uint8Array, at: number): boolean {
  return startsAt(bytes, ANY, at);
}

/** The format whose signature header the line at `at` is. */
export function formatOfHeader(bytes: Uint8Array, at: number): ObjectFormat | undefined {
  if (startsAt(bytes, NAMED.sha1, at)) return 'sha1';
  return startsAt(bytes, NAMED.sha256, at) ? 'sha256' : undefined;
}
