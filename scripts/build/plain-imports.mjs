// What a chunk takes from another by name it takes once, when it is loaded.
//
// esbuild keeps a translated import alive: every use asks a getter, which asks another getter, and V8 compiles neither
// into the caller. Verifying a commit asks some two thousand times, a tenth of what our own code costs. A chunk has run to its
// end before another takes from it (esbuild puts files that need each other into one chunk), so only a name that is
// assigned again later has to stay as it is.

const IMPORT = /^import \{([^}]*)\} from "(\.[^"]*)";$/gm;
const EXPORT = /^export \{([^}]*)\};$/m;

/** The names a chunk (ES module as esbuild writes it) exports and never assigns again, as others know them. */
export function settledExports(code) {
  const names = members(EXPORT.exec(code)?.[1] ?? '');
  return new Set(names.filter(({ name }) => assignments(code, name) <= 1).map(({ as }) => as));
}

/**
 * The chunk with imports as constants where every name is settled.
 * `settled(path)` gives the settled exports of the chunk that `path` names in an import.
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

// A variable of the same name elsewhere in the chunk counts too: then the import only stays as slow as it was.
function assignments(code, name) {
  const word = `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`;
  const operator = '(?:[-+*/%&|^]|\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?)?=(?![=>])';
  const changes = new RegExp(`${word}\\s*(?:${operator}|\\+\\+|--)|(?:\\+\\+|--)${word}`, 'g');
  const declared = new RegExp(`^(?:async )?(?:function\\*? |class )${word}`, 'gm');
  return (code.match(changes)?.length ?? 0) + (code.match(declared)?.length ?? 0);
}
