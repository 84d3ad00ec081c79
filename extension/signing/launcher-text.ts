import { EDITOR_LAUNCHER } from '../../io/window/launcher-mark.js';

/** The files that a launcher starts. All paths are absolute. */
export interface LauncherParts {
  /** The editor's own Node: an executable that is Node, or acts as Node with ELECTRON_RUN_AS_NODE. */
  readonly node: string;
  readonly program: string;
  /** The program of the extension, and the common beginning of the folder names of all versions. */
  readonly version: string;
  readonly folders: string;
}

const APART =
  'case "$1$*" in -*--status-fd?[789]*) ;; -*) { command exec 7>&1; } 2>/dev/null && { command exec 1>&2 || exec 1>/dev/null; export WAXSEAL_OUTPUT_FD=7; };; esac';

/** What git gets where there is no program (signer/sign/status-lines.ts): without it, git would call a signed commit unsigned. */
const NO_VERDICT = [
  '[GNUPG:] NEWSIG',
  '[GNUPG:] ERRSIG 0000000000000000000000000000000000000000 19 8 00 0 9 -',
  '[GNUPG:] TRUST_UNDEFINED 0 shell',
].map((line) => `'${line}'`);
// The repository at hand must not bring the `node` that is looked for.
const RELATIVE_PATH = `case ":\${PATH-/}:" in *:[!/]*) export WAXSEAL_PATH_BEFORE="$PATH"; PATH=$(IFS=:; set -f; p=; for d in $PATH; do case $d in /*) p="$p\${p:+:}$d";; esac; done; printf %s "\${p:-/}");; esac`;

const HANDED_OVER =
  'case "$1" in --status-fd=[89]) ;; --status-fd=*) { { git config --list -z --show-scope --show-origin </dev/null 2>/dev/null 7>&- 8<&- && printf complete; } | WAXSEAL_GIT_CONFIG_FD=9 "$node" "$program" "$@" 9<&0 <&8 8<&-; exit; } 8<&0;; esac';

/**
 * The text of the program that git starts. It is a shell script: git for Windows brings sh, and starts it for a file that
 * begins with `#!`. After an update, a path may be gone. Then the script looks next to it: for another version of the
 * extension, for the Node of another version of the editor's server, then for any Node. Its lines about certificates, PATH,
 * git's pipe and git's configuration do the same as those of scripts/build/launcher.mjs.
 */
export function launcherText(
  { node, program, version, folders }: LauncherParts,
  platform: NodeJS.Platform = process.platform,
): string {
  const windows = platform === 'win32';
  const path = (text: string) => quoted(windows ? text.replaceAll('\\', '/') : text);
  const elsewhere = anyVersion(windows ? node.replaceAll('\\', '/') : node);
  return [
    '#!/bin/sh',
    EDITOR_LAUNCHER,
    `# version ${version}; the extension writes it anew`,
    `node=${path(node)}`,
    `program=${path(program)}`,
    ...(elsewhere === undefined
      ? []
      : [`[ -x "$node" ] || for found in ${elsewhere}; do [ -x "$found" ] && node=$found; done`]),
    ...(windows ? [] : [RELATIVE_PATH]),
    '[ -x "$node" ] || node=$(command -v node)',
    `[ -f "$program" ] || for found in ${path(folders)}*/dist/waxseal.js; do [ -f "$found" ] && program=$found; done`,
    'if [ ! -x "$node" ] || [ ! -f "$program" ]; then',
    `  case "$*" in *--status-fd=1*--verify*) printf '%s\\n' ${NO_VERDICT.join(' ')};; esac`,
    '  echo "waxseal: the editor extension that signed for git is gone" >&2',
    '  echo "hint: install the Waxseal extension again, or take gpg.x509.program and commit.gpgSign out of git\'s configuration" >&2',
    '  exit 2',
    'fi',
    'export ELECTRON_RUN_AS_NODE=1 WAXSEAL_LAUNCHER="$0"',
    '[ -n "$NODE_EXTRA_CA_CERTS" ] && export WAXSEAL_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"; unset NODE_EXTRA_CA_CERTS GIT_CONFIG WAXSEAL_OUTPUT_FD',
    // On Windows, sh passes on only the first three descriptors: there no other code may run in our process.
    ...(windows ? ['unset NODE_OPTIONS'] : [APART, HANDED_OVER]),
    'exec "$node" "$program" "$@"',
    '',
  ].join('\n');
}

/** The files that a launcher of ours starts; undefined for any other file. */
export function readLauncher(text: string): Pick<LauncherParts, 'node' | 'program' | 'version'> | undefined {
  const [, mark, second = '', node = '', program = ''] = text.split('\n');
  const version = /^# version (\d+(?:\.\d+)*)/.exec(second)?.[1];
  if (mark !== EDITOR_LAUNCHER || version === undefined) return undefined;
  return { version, node: unquoted(node), program: unquoted(program) };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function unquoted(line: string): string {
  return line.slice(line.indexOf("'") + 1, -1).replaceAll(`'\\''`, "'");
}

/**
 * A pattern that matches the same program in every version of the editor. The folder of its server is named after a commit
 * (`Stable-<commit>`), that of a snap after a number.
 */
function anyVersion(node: string): string | undefined {
  const parts = node.split('/');
  const at = parts.findIndex((part) => /(?:^|-)[0-9a-f]{40}$/.test(part));
  const versioned = at < 0 && parts[1] === 'snap' ? 3 : at;
  if (versioned < 0) return undefined;
  const prefix = /^(.*-)?[0-9a-f]{40}$/.exec(parts[versioned] ?? '')?.[1] ?? '';
  const before = [...parts.slice(0, versioned), prefix].join('/');
  const after = parts.slice(versioned + 1).join('/');
  return `${quoted(before)}*${quoted(`/${after}`)}`;
}
