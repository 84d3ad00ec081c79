import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Verdict } from '../../../core/verdict/index.js';
import type { GitObject } from '../../../core/verify/index.js';
import { VerdictCache } from '../../../io/cache/verdict-cache.js';
import { temporaryDirectory } from '../support/repository.js';

const objectOf = (text: string, id = 'a1'.repeat(20)): GitObject => ({
  id,
  type: 'commit',
  format: 'sha1',
  raw: new TextEncoder().encode(text),
});
const VERDICT: Verdict = {
  object: { id: 'a1'.repeat(20), type: 'commit' },
  signature: 'sigstore',
  outcome: 'invalid',
  signer: { subject: 'dév@example.test\n', subjectType: 'email', issuer: 'https://i.test', claims: {} },
  checks: [
    { name: 'structure', outcome: 'passed', detail: 'one' },
    { name: 'set', outcome: 'failed', reason: 'SET_WRONG', detail: 'line\nbreak' },
  ],
};

function opened(t: TestContext, directory = temporaryDirectory(t), basis = {}) {
  const cache = new VerdictCache({ directory, trust: 'root', online: false, size: 64 << 20, ...basis });
  const keep = (text: string, verdict: Verdict = VERDICT) => cache.put(cache.nameOf(objectOf(text)), verdict);
  const found = (text: string) => cache.get(cache.nameOf(objectOf(text)), objectOf(text));
  const again = (other = {}) => {
    cache.close();
    return opened(t, directory, { ...basis, ...other });
  };
  return { directory, cache, keep, found, again };
}

function filesIn(directory: string): string[] {
  const all = join(directory, 'verdicts');
  return readdirSync(all).flatMap((key) => readdirSync(join(all, key)).map((name) => join(all, key, name)));
}

test('a verdict is found again unchanged, by the bytes that it is about and by nothing else', (t) => {
  const cache = opened(t);
  cache.keep('one');
  const later = cache.again();
  assert.deepEqual(later.found('one'), VERDICT);
  assert.equal(later.found('two'), undefined);
  const tag = { ...objectOf('one'), type: 'tag' as const };
  assert.equal(later.cache.get(later.cache.nameOf(tag), tag), undefined);
  const forged = objectOf('other bytes under the id of a kept verdict');
  assert.equal(later.cache.get(later.cache.nameOf(forged), forged), undefined);
});

test('another trusted root, or another answer to --online, uses another cache', (t) => {
  const cache = opened(t);
  cache.keep('one');
  assert.equal(cache.again({ trust: 'other' }).found('one'), undefined);
  assert.equal(cache.again({ online: true }).found('one'), undefined);
});

test('only results that cannot change are cached', (t) => {
  for (const [change, online, kept] of [
    [{ outcome: 'valid' }, true, true],
    [{ outcome: 'incomplete' }, false, true],
    [{ outcome: 'incomplete' }, true, false],
    [{ signature: 'openpgp' }, false, false],
    [{ signature: 'ssh' }, false, false],
    [{ signature: 'x509' }, false, false],
    [{ outcome: 'verified' }, false, false],
    [{ outcome: 'refused' }, false, false],
  ] as const) {
    const cache = opened(t, temporaryDirectory(t), { online });
    cache.keep('one', { ...VERDICT, ...change });
    assert.equal(cache.again().found('one') !== undefined, kept, JSON.stringify(change));
  }
});

test('a damaged line is ignored, and the others are not', (t) => {
  const cache = opened(t);
  const texts = Array.from({ length: 200 }, (_, i) => `object ${i}`);
  for (const text of texts) cache.keep(text);
  cache.cache.close();
  for (const path of filesIn(cache.directory)) {
    const bytes = readFileSync(path);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    truncateSync(path, bytes.length - 7);
    appendFileSync(path, '{"not":"a line"}');
  }
  const later = cache.again();
  const found = texts.filter((text) => later.found(text));
  assert.ok(found.length > 100 && found.length < 200, String(found.length));
  for (const text of found) assert.deepEqual(later.found(text), VERDICT);
  for (const text of texts) later.keep(text);
  const repaired = later.again();
  for (const text of texts) assert.deepEqual(repaired.found(text), VERDICT, text);
});

