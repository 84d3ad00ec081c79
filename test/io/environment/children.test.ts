import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { resolveConfig } from '../../../io/config/index.js';
import { childEnvironment, programEnvironment, relativeEntries } from '../../../io/environment/children.js';
import { git, readGitConfig } from '../../../io/git/index.js';
import { openInBrowser } from '../../../io/identity/sign-in/opener.js';
import { repository, temporaryDirectory } from '../support/repository.js';

/** What travels in the environment of a build: identity tokens, and credentials in other variables. */
const SECRETS = {
  SIGSTORE_ID_TOKEN: 's1',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 's2',
  BUILDKITE_AGENT_ACCESS_TOKEN: 's3',
  CI_JOB_JWT: 's4',
  CI_JOB_JWT_V1: 's5',
  CI_JOB_JWT_V2: 's6',
  CIRCLE_OIDC_TOKEN: 's7',
  CIRCLE_OIDC_TOKEN_V2: 's8',
  GOOGLE_CREDENTIALS: 's9',
  ACTIONS_RUNTIME_TOKEN: 's10',
};
const CARRIERS = {
  GIT_CONFIG_PARAMETERS: "'http.extraheader'='Authorization: s11'",
  CI_REPOSITORY_URL: 'https://gitlab-ci-token:s12@host.test/x',
  GIT_SSH_COMMAND: 'ssh -i s13',
  GIT_ASKPASS: '/s14',
  DATABASE_URL: 'postgres://u:s15@db.test',
  AWS_SECRET_ACCESS_KEY: 's16',
  NPM_CONFIG__AUTH: 's17',
};

test('git is given no identity token, and everything else that it may need', () => {
  const child = childEnvironment({ ...SECRETS, ...CARRIERS, HOME: '/h', GIT_DIR: '/g' });
  assert.deepEqual(
    Object.keys(SECRETS).filter((name) => name in child),
    [],
  );
  assert.equal(child['GIT_CONFIG_PARAMETERS'], CARRIERS.GIT_CONFIG_PARAMETERS);
  assert.deepEqual([child['HOME'], child['GIT_DIR']], ['/h', '/g']);
  const own = childEnvironment({ CIRCLE_OIDC_TOKEN: 'x', CI_JOB_JWT: 'y' }, {}, /^CIRCLE_/);
  assert.deepEqual(own, { CIRCLE_OIDC_TOKEN: 'x' });
});

test('the browser’s opener and gpg get nothing that is not on the list', () => {
  const kept = { HOME: '/h', DISPLAY: ':0', LANG: 'C', http_proxy: 'http://p', XDG_RUNTIME_DIR: '/run/u' };
  assert.deepEqual(programEnvironment({ ...SECRETS, ...CARRIERS, ...kept, NEW_VARIABLE: 'x' }), kept);
});

test('the program that opens a page sees none of the secrets', async (t) => {
  const dir = temporaryDirectory(t);
  const [opener, seen] = [join(dir, 'opener'), join(dir, 'seen')];
  writeFileSync(opener, `#!/bin/sh\nenv > '${seen}'\n`);
  chmodSync(opener, 0o755);
  const alive = setInterval(() => undefined, 1000); // the opener alone does not keep a process going
  t.after(() => clearInterval(alive));
  await openInBrowser('http://localhost/', opener, { ...process.env, ...SECRETS, ...CARRIERS });
  assert.doesNotMatch(readFileSync(seen, 'utf8'), /\bs\d+\b/);
  assert.match(readFileSync(seen, 'utf8'), /^PATH=/m);
});

test('GIT_CONFIG does not make the configuration of a repository the user’s own', async (t) => {
  const repo = repository(t);
  repo.git('config', 'waxseal.policy', '/evil');
  const place = { cwd: repo.dir, env: { ...repo.env, GIT_CONFIG: '.git/config' } };
  const entries = await readGitConfig(place);
  assert.deepEqual(
    entries.filter(({ key }) => key === 'waxseal.policy').map(({ scope }) => scope),
    ['local'],
  );
});

test('a configuration file with a relative path is never the user’s own, whichever variable names it', async (t) => {
  const repo = repository(t);
  writeFileSync(join(repo.dir, 'theirs'), '[waxseal]\n\tpolicy = /evil\n');
  for (const [name, value] of [
    ['GIT_CONFIG_GLOBAL', 'theirs'],
    ['GIT_CONFIG_SYSTEM', './theirs'],
  ] as const) {
    const { GIT_CONFIG_NOSYSTEM: _, ...rest } = repo.env;
    const env: NodeJS.ProcessEnv = { ...rest, [name]: value };
    const gitConfig = await readGitConfig({ cwd: repo.dir, env });
    assert.ok(
      gitConfig.some(({ key }) => key === 'waxseal.policy'),
      `git reads ${name}`,
    );
    assert.equal(resolveConfig({ gitConfig, env }).policy.value, undefined, name);
    const absolute = { ...env, [name]: join(repo.dir, 'theirs') };
    const named = await readGitConfig({ cwd: repo.dir, env: absolute });
    assert.equal(resolveConfig({ gitConfig: named, env }).policy.value, '/evil', 'the user named it in full');
  }
});

const onUnix = process.platform === 'win32' ? { skip: 'Windows looks in absolute directories only' } : {};

test('no program of the repository is started through a relative entry of PATH', onUnix, async (t) => {
  const dir = temporaryDirectory(t);
  mkdirSync(join(dir, 'bin'));
  for (const path of [join(dir, 'git'), join(dir, 'bin', 'git')]) {
    writeFileSync(path, '#!/bin/sh\necho planted\n');
    chmodSync(path, 0o755);
  }
  const usual = process.env['PATH'] ?? '';
  for (const PATH of [`:${usual}`, `.:${usual}`, `bin:${usual}`, `./bin::${usual}`]) {
    const env = { ...process.env, PATH };
    const planted = spawnSync('git', ['version'], { cwd: dir, env, encoding: 'utf8' });
    assert.equal(planted.stdout, 'planted\n', 'the system would start it');
    const { stdout } = await git({ args: ['version'], cwd: dir, env });
    assert.match(Buffer.from(stdout).toString(), /^git version/, PATH);
  }
  assert.equal(childEnvironment({ PATH: '.:' })['PATH'], '/', 'never empty, which would mean here');
  assert.deepEqual(relativeEntries(':/a:b:'), ['', 'b', '']);
});

test('in a CGI program, HTTP_PROXY reaches no program', () => {
  const env = { HTTP_PROXY: 'http://evil', HTTPS_PROXY: 'http://mine', REQUEST_METHOD: 'GET' };
  for (const child of [childEnvironment(env), programEnvironment(env)]) {
    assert.equal(child['HTTP_PROXY'], undefined);
    assert.equal(child['HTTPS_PROXY'], 'http://mine');
  }
});
