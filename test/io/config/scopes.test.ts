import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Config, resolveConfig, type Settings } from '../../../io/config/index.js';
import { gitKeys, settingNames, variables } from '../../../io/config/names.js';
import { type SettingRule, TABLE } from '../../../io/config/table.js';
import { readGitConfig } from '../../../io/git/index.js';
import { repository, temporaryDirectory } from '../support/repository.js';

type Name = keyof Settings;

const rule = (name: Name) => TABLE[name] as SettingRule<unknown>;

/** Another value than the default, for each setting. */
const VALUES: Readonly<Partial<Record<Name, string>>> = {
  rekorMode: 'online',
  rekorVersion: '2',
  alsoLog: '1 https://other.test',
  tokenProvider: 'device',
  publicLog: 'yes',
  instancePrivate: 'true',
  cacheSize: '7',
  agent: 'false',
  autoclose: 'false',
  trustRefresh: 'false',
  verifyOnline: 'true',
  matchCommitter: 'true',
};

function sample(name: Name): string {
  const known = VALUES[name];
  if (known !== undefined) return known;
  if (name.endsWith('Ms')) return '7';
  return 'value' in rule(name).parse('https://x.test') && name.endsWith('Url')
    ? 'https://x.test'
    : mirror(name);
}

function mirror(name: Name): string {
  return name === 'tufMirror' ? 'https://x.test' : '/x';
}

/** A configuration file with every setting under its strongest key, or under its last one. */
function fileOf(names: readonly Name[], last: boolean): string {
  const lines = names.map((name) => {
    const key = (last ? gitKeys(rule(name)).at(-1) : gitKeys(rule(name))[0]) ?? '';
    const [section = '', ...rest] = key.split('.');
    const [variable = '', sub] = rest.toReversed();
    return `[${section}${sub === undefined ? '' : ` "${sub}"`}]\n\t${variable} = ${sample(name)}\n`;
  });
  return lines.join('');
}

const NAMES = settingNames().filter((name) => gitKeys(rule(name)).length > 0);
const SCOPES = ['system', 'global', 'command', 'local', 'worktree'] as const;

for (const scope of SCOPES)
  for (const last of [false, true])
    test(`from ${scope} ${last ? 'with gitsign’s or git’s own key' : 'with our key'}, each setting counts as the table says`, async (t) => {
      const repo = repository(t);
      const dir = temporaryDirectory(t);
      const file = join(dir, 'config');
      writeFileSync(file, fileOf(NAMES, last));
      const { GIT_CONFIG_NOSYSTEM: _, ...rest } = repo.env;
      let env: NodeJS.ProcessEnv = {
        ...rest,
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_CONFIG_GLOBAL: '/dev/null',
      };
      if (scope === 'system') env = { ...env, GIT_CONFIG_SYSTEM: file };
      else if (scope === 'global') env = { ...env, GIT_CONFIG_GLOBAL: file };
      else if (scope === 'command')
        env = { ...env, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'include.path', GIT_CONFIG_VALUE_0: file };
      else {
        repo.git('config', 'extensions.worktreeConfig', 'true');
        mkdirSync(join(repo.dir, 'sub'));
        const into = scope === 'local' ? 'config' : 'config.worktree';
        writeFileSync(join(repo.dir, '.git', into), fileOf(NAMES, last), { flag: 'a' });
      }
      const gitConfig = await readGitConfig({ cwd: join(repo.dir), env });
      const config = resolveConfig({ gitConfig, env });
      for (const name of NAMES) {
        const from = isSet(config, name, scope);
        const may = rule(name).repository;
        const repositorys = scope === 'local' || scope === 'worktree';
        assert.equal(
          from,
          !repositorys || ['sign', 'with-issuer', 'only-true'].includes(may),
          `${name} from ${scope}`,
        );
        const ignored = config.ignored.some(({ setting }) => setting === name);
        assert.equal(ignored, !from, `${name} is reported when it does not count`);
      }
      for (const name of ['rekorUrl', 'timeoutMs'] as const) {
        const { origin } = config.verifying[name];
        assert.equal(
          origin.source === 'git',
          scope !== 'local' && scope !== 'worktree',
          `${name}, for verifying`,
        );
      }
    });

function isSet(config: Config, name: Name, scope: string): boolean {
  const { origin } = config[name];
  assert.ok(origin.source === 'git' ? origin.scope === scope : origin.source === 'default', name);
  return origin.source === 'git';
}

test('every variable counts as the user’s own, and is stronger than any configuration', () => {
  for (const name of settingNames())
    for (const variable of variables(rule(name))) {
      const gitConfig = [
        { key: gitKeys(rule(name))[0]?.toLowerCase() ?? '', value: '', scope: 'local', origin: 'x' },
      ] as const;
      const { origin } = resolveConfig({ gitConfig, env: { [variable]: sample(name) } })[name];
      assert.deepEqual(origin, { source: 'environment', name: variable });
    }
});

test('a repository may ask for a stricter match of the committer, and not for a looser one', () => {
  const entry = (value: string, scope: 'local' | 'global') =>
    ({ key: 'waxseal.matchcommitter', value, scope, origin: `file:/${scope}` }) as const;
  const matches = (...gitConfig: ReturnType<typeof entry>[]) =>
    resolveConfig({ gitConfig, env: {} }).matchCommitter.value;
  assert.equal(matches(entry('true', 'global'), entry('false', 'local')), true);
  assert.equal(matches(entry('false', 'global'), entry('true', 'local')), true);
  assert.equal(matches(entry('false', 'global'), entry('nonsense', 'local')), false);
});

test('a repository names the client only where it chose the issuer too, and a token’s audience never', () => {
  const entry = (key: string, value: string, scope: 'local' | 'global') =>
    ({ key: `waxseal.${key}`, value, scope, origin: `file:/${scope}` }) as const;
  const client = entry('clientid', 'team', 'local');
  const of = (gitConfig: readonly ReturnType<typeof entry>[], env: NodeJS.ProcessEnv = {}) => {
    const { oidcClientId, tokenAudience, ignored } = resolveConfig({ gitConfig, env });
    return [oidcClientId.value, tokenAudience.value, ignored.map(({ setting }) => setting)];
  };
  assert.deepEqual(of([client]), ['sigstore', 'sigstore', ['oidcClientId']]);
  assert.deepEqual(of([entry('issuer', 'https://i.test', 'local'), client]), ['team', 'sigstore', []]);
  const own = [entry('issuer', 'https://i.test', 'global'), client];
  assert.deepEqual(of(own), ['sigstore', 'sigstore', ['oidcClientId']], 'the user’s own issuer');
  const stronger = { WAXSEAL_ISSUER: 'https://own.test' };
  assert.deepEqual(of([entry('issuer', 'https://i.test', 'local'), client], stronger)[0], 'sigstore');
  assert.deepEqual(of([entry('clientid', 'mine', 'global')]), ['mine', 'mine', []]);
  assert.deepEqual(of([entry('tokenaudience', 'sts.cloud.test', 'local')]), [
    'sigstore',
    'sigstore',
    ['tokenAudience'],
  ]);
});
