import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GitConfigEntry, GitError } from '../../git/index.js';
import { homeOf } from '../../run-directory.js';

const SECTION = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]\s*/;
const KEY = /^([A-Za-z][A-Za-z0-9-]*)\s*(=)?\s*/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };

/**
 * The user's own git configuration, for a machine without a git program. It comes from the user's files and the
 * GIT_CONFIG_* variables, not from the repository. Included files are not read.
 * @throws GitError GIT_OUTPUT_MALFORMED for a file that git also refuses
 */
export function userGitConfig(env: NodeJS.ProcessEnv): GitConfigEntry[] {
  const home = homeOf(env);
  const chosen = env['GIT_CONFIG_GLOBAL'];
  const xdg = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'git', 'config');
  const files = chosen === undefined ? [xdg, join(home, '.gitconfig')] : [chosen];
  return [...files.flatMap(entriesOf), ...fromVariables(env)];
}

function entriesOf(path: string): GitConfigEntry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return parse(text, path).map(([key, value]) => ({
    key,
    ...(value !== undefined && { value }),
    scope: 'global',
    origin: `file:${path}`,
  }));
}

function fromVariables(env: NodeJS.ProcessEnv): GitConfigEntry[] {
  const count = Math.min(Number(env['GIT_CONFIG_COUNT'] ?? 0) || 0, 1000);
  return Array.from({ length: count }, (_, i) => ({
    key: lowered(env[`GIT_CONFIG_KEY_${i}`] ?? ''),
    value: env[`GIT_CONFIG_VALUE_${i}`] ?? '',
    scope: 'command' as const,
    origin: 'command line:',
  }));
}

function lowered(key: string): string {
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
  return key.slice(0, first).toLowerCase() + key.slice(first, last) + key.slice(last).toLowerCase();
}

/** Keys and values of a configuration file (git-config(1), "Syntax"). */
function parse(text: string, path: string): (readonly [key: string, value: string | undefined])[] {
  const found: (readonly [string, string | undefined])[] = [];
  let section = '';
  let rest = text;
  while (rest !== '') {
    rest = rest.replace(/^\s+/, '');
    if (/^[#;]/.test(rest)) rest = rest.replace(/^[^\n]*/, '');
    else if (rest.startsWith('[')) {
      const [whole, name, sub] = SECTION.exec(rest) ?? malformed(path);
      section = (name ?? '').toLowerCase() + (sub === undefined ? '' : `.${sub.replace(/\\(.)/g, '$1')}`);
      rest = rest.slice(whole.length);
    } else if (rest !== '') {
      const [whole, name = '', equals] = KEY.exec(rest) ?? malformed(path);
      const [value, after] = valueAt(rest.slice(whole.length), path);
      found.push([`${section}.${name.toLowerCase()}`, equals ? value : undefined]);
      rest = after;
    }
  }
  return found;
}

/**
 * A value up to the end of its line. Quotes, escapes and continued lines are resolved; comments and surrounding
 * space are removed.
 */
function valueAt(text: string, path: string): [value: string, rest: string] {
  let value = '';
  let kept = 0;
  let quoted = false;
  let at = 0;
  for (; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === '\n' || (!quoted && (c === '#' || c === ';'))) break;
    if (c === '"') quoted = !quoted;
    else if (c === '\\') {
      const next = text.charAt(++at);
      if (next !== '\n') value += ESCAPES[next] ?? (/["\\]/.test(next) ? next : malformed(path));
    } else value += c;
    if (quoted || !/\s/.test(c)) kept = value.length;
  }
  if (quoted) malformed(path);
  const end = text.indexOf('\n', at);
  return [value.slice(0, kept), end < 0 ? '' : text.slice(end + 1)];
}

function malformed(path: string): never {
  throw new GitError('GIT_OUTPUT_MALFORMED', `the git configuration ${path} cannot be read`);
}
