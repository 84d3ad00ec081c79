// Puts esbuild's chunks, which are already CommonJS, together into a few files.
//
// esbuild makes dozens of small files, and each costs about half a millisecond at every start. A pack holds the
// chunks that one command needs and that are in no earlier pack. A chunk still runs only when it is first needed,
// and still exists only once.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as esbuild from 'esbuild';

// The order of the packs: first what both git commands need, then one file for signing and one for verifying, which
// git starts for every commit. The other commands follow, in the order of their paths.
const PROTOCOL = 'signer/commands/git/git.ts';
const SIGN = ['signer/agent/sign.ts'];
const VERIFY = ['signer/commands/git/in-process.ts', 'signer/commands/git/verify.ts'];
const SIGN_HERE = ['signer/commands/git/sign.ts'];

// No source uses the name `__loadChunk`, and esbuild does not know it.
const LOADER = readFileSync(new URL('./loader.cjs', import.meta.url), 'utf8');

/**
 * `chunks` is Map(name -> { code, entryPoint?, imports: names of the chunks it needs at once }), `entry` the name
 * of the entry. Returns Map(path -> code): the entry, with all it needs at once, and one file for each pack.
 * `fileOf` gives the path of a pack, relative to the entry. What `first` (a path) needs gets its own pack. Compiled
 * code is cached when the program ends, or `keepAfterMs` after it was loaded.
 */
export function pack(chunks, entry, { fileOf = (name) => `chunks/${name}`, keepAfterMs, first } = {}) {
  const packs = assign(chunks, entry, first);
  const numbers = new Map([...chunks.keys()].sort().map((name, i) => [name, i]));
  const files = new Map();
  const where = [...numbers.keys()].fill(-1);
  const digests = [];
  for (const [root, members] of packs) {
    if (root === entry) continue;
    for (const name of members) where[numbers.get(name)] = digests.length;
    const code = `module.exports=${asFunctions(chunks, numbers, members)};\n`;
    const file = fileOf(root);
    files.set(file, code);
    digests.push([`./${file}`, createHash('sha256').update(code).digest('hex').slice(0, 16)]);
  }
  const here = asFunctions(chunks, numbers, packs.get(entry));
  const known = `const where=${JSON.stringify(where)},packs=${JSON.stringify(digests)},keepAfterMs=${keepAfterMs ?? 0},here=${here};`;
  files.set(entry, `${known}${minified(LOADER)}__loadChunk(${numbers.get(entry)});\n`);
  return files;
}

// Top-level names are kept: the chunks call `__loadChunk`, and the loader reads the tables before it.
function minified(code) {
  return esbuild.transformSync(code, { minify: true, target: 'node20' }).code;
}

function assign(chunks, entry, first) {
  const packs = new Map();
  const packed = new Set();
  const add = (root, names) => {
    const members = [...new Set(names.flatMap((name) => [...closure(chunks, name)]))];
    const fresh = members.filter((name) => !packed.has(name)).sort();
    for (const name of fresh) packed.add(name);
    if (fresh.length > 0) packs.set(root, fresh);
  };
  const byPath = new Map([...chunks].map(([name, { entryPoint }]) => [entryPoint, name]));
  add(entry, [entry]);
  const keys = [...byPath.keys()].filter((key) => key !== undefined);
  const named = (paths) =>
    paths
      .map((path) => byPath.get(keys.find((key) => key.endsWith(path))))
      .filter((name) => name !== undefined);
  const whole = (paths) => new Set(named(paths).flatMap((name) => [...closure(chunks, name)]));
  const verify = whole(VERIFY);
  const protocol = named([PROTOCOL]);
  add(protocol[0], [...protocol, ...[...whole(SIGN)].filter((name) => verify.has(name))]);
  for (const paths of [SIGN, VERIFY, SIGN_HERE]) add(named(paths).at(-1), named(paths));
  if (first !== undefined) add(byPath.get(first), [byPath.get(first)]);
  for (const path of keys.sort()) {
    add(byPath.get(path), [byPath.get(path)]);
  }
  return packs;
}

function closure(chunks, start) {
  const found = new Set();
  const todo = [start];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    todo.push(...chunks.get(name).imports);
  }
  return found;
}

// The parentheses make V8 compile the function when it first parses it, instead of parsing it twice.
function asFunctions(chunks, numbers, names) {
  const members = names.map((name) => {
    const code = chunks.get(name).code.replace(/require\("(\.[^"]*)"\)/g, (_, path) => {
      const wanted = path.slice(path.lastIndexOf('/') + 1);
      if (!chunks.has(wanted)) throw new Error(`${name} needs ${path}, which is no chunk`);
      return `__loadChunk(${numbers.get(wanted)})`;
    });
    return `${numbers.get(name)}:(function(module,exports,__loadChunk){${code}})`;
  });
  return `{${members.join(',\n')}}`;
}
