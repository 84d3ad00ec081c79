import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Surroundings } from '../../../../signer/agent/protocol.js';
import { openTask, surroundingsIn } from '../../../../signer/agent/task.js';
import { AgentHere, EMAIL } from './agent-service.js';

let here: AgentHere;

before(async () => {
  here = await AgentHere.start();
});
after(() => here.stop());

const REFUSED = { code: 'AGENT_PROTOCOL' };

test('a client’s statements about itself are checked, and unknown parts are left out', () => {
  const least = { cwd: '/work', env: {} };
  assert.deepEqual(surroundingsIn(least), { ...least, terminal: false, debug: false });
  const all = {
    cwd: '/work',
    env: { A: 'b' },
    terminal: true,
    debug: true,
    claimed: { issuer: 'i', subject: 's' },
    gitConfig: [
      { key: 'k', value: 'v', scope: 'local', origin: 'o' },
      { key: 'k', scope: 'local', origin: 'o' },
    ],
  };
  assert.deepEqual(surroundingsIn({ ...all, more: 1, env: { A: 'b', B: 1, C: null } }), all);
  assert.deepEqual(surroundingsIn({ ...least, terminal: 1, debug: 'true', claimed: 1, gitConfig: 1 }), {
    ...least,
    terminal: false,
    debug: false,
  });
  for (const claimed of [
    { issuer: 'i' },
    { subject: 's' },
    { issuer: 1, subject: 's' },
    { issuer: 'i', subject: 1 },
  ])
    assert.equal('claimed' in surroundingsIn({ ...least, claimed }), false);
});

test('surroundings without an absolute directory or an environment are refused', () => {
  for (const value of [
    undefined,
    null,
    'x',
    [],
    {},
    { cwd: '/' },
    { env: {} },
    { cwd: 'a', env: {} },
    { cwd: 1, env: {} },
  ])
    assert.throws(() => surroundingsIn(value), REFUSED, JSON.stringify(value));
  assert.throws(() => surroundingsIn({ cwd: '/', env: 'x' }), REFUSED);
});

test('half an entry of the configuration is refused', () => {
  const entry = { key: 'k', scope: 's', origin: 'o' };
  for (const bad of [
    1,
    null,
    'x',
    { ...entry, key: 1 },
    { ...entry, scope: 1 },
    { ...entry, origin: undefined },
  ])
    assert.throws(() => surroundingsIn({ cwd: '/', env: {}, gitConfig: [entry, bad] }), REFUSED);
  const [read] = surroundingsIn({ cwd: '/', env: {}, gitConfig: [{ ...entry, value: 1 }] }).gitConfig ?? [];
  assert.deepEqual(read, entry);
});

const bindingOf = async (surroundings: Surroundings) => (await openTask(surroundings)).binding;
const withEnv = (env: Record<string, string>, email?: string, settings = {}) => {
  const plain = here.surroundings(settings, email);
  return { ...plain, env: { ...plain.env, ...env } };
};

test('a setting that decides where and for what a signature is made gives another instance, and no other setting does', async () => {
  const { instance, fulcio, rekor } = await bindingOf(here.surroundings());
  assert.deepEqual([fulcio, rekor], [here.sandbox.urls.fulcio, here.sandbox.urls.rekor]);
  const same = await bindingOf({
    ...here.surroundings({ matchCommitter: 'true', autoclose: 'false' }),
    cwd: '/',
  });
  assert.equal(same.instance, instance);
  const names = {
    ...{ fulcio: 'https://f.test', rekor: 'https://r.test', rekorVersion: '2', alsoLog: '2 https://l.test' },
    ...{
      timestampServerURL: 'https://t.test',
      issuer: 'https://i.test',
      clientID: 'c',
      connectorID: 'https://c.test',
    },
    ...{ clientSecretFile: '/secret', tokenAudience: 'a' },
  };
  for (const [name, value] of Object.entries(names)) {
    const surroundings = here.surroundings({ [name]: value });
    const {
      SIGSTORE_FULCIO_URL: _,
      SIGSTORE_REKOR_URL: __,
      SIGSTORE_OIDC_ISSUER: ___,
      ...env
    } = surroundings.env;
    const other = await bindingOf({ ...surroundings, env });
    const plain = await bindingOf({ ...here.surroundings(), env });
    assert.notEqual(other.instance, plain.instance, name);
    assert.equal(other.source, 'sign-in');
  }
});

test('another trusted root gives another instance', async () => {
  const root = join(here.home, 'root.json');
  const text = readFileSync(here.sandbox.trustedRootPath, 'utf8');
  writeFileSync(root, JSON.stringify({ ...JSON.parse(text), timestampAuthorities: [] }));
  const [own, other] = [
    await bindingOf(here.surroundings()),
    await bindingOf(here.surroundings({ trustedRoot: root })),
  ];
  assert.notEqual(own.instance, other.instance);
});

