import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { type TestContext, test } from 'node:test';
import { settingNames, variables } from '../../../../io/config/names.js';
import { type SettingRule, TABLE } from '../../../../io/config/table.js';
import { FACTS, OURS_ALONE, PERSON, PLACE } from '../../../../io/environment/names.js';
import { networkVariables } from '../../../../io/environment/network.js';
import {
  agentEnvironment,
  claimedIdentity,
  hasTerminal,
  ourEntries,
  sentEnvironment,
  surroundings,
} from '../../../../signer/agent/surroundings.js';
import { repository } from '../../../io/support/repository.js';

const jwt = (payload: string) => `e30.${Buffer.from(payload).toString('base64url')}.c2ln`;

const NOT_ALLOWED = [
  ...['AWS_REGION', 'NODE_OPTIONS', 'EDITOR', 'GITX', 'MY_GIT', 'CIX', 'XWAXSEAL_A', 'WAXSEAL_AGENT'],
  ...['WAXSEAL_AGENT_FD', 'WAXSEAL_GIT_CONFIG_FD', 'WAXSEAL_PATH_BEFORE', 'home', '', 'SSH_AUTH_SOCK'],
  ...['GIT_CONFIG', 'GIT_SSH_COMMAND', 'GIT_ASKPASS', 'GIT_PROXY_COMMAND', 'CI_REPOSITORY_URL', 'CI_JOB_JWT'],
  ...['CI_JOB_JWT_V2', 'CI_REGISTRY_PASSWORD', 'GOOGLE_CREDENTIALS', 'GITHUB_TOKEN', 'CIRCLE_OIDC_TOKEN'],
  ...['LC_SECRET_FROM_SSH', 'XDG_OTHER', 'GITLAB_OIDC', 'BUILDKITE_MESSAGE', 'TUF_OTHER', 'CLOUDSDK_AUTH'],
];

test('everything that decides the configuration, the sign-in and the network is sent, and nothing else', () => {
  const settings = settingNames().flatMap((name) => variables(TABLE[name] as SettingRule<unknown>));
  const ours = settings.filter((name) => !OURS_ALONE.includes(name));
  const allowed = [...PLACE, ...PERSON, ...FACTS, ...ours];
  const env = Object.fromEntries([...allowed, ...NOT_ALLOWED].map((name) => [name, 'x']));
  assert.deepEqual(Object.keys(sentEnvironment(env)).sort(), [...new Set(allowed)].sort());
  assert.deepEqual(sentEnvironment({ GIT_DIR: undefined }), {});
});

