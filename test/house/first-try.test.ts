import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  AUTHORITIES,
  CGI,
  FACTS,
  NETWORK,
  NO_KEY,
  NO_SECRET,
  NOT_SENT,
  OURS_ALONE,
  PERSON,
  PLACE,
} from '../../io/environment/names.js';
import { VERSION } from '../../io/version.js';
import { PROTOCOL } from '../../signer/agent/protocol.js';
import { sentEnvironment } from '../../signer/agent/surroundings.js';

const { firstTry, perlPattern } = (await import(pathToFileURL('scripts/build/first-try.mjs').href)) as {
  firstTry: () => Promise<string>;
  perlPattern: (pattern: RegExp) => string;
};
const built = await firstTry();
const source = readFileSync('signer/agent/first-try.pl', 'utf8');
const NO_PERL = spawnSync('perl', ['-e', '1']).status !== 0 && 'there is no Perl';

test('the tables are written once: nothing of them is in the Perl source, all of it in the built program', () => {
  // These the source names for what they hold, as it does the home.
  const named = [
    'HOME',
    'XDG_CACHE_HOME',
    'XDG_RUNTIME_DIR',
    'WAXSEAL_GIT_CONFIG_FD',
    'WAXSEAL_AGENT_FD',
    'WAXSEAL_NODE',
    'WAXSEAL_OUTPUT_FD',
  ];
  const lists = [PLACE, PERSON, FACTS, OURS_ALONE, NETWORK, AUTHORITIES, CGI, NO_SECRET];
  const names = lists.flat().filter((name) => !named.includes(name));
  const parts = [NOT_SENT, NO_KEY, 'BUILDKITE', 'PASSPHRASE', 'includeif', 'GIT_CONFIG_PARAMETERS'];
  const words = new Set(source.replace(/^#.*$/gm, '').match(/\(not sent\)|not\.sent|\w+/g));
  for (const word of [...names, ...parts]) {
    assert.ok(!words.has(word), word);
    assert.ok(built.includes(word), word);
  }
  assert.ok(built.includes(`(${PROTOCOL}, '${VERSION}', '${NOT_SENT}');`));
  assert.doesNotMatch(built, /__TABLES__|^use strict|^#/m);
});

test('the built program is sound under `use strict`', { skip: NO_PERL }, () => {
  const checked = spawnSync('perl', ['-c', '-'], {
    input: `use strict;\n${built}`,
    encoding: 'utf8',
  });
  assert.equal(checked.stderr, '- syntax OK\n');
});

test('Perl sends and blanks the variables that Node sends and blanks, name by name', {
  skip: NO_PERL,
}, () => {
  const near = [
    'GI',
    'GITX',
    'GIT\n',
    'GIT',
    'CI',
    'CIX',
    'CI_\n',
    'LC_ALL',
    'MY_GIT_X',
    'home',
    'SystemRoot2',
    'AWS_TOKEN',
    'NODE_OPTIONS',
  ];
  const secret = [
    'CI_TOKEN',
    'CI_TOKEN_V2',
    'ci_token',
    'CI_tokeN',
    'CI_TOKEN_V22',
    'CI_TOKENS',
    'GITHUB_SECRET',
    'CI_PASSWD',
    'CI_COOKIE\n',
    ...['WAXSEAL_TOKEN', 'WAXSEAL_TOKEN_V2', 'WAXSEAL_TOKEN_V22', 'waxseal_token', 'SIGSTORE_PASSWD'],
    ...['WAXSEAL_COOKIE\n', 'GITSIGN_JWT_V1', 'GITSIGN_CREDENTIALS', 'TUF_MIRROR', 'TUF_MIRRORS'],
  ];
  const config = [
    ...['waxseal.x', 'WAXSEAL.x', 'http.extraheader', 'includeIf.x.path', 'waxsealx.y', 'core.worktree'],
    ...['core', 'core.worktree\n', 'url.a@b.insteadOf', ''],
  ];
  const env: Record<string, string> = {};
  const lists = [near, secret, PLACE, PERSON, FACTS, NETWORK, OURS_ALONE, NO_SECRET];
  for (const name of lists.flat()) env[name] = 'x';
  for (const [index, key] of config.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = 'x';
  }
  const words = [
    ...["'waxseal.a'='b'", "'http.extraheader'='b'", "'user.name=it'\\''s'", "'gpg.x'=", "'gpg.y'", "'x'=''"],
    ...["'waxseal.c'='d'\\''e'\\!''", "junk'user.z'='1'", "'core.worktree'='/'", "'user.unclosed"],
  ];
  env['GIT_CONFIG_PARAMETERS'] = words.join(' ');
  env['REQUEST_METHOD'] = 'GET';
  const part = (from: string, to: string) => built.slice(built.indexOf(from), built.indexOf(to));
  const program = [
    part('my ($PROTOCOL', '$^F = '),
    part('sub network', 'sub short_hash'),
    'local $/; %ENV = split /\\0/, <STDIN>; my @network = network();',
    part('sub of_pair', 'sub decoded'),
    'print environment();',
  ].join('\n');
  const ran = spawnSync('perl', ['-e', program], {
    input: Object.entries(env).flat().join('\0'),
    encoding: 'utf8',
  });
  assert.equal(ran.stderr, '');
  assert.deepEqual(JSON.parse(ran.stdout), sentEnvironment(env));
});

test('a pattern that Perl might read in another way stops the build', () => {
  assert.equal(perlPattern(/^(?:A|B\d)_?$/i), 'qr/\\A(?:A|B\\d)_?\\z/i');
  assert.equal(perlPattern(/'[^']*'/), "qr/'[^']*'/");
  for (const pattern of [/[A-Z]/, /a@b/, /\w/, /(?<x>a)/, /a{2}/, /a/u, /\$/, /a#b/])
    assert.throws(() => perlPattern(pattern), String(pattern));
});
