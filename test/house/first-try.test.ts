import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { VERSION } from '../../io/version.js';
import { PROTOCOL } from '../../signer/agent/protocol.js';
import { AUTHORITIES, NETWORK, NOT_SENT, OURS_ALONE, SENT_TOO } from '../../signer/agent/sent.js';
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
    ...['HOME', 'WAXSEAL_GIT_CONFIG_FD', 'WAXSEAL_AGENT_FD', 'WAXSEAL_NODE', 'WAXSEAL_OUTPUT_FD'],
  ];
  const names = [...SENT_TOO, ...OURS_ALONE, ...NETWORK, ...AUTHORITIES].filter(
    (name) => !named.includes(name),
  );
  const parts = [NOT_SENT, 'BUILDKITE', 'PASSPHRASE', 'includeif', 'GIT_CONFIG_VALUE_'];
  const words = new Set(source.replace(/^#.*$/gm, '').match(/\(not sent\)|\w+/g));
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
  ];
  const config = ['waxseal.x', 'WAXSEAL.x', 'http.extraheader', 'includeIf.x.path', 'waxsealx.y', 'core'];
  const env: Record<string, string> = {};
  for (const name of [...near, ...secret, ...SENT_TOO, ...NETWORK, ...OURS_ALONE]) env[name] = 'x';
  for (const [index, key] of config.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = 'x';
  }
  const part = (from: string, to: string) => built.slice(built.indexOf(from), built.indexOf(to));
  const program = [
    part('my ($PROTOCOL', '$^F = '),
    part('sub network', 'sub short_hash'),
    'local $/; %ENV = split /\\0/, <STDIN>; my @network = network();',
    part('sub is_secret', 'sub decoded'),
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
  for (const pattern of [/[A-Z]/, /a@b/, /\w/, /(?<x>a)/, /a{2}/, /a/u, /\$/, /a#b/])
    assert.throws(() => perlPattern(pattern), String(pattern));
});
