import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readUserPolicy } from '../../../inspect/basis/index.js';
import { resolveConfig } from '../../../io/config/index.js';
import { GOOGLE } from '../../support/policy.js';

const home = mkdtempSync(join(tmpdir(), 'waxseal-user-policy-'));
after(() => rmSync(home, { recursive: true, force: true }));
const usual = join(home, 'config', 'waxseal', 'policy.yaml');
const LIST = `identities:\n  - issuer: ${GOOGLE}\n    subject: alice@example.com\n`;

function read(configured?: string) {
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    ...(configured !== undefined && { WAXSEAL_POLICY: configured }),
  };
  return readUserPolicy(resolveConfig({ gitConfig: [], env }), env);
}

test('without a list, and with none configured, nobody is trusted and there is no error', async () => {
  assert.equal(await read(), undefined);
});

test('a configured list that is missing is an error, even if the usual list exists', async () => {
  mkdirSync(join(usual, '..'), { recursive: true });
  writeFileSync(usual, LIST);
  assert.equal((await read())?.rules.length, 1);
  for (const path of [join(home, 'none.yaml'), join(home, 'no', 'folder', 'none.yaml'), join(usual, 'below')])
    await assert.rejects(read(path), {
      code: 'OWN_LIST_UNREADABLE',
      message: `the policy ${path} does not exist`,
    });
});

test('a list that cannot be read is an error, configured or not, and never an empty list', async () => {
  await assert.rejects(read(home), { code: 'OWN_LIST_UNREADABLE', message: /cannot be read \(EISDIR\)/ });
  rmSync(usual);
  mkdirSync(usual, { recursive: true });
  await assert.rejects(read(), { code: 'OWN_LIST_UNREADABLE', message: /cannot be read \(EISDIR\)/ });
  rmSync(usual, { recursive: true });
});