test('for a secret, only its name is sent; an empty variable is sent as it is', () => {
  for (const name of [
    ...['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'BUILDKITE_AGENT_ACCESS_TOKEN', 'SIGSTORE_ID_TOKEN'],
    ...['WAXSEAL_token', 'WAXSEAL_COOKIE', 'GITSIGN_PASSPHRASE', 'SIGSTORE_JWT_V2', 'WAXSEAL_CREDENTIALS'],
  ]) {
    assert.deepEqual(sentEnvironment({ [name]: 'x' }), { [name]: '(not sent)' });
    assert.deepEqual(sentEnvironment({ [name]: '' }), { [name]: '' });
  }
  for (const name of ['GOOGLE_APPLICATION_CREDENTIALS', 'WAXSEAL_TOKEN_FILE', 'WAXSEAL_TOKEN_V2_X'])
    assert.deepEqual(sentEnvironment({ [name]: 'x' }), { [name]: 'x' });
});

test('of the git settings in the environment, only those of known sections are sent, because others may be secrets', () => {
  for (const key of [
    ...['waxseal.fulcio', 'gitsign.log', 'include.path', 'includeIf.x.path', 'user.email', 'committer.name'],
    ...['gpg.format', 'core.worktree', 'safe.directory', 'extensions.x', 'WAXSEAL.x'],
  ]) {
    const env = { GIT_CONFIG_KEY_0: key, GIT_CONFIG_VALUE_0: 'v' };
    assert.deepEqual(sentEnvironment(env), env);
    assert.equal(
      sentEnvironment({ GIT_CONFIG_PARAMETERS: `'${key}'='v'` })['GIT_CONFIG_PARAMETERS'],
      `'${key}'='v'`,
    );
  }
  for (const key of [
    ...['http.extraHeader', 'x.core.worktree', 'corex.y', 'users.y', 'core.sshCommand', 'core.worktreex'],
    ...['url.https://token@host.test/.insteadOf', 'credential.helper'],
  ]) {
    const sent = sentEnvironment({ GIT_CONFIG_KEY_10: key, GIT_CONFIG_VALUE_10: 'v' });
    assert.deepEqual(sent, { GIT_CONFIG_KEY_10: 'not.sent', GIT_CONFIG_VALUE_10: '(not sent)' }, key);
    assert.equal(sentEnvironment({ GIT_CONFIG_PARAMETERS: `'${key}'='v'` })['GIT_CONFIG_PARAMETERS'], '');
  }
  const alone = sentEnvironment({
    GIT_CONFIG_VALUE_10: 'v',
    GIT_CONFIG_VALUE_X: 'v',
    XGIT_CONFIG_VALUE_1: 'v',
  });
  assert.deepEqual(alone, { GIT_CONFIG_VALUE_10: '(not sent)' });
});

test('what `git -c` says comes to the agent without the settings that may be secrets, in every form git writes', (t) => {
  const repo = repository(t);
  const written = execFileSync(
    'git',
    [
      ...[
        '-c',
        'waxseal.timeout=7',
        '-c',
        "http.extraHeader=Authorization: s'1!",
        '-c',
        "user.name=it's! me",
      ],
      ...['-c', 'waxseal.agent', '-c', 'url.https://s2@h.test.insteadOf=x', '-c', 'waxseal.issuer='],
      ...['-c', 'alias.written=!printf %s "$GIT_CONFIG_PARAMETERS"', 'written'],
    ],
    { cwd: repo.dir, env: repo.env, encoding: 'utf8' },
  );
  for (const all of [written, written.replaceAll("'='", '='), `junk ${written}`]) {
    const { GIT_CONFIG_PARAMETERS: sent = '' } = sentEnvironment({ GIT_CONFIG_PARAMETERS: all });
    assert.doesNotMatch(sent, /s'?\\?'?'?1|s2/);
    const env = { ...repo.env, GIT_CONFIG_PARAMETERS: sent };
    const read = (key: string) =>
      execFileSync('git', ['config', key], { cwd: repo.dir, env, encoding: 'utf8' });
    assert.deepEqual([read('waxseal.timeout'), read('user.name')], ['7\n', "it's! me\n"]);
  }
});

test('the network is the same in whatever form its variables are written', () => {
  for (const name of ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY', 'NO_PROXY']) {
    assert.deepEqual(networkVariables({ [name]: 'a' }), { [name]: 'a' });
    assert.deepEqual(networkVariables({ [name.toLowerCase()]: 'b', [name]: 'a' }), { [name]: 'b' });
    assert.deepEqual(networkVariables({ [name.toLowerCase()]: '', [name]: 'a' }), { [name]: 'a' });
    assert.deepEqual(networkVariables({ [name]: '' }), {});
  }
  assert.deepEqual(
    networkVariables({ REQUEST_METHOD: 'GET', HTTP_PROXY: 'evil', ALL_PROXY: 'mine' }),
    { ALL_PROXY: 'mine' },
    'a header of a web request can set HTTP_PROXY (httpoxy)',
  );
  assert.deepEqual(networkVariables({ NODE_EXTRA_CA_CERTS: '/n' }), { WAXSEAL_EXTRA_CA_CERTS: '/n' });
  assert.deepEqual(
    networkVariables({ NODE_EXTRA_CA_CERTS: '/n', WAXSEAL_EXTRA_CA_CERTS: '/w', NO_PROXY: 'x' }),
    {
      NO_PROXY: 'x',
      WAXSEAL_EXTRA_CA_CERTS: '/w',
    },
  );
});

test('the agent is started with the variables that it needs itself', () => {
  const needed = [
    ...[
      'HOME',
      'USERPROFILE',
      'APPDATA',
      'LOCALAPPDATA',
      'PATH',
      'SystemRoot',
      'TMPDIR',
      'TEMP',
      'USER',
      'LOGNAME',
    ],
    ...['LANG', 'TZ', 'LC_ALL', 'XDG_CACHE_HOME'],
  ];
  const others = [
    'GIT_DIR',
    'SIGSTORE_ID_TOKEN',
    'NODE_OPTIONS',
    'DISPLAY',
    'LC',
    'MY_LC_ALL',
    'XDGX',
    'WAXSEAL_X',
  ];
  const env = Object.fromEntries([...needed, ...others].map((name) => [name, name]));
  assert.deepEqual(agentEnvironment({ ...env, TERM: undefined, all_proxy: 'p', LC_TIME: undefined }), {
    ...Object.fromEntries(needed.map((name) => [name, name])),
    ALL_PROXY: 'p',
    WAXSEAL_CODE_CACHE: 'off',
  });
});

test('a client says where it is, who its token claims to be for, and whether a log wants details', () => {
  const env = { HOME: '/home/me', SIGSTORE_ID_TOKEN: jwt('{"iss":"i","sub":"s"}') };
  assert.deepEqual(surroundings(env, '/work'), {
    cwd: '/work',
    env: { HOME: '/home/me', SIGSTORE_ID_TOKEN: '(not sent)' },
    terminal: hasTerminal(),
    debug: false,
    claimed: { issuer: 'i', subject: 's' },
  });
  const plain = surroundings({ WAXSEAL_DEBUG_LOG: '/log' }, '/');
  assert.deepEqual(Object.keys(plain), ['cwd', 'env', 'terminal', 'debug']);
  assert.equal(plain.debug, true);
});

const listed = (...entries: readonly string[][]) =>
  Buffer.from(
    entries
      .flat()
      .map((part) => `${part}\0`)
      .join(''),
  );

test('entries are split as git splits them: a value may have several lines or be missing, and half an entry does not count', () => {
  assert.deepEqual(
    ourEntries(
      listed(
        ['local', 'file:a', 'waxseal.x\none\ntwo'],
        ['global', 'file:b', 'gitsign.flag'],
        ['local', 'file:c', 'gitsign.empty\n'],
        ['local', 'waxseal.origin', 'core.x\ny'],
        ['local', 'file:d', 'xwaxseal.x\ny'],
        ['local', 'file:d', 'waxsealx\ny'],
        ['local', 'file:e'],
      ),
    ),
    [
      { key: 'waxseal.x', value: 'one\ntwo', scope: 'local', origin: 'file:a' },
      { key: 'gitsign.flag', scope: 'global', origin: 'file:b' },
      { key: 'gitsign.empty', value: '', scope: 'local', origin: 'file:c' },
    ],
  );
  const whole = listed(['local', 'file:a', 'waxseal.x\ny']);
  assert.equal(ourEntries(whole.subarray(0, whole.length - 1)).length, 1);
  assert.equal(ourEntries(Buffer.from('local\0file:a')).length, 0);
});

test('whether the user can be reached is tested with the terminal itself', (t) => {
  const closed: number[] = [];
  const opened: string[] = [];
  mockFiles(
    t,
    (path, flags) => {
      opened.push(`${path} ${flags}`);
      return 77;
    },
    (fd) => closed.push(fd),
  );
  assert.equal(hasTerminal(), true);
  onWindows(t, () => assert.equal(hasTerminal(), true));
  assert.deepEqual(opened, ['/dev/tty a', '\\\\.\\CONOUT$ a']);
  assert.deepEqual(closed, [77, 77]);
});

test('if the terminal cannot be opened, there is none', (t) => {
  mockFiles(
    t,
    () => assert.fail('no such device'),
    () => undefined,
  );
  assert.equal(hasTerminal(), false);
});

function mockFiles(
  t: TestContext,
  open: (path: string, flags: string) => number,
  close: (fd: number) => void,
): void {
  t.mock.method(fs, 'openSync', open as typeof fs.openSync);
  t.mock.method(fs, 'closeSync', close);
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
}

function onWindows(t: TestContext, work: () => void): void {
  const own = Object.getOwnPropertyDescriptor(process, 'platform');
  Object.defineProperty(process, 'platform', { ...own, value: 'win32' });
  try {
    work();
  } finally {
    Object.defineProperty(process, 'platform', { ...own });
  }
  t.diagnostic('as on Windows');
}

test('the claims of a token are the text of its middle part, and empty if that is missing or something else', () => {
  assert.deepEqual(claimedIdentity(` ${jwt('{"iss":"i","email":"e","sub":"s"}')}\n`), {
    issuer: 'i',
    subject: 'e',
  });
  assert.deepEqual(claimedIdentity(jwt('{"iss":"i","email":"","sub":"s"}')), { issuer: 'i', subject: 's' });
  for (const bad of [
    ...['{"iss":"i"}', '{"sub":"s"}', '{"iss":1,"sub":"s"}', '{"iss":"i","sub":2}', '{"iss":"i","email":{}}'],
    ...['null', '', '{', '"x"'],
  ])
    assert.equal(claimedIdentity(jwt(bad)), undefined, bad);
  for (const bad of [undefined, '', '.', 'a.', 'abc']) assert.equal(claimedIdentity(bad), undefined);
});
