// The first lines of dist/waxseal.js. For sh they are a program, for JavaScript they do nothing.
//
// Why: Node 20 parses NODE_EXTRA_CA_CERTS before it runs our first line. That costs about 60 ms at every start, and
// git starts us for every commit it shows. Only code that uses the network needs those certificates.
//
// The contract with io: the launcher moves the value of NODE_EXTRA_CA_CERTS to WAXSEAL_EXTRA_CA_CERTS. io/http
// reads that variable (a PEM file, added to the system's authorities). Programs that we start get the value under
// its original name. If the program is started as `node dist/waxseal.js`, nothing is moved, and Node itself has
// read the file.
//
// When git asks for a signature or a verdict, the first argument is `--status-fd=N`. Then we need git's
// configuration. The launcher lets git read it on another core while Node starts, and passes the output on
// descriptor 9. The output is complete if it ends in `complete` (io/git/handed-over.ts). Starting git from Node
// would cost 15 ms, mostly for loading node:child_process.
//
// If the agent can make a signature at once, Node is not needed at all. Where there is Perl,
// dist/chunks/first-try.pl asks the agent, and starts Node for everything else. The Perl file is found beside the
// real file of the launcher, after all symbolic links.
//
// POSIX sh only. Every line begins with `':' //`: sh runs the command `:`, JavaScript sees a string and a comment.
// `exec` replaces the shell where possible. The standard streams and git's status descriptor are passed on
// unchanged.
const FIND =
  '$_ = $ARGV[0]; while (-l) { my $to = readlink; $to =~ m{^/} ? ($_ = $to) : s{[^/]*$}{$to} } s{[^/]*$}{chunks/first-try.pl}; do $_; exec "node", @ARGV';
const LINES = [
  '[ -n "$NODE_EXTRA_CA_CERTS" ] && export WAXSEAL_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"; unset NODE_EXTRA_CA_CERTS',
  'command -v node >/dev/null 2>&1 || { echo "waxseal: node is not in PATH: install Node.js 20.19 or newer, or the standalone executable" >&2; exit 2; }',
  'w() { exec node "$@"; }',
  `case "$2$WAXSEAL_AGENT$PERL5OPT$PERL_UNICODE$PERLIO" in -bsau) command -v perl >/dev/null 2>&1 && w() { PERL_BADLANG=0 exec perl -e '${FIND}' "$@"; };; esac`,
  'case "$1" in --status-fd=*) { { git config --list -z --show-scope --show-origin </dev/null 2>/dev/null 8<&- && printf complete; } | { export WAXSEAL_GIT_CONFIG_FD=9; w "$0" "$@"; } 9<&0 <&8 8<&-; exit; } 8<&0;; esac',
  'exec node "$0" "$@"',
];

/** The text that is put before the bundled entry. */
export const LAUNCHER = ['#!/bin/sh', ...LINES.map((line) => `':' //; ${line}`), ''].join('\n');
