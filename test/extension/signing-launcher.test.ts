import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { launcherPath, writeLauncher } from '../../extension/signing/launcher.js';
import { type LauncherParts, launcherText, readLauncher } from '../../extension/signing/launcher-text.js';
import { NO_VERDICT } from '../../signer/sign/status-lines.js';

const root = mkdtempSync(join(tmpdir(), 'launcher-'));
after(() => rmSync(root, { recursive: true, force: true }));

const PROGRAM =
  'console.log(JSON.stringify([__filename, process.argv.slice(2), process.env.ELECTRON_RUN_AS_NODE, process.env.WAXSEAL_LAUNCHER, process.env.WAXSEAL_EXTRA_CA_CERTS, process.env.NODE_EXTRA_CA_CERTS]))';

/** An installed version of the extension in a folder whose name is difficult for shells. */
function installed(place: string, version: string): LauncherParts {
  const folders = join(root, place, 'it\'s $HOME `x` "q"', 'waxseal.waxseal-');
  const program = join(`${folders}${version}`, 'dist', 'waxseal.js');
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, PROGRAM);
  return { node: process.execPath, program, version, folders };
}

const LAUNCHERS = "the user's data/bin/waxseal";

function started(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  parse: (text: string) => unknown = JSON.parse,
) {
  const run = spawnSync(path, args, { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } });
  return { ...run, said: run.stdout === '' ? [] : parse(run.stdout) };
}

test('the launcher runs the bundled program with the Node that it names, whatever the folder is called', async () => {
  const parts = installed('plain', '0.1.0');
  const path = join(root, 'plain', LAUNCHERS);
  await writeLauncher(path, parts);
  const { status, said, stderr } = started(path, ['verify', 'a b', "c'd"], {
    NODE_EXTRA_CA_CERTS: '/ca.pem',
  });
  assert.equal(status, 0, stderr);
  assert.deepEqual(said, [parts.program, ['verify', 'a b', "c'd"], '1', path, '/ca.pem', null]);
});

test('it still works when another version of the extension has replaced its own', async () => {
  const parts = installed('updated', '0.1.0');
  const path = join(root, 'updated', LAUNCHERS);
  await writeLauncher(path, parts);
  const after = parts.program.replace('0.1.0', '0.2.0');
  mkdirSync(dirname(dirname(dirname(after))), { recursive: true });
  renameSync(dirname(dirname(parts.program)), dirname(dirname(after)));
  const { status, said } = started(path, ['x']);
  assert.equal(status, 0);
  assert.equal((said as unknown[])[0], after);
});

