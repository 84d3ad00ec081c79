import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { test } from 'node:test';
import {
  bound,
  ConfigError,
  expandHome,
  resolveConfig,
  setUpValues,
  trustedRepositories,
  userDirectories,
} from '../../../io/config/index.js';
import type { GitConfigEntry, GitConfigScope } from '../../../io/git/index.js';
import { homeOf, runDirectory } from '../../../io/run-directory.js';
import { asStranger, NEEDS_STRANGER } from '../../support/stranger.js';
import { temporaryDirectory } from '../support/repository.js';

const WINDOWS_HAS_NO_MODES = process.platform === 'win32' ? { skip: 'Windows has no modes' } : {};

const entry = (key: string, value?: string, scope: GitConfigScope = 'global'): GitConfigEntry => ({
  key: key.toLowerCase(),
  ...(value !== undefined && { value }),
  scope,
  origin: 'file:/home/me/.gitconfig',
});
const resolve = (gitConfig: GitConfigEntry[], env: NodeJS.ProcessEnv = {}, more: object = {}) =>
  resolveConfig({ gitConfig, env, ...more });

test('with nothing set, the public-good instance and the embedded log entry are used', () => {
  const config = resolve([]);
  assert.equal(config.fulcioUrl.value, 'https://fulcio.sigstore.dev');
  assert.equal(config.rekorMode.value, 'offline');
  assert.equal(config.rekorVersion.value, 1);
  assert.equal(config.tokenAudience.value, 'sigstore');
  assert.equal(config.trustedRoot.value, undefined);
  assert.deepEqual(config.rekorUrl.origin, { source: 'default' });
});

test('each source overrides the sources before it', () => {
  const git = [entry('gitsign.fulcio', 'https://1.test/')];
  const env: NodeJS.ProcessEnv = {};
  const value = (more = {}) => resolve(git, env, more).fulcioUrl.value;
  assert.equal(value(), 'https://1.test');
  git.unshift(entry('waxseal.fulcio', 'https://2.test'));
  assert.equal(value(), 'https://2.test');
  env['SIGSTORE_FULCIO_URL'] = 'https://3.test';
  assert.equal(value(), 'https://3.test');
  env['GITSIGN_FULCIO_URL'] = 'https://4.test';
  assert.equal(value(), 'https://4.test');
  env['WAXSEAL_FULCIO_URL'] = 'https://5.test';
  assert.equal(value(), 'https://5.test');
  env['WAXSEAL_FULCIO'] = 'https://6.test';
  assert.equal(value(), 'https://6.test');
  assert.equal(
    value({ flags: { fulcioUrl: { name: '--fulcio-url', value: 'https://7.test' } } }),
    'https://7.test',
  );
});

