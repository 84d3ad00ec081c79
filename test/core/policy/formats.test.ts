import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRepositoryPolicy } from '../../../core/repository-policy/parse.js';
import { parseIdentityPolicy } from '../../../core/signer-policy/index.js';
import { GOOGLE, NOW } from '../../support/policy.js';

const OWN = `identities:\n  - issuer: ${GOOGLE}\n    subject: alice@example.com\n`;
const REPOSITORYS = `signers:\n  alice: {issuer: ${GOOGLE}, subject: alice@example.com}\nrules: [{signers: alice}]\n`;

test('a repository’s policy in place of the user’s own list is recognised', async () => {
  const keys = ['version', 'signers', 'rules', 'requiredSince', 'revoked', 'exceptions'];
  for (const text of [REPOSITORYS, ...keys.map((key) => `${OWN}${key}: []\n`), `version: 1\n${OWN}`])
    await assert.rejects(parseIdentityPolicy(text, 'policy.yaml'), {
      code: 'POLICY_UNKNOWN_FIELD',
      message:
        /the format of \.waxseal\.yaml, the policy of a repository; your own list has the key identities/,
    });
});

test('the user’s own list in place of a repository’s policy is recognised', async () => {
  await assert.rejects(parseRepositoryPolicy(OWN, '.waxseal.yaml', NOW), {
    code: 'POLICY_UNKNOWN_FIELD',
    message: /the format of your own list of signers \(waxseal\.policy\); \.waxseal\.yaml has signers/,
  });
});

test('for a key or claim in the user’s own list, the error says where it belongs', async () => {
  for (const field of ['ssh', 'openpgp', 'emails', 'sourceRepositoryUri'])
    await assert.rejects(parseIdentityPolicy(`${OWN}    ${field}: x\n`, 'policy.yaml'), {
      code: 'POLICY_UNKNOWN_FIELD',
      message: /keys, e-mail addresses and other claims are for \.waxseal\.yaml/,
    });
});

test('for any other unknown key, the error lists the known keys', async () => {
  await assert.rejects(parseIdentityPolicy('identitys: []\n', 'policy.yaml'), {
    message: 'policy.yaml has the unknown field "identitys"; known is identities',
  });
});
