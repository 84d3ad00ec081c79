// dist/chunks/first-try.pl: the Perl program beside the launcher, with the tables of the TypeScript that does the same.
import { readFileSync } from 'node:fs';
import * as esbuild from 'esbuild';
import { defines } from './defines.mjs';

const SOURCE = 'signer/agent/first-try.pl';
const PLACE = '__TABLES__;\n';

/**
 * Returns the program without its comments. `use strict` is only for developers and is removed: it loads a file, and a
 * PERL5LIB with a relative path would load that file from the current repository. Throws when a table cannot be said in Perl.
 */
export async function firstTry() {
  const program = readFileSync(SOURCE, 'utf8')
    .replace(/^#.*\n/gm, '')
    .replace('use strict;\n', '');
  const [before, after] = program.split(PLACE);
  if (after === undefined) throw new Error(`${SOURCE} has no line ${PLACE}`);
  return before + perlTables(await tables()) + after;
}

/** What is sent and kept: the exports of io/environment/names.ts, and the numbers of protocol.ts. */
async function tables() {
  const contents = `export * from './io/environment/names.ts';
    export { PROTOCOL } from './signer/agent/protocol.ts';`;
  const built = await esbuild.build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'warning',
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`
  );
}

function perlTables(from) {
  return `my ($PROTOCOL, $VERSION, $NOT_SENT) = (${from.PROTOCOL}, ${perlText(JSON.parse(defines().WAXSEAL_VERSION))}, ${perlText(from.NOT_SENT)});
my ($SETTINGS, $SECRET, $NO_KEY) = (${perlPattern(from.SETTINGS)}, ${perlPattern(from.SECRET)}, ${perlText(from.NO_KEY)});
my ($CONFIG_PAIR, $CONFIG_ALL, $CONFIG_WORD) = (${perlPattern(from.CONFIG_PAIR)}, ${perlText(from.CONFIG_ALL)}, ${perlPattern(from.CONFIG_WORD)});
my $CONFIG_NAMES = ${perlPattern(from.CONFIG_NAMES)};
my %names = map { $_ => 1 } ${perlWords([...from.PLACE, ...from.PERSON, ...from.FACTS])};
my %no_secret = map { $_ => 1 } ${perlWords(from.NO_SECRET)};
my @cgi = ${perlWords(from.CGI)};
my %never_sent = map { $_ => 1 } ${perlWords(from.OURS_ALONE)};
my @network_names = ${perlWords(from.NETWORK)};
my @authorities_names = ${perlWords(from.AUTHORITIES)};
`;
}

function perlWords(words) {
  for (const word of words) if (!/^\w+$/.test(word)) throw new Error(`not a name of a variable: ${word}`);
  return `qw(${words.join(' ')})`;
}

function perlText(text) {
  if (/['\\]/.test(text)) throw new Error(`not a simple text: ${text}`);
  return `'${text}'`;
}

/**
 * The same pattern in Perl, which takes `$` before a last line feed too. Throws for syntax that was never needed here: it may mean
 * something else in Perl.
 */
export function perlPattern({ source, flags }) {
  if (!/^(?:\w|\\[d.\\]|\(\?:|\[\^?['!]+\]|['=]|[()|?+*^$])*$/.test(source) || !/^i?$/.test(flags))
    throw new Error(`cannot be said in Perl: /${source}/${flags}`);
  return `qr/${source.replace(/(?<!\[)\^/g, '\\A').replaceAll('$', '\\z')}/${flags}`;
}
