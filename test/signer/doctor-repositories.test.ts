import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { privacy, trusted } from '../../inspect/set-up/repositories.js';
import type { SetUp } from '../../inspect/set-up/types.js';
import { bound, resolveConfig, trustedRepositoriesPath, userDirectories } from '../../io/config/index.js';

function home(t: TestContext): {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  list(...lines: unknown[]): void;
} {
  const dir = mkdtempSync(join(tmpdir(), 'doctor-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const env = { HOME: dir };
  const path = trustedRepositoriesPath(userDirectories(env).config);
  mkdirSync(join(path, '..'), { recursive: true });
  const list = (...lines: unknown[]) =>
    writeFileSync(
      path,
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    );
  return { dir, env, list };
}

test('every repository whose own configuration may count is listed, with what set-up wrote there and what became of it', async (t) => {
  const { dir, env, list } = home(t);
  const [root, changed] = [join(dir, 'root.json'), join(dir, 'changed.json')];
  writeFileSync(root, '{}');
  writeFileSync(changed, 'before');
  const [whole, other] = [bound('trustedRoot', root), bound('trustedRoot', changed)];
  writeFileSync(changed, 'after');
  list(
    { repository: dir, settings: { trustedRoot: whole, rekorUrl: { value: 'https://rekor.test' } } },
    { repository: dir, settings: { trustedRoot: other } },
    { repository: '/nonexistent/re\u001b[2Jpo', settings: { trustedRoot: whole } },
    dir,
  );
  const found = await trusted({ env } as SetUp);
  assert.deepEqual(
    found.map(({ check, outcome, detail }) => [check, outcome, detail]),
    [
      ['trusted-repositories', 'ok', `${dir} may name its own trustedRoot, rekorUrl, as set-up wrote them`],
      [
        'trusted-repositories',
        'warn',
        `the file of trustedRoot for ${dir} was changed, so it does not count`,
      ],
      ['trusted-repositories', 'warn', '/nonexistent/re\\x1b[2Jpo is listed and does not exist'],
      [
        'trusted-repositories',
        'warn',
        `${dir} is listed, but not what set-up wrote there: nothing in it counts`,
      ],
    ],
  );
  for (const { outcome, fix } of found) assert.equal(fix === undefined, outcome === 'ok');
});

test('instancePrivate=true is named where a repository chose a server, and nowhere else', async () => {
  const entry = (key: string, value: string, scope: 'local' | 'global') =>
    ({ key: `waxseal.${key}`, value, scope, origin: `file:/${scope}` }) as const;
  const checks = async (isPrivate: string, key: string, value: string, scope: 'local' | 'global') => {
    const gitConfig = [entry('instancePrivate', isPrivate, 'global'), entry(key, value, scope)];
    const config = resolveConfig({ gitConfig, env: {} });
    return (await privacy({ config } as SetUp)).map(({ check, outcome }) => `${check} ${outcome}`);
  };
  for (const [key, value] of [
    ['fulcio', 'https://own.test'],
    ['rekor', 'https://own.test'],
    ['alsoLog', '1 https://own.test'],
  ] as const) {
    assert.deepEqual(await checks('true', key, value, 'local'), ['instance-private warn'], key);
    assert.deepEqual(await checks('true', key, value, 'global'), [], key);
    assert.deepEqual(await checks('own.test', key, value, 'local'), [], key);
  }
});