test('every key and variable of gitsign is honoured', () => {
  const rows: [string, string, string, unknown][] = [
    ['fulcio', 'GITSIGN_FULCIO_URL', 'fulcioUrl', 'https://x.test'],
    ['fulcioRoot', 'SIGSTORE_ROOT_FILE', 'fulcioRootFile', '/x'],
    ['fulcioRoot', 'SIGSTORE_FULCIO_ROOT', 'fulcioRootFile', '/x'],
    ['rekor', 'SIGSTORE_REKOR_URL', 'rekorUrl', 'https://x.test'],
    ['rekorMode', 'GITSIGN_REKOR_MODE', 'rekorMode', 'online'],
    ['rekorVersion', 'SIGSTORE_REKOR_VERSION', 'rekorVersion', 2],
    ['clientID', 'SIGSTORE_OIDC_CLIENT_ID', 'oidcClientId', 'x'],
    ['clientSecretFile', 'GITSIGN_OIDC_CLIENT_SECRET_FILE', 'oidcClientSecretFile', '/x'],
    ['redirectURL', 'SIGSTORE_OIDC_REDIRECT_URL', 'oidcRedirectUrl', 'http://localhost:1/x'],
    ['issuer', 'SIGSTORE_OIDC_ISSUER', 'oidcIssuer', 'https://x.test/'],
    ['connectorID', 'SIGSTORE_CONNECTOR_ID', 'connectorId', 'x'],
    ['tokenProvider', 'SIGSTORE_TOKEN_PROVIDER', 'tokenProvider', 'filesystem'],
    [
      'timestampServerURL',
      'SIGSTORE_TIMESTAMP_SERVER_URL',
      'timestampUrl',
      'https://x.test/api/v1/timestamp',
    ],
    ['timestampCertChain', 'GITSIGN_TIMESTAMP_CERT_CHAIN', 'timestampChainFile', '/x'],
    ['logPath', 'GITSIGN_LOG', 'debugLog', '/x'],
    ['matchCommitter', 'WAXSEAL_MATCH_COMMITTER', 'matchCommitter', true],
    ['autoclose', 'SIGSTORE_AUTOCLOSE', 'autoclose', false],
    ['autocloseTimeout', 'GITSIGN_AUTOCLOSE_TIMEOUT', 'autocloseMs', 3000],
    ['urlOpener', 'GITSIGN_URL_OPENER', 'browser', 'x {{.URL}}'],
  ];
  for (const [key, variable, setting, value] of rows) {
    const text = setting === 'autocloseMs' ? '3' : String(value);
    const read = (config: object) => (config as Record<string, { value: unknown }>)[setting]?.value;
    assert.equal(read(resolve([entry(`gitsign.${key}`, text)])), value, key);
    assert.equal(read(resolve([], { [variable]: text })), value, variable);
  }
  const others = {
    SIGSTORE_REKOR_PUBLIC_KEY: '/r',
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: '/c',
    TUF_MIRROR: 'http://localhost:5560',
    TUF_ROOT_JSON: '/t',
  };
  const config = resolve([], others);
  assert.deepEqual(
    [config.rekorKeyFile.value, config.ctKeyFile.value, config.tufMirror.value, config.tufRoot.value],
    ['/r', '/c', 'http://localhost:5560', '/t'],
  );
});

test('whatever the user or the system says of trust counts, and nothing of a repository', () => {
  const git = [entry('waxseal.trustedRoot', '/mine'), entry('waxseal.trustedRoot', '/evil', 'local')];
  assert.equal(resolve(git).trustedRoot.value, '/mine');
  assert.equal(resolve([entry('gitsign.fulcioRoot', '/evil', 'local')]).fulcioRootFile.value, undefined);
  assert.equal(resolve([entry('waxseal.policy', '/evil', 'worktree')]).ignored.length, 1);
});

test('booleans are read as git reads them', () => {
  for (const yes of ['true', 'YES', 'on', '1', undefined])
    assert.equal(resolve([entry('waxseal.matchCommitter', yes)]).matchCommitter.value, true);
  for (const no of ['false', 'No', 'off', '0', ''])
    assert.equal(resolve([entry('waxseal.matchCommitter', no)]).matchCommitter.value, false);
});

test('a bad value is refused with its key, the value and its origin', () => {
  const cases: [GitConfigEntry[], NodeJS.ProcessEnv, RegExp][] = [
    [
      [entry('gitsign.rekorMode', 'maybe')],
      {},
      /^gitsign\.rekorMode \(global, file:\/home\/me\/\.gitconfig\): "maybe" is not one of offline, online$/,
    ],
    [[entry('waxseal.matchCommitter', 'perhaps')], {}, /"perhaps" is not true or false/],
    [[], { SIGSTORE_REKOR_VERSION: '3' }, /^environment variable SIGSTORE_REKOR_VERSION: "3" is not 1 or 2$/],
    [[], { WAXSEAL_FULCIO_URL: 'ftp://x' }, /is not an https: URL/],
    [[], { WAXSEAL_FULCIO_URL: 'https://me:pw@x.test' }, /is not an https: URL/],
    [[], { WAXSEAL_TIMEOUT: '-1' }, /seconds/],
    [[entry('waxseal.tokenProvider', 'a\u001b[31m')], {}, /"a\\x1b\[31m"/],
  ];
  for (const [git, env, message] of cases) {
    assert.throws(
      () => resolve(git, env),
      (error: unknown) => error instanceof ConfigError && message.test(error.message),
    );
  }
});