test('a file that others can read or write, or that is a link, is not trusted', (t) => {
  for (const foreign of [
    (path: string) => chmodSync(path, 0o644),
    (path: string) => chmodSync(path, 0o620),
    (path: string) => {
      writeFileSync(`${path}.elsewhere`, readFileSync(path), { mode: 0o600 });
      unlinkSync(path);
      symlinkSync(`${path}.elsewhere`, path);
    },
  ]) {
    const cache = opened(t);
    cache.keep('one');
    cache.cache.close();
    for (const path of filesIn(cache.directory)) foreign(path);
    assert.equal(cache.again().found('one'), undefined);
  }
});

test('files are only for the user, and stay within their limit', (t) => {
  const cache = opened(t);
  const long = {
    ...VERDICT,
    checks: [{ name: 'set', outcome: 'passed', detail: 'x'.repeat(60_000) }],
  } as const;
  for (let i = 0; i < 2500; i++) cache.keep(`object ${i}`, long);
  cache.cache.close();
  const files = filesIn(cache.directory);
  assert.equal(files.length, 16);
  for (const path of files) {
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.ok(statSync(path).size <= 4 << 20);
  }
  assert.ok((cache.cache.needed ?? 0) > 100 << 20, 'it says what did not fit');
  assert.ok(cache.again().found('object 0'), 'what was kept in this run is not dropped in it');
});

/** What a walk over objects finds in the cache, and how large the cache says it would have to be. */
function walk(t: TestContext, directory: string, names: readonly string[], size: number) {
  const { cache, keep, found } = opened(t, directory, { size });
  let hits = 0;
  for (const name of names) {
    if (found(name)) hits++;
    else keep(name);
  }
  cache.close();
  return { hits, needed: cache.needed };
}

const history = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name} ${i}`);

test('a walk over more objects than fit finds those that fit each time, and says how large the cache would have to be', (t) => {
  const directory = temporaryDirectory(t);
  const names = history('commit', 9000);
  const size = 2 << 20;
  assert.equal(walk(t, directory, names, size).hits, 0);
  const hits = [1, 2, 3].map(() => walk(t, directory, names, size).hits);
  assert.ok((hits[0] ?? 0) > 4000, String(hits));
  assert.deepEqual(hits, [hits[0], hits[0], hits[0]], 'nothing is lost by walking again');
  const { needed = 0 } = walk(t, directory, names, size);
  assert.ok(needed > size && needed < size * 2, String(needed));
  walk(t, directory, names, needed);
  assert.deepEqual(walk(t, directory, names, needed), { hits: 9000, needed: undefined });
});

test('old verdicts that nobody requests make room for another history', (t) => {
  const directory = temporaryDirectory(t);
  const [old, young] = [history('old', 5000), history('young', 5000)];
  const size = 2 << 20;
  walk(t, directory, old, size);
  walk(t, directory, young, size);
  assert.deepEqual(walk(t, directory, young, size), { hits: 5000, needed: undefined });
  for (const path of filesIn(directory)) assert.ok(statSync(path).size <= size / 16);
});

test('processes that write at the same time do not lose each other’s lines', (t) => {
  const one = opened(t);
  const two = opened(t, one.directory);
  for (let i = 0; i < 400; i++) (i % 2 === 0 ? one : two).keep(`object ${i}`);
  two.cache.close();
  const later = one.again();
  for (let i = 0; i < 400; i++) assert.ok(later.found(`object ${i}`), String(i));
});

test('a cache that cannot be written caches nothing and causes no error', (t) => {
  const directory = join(temporaryDirectory(t), 'file');
  writeFileSync(directory, '');
  const cache = opened(t, directory);
  cache.keep('one');
  assert.equal(cache.again().found('one'), undefined);
});

test('verdicts in a directory that everybody can change are not believed, and none is added', (t) => {
  if (process.platform === 'win32') return t.skip('modes say nothing on Windows');
  const cache = opened(t);
  cache.keep('one');
  const open = cache.again();
  assert.deepEqual(open.found('one'), VERDICT);
  chmodSync(cache.directory, 0o777);
  const later = open.again();
  assert.equal(later.found('one'), undefined);
  later.keep('two');
  later.cache.close();
  chmodSync(cache.directory, 0o700);
  const last = opened(t, cache.directory);
  assert.deepEqual([last.found('one'), last.found('two')], [VERDICT, undefined]);
});
