// The first lines of dist/waxseal.js: a program for sh and a comment for JavaScript at once.
//
// Why: Node 20 parses NODE_EXTRA_CA_CERTS before it runs a line of ours, which costs about 60 ms at every start,
// and git starts us for every commit it shows. Only the paths that use the network need those certificates.
//
// The contract with io: started through the launcher, WAXSEAL_EXTRA_CA_CERTS holds the value that
// NODE_EXTRA_CA_CERTS had, and NODE_EXTRA_CA_CERTS is gone; io/http reads WAXSEAL_EXTRA_CA_CERTS (a PEM file, added
// to the system's authorities). Programs that we start get it back under its own name. Started as
// `node dist/waxseal.js`, nothing is moved and Node itself has read the file.
//
// git asks for a signature or a verdict with `--status-fd=N` first. What we then need is git's configuration: git reads
// it on another core while Node starts, and hands it over on descriptor 9, whole when it ends in `complete`
// (io/git/handed-over.ts). Starting git from Node instead costs 15 ms, most of it loading node:child_process.
//
// A signature that the agent can make at once needs no Node at all: dist/chunks/first-try.pl asks for it, where there is Perl,
// and starts Node for everything else. Perl finds it beside the file that symbolic links lead to.
//
// POSIX sh only. Every line begins with `':' //`: sh runs `:`, JavaScript sees a string and a comment. `exec`
// replaces the shell where it can; standard streams and git's status descriptor pass through untouched.
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

/** The text to put before the bundled entry. */
export const LAUNCHER = ['#!/bin/sh', ...LINES.map((line) => `':' //; ${line}`), ''].join('\n');
