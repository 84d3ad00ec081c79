import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowsSigner, parseIdentityPolicy, policyOfFlags } from '../../../core/signer-policy/index.js';

const silent = {
  subject: 'https://dotcom.releases.github.com',
  subjectType: 'uri',
  issuer: '',
  claims: {},
} as const;
const named = { ...silent, issuer: 'https://issuer.example.test' };

async function decide(issuerRegexp: string, signer: typeof silent | typeof named): Promise<string> {
  const policy = await policyOfFlags({ identity: silent.subject, issuerRegexp });
  assert.ok(policy);
  return allowsSigner(policy, signer).decision;
}

test('a missing issuer is matched only by the expression for a missing issuer', async () => {
  for (const any of ['.*', '^', '$', '^(https://issuer.example.test)?$', '^https://|^$']) {
    assert.equal(await decide(any, silent), 'refused', any);
    assert.equal(await decide(any, named), 'allowed', any);
  }
  assert.equal(await decide('^$', silent), 'allowed');
  assert.equal(await decide('^$', named), 'refused');
});

test('the user’s own list does not match a missing issuer either', async () => {
  const list = (issuer: string) =>
    `identities:\n  - issuerRegExp: '${issuer}'\n    subject: ${silent.subject}\n`;
  const decided = async (issuer: string, signer: typeof silent | typeof named) =>
    allowsSigner(await parseIdentityPolicy(list(issuer), 'list'), signer).decision;
  assert.equal(await decided('.*', silent), 'not-stated');
  assert.equal(await decided('.*', named), 'allowed');
  assert.equal(await decided('^$', silent), 'allowed');
});
