// A chunk reads the names it imports from another chunk once, when it is loaded.
//
// In esbuild's translation every use of an import calls a getter, which calls another getter, and V8 does not
// inline them. Verifying a commit makes about two thousand such calls, a tenth of the time of our own code. A chunk
// has finished running before another reads its names (esbuild puts files that import each other into one chunk).
// So only a name that is assigned again later needs the getter.

const IMPORT = /^import \{([^}]*)\} from "(\.[^"]*)";$/gm;
const EXPORT = /^export \{([^}]*)\};$/m;

/**
 * The exported names of a chunk (an ES module from esbuild) that are never assigned again, as other chunks import
 * them.
 */
export function settledExports(code) {
  const names = members(EXPORT.exec(code)?.[1] ?? '');
  return new Set(names.filter(({ name }) => assignments(code, name) <= 1).map(({ as }) => as));
}

/**
 * The chunk, with its imports as constants if all their names are settled (never assigned again). `settled(path)`
 * gives the settled exports of the chunk that `path` names in an import.
 */
export function plainImports(code, settled) {
  return code.replace(IMPORT, (line, list, path) => {
    const names = members(list);
    const known = settled(path);
    if (!names.every(({ name }) => known.has(name))) return line;
    const parts = names.map(({ name, as }) => (name === as ? name : `${name}: ${as}`));
    return `const { ${parts.join(', ')} } = require("${path}");`;
  });
}

function members(list) {
  const texts = list.split(',').map((text) => text.trim());
  return texts
    .filter((text) => text !== '')
    .map((text) => {
      const [name, as = name] = text.split(' as ');
      return { name, as };
    });
}

// A variable with the same name elsewhere in the chunk is counted too. That only keeps the import as slow as
// before.
function assignments(code, name) {
  const word = `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`;
  const operator = '(?:[-+*/%&|^]|\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?)?=(?![=>])';
  const changes = new RegExp(`${word}\\s*(?:${operator}|\\+\\+|--)|(?:\\+\\+|--)${word}`, 'g');
  const declared = new RegExp(`^(?:async )?(?:function\\*? |class )${word}`, 'gm');
  return (code.match(changes)?.length ?? 0) + (code.match(declared)?.length ?? 0);
}
