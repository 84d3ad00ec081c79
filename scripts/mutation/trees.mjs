// Copies of the transpiled sources and tests, and of the program, in which every mutant is behind a switch. Each
// job has its own copy, with a file that names the active mutant. An environment variable would not reach the
// programs that an agent or git starts.
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { bundle } from '../build/bundle.mjs';
import { transpile } from '../transpile.mjs';
import { FOLDERS } from './folders.mjs';
import { instrument } from './source.mjs';

const RUNTIME = readFileSync(new URL('runtime.js', import.meta.url), 'utf8');
const ORACLE = /oracles?\.test\.js$/;
const MEASURES = /\bfrom '.*\/support\/measured\.js'/;
const ROOMS = ['core', 'io', 'inspect', 'act', 'signer', 'test'];

/**
 * Makes `count` trees. Returns { all: [{ dir, order, scratch, program }], tests: test files, byFolder: folder of sources -> Set of
 * its test files, digests: test file -> digest of it and of all it may load, remove }.
 */
export async function makeTrees(files, folders, count) {
  await transpile();
  const needsProgram = folders.some((folder) => !folder.startsWith('core/'));
  const all = [];
  for (let slot = 0; slot < count; slot += 1) all.push(await makeTree(files, String(slot), needsProgram));
  const byFolder = new Map(folders.map((folder) => [folder, new Set(FOLDERS.get(folder).flatMap(testsOf))]));
  const tests = [...new Set([...byFolder.values()].flatMap((names) => [...names]))].sort();
  return {
    all,
    tests,
    byFolder,
    digests: digestsOf(all[0].dir, tests, files),
    remove: () => {
      for (const { scratch } of all) rmSync(scratch, { recursive: true, force: true });
    },
  };
}

async function makeTree(files, slot, needsProgram) {
  const dir = resolve('.cache', 'mutation', slot);
  rmSync(dir, { recursive: true, force: true });
  for (const room of ROOMS) cpSync(join('build', room), join(dir, room), { recursive: true });
  const [order, runtime] = [join(dir, 'order'), join(dir, 'runtime.js')];
  writeFileSync(order, '');
  writeFileSync(runtime, RUNTIME.replace("'ORDER'", JSON.stringify(order)));
  const byPath = new Map(files.map((file) => [resolve(file.path), file]));
  const change = (path, source) => {
    const file = byPath.get(path);
    if (file === undefined) return undefined;
    const { code, count } = instrument(file.path, source, file.first, runtime);
    if (count !== file.mutants.length)
      throw new Error(`${file.path} has ${count} mutants, not ${file.mutants.length}`);
    return { contents: code, loader: 'js' };
  };
  for (const [path, { source }] of byPath) {
    const { contents } = change(path, source);
    writeFileSync(join(dir, relative('.', path).replace(/\.ts$/, '.js')), contents);
  }
  if (needsProgram) {
    mkdirSync(join(dir, 'dist', 'chunks'), { recursive: true });
    for (const [name, contents] of (await bundle(undefined, change)).files) {
      writeFileSync(join(dir, 'dist', name), contents, { mode: 0o755 });
    }
  }
  // A short path: the path of a socket may have only about 100 bytes.
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'm'));
  return { dir, order, scratch, program: join(dir, 'dist', 'waxseal.js') };
}

function testsOf(suite) {
  const path = join('build', 'test', suite.replace(/\.ts$/, '.js'));
  if (path.endsWith('.js')) return [relative('build', path)];
  return namesIn(path)
    .filter((name) => name.endsWith('.test.js') && !ORACLE.test(name))
    .map((name) => join('test', suite, name))
    .filter((test) => {
      const source = sourceOf(test);
      return source !== undefined && !MEASURES.test(source);
    });
}

// The transpiled file of a removed test stays in build/.
function sourceOf(test) {
  try {
    return readFileSync(test.replace(/\.js$/, '.ts'), 'utf8');
  } catch {
    return undefined;
  }
}

function digestsOf(dir, tests, files) {
  const shared = createHash('sha256');
  for (const { path, source } of files) shared.update(path).update(source);
  for (const room of ROOMS) {
    for (const name of namesIn(join('build', room)).filter(
      (name) => /\.js(on)?$/.test(name) && !name.endsWith('.test.js'),
    )) {
      shared.update(name).update(readFileSync(join('build', room, name)));
    }
  }
  for (const name of readdirSync(new URL('.', import.meta.url)).filter((name) => /\.m?js$/.test(name))) {
    shared.update(readFileSync(new URL(name, import.meta.url)));
  }
  const common = shared.digest();
  return new Map(
    tests.map((test) => {
      const own = createHash('sha256')
        .update(common)
        .update(test)
        .update(readFileSync(join(dir, test)));
      return [test, own.digest('hex')];
    }),
  );
}

function namesIn(dir) {
  try {
    return readdirSync(dir, { recursive: true }).map(String).sort();
  } catch {
    return [];
  }
}
