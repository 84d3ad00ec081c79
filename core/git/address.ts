/** An e-mail address in two parts: before the last @, and the host in lower case. */
function parts(address: string): readonly [local: string, host: string] {
  const cut = address.lastIndexOf('@');
  return cut < 0 ? [address, ''] : [address.slice(0, cut), address.slice(cut + 1).toLowerCase()];
}

/**
 * Whether two e-mail addresses are the same. The host is compared without regard to letter case, the part before it exactly: only the
 * host may say whether its case matters (RFC 5321 section 2.4).
 */
export function isSameAddress(one: string, other: string): boolean {
  const [[local, host], [otherLocal, otherHost]] = [parts(one), parts(other)];
  return local === otherLocal && host === otherHost;
}

/** In what two addresses differ, as words. */
export function addressDifference(one: string, other: string): string {
  const [[local, host], [otherLocal, otherHost]] = [parts(one), parts(other)];
  if (host !== otherHost) return local === otherLocal ? 'only the host differs' : 'it is another address';
  return local.toLowerCase() === otherLocal.toLowerCase()
    ? 'only the letter case before the @ differs, and that counts'
    : 'the part before the @ differs';
}
