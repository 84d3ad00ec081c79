/** What a server asks for in `WWW-Authenticate` (RFC 9110 section 11.6.1). Names are lower-case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

const LONGEST = 8192;
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const SPACE = /[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;

/** The challenges in a header, in order. What cannot be read ends the list. */
export function parseChallenges(header: string): Challenge[] {
  const found: { scheme: string; parameters: Record<string, string> }[] = [];
  if (header.length > LONGEST) return [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match) at = pattern.lastIndex;
    return match ?? undefined;
  };
  const skip = () => take(SPACE);
  for (;;) {
    skip();
    while (header[at] === ',') {
      at++;
      skip();
    }
    const name = take(TOKEN)?.[0];
    if (name === undefined) return found;
    skip();
    if (header[at] === '=' && found.length > 0) {
      at++;
      skip();
      const quoted = take(QUOTED)?.[1]?.replace(/\\(.)/g, '$1');
      const value = quoted ?? take(TOKEN)?.[0];
      const parameters = found.at(-1)?.parameters;
      if (value === undefined || parameters === undefined) return found;
      // A second parameter of the same name does not replace the first.
      parameters[name.toLowerCase()] ??= value;
      continue;
    }
    found.push({ scheme: name.toLowerCase(), parameters: Object.create(null) });
    // `Negotiate abc==`: what follows is no list of parameters.
    take(TOKEN68);
  }
}
