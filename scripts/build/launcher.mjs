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
// GIT_CONFIG is removed: git obeys it only in `git config`, whose output would call the file that it names the user's command
// line. Relative entries of PATH are removed: git starts us in the repository at hand, whose `node` would be run.
//
// If the agent can make a signature at once, Node is not needed at all. Where there is Perl,
// dist/chunks/first-try.pl asks the agent, and starts Node for everything else. The Perl file is found beside the
// real file of the launcher, after all symbolic links.
//
// What git reads from standard output must be ours alone: one line of a NODE_OPTIONS preload inside a signature makes an object
// that git cannot show. So git's pipe is moved to descriptor 7, and standard output is standard error for all that runs in our
// process (signer/terminal/write.ts). A caller that has its own descriptors there keeps them, and Node starts as it is.
//
// Where PATH has no node, as in programs that a desktop starts, the one beside this program is used (npm installs both into one
// directory), else the one that `waxseal setup` recorded (signer/record-node.ts), where nobody else can have written that: OWN
// is io/strangers.ts for sh. Whether it is new enough is the first thing that the program itself looks at (old-node.cjs). Without
// status lines git would call a signed commit unsigned.
//
// POSIX sh only. Every line begins with `':' //`: sh runs the command `:`, JavaScript sees a string and a comment.
// `exec` replaces the shell where possible. The standard streams and git's status descriptor are passed on
// unchanged.
import { NEEDED, NO_VERDICT } from './needed.mjs';

const FIND =
  '$_ = $ARGV[0]; while (-l) { my $to = readlink; $to =~ m{^/} ? ($_ = $to) : s{[^/]*$}{$to} } s{[^/]*$}{chunks/first-try.pl}; do $_; exec $ENV{WAXSEAL_NODE}, @ARGV';
const RELATIVE_PATH = `case ":\${PATH-/}:" in *:[!/]*) export WAXSEAL_PATH_BEFORE="$PATH"; PATH=$(IFS=:; set -f; p=; for d in $PATH; do case $d in /*) p="$p\${p:+:}$d";; esac; done; printf %s "\${p:-/}");; esac`;
const CONFIGURATIONS = '"$XDG_CONFIG_HOME" "$HOME/.config" "$HOME/Library/Application Support"';
// `own PATH` holds if all on the path, and on the paths of its links, belongs to this user or root, and not everybody can change it.
// The body is a subshell, so that its variables are its own. POSIX has no `stat`, but says how `ls` writes modes, owners and links. User
// namespaces show all whom they do not know as user 65534. A path that can be read has no endless links.
const OWN = `own() ( p=$1; u=$(id -u); while l=$(ls -ldn "\${p:-/}"); do
    set -- $l; case $3 in 0|$u) ;;
      65534) while read f x c; do [ $(($3<f||$3>=f+c)) = 1 ] || exit 1; done </proc/self/uid_map || exit;;
      *) exit 1;; esac
    case $1 in l*) t=\${l#*"$p -> "}; case $t in /*) ;; *) t=\${p%/*}/$t;; esac; own "$t" || exit;;
      ????????w[!tT]*) exit 1;; esac
    [ -z "$p" ] && exit; p=\${p%/*}
  done; exit 1 ) 2>/dev/null`
  .replaceAll(/(?<=do|;;)\n */g, ' ')
  .replaceAll(/\n */g, ';');
const STATUS = NO_VERDICT.map((line) => `'${line}'`).join(' ');
const LINES = [
  '[ -n "$NODE_EXTRA_CA_CERTS" ] && export WAXSEAL_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"; unset NODE_EXTRA_CA_CERTS GIT_CONFIG WAXSEAL_OUTPUT_FD',
  RELATIVE_PATH,
  `ok() { [ -f "$1" ] && [ -x "$1" ]; };n=node;command -v node >/dev/null 2>&1 || { n="\${0%/*}/node"; ok "$n"; } || n=;${OWN};[ "$n" ] || for d in ${CONFIGURATIONS}; do case "$d" in /*) f="$d/waxseal/node"; { IFS= read -r n <"$f"; } 2>/dev/null; case "$n" in /*) ok "$n" && own "$f" && break;; esac;; esac; n=; done`,
  `[ "$n" ] || { v= f=; for a; do case "$a" in --status-fd=[1-9]) f=${'$'}{a#*=};; --verify) v=1;; esac; done; [ "$v" ] && [ "$f" ] && printf '%s\\n' ${STATUS} >&"$f"; echo "waxseal: node is not in PATH: install Node.js ${NEEDED} or newer, or the standalone executable" >&2; exit 2; }`,
  'case "$1$*" in -*--status-fd?[789]*) ;; -*) { command exec 7>&1; } 2>/dev/null && { command exec 1>&2 || exec 1>/dev/null; export WAXSEAL_OUTPUT_FD=7; };; esac',
  `w() { exec "$n" "$@"; };case "$2$WAXSEAL_AGENT$PERL5OPT$PERL_UNICODE$PERLIO" in -bsau) command -v perl >/dev/null 2>&1 && w() { WAXSEAL_NODE="$n" PERL_BADLANG=0 exec perl -e '${FIND}' "$@"; };; esac`,
  'case "$1" in --status-fd=[89]) ;; --status-fd=*) { { git config --list -z --show-scope --show-origin </dev/null 2>/dev/null 7>&- 8<&- && printf complete; } | { export WAXSEAL_GIT_CONFIG_FD=9; w "$0" "$@"; } 9<&0 <&8 8<&-; exit; } 8<&0;; esac',
  'exec "$n" "$0" "$@"',
];

/** The text that is put before the bundled entry. */
export const LAUNCHER = ['#!/bin/sh', ...LINES.map((line) => `':' //; ${line}`), ''].join('\n');
