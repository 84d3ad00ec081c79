import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHOOSABLE, choiceLine, repositoryChoices, resolveConfig } from '../../../io/config/index.js';
import type { GitConfigScope } from '../../../io/git/index.js';

const VALUES = {
  issuer: 'https://issuer.example',
  clientID: 'team',
  fulcio: 'https://fulcio.example',
  rekor: 'https://rekor.example',
  alsoLog: '1 https://log-one.example,2 https://log-two.example',
  timestampServerURL: 'https://tsa.example',
};

function choices(
  values: Readonly<Record<string, string>>,
  scope: GitConfigScope,
  env: NodeJS.ProcessEnv = {},
) {
  const origin = scope === 'local' || scope === 'worktree' ? 'file:.git/config' : 'file:/home/me/.gitconfig';
  const gitConfig = Object.entries(values).map(([key, value]) => ({
    key: `waxseal.${key}`,
    value,
    scope,
    origin,
  }));
  return repositoryChoices(resolveConfig({ gitConfig, env }));
}

test('every server that the repository chose is named, with its address, its setting and its file', () => {
  for (const scope of ['local', 'worktree'] as const) {
    const chosen = choices(VALUES, scope);
    assert.deepEqual(
      chosen.map(({ what }) => what),
      CHOOSABLE,
    );
    assert.deepEqual(chosen.map(choiceLine), [
      `the repository chose whom you sign in to: waxseal.issuer (${scope}, file:.git/config) is https://issuer.example`,
      `the repository chose under which name you sign in: waxseal.clientID (${scope}, file:.git/config) is team`,
      `the repository chose who certifies your identity: waxseal.fulcio (${scope}, file:.git/config) is https://fulcio.example`,
      `the repository chose where signatures are logged: waxseal.rekor (${scope}, file:.git/config) is https://rekor.example`,
      `the repository chose where else signatures are logged: waxseal.alsoLog (${scope}, file:.git/config) is https://log-one.example, https://log-two.example`,
      `the repository chose who certifies the time: waxseal.timestampServerURL (${scope}, file:.git/config) is https://tsa.example`,
    ]);
  }
});

test('what the user chose, or a variable that is stronger than the repository, is not called the repository’s choice', () => {
  for (const scope of ['system', 'global', 'command'] as const) assert.deepEqual(choices(VALUES, scope), []);
  const { rekor } = VALUES;
  assert.deepEqual(choices({ rekor }, 'local', { SIGSTORE_REKOR_URL: 'https://own.example' }), []);
});

test('a choice is shown without control characters, passwords and tokens', () => {
  const name = `x\u001b[2J password=hunter2 eyJhbGciOiJub25lIn0.eyJhYWFhIn0.`;
  const [choice] = choices({ issuer: VALUES.issuer, clientID: name }, 'local').slice(1);
  assert.ok(choice && !/hunter2|eyJ|\p{Cc}/u.test(choice.value + choiceLine(choice)), choice?.value);
});
