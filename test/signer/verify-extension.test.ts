import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { generalName } from '../sandbox/pki.js';
import { cleanEnvironment, run } from '../support/git-repo.js';
import { matchesGolden } from '../support/golden.js';
import { type InstalledExtension, installedExtension, provenanceOf } from '../support/installation.js';
import { TestInstance } from '../support/instance.js';
import { PROGRAM } from '../support/waxseal.js';

const instance = new TestInstance();
let installed: InstalledExtension;
let root: string;

before(async () => {
  installed = await installedExtension();
  root = dirname(installed.dir);
  const write = (name: string, bytes: string | Uint8Array) => writeFileSync(join(root, name), bytes);
  write('root.json', instance.trustJson);
  write('good.json', provenanceOf(instance, installed.list));
  write(
    'other.json',
    provenanceOf(instance, installed.list, { names: [generalName.email('mallory@example.test')] }),
  );
});
after(() => installed.remove());

const waxseal = (...args: string[]) =>
  run(PROGRAM, ['verify-extension', '--trusted-root=root.json', ...args], {
    cwd: root,
    env: { ...cleanEnvironment(root), HTTPS_PROXY: 'http://127.0.0.1:1' },
  });

const shown = (text: string) =>
  text
    .replaceAll(root, '…')
    .replace(/log entry .*/, 'log entry (masked)')
    .replace(/(was not checked: ).*( \[)/, '$1…$2');

test('verify-extension says for every installation whether it is what the release workflow built, and why not', async () => {
  const name = 'waxseal.waxseal-9.8.7';
  for (const [copy, change] of [
    ['changed', () => writeFileSync(join(root, 'changed', 'dist', 'extension.cjs'), 'evil()')],
    ['added', () => writeFileSync(join(root, 'added', 'dist', 'evil\u001b[31m.js'), '')],
    ['development', () => writeFileSync(join(root, 'development', 'package.json'), '{}')],
  ] as const) {
    if (copy === 'development') mkdirSync(join(root, copy));
    else cpSync(installed.dir, join(root, copy), { recursive: true });
    change();
  }
  const told: string[] = [];
  for (const [status, args] of [
    [0, [name, '--bundle=good.json']],
    [1, [name, '--bundle=other.json']],
    [1, ['changed', '--bundle=good.json']],
    [1, ['added', '--bundle=good.json']],
    [1, ['development', '--bundle=good.json']],
    [1, [name]],
    [2, ['nowhere']],
    [2, []],
    [2, [name, '--bundle=nowhere.json']],
  ] as const) {
    const ended = await waxseal(...args);
    assert.equal(ended.status, status, ended.stderr + ended.stdout);
    told.push(`$ verify-extension ${args.join(' ')}\n${shown(ended.stdout + ended.stderr)}`);
  }
  matchesGolden('signer/verify-extension.txt', told.join('\n'));
});

test('verify-extension finds the installations in the editors of the home directory', async () => {
  const place = join(root, '.vscode-server', 'extensions', 'waxseal.waxseal-9.8.7');
  cpSync(installed.dir, place, { recursive: true });
  const ended = await waxseal('--bundle=good.json', '--format=json');
  assert.equal(ended.status, 0, ended.stderr);
  const { installations } = JSON.parse(ended.stdout) as { installations: Record<string, unknown>[] };
  assert.deepEqual(
    installations.map(({ folder, outcome, version }) => [folder, outcome, version]),
    [[place, 'verified', '9.8.7']],
  );
});

test('a locally made build is checked for the signer that is named', async () => {
  const ended = await waxseal(
    'waxseal.waxseal-9.8.7',
    '--bundle=other.json',
    '--certificate-identity=mallory@example.test',
    '--certificate-oidc-issuer=https://token.actions.githubusercontent.com',
  );
  assert.equal(ended.status, 0, ended.stdout + ended.stderr);
});
