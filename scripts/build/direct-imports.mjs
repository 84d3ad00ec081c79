// An esbuild plugin: a name that is imported through a folder's index.ts is imported directly from the file that
// defines it.
//
// esbuild puts every file that an import can reach into the chunk, and an index.ts reaches its whole folder.
// Without this plugin, verifying a commit for git would load bundles, HTTP and the explanations of all reasons, and
// each kilobyte costs time at every start.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

const BY_NAME = /^(import|export) (type )?\{([^}]*)\} from '(\.{1,2}\/(?:[^']*\/)?index\.js)';$/gm;
const RE_EXPORT = /^export (type )?\{([^}]*)\} from '([^']+)';$/gm;

/**
 * The plugin. It does not change files of node_modules, nor names that an index.ts defines itself. `change` (path,
 * source) returns the text that esbuild loads instead of a source, or undefined.
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
    // One line, so that the following lines keep their numbers.
    return lines.join(' ').concat('\n'.repeat(line.split('\n').length - 1));
  }

  // Name -> { file, name there } for names that a file only re-exports, followed through any number of files.
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
