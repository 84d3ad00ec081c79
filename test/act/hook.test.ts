import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installHook, removeHook } from '../../act/hook/install.js';
import { createRepo } from '../support/git-repo.js';

test('a hook is written into the repository that was named, not into that of the current directory', async (t) => {
  const repo = await createRepo({});
  t.after(() => repo.remove());
  const place = { cwd: repo.dir, env: { ...process.env, ...repo.env } };
  const path = join(repo.dir, '.git/hooks/pre-push');
  const lines = await installHook('pre-push', {
    program: '/opt/waxseal',
    options: ['--any-signer'],
    force: false,
    allowShared: async () => false,
    place,
  });
  assert.deepEqual(lines, [`installed ${path}`, 'undo with: waxseal hook remove pre-push']);
  assert.match(
    readFileSync(path, 'utf8'),
    /\nexec '\/opt\/waxseal' 'hook' 'run' 'pre-push' '--any-signer' '--' "\$@"\n$/,
  );
  assert.deepEqual(await removeHook('pre-push', place), [`removed   ${path}`]);
  assert.ok(!existsSync(path));
  await assert.rejects(removeHook('pre-push', place), { name: 'HookError', code: 'HOOK_NOT_OURS' });
});

test('a directory that all repositories share gets no hook unless the user allows it', async (t) => {
  const repo = await createRepo({});
  t.after(() => repo.remove());
  const place = { cwd: repo.dir, env: { ...process.env, ...repo.env } };
  const shared = join(repo.home, 'hooks');
  await repo.git(['config', '--global', 'core.hooksPath', shared]);
  const asked: string[] = [];
  const install = (allowed: boolean) =>
    installHook('pre-push', {
      program: '/opt/waxseal',
      options: [],
      force: false,
      allowShared: async (directory) => {
        asked.push(directory);
        return allowed;
      },
      place,
    });
  await assert.rejects(install(false), { code: 'HOOKS_SHARED', message: /\(core\.hooksPath, global\)$/ });
  assert.ok(!existsSync(shared));
  await install(true);
  assert.ok(existsSync(join(shared, 'pre-push')));
  assert.deepEqual(asked, [shared, shared]);
  await repo.git(['config', 'core.hooksPath', join(repo.dir, 'own')]);
  await install(false);
  assert.ok(existsSync(join(repo.dir, 'own', 'pre-push')), 'this repository chose its own directory');
  assert.equal(asked.length, 2);
});
