import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, sep } from 'node:path';
import { test } from 'node:test';

const ROOMS = ['core', 'io', 'inspect', 'act', 'signer', 'extension', 'webview'];
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/** Every TypeScript file below a folder, as paths from `root`. */
function sources(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(root, path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

/**
 * For every folder that contains folders: which of these imports which. A file counts for the folder that contains it, at any
 * depth.
 */
function folderGraphs(root: string, rooms: readonly string[]): Map<string, Map<string, Set<string>>> {
  const graphs = new Map<string, Map<string, Set<string>>>();
  const add = (parent: string, from: string, to: string) => {
    const graph = graphs.get(parent) ?? new Map<string, Set<string>>();
    graphs.set(parent, graph.set(from, (graph.get(from) ?? new Set()).add(to)));
  };
  for (const file of rooms.flatMap((room) => sources(root, room))) {
    for (const [, specifier = ''] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
      const from = dirname(file).split(sep);
      const to = dirname(normalize(join(dirname(file), specifier))).split(sep);
      const shared = from.findIndex((part, index) => part !== to[index]);
      if (shared < 1 || to[shared] === undefined) continue;
      add(from.slice(0, shared).join('/'), from[shared] ?? '', to[shared]);
    }
  }
  return graphs;
}

/** The folders that can reach themselves, by parent folder. */
function circles(root: string, rooms: readonly string[] = ROOMS): string[] {
  return [...folderGraphs(root, rooms)].flatMap(([parent, graph]) =>
    [...graph.keys()]
      .filter((folder) => reaches(graph, folder, folder))
      .map((folder) => `${parent}/${folder}`),
  );
}

function reaches(graph: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const waiting = [...(graph.get(from) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === to) return true;
    if (!seen.has(next)) waiting.push(...(graph.get(next) ?? []));
    seen.add(next);
  }
  return false;
}

test('the folders of a room do not import each other in a circle', () => {
  assert.deepEqual(circles('.'), []);
});

test('a circle of three folders is found, even deep inside a room', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'waxseal-folders-'));
  t.after(() => rmSync(root, { recursive: true }));
  const imports: [file: string, specifier: string][] = [
    ['core/a/x.ts', '../b/y.js'],
    ['core/b/y.ts', '../c/z.js'],
    ['core/c/z.ts', '../a/x.js'],
    ['core/d/deep/p/x.ts', '../q/y.js'],
    ['core/d/deep/q/y.ts', '../p/x.js'],
    ['core/e/x.ts', '../d/deep/p/x.js'],
  ];
  for (const [file, specifier] of imports) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), `export { x } from '${specifier}';\n`);
  }
  assert.deepEqual(circles(root, ['core']).sort(), [
    'core/a',
    'core/b',
    'core/c',
    'core/d/deep/p',
    'core/d/deep/q',
  ]);
});