test('it finds the Node of another version of the server when its own is gone', async () => {
  const parts = installed('server', '0.1.0');
  const path = join(root, 'server', LAUNCHERS);
  const [old, now] = ['0', '1'].map((digit) =>
    join(root, 'server', `Stable-${digit.repeat(40)}`, 'server', 'node'),
  ) as [string, string];
  mkdirSync(dirname(now), { recursive: true });
  writeFileSync(now, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  chmodSync(now, 0o755);
  await writeLauncher(path, { ...parts, node: old });
  const { status, stderr } = started(path, ['x'], { PATH: '/nonexistent' });
  assert.equal(status, 0, stderr);
});

test('it says what to do when the extension is gone', async () => {
  const parts = installed('gone', '0.1.0');
  const path = join(root, 'gone', LAUNCHERS);
  await writeLauncher(path, parts);
  rmSync(dirname(dirname(parts.program)), { recursive: true });
  const { status, stderr } = started(path, ['--status-fd=2', '-bsau', 'me']);
  assert.equal(status, 2);
  assert.match(stderr, /^waxseal: the editor extension that signed for git is gone\nhint: /);
  const verifying = started(path, ['--keyid-format=long', '--status-fd=1', '--verify', 'x', '-'], {}, String);
  assert.deepEqual([verifying.status, verifying.said], [2, NO_VERDICT], 'git does not call it unsigned');
});

test('git’s configuration is passed on, standard input gives the payload, and git’s pipe is kept apart', async () => {
  const parts = installed('handed', '0.1.0');
  writeFileSync(
    parts.program,
    "const fs = require('node:fs'); const fd = Number(process.env.WAXSEAL_GIT_CONFIG_FD); console.log('not for git'); fs.writeSync(Number(process.env.WAXSEAL_OUTPUT_FD), JSON.stringify([fs.readFileSync(fd, 'utf8').endsWith('complete'), fs.readFileSync(0, 'utf8')]))",
  );
  const path = join(root, 'handed', LAUNCHERS);
  await writeLauncher(path, parts);
  const { status, stdout, stderr } = spawnSync(path, ['--status-fd=2', '-bsau', 'me'], {
    encoding: 'utf8',
    input: 'the payload',
    env: { PATH: process.env['PATH'], HOME: root },
  });
  assert.deepEqual([status, stderr], [0, 'not for git\n']);
  assert.deepEqual(JSON.parse(stdout), [true, 'the payload']);
});

test('neither GIT_CONFIG nor a relative entry of PATH lets the repository choose the configuration or the Node', async () => {
  const parts = installed('hostile', '0.1.0');
  writeFileSync(
    parts.program,
    "const fs = require('node:fs'); fs.writeSync(Number(process.env.WAXSEAL_OUTPUT_FD), JSON.stringify([process.env.PATH, process.env.GIT_CONFIG, fs.readFileSync(9, 'utf8')]))",
  );
  const path = join(root, 'hostile', LAUNCHERS);
  await writeLauncher(path, parts);
  writeFileSync(join(root, 'theirs'), '[waxseal]\n\tpolicy = /evil\n');
  const { stdout, stderr } = spawnSync(path, ['--status-fd=2', '-bsau', 'me'], {
    encoding: 'utf8',
    input: '',
    env: { PATH: `.:${process.env['PATH']}`, HOME: root, GIT_CONFIG: join(root, 'theirs') },
  });
  assert.equal(stderr, '');
  const [PATH, variable, config] = JSON.parse(stdout);
  assert.deepEqual([PATH, variable], [process.env['PATH'], null]);
  assert.match(config, /complete$/);
  assert.doesNotMatch(config, /evil/);
});

test('it is not written again when it is the same, nor when a newer extension of another editor wrote it', async () => {
  const path = join(root, 'twice', LAUNCHERS);
  const [older, newer] = [installed('twice', '0.9.0'), installed('twice', '0.10.0')];
  await writeLauncher(path, newer);
  const { ino, mode } = statSync(path);
  assert.equal(mode & 0o777, 0o755);
  for (const directory of [dirname(path), dirname(dirname(path))])
    assert.equal(statSync(directory).mode & 0o777, 0o700, directory);
  chmodSync(dirname(path), 0o777);
  await writeLauncher(path, newer);
  await writeLauncher(path, older);
  assert.equal(statSync(path).ino, ino);
  rmSync(newer.program);
  await writeLauncher(path, older);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  assert.equal(readLauncher(readFileSync(path, 'utf8'))?.program, older.program);
});

test('on Windows its paths have slashes, and it passes on nothing that a Windows program cannot receive', () => {
  const parts = {
    node: 'C:\\Program Files\\Code\\Code.exe',
    program: "C:\\Users\\o'brien\\waxseal.waxseal-0.1.0\\dist\\waxseal.js",
    version: '0.1.0',
    folders: "C:\\Users\\o'brien\\waxseal.waxseal-",
  };
  const text = launcherText(parts, 'win32');
  assert.ok(text.startsWith('#!/bin/sh\n'));
  assert.ok(text.includes("node='C:/Program Files/Code/Code.exe'\n"));
  assert.ok(text.includes("program='C:/Users/o'\\''brien/waxseal.waxseal-0.1.0/dist/waxseal.js'\n"));
  assert.ok(!text.includes('WAXSEAL_GIT_CONFIG_FD'));
  assert.ok(
    text.includes('\nunset NODE_OPTIONS\n'),
    'nothing else runs where git’s pipe cannot be kept apart',
  );
});

test('it is in the user’s data directory, not in a folder of one version', () => {
  const env = { HOME: '/home/me' };
  assert.equal(launcherPath(env, 'linux'), '/home/me/.local/share/waxseal/bin/waxseal');
  assert.equal(launcherPath({ ...env, XDG_DATA_HOME: '/data' }, 'linux'), '/data/waxseal/bin/waxseal');
  assert.equal(launcherPath(env, 'darwin'), '/home/me/Library/Application Support/waxseal/bin/waxseal');
});