test('a path below the home directory refers to the client’s home', async () => {
  const root = join(here.home, 'root.json');
  copyFileSync(here.sandbox.trustedRootPath, root);
  const names = [
    'policy',
    'tufRoot',
    'tokenFile',
    'debugLog',
    'clientSecretFile',
    'trustedRoot',
    'fulcioRoot',
  ];
  names.push('rekorKey', 'ctKey', 'timestampCertChain');
  const settings = Object.fromEntries(names.map((name) => [name, '~/root.json']));
  const { config } = await openTask(here.surroundings(settings));
  const paths = ['trustedRoot', 'fulcioRootFile', 'rekorKeyFile', 'ctKeyFile', 'timestampChainFile'] as const;
  const more = ['policy', 'tufRoot', 'tokenFile', 'debugLog', 'oidcClientSecretFile'] as const;
  for (const name of [...paths, ...more]) assert.equal(config[name].value, root, name);
  assert.equal((await openTask(here.surroundings())).config.policy.value, undefined);
});

test('sessions are separate for each source of an identity: a sign-in, the claims of a token, a job', async () => {
  const signIn = await openTask(here.surroundings());
  assert.deepEqual([signIn.signsIn, signIn.binding.source], [true, 'sign-in']);
  const ambient = await openTask(here.surroundings({}, EMAIL));
  assert.equal(ambient.signsIn, false);
  const sources = new Set([
    ambient.binding.source,
    await sourceOf(here.surroundings({}, 'other@example.test')),
    await sourceOf(here.surroundings({}, EMAIL, { claimed: { issuer: 'y', subject: EMAIL } })),
  ]);
  assert.equal(sources.size, 3);
  assert.equal(await sourceOf(withEnv({ GITHUB_RUN_ID: '1' }, EMAIL)), ambient.binding.source);
});

const sourceOf = async (surroundings: Surroundings) => (await bindingOf(surroundings)).source;

test('jobs are the same if everything that names them is the same, in any order', async () => {
  const token = join(here.home, 'token');
  writeFileSync(token, 'x');
  const job = { GITHUB_RUN_ID: '1', CI: 'true', BUILDKITE_JOB_ID: '2' };
  const reversed = Object.fromEntries(Object.entries(job).reverse());
  const settings = { tokenFile: token, tokenProvider: 'filesystem' };
  const source = await sourceOf(withEnv(job, undefined, settings));
  assert.equal(await sourceOf(withEnv({ ...reversed, LANG: 'x', XCI: '1' }, undefined, settings)), source);
  assert.notEqual(await sourceOf(withEnv({ ...job, GITHUB_RUN_ID: '2' }, undefined, settings)), source);
  const second = join(here.home, 'second');
  writeFileSync(second, 'x');
  assert.notEqual(await sourceOf(withEnv(job, undefined, { ...settings, tokenFile: second })), source);
  for (const name of [
    'ACTIONS_X',
    'CIRCLE_X',
    'GITLAB_X',
    'GOOGLE_X',
    'GCE_X',
    'CLOUDSDK_X',
    'SPIFFE_X',
    'BUILDKITE',
  ])
    assert.notEqual(await sourceOf(withEnv({ ...job, [name]: '1' }, undefined, settings)), source, name);
});

test('settings keep the scope that they have at the client: those of a repository may set no trust, and need consent', async () => {
  const scoped = (scope: string) => {
    const surroundings = here.surroundings();
    const [first] = surroundings.gitConfig ?? [];
    return { ...surroundings, gitConfig: first ? [{ ...first, scope }] : [] };
  };
  for (const scope of ['system', 'global', 'command']) {
    const { config, session } = await openTask(scoped(scope));
    assert.equal(config.trustedRoot.value, here.sandbox.trustedRootPath, scope);
    assert.equal(session.gitConfig[0]?.scope, scope);
  }
  for (const scope of ['local', 'worktree', 'nonsense'])
    await assert.rejects(openTask(scoped(scope)), { code: 'NOT_A_REPOSITORY' });
});

test('a sign-in with a code on another device counts as a sign-in', async () => {
  const { signsIn, binding } = await openTask(here.surroundings({ tokenProvider: 'device' }));
  assert.deepEqual([signsIn, binding.source], [true, 'sign-in']);
  const browser = await openTask(here.surroundings({ tokenProvider: 'interactive', browser: 'true' }));
  assert.equal(browser.signsIn, true);
});
