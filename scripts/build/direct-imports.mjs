// An esbuild plugin: what is imported by name through a subject's index.ts is imported from the file that defines it.
//
// esbuild puts every file that an import can reach into the chunk, and an index reaches its whole subject: verifying a
// commit for git then carries bundles, HTTP and the explanations of all reasons, and each kilobyte costs at every start.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

const BY_NAME = /^(import|export) (type )?\{([^}]*)\} from '(\.{1,2}\/(?:[^']*\/)?index\.js)';$/gm;
const RE_EXPORT = /^export (type )?\{([^}]*)\} from '([^']+)';$/gm;

/**
 * The plugin. Files of node_modules stay as they are, and so do names that an index defines itself.
 * `change` (path, source) gives what esbuild is to load in place of a source, or undefined.
 */
export function directImports(change = () => undefined) {
  const indexes = new Map();
  return {
    name: 'direct-imports',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path.includes(`${sep}node_modules${sep}`)) return undefined;
        const source = await readFile(path, 'utf8');
        const contents = source.replace(BY_NAME, (line, ...found) => direct(line, found, path));
        return change(path, contents) ?? { contents, loader: 'ts' };
      });
    },
  };

  function direct(line, [word, types, names, from], path) {
    if (types !== undefined) return line;
    const definitions = definitionsOf(sourceOf(dirname(path), from));
    const values = members(names).filter(({ text }) => !text.startsWith('type '));
    const lines = values.map(({ text, name, as }) => {
      const at = definitions.get(name);
      if (at === undefined) return `${word} { ${text} } from '${from}';`;
      const file = relative(dirname(path), at.file).split(sep).join('/');
      return `${word} { ${at.name} as ${as} } from './${file.replace(/\.ts$/, '.js')}';`;
    });
    // One line, so that the lines that follow keep their numbers.
    return lines.join(' ').concat('\n'.repeat(line.split('\n').length - 1));
  }

  // Name -> { file, name there } of what a file only hands on, through as many files as it takes.
  function definitionsOf(index) {
    let known = indexes.get(index);
    if (known !== undefined) return known;
    known = new Map();
    indexes.set(index, known);
    for (const [, types, names, from] of readFileSync(index, 'utf8').matchAll(RE_EXPORT)) {
      if (types !== undefined || !from.startsWith('.')) continue;
      const file = sourceOf(dirname(index), from);
      const further = definitionsOf(file);
      for (const { text, name, as } of members(names)) {
        if (!text.startsWith('type ')) known.set(as, further.get(name) ?? { file, name });
      }
    }
    return known;
  }
}

function members(names) {
  const texts = names.split(',').map((text) => text.trim());
  return texts
    .filter((text) => text !== '')
    .map((text) => {
      const [name, as = name] = text.split(' as ');
      return { text, name, as };
    });
}

function sourceOf(directory, from) {
  const path = join(directory, from.replace(/\.js$/, '.ts'));
  if (!existsSync(path)) throw new Error(`${from} in ${directory} is no source file`);
  return path;
}
