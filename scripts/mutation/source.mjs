// Finds the mutants of a source file, and writes the file with all of them in it, each behind a switch.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { parse } from 'acorn';
import * as esbuild from 'esbuild';
import { defines } from '../build/defines.mjs';
import { mutantsOf } from './operators.mjs';
import { isKey } from './text.mjs';

const tsconfigRaw = readFileSync('tsconfig.json', 'utf8');

/**
 * The mutants of a TypeScript file (`source` is its text, `path` is for messages), in the order of their positions.
 * Each is { operator, from, to, start, end, line: of the source, code: that line, within: the name of the function
 * }.
 */
export function findMutants(path, source) {
  const { code, map } = toJavaScript(path, source);
  const places = new SourceMap(JSON.parse(map));
  const lines = source.split('\n');
  return search(code).flatMap(({ node, mutants, within }) => {
    const before = code.slice(0, node.start).split('\n');
    const { originalLine = 0 } = places.findEntry(before.length - 1, before.at(-1).length);
    const place = { line: originalLine + 1, code: lines[originalLine].trim(), within };
    const from = oneLine(code.slice(node.start, node.end));
    return mutants.map(({ operator, to }) => ({ operator, from, to: oneLine(to), ...place }));
  });
}

/**
 * The file as JavaScript with all its mutants. They are numbered from `first`; `runtime` is the path from which the
 * runtime is imported. The imports may differ from those that `findMutants` saw, because no mutant is in them.
 */
export function instrument(path, source, first, runtime) {
  const { code } = toJavaScript(path, source);
  const inserted = [];
  let number = first;
  for (const { node, isKey, mutants } of search(code)) {
    let [open, close] = isKey ? ['[', ']'] : ['(', ')'];
    for (const { to } of mutants) {
      open += `__mutated(${number}) ? (${to}) : `;
      number += 1;
    }
    if (!isKey) [open, close] = [`${open}(`, `)${close}`];
    inserted.push({ at: node.start, text: open, rank: 1 }, { at: node.end, text: close, rank: 0 });
  }
  // At the same position, ends come before starts, and the innermost end comes first.
  const ordered = inserted
    .map((piece, index) => ({ ...piece, index: piece.rank === 0 ? -index : index }))
    .sort((a, b) => a.at - b.at || a.rank - b.rank || a.index - b.index);
  let text = `import { mutated as __mutated } from ${JSON.stringify(runtime)};`;
  let at = 0;
  for (const piece of ordered) {
    text += code.slice(at, piece.at) + piece.text;
    at = piece.at;
  }
  return { code: text + code.slice(at), count: number - first };
}

function toJavaScript(path, source) {
  return esbuild.transformSync(source, {
    loader: 'ts',
    sourcefile: path,
    format: 'esm',
    target: 'node20',
    define: defines(),
    sourcemap: 'external',
    tsconfigRaw,
  });
}

function search(code) {
  const found = [];
  const text = ({ start, end }) => code.slice(start, end);
  visit(parse(code, { ecmaVersion: 2023, sourceType: 'module' }), [], '');
  return found;

  function visit(node, path, within) {
    if (/^(Import|ExportAll)/.test(node.type) && node.type !== 'ImportExpression') return;
    const mutants = mutantsOf(node, path, text);
    if (mutants === 'none') return;
    if (mutants.length > 0) found.push({ node, isKey: isKey(node, path.at(-1)), mutants, within });
    const inner = nameOf(node) ?? within;
    for (const child of childrenOf(node)) visit(child, [...path, node], inner);
  }
}

function nameOf(node) {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return node.id?.name;
  if (node.type === 'MethodDefinition') return node.key.name;
  if (node.type === 'VariableDeclarator' && /Function/.test(node.init?.type)) return node.id.name;
  return undefined;
}

function childrenOf(node) {
  const children = Object.entries(node)
    .filter(([key]) => key !== 'type')
    .flatMap(([, value]) => value)
    .filter((value) => typeof value?.type === 'string');
  // `{ x }` contains the same node twice.
  return [...new Set(children)].sort((a, b) => a.start - b.start);
}

function oneLine(code) {
  return code.replace(/\s+/g, ' ');
}