test('a value that cannot be used is shown without its password or token', () => {
  const token = `eyJhbGciOiJFUzI1NiJ9.${Buffer.from('{"sub":"someone"}').toString('base64url')}.c2ln`;
  for (const [variable, value] of [
    ['WAXSEAL_FULCIO_URL', 'https://me:hunter2@x.test'],
    ['WAXSEAL_FULCIO_URL', 'https://hunter2@x.test/'],
    ['TUF_MIRROR', 'https://me:p@hunter2@x.test/?x'],
    ['WAXSEAL_REKOR_URL', 'https://x.test/?private_token=hunter2'],
    ['WAXSEAL_ALSO_LOG', '1 https://me:hunter2@x.test'],
    ['SIGSTORE_OIDC_ISSUER', 'https://me:hunter2@x.test'],
    ['WAXSEAL_REDIRECT_URL', 'http://hunter2@localhost/'],
    ['WAXSEAL_POLICY', `${'x'.repeat(80)} https://me:hunter2hunter2hunter2@x.test`],
    ['WAXSEAL_TIMEOUT', token],
  ] as const)
    assert.throws(
      () => resolve([], { [variable]: value }),
      (error: unknown) =>
        error instanceof ConfigError &&
        !/hunter2|eyJ/.test(`${error.message} ${error.value} ${JSON.stringify(error)}`) &&
        error.message.includes(variable),
      value,
    );
});

