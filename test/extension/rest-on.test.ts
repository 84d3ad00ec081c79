import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { filesOf } from '../../extension/signatures/thread/rest-on.js';
import type { Config } from '../../io/config/index.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'rest-on-')));
after(() => rmSync(root, { recursive: true }));
for (const name of ['home', 'dotfiles', 'store']) mkdirSync(join(root, name));
const at = (...names: string[]) => join(root, ...names);

/** The files that verdicts depend on, when git's configuration is read from this file. */
function watched(configFile: string): readonly string[] {
  const setting = { value: undefined };
  const config = new Proxy({}, { get: () => setting }) as Config;
  const entry = { key: 'user.name', value: 'x', origin: `file:${configFile}`, scope: 'global' };
  const env = { HOME: at('home'), GNUPGHOME: at('nowhere'), XDG_CONFIG_HOME: at('nowhere') };
  return filesOf(config, [entry] as unknown as Parameters<typeof filesOf>[1], env);
}

test('a file that is a link is watched together with everything that the link leads to', () => {
  writeFileSync(at('store', 'config'), '');
  symlinkSync(at('store', 'config'), at('dotfiles', 'gitconfig'));
  symlinkSync(join('..', 'dotfiles', 'gitconfig'), at('home', '.gitconfig'));
  assert.deepEqual(watched(at('home', '.gitconfig')), [
    at('home', '.gitconfig'),
    at('dotfiles', 'gitconfig'),
    at('store', 'config'),
  ]);
});

test('a file in a folder that is a link is watched where it really is, too', () => {
  writeFileSync(at('store', 'policy'), '');
  symlinkSync(at('store'), at('home', 'linked'));
  assert.deepEqual(watched(at('home', 'linked', 'policy')), [
    at('home', 'linked', 'policy'),
    at('store', 'policy'),
  ]);
});

test('a link that leads nowhere yet, and one that leads to itself, are watched', () => {
  symlinkSync(at('store', 'later'), at('home', 'early'));
  assert.deepEqual(watched(at('home', 'early')), [at('home', 'early'), at('store', 'later')]);
  symlinkSync('round', at('home', 'round'));
  assert.deepEqual(watched(at('home', 'round')), [at('home', 'round')]);
});
