import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseVerifyRequest } from '../../../signer/commands/commits/options.js';
import { IDENTITY_OPTIONS } from '../../../signer/options/identity.js';

// gitsign 0.16 `gitsign verify --help`, cosign 3 `cosign verify-blob --help`.
const FLAGS = [
  ['certificate-identity', 'identity'],
  ['certificate-identity-regexp', 'identityRegexp'],
  ['certificate-oidc-issuer', 'issuer'],
  ['certificate-oidc-issuer-regexp', 'issuerRegexp'],
  ['certificate-github-workflow-trigger', 'workflowTrigger'],
  ['certificate-github-workflow-sha', 'workflowSha'],
  ['certificate-github-workflow-name', 'workflowName'],
  ['certificate-github-workflow-repository', 'workflowRepository'],
  ['certificate-github-workflow-ref', 'workflowRef'],
] as const;

test('the identity flags of gitsign and cosign are accepted unchanged, in both spellings of a value', () => {
  for (const [flag, member] of FLAGS)
    for (const argv of [[`--${flag}`, 'x y'], [`--${flag}=x y`]])
      assert.deepEqual(parseVerifyRequest([...argv, 'HEAD']).identity, { [member]: 'x y' });
  assert.deepEqual(Object.keys(IDENTITY_OPTIONS).sort(), FLAGS.map(([flag]) => flag).sort());
});

test('an empty value is an error, and removes no requirement', () => {
  const demand = ['--certificate-identity=a', '--certificate-oidc-issuer=b'];
  for (const [flag] of FLAGS)
    assert.throws(() => parseVerifyRequest([...demand, `--${flag}`, '']), {
      code: 'USAGE',
      message: `--${flag} is empty`,
    });
});

for (const [program, args] of [
  ['gitsign-0.16', ['verify', '--help']],
  ['cosign-3', ['verify-blob', '--help']],
] as const)
  test(`no identity flag of ${program} is missing here`, (t) => {
    const dir = process.env['WAXSEAL_PEERS'];
    const path = dir && join(dir, 'bin', program);
    if (!path || !existsSync(path)) return t.skip(`${program} is not there (WAXSEAL_PEERS)`);
    const help = execFileSync(path, [...args]).toString();
    const theirs = new Set(help.match(/--certificate-(?:identity|oidc|github)[a-z-]*/g));
    assert.deepEqual([...theirs].sort(), FLAGS.map(([flag]) => `--${flag}`).sort());
  });