test('a file named by a relative path is refused, whatever the origin of the name, except in an option of a command', () => {
  const settings = [
    ...['trustedRoot', 'fulcioRoot', 'rekorKey', 'ctKey', 'timestampCertChain', 'x509Roots', 'policy'],
    ...['tufRoot', 'tokenFile', 'debugLog', 'clientSecretFile'],
  ];
  const refused = (error: unknown) =>
    error instanceof ConfigError &&
    / is not an absolute path or one that begins with ~\/;/.test(error.message);
  for (const name of settings)
    for (const path of ['a.file', './a.file', '../a.file', '~', '~me/a.file', `/good${delimiter}a.file`]) {
      if (path.startsWith('/') && name !== 'x509Roots') continue;
      const git = [entry(`waxseal.${name}`, path)];
      assert.throws(() => resolve(git), refused, `${name} ${path}`);
      const variable = `WAXSEAL_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
      assert.throws(() => resolve([], { [variable]: path }), refused, `${variable} ${path}`);
    }
  assert.throws(
    () => resolve([], { TUF_ROOT_JSON: 'root.json' }),
    /^ConfigError: environment variable TUF_ROOT_JSON: "root.json" is/,
  );
  assert.throws(() => resolve([entry('gitsign.fulcioRoot', 'a.pem')]), /gitsign\.fulcioRoot \(global, file:/);
  assert.equal(resolve([entry('waxseal.policy', '~/a.yaml')]).policy.value, '~/a.yaml');
  assert.equal(
    resolve([entry('waxseal.x509Roots', `/a${delimiter}~/b`)]).x509Roots.value,
    `/a${delimiter}~/b`,
  );
  const flags = { trustedRoot: { name: '--trusted-root', value: 'root.json' } };
  assert.equal(resolve([], {}, { flags }).trustedRoot.value, 'root.json');
});

test('the audience follows the client id, and the issuer is used exactly as written', () => {
  const config = resolve([], { SIGSTORE_OIDC_CLIENT_ID: 'mine', SIGSTORE_OIDC_ISSUER: 'https://x.test/' });
  assert.equal(config.tokenAudience.value, 'mine');
  assert.equal(config.oidcIssuer.value, 'https://x.test/');
});

test('the user’s directories follow the platform and XDG', () => {
  assert.deepEqual(userDirectories({ HOME: '/h' }, 'linux'), {
    config: '/h/.config/waxseal',
    cache: '/h/.cache/waxseal',
  });
  assert.equal(
    userDirectories({ HOME: '/h', XDG_CACHE_HOME: '/c', XDG_CONFIG_HOME: 'relative' }, 'linux').cache,
    '/c/waxseal',
  );
  assert.equal(userDirectories({ HOME: '/h' }, 'darwin').cache, '/h/Library/Caches/waxseal');
  assert.equal(expandHome('~/x', { HOME: '/h' }), '/h/x');
});

test('an empty or relative home directory never means the current repository', () => {
  for (const HOME of ['', '.', 'home'])
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const env = { HOME, USERPROFILE: HOME, APPDATA: HOME, LOCALAPPDATA: HOME, XDG_CACHE_HOME: HOME };
      const { config, cache } = userDirectories(env, platform);
      for (const path of [config, cache, expandHome('~/x', env), runDirectory(env, platform)])
        assert.ok(isAbsolute(path), `${HOME} on ${platform}: ${path}`);
    }
  assert.equal(homeOf({ HOME: '', USERPROFILE: '/profile' }), '/profile');
});

test('what set-up wrote into a repository counts there as it was written, and nothing else does', async (t) => {
  const dir = temporaryDirectory(t);
  const [repo, root] = [join(dir, 'repo.git'), join(dir, 'root.json')];
  mkdirSync(repo);
  symlinkSync(repo, join(dir, 'link.git'));
  writeFileSync(root, '{}');
  const settings = {
    trustedRoot: bound('trustedRoot', root),
    tufMirror: bound('tufMirror', 'https://mirror.test'),
    rekorUrl: bound('rekorUrl', 'https://log.test'),
    policy: { value: '/evil' },
  };
  const line = JSON.stringify({ repository: join(dir, 'link.git'), settings });
  writeFileSync(join(dir, 'trusted-repositories'), `# mine\n${line}\n${repo}\nrelative.git\n{}\n`);
  const read = () => setUpValues(dir, repo);
  assert.deepEqual([...read().keys()], ['trustedRoot', 'tufMirror', 'rekorUrl']);
  assert.equal(setUpValues(dir, join(dir, 'other.git')).size, 0);
  const local = (key: string, value: string) => resolve([entry(key, value, 'local')], {}, { setUp: read() });
  assert.equal(local('waxseal.trustedRoot', root).trustedRoot.value, root);
  assert.equal(local('waxseal.trustedRoot', '/evil').trustedRoot.value, undefined);
  assert.equal(local('waxseal.tufMirror', 'https://mirror.test').tufMirror.value, 'https://mirror.test');
  assert.equal(local('waxseal.tufMirror', 'https://evil.test').tufMirror.value, undefined);
  assert.equal(local('waxseal.policy', '/evil').policy.value, undefined);
  assert.equal(local('waxseal.rekor', 'https://log.test').verifying.rekorUrl.value, 'https://log.test');
  const other = local('waxseal.rekor', 'https://evil.test');
  assert.equal(other.rekorUrl.value, 'https://evil.test', 'for signing');
  assert.equal(
    other.verifying.rekorUrl.value,
    'https://rekor.sigstore.dev',
    'git log asks no server of theirs',
  );
  writeFileSync(root, '{ }');
  assert.equal(read().has('trustedRoot'), false, 'the file was changed');
});

test('a line of before, which is only a path, lets nothing in', async (t) => {
  const dir = temporaryDirectory(t);
  writeFileSync(join(dir, 'trusted-repositories'), `${dir}\n`);
  assert.equal(setUpValues(dir, dir).size, 0);
  assert.deepEqual(trustedRepositories(dir), [{ repository: dir, settings: {} }]);
});

test(
  'a list of repositories that everybody can write, or exchange, lets nothing in',
  WINDOWS_HAS_NO_MODES,
  (t) => {
    const dir = temporaryDirectory(t);
    const [config, repo] = [join(dir, 'config'), join(dir, 'repo.git')];
    for (const path of [config, repo]) mkdirSync(path);
    const list = join(config, 'trusted-repositories');
    const settings = { rekorUrl: bound('rekorUrl', 'https://log.test') };
    writeFileSync(list, JSON.stringify({ repository: repo, settings }));
    const isIn = () => setUpValues(config, repo).has('rekorUrl');
    assert.equal(isIn(), true);
    for (const path of [list, config, dir]) {
      const { mode } = statSync(path);
      chmodSync(path, 0o777);
      assert.equal(isIn(), false, path);
      assert.deepEqual(trustedRepositories(config), []);
      chmodSync(path, mode);
      assert.equal(isIn(), true, path);
    }
  },
);

test('a list of repositories of another user lets nothing in', NEEDS_STRANGER, (t) => {
  const dir = temporaryDirectory(t);
  chmodSync(dir, 0o1777);
  const config = join(dir, 'config');
  const settings = { rekorUrl: bound('rekorUrl', 'https://log.test') };
  const line = JSON.stringify({ repository: '/repo.git', settings });
  asStranger('mkdir "$1"; printf "%s\\n" "$2" >"$1/trusted-repositories"', config, line);
  assert.equal(setUpValues(config, '/repo.git').size, 0);
});
