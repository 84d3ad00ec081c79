import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const scratch = mkdtempSync(join(tmpdir(), 'waxseal-launcher-'));
after(() => rmSync(scratch, { recursive: true }));

const { LAUNCHER } = (await import(pathToFileURL('scripts/build/launcher.mjs').href)) as { LAUNCHER: string };
const probe = join(scratch, 'probe.js');
const report =
  'process.stdout.write(JSON.stringify([process.argv.slice(2), process.env.NODE_EXTRA_CA_CERTS, process.env.WAXSEAL_EXTRA_CA_CERTS]))';
writeFileSync(probe, `${LAUNCHER}'use strict';\n${report};\n`);
writeFileSync(join(scratch, 'package.json'), '{ "type": "commonjs" }');
chmodSync(probe, 0o755);

const nodeInPath = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
const onUnix =
  process.platform === 'win32'
    ? { skip: 'Windows has no sh: the standalone executable is the form there' }
    : {};

function run(file: string, args: string[], env: Record<string, string>) {
  return spawnSync(file, args, { encoding: 'utf8', env });
}

test('the variable for extra certificates is renamed, so that Node does not read it', onUnix, () => {
  const started = run(probe, ['a b', '', '$x'], {
    ...nodeInPath,
    NODE_EXTRA_CA_CERTS: '/nowhere/it has spaces.pem',
  });
  assert.deepEqual(JSON.parse(started.stdout), [['a b', '', '$x'], null, '/nowhere/it has spaces.pem']);
  assert.equal(started.stderr, '');
});

test('a variable that an outer waxseal renamed stays when there is nothing to rename', onUnix, () => {
  const started = run(probe, [], { ...nodeInPath, WAXSEAL_EXTRA_CA_CERTS: '/nowhere/a.pem' });
  assert.deepEqual(JSON.parse(started.stdout), [[], null, '/nowhere/a.pem']);
});

test('the same file runs as `node waxseal.js`, with nothing renamed', () => {
  const started = run(process.execPath, [probe, 'x'], { ...nodeInPath, NODE_EXTRA_CA_CERTS: '' });
  assert.deepEqual(JSON.parse(started.stdout), [['x'], '', null]);
});

test('it runs through a symbolic link in PATH, as npm installs it', onUnix, () => {
  const bin = join(scratch, 'linked');
  symlinkSync(probe, bin);
  const started = run('/bin/sh', ['-c', 'linked y'], { PATH: `${scratch}:${nodeInPath.PATH}` });
  assert.deepEqual(JSON.parse(started.stdout)[0], ['y']);
});

test('git’s configuration is handed over whole on descriptor 9, and git’s pipes stay git’s', onUnix, () => {
  const reader = join(scratch, 'reader.js');
  const read =
    "const fs = require('node:fs'); const config = fs.readFileSync(Number(process.env.WAXSEAL_GIT_CONFIG_FD), 'utf8');" +
    'console.log("not git’s"); fs.writeSync(Number(process.env.WAXSEAL_OUTPUT_FD), JSON.stringify([process.argv.slice(2), fs.readFileSync(0, "utf8"), config]))';
  writeFileSync(reader, `${LAUNCHER}'use strict';\n${read};\n`);
  chmodSync(reader, 0o755);
  const env = {
    ...nodeInPath,
    HOME: scratch,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'waxseal.x',
    GIT_CONFIG_VALUE_0: 'y',
  };
  const started = spawnSync(reader, ['--status-fd=2', '-bsau', 'me'], {
    encoding: 'utf8',
    env,
    input: 'payload',
    cwd: scratch,
  });
  const [args, input, config] = JSON.parse(started.stdout) as [string[], string, string];
  assert.deepEqual([args, input], [['--status-fd=2', '-bsau', 'me'], 'payload']);
  assert.equal(started.stderr, 'not git’s\n');
  assert.match(config, /command\0command line:\0waxseal\.x\ny\0complete$/);
});

test(
  'the exit status and the status descriptor of a program started for git are passed through',
  onUnix,
  () => {
    const program = join(scratch, 'status.js');
    writeFileSync(program, `${LAUNCHER}require('node:fs').writeSync(5, 'status'); process.exit(7);\n`);
    chmodSync(program, 0o755);
    const started = spawnSync('/bin/sh', ['-c', `'${program}' --status-fd=5 5>&1`], {
      encoding: 'utf8',
      env: nodeInPath,
    });
    assert.deepEqual([started.status, started.stdout], [7, 'status']);
  },
);

test('relative entries of PATH start no node of the repository, and are told to the program', onUnix, () => {
  const planted = mkdtempSync(join(scratch, 'planted-'));
  writeFileSync(join(planted, 'node'), '#!/bin/sh\necho planted\n');
  chmodSync(join(planted, 'node'), 0o755);
  const file = join(scratch, 'path.js');
  writeFileSync(
    file,
    `${LAUNCHER}process.stdout.write(JSON.stringify([process.env.PATH, process.env.WAXSEAL_PATH_BEFORE]));\n`,
  );
  chmodSync(file, 0o755);
  const started = (PATH: string) =>
    JSON.parse(spawnSync('/bin/sh', [file], { encoding: 'utf8', env: { PATH }, cwd: planted }).stdout);
  for (const PATH of [`:${nodeInPath.PATH}`, `.:${nodeInPath.PATH}`, `./:x::${nodeInPath.PATH}:`])
    assert.deepEqual(started(PATH), [nodeInPath.PATH, PATH]);
  assert.deepEqual(started(`${nodeInPath.PATH}:/with space/*`), [`${nodeInPath.PATH}:/with space/*`, null]);
  assert.deepEqual(started(`.:${nodeInPath.PATH}:/with space/*`)[0], `${nodeInPath.PATH}:/with space/*`);
});

test('GIT_CONFIG does not reach git or the program', onUnix, () => {
  const file = join(scratch, 'no-config.js');
  const read =
    "const fs = require('node:fs'); fs.writeSync(Number(process.env.WAXSEAL_OUTPUT_FD), JSON.stringify([process.env.GIT_CONFIG, fs.readFileSync(9, 'utf8')]))";
  writeFileSync(file, `${LAUNCHER}${read};\n`);
  chmodSync(file, 0o755);
  const theirs = join(scratch, 'theirs');
  writeFileSync(theirs, '[waxseal]\n\tpolicy = /evil\n');
  const env = { ...nodeInPath, HOME: scratch, GIT_CONFIG: theirs };
  const started = run(file, ['--status-fd=2', '-bsau', 'me'], env);
  assert.equal(started.stderr, '');
  const [variable, config] = JSON.parse(started.stdout) as [string | null, string];
  assert.equal(variable, null);
  assert.match(config, /complete$/);
  assert.doesNotMatch(config, /evil/);
});

for (const shell of ['/bin/dash', '/bin/bash', '/bin/busybox']) {
  const options = existsSync(shell) ? onUnix : { skip: `${shell} is not on this machine` };
  test(`${shell} understands the launcher`, options, () => {
    const args = shell.endsWith('busybox') ? ['sh', probe, 'z'] : [probe, 'z'];
    assert.deepEqual(JSON.parse(run(shell, args, nodeInPath).stdout)[0], ['z']);
  });
}

test('without node in PATH it says so in one line and exits 2', onUnix, () => {
  const started = run('/bin/sh', [resolve(probe)], { PATH: '/nonexistent' });
  assert.equal(started.status, 2);
  assert.equal(started.stdout, '');
  assert.match(started.stderr, /^waxseal: node is not in PATH: [^\n]+\n$/);
});
