const inHeaders = (raw: string, change: (headers: string) => string) => {
  const end = raw.indexOf('\n\n');
  return change(raw.slice(0, end + 1)) + raw.slice(end + 1);
};

/** Changes to a signed commit that its signature does not detect. */
export const ADDED: Readonly<Record<string, (raw: string) => string>> = {
  'carriage returns in the signature': (raw) =>
    inHeaders(raw, (headers) =>
      headers.replace(/(gpgsig [\s\S]*)$/, (part) => part.replaceAll('\n', '\r\n')),
    ),
  'one carriage return in the signature': (raw) =>
    raw.replace(/(gpgsig -----BEGIN [A-Z ]*-----)\n/, '$1\r\n'),
  'a carriage return within the base64': (raw) =>
    raw.replace(/(gpgsig -----BEGIN [A-Z ]*-----\n(?: \n)? .{20,}?)\n/, '$1\r\n'),
  'a header of its own': (raw) => inHeaders(raw, (headers) => `${headers}gpgsig-note whatever\n`),
  'a header of its own with more lines': (raw) =>
    inHeaders(raw, (headers) => headers.replace('gpgsig ', 'gpgsigned-off-by: a\n b\ngpgsig ')),
  'a text in the header of the other format': (raw) =>
    inHeaders(raw, (headers) => `${headers}gpgsig-sha256 whatever\n`),
  'a text beside a signature in the header of the other format': (raw) =>
    inHeaders(
      raw,
      (headers) =>
        `${headers}gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n AAAA\n what ever!\n -----END SSH SIGNATURE-----\n`,
    ),
  'two headers of the other format': (raw) =>
    inHeaders(
      raw,
      (headers) =>
        headers +
        'gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----\n'.repeat(2),
    ),
  'a header that is only the word': (raw) => inHeaders(raw, (headers) => `${headers}gpgsig\n`),
};
