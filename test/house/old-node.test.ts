import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as acorn from 'acorn';
import { NO_VERDICT } from '../../signer/sign/status-lines.js';
import { createRepo, type GitRepo } from '../support/git-repo.js';
import { TestInstance } from '../support/instance.js';
import { signedCommit } from '../support/signed-commit.js';
import { asStranger, NEEDS_STRANGER } from '../support/stranger.js';
import { PROGRAM } from '../support/waxseal.js';

const WINDOWS = process.platform === 'win32' ? { skip: 'Windows has no sh' } : {};
const needed = (await import(pathToFileURL('scripts/build/needed.mjs').href)) as {
  NEEDED: string;
  NO_VERDICT: readonly string[];
};

let repo: GitRepo;
let scratch: string;
/** A directory for PATH with sh and git, and no Node. */
let bare: string;
/** The same with a Node that says that it is version 16.20. */
let old: string;

before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'old-node-'));
  bare = directoryWith('bare');
  old = directoryWith('old');
  const version = join(scratch, 'version.cjs');
  const versions = '{ value: { ...process.versions, node: "16.20.2" } }';
  writeFileSync(
    version,
    `if (!process.env.IS_NEW) Object.defineProperty(process, 'versions', ${versions});\n`,
  );
  // What it starts is new again.
  const text = `#!/bin/sh\n[ "$1" = --version ] && { echo v16.20.2; exit; }\nIS_NEW= exec '${process.execPath}' --require '${version}' "$@"\n`;
  writeFileSync(join(old, 'node'), text, { mode: 0o755 });
  repo = await createRepo();
  const path = join(repo.home, 'object');
  writeFileSync(path, signedCommit(new TestInstance()).raw);
  await repo.git(['mktree']);
  await repo.git(['update-ref', 'HEAD', await repo.git(['hash-object', '-t', 'commit', '-w', path])]);
  await repo.git(['config', 'gpg.x509.program', PROGRAM]);
});
after(() => {
  repo.remove();
  rmSync(scratch, { recursive: true });
});

function directoryWith(name: string): string {
  const directory = join(scratch, name);
  mkdirSync(directory);
  for (const program of ['sh', 'git', 'ls', 'id']) {
    const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(found, join(directory, program));
  }
  return directory;
}

function start(program: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: repo.dir,
    env: { ...repo.env, ...env },
    input: '',
  });
  return { status, stdout, stderr };
}

test('the entry, and what it loads in an old Node, can be read by a Node of 2016', () => {
  for (const file of [PROGRAM, join(PROGRAM, '..', 'chunks', 'old-node.js')]) {
    const text = readFileSync(file, 'utf8');
    acorn.parse(text, { ecmaVersion: 2015, allowHashBang: true, sourceType: 'script' });
  }
});

test('the oldest Node is named as in package.json, and "no verdict" as in the program', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  assert.equal(`>=${needed.NEEDED}`, engines.node);
  assert.equal(`${needed.NO_VERDICT.join('\n')}\n`, NO_VERDICT);
});

const LACKING = {
  'no Node': () => ({ PATH: bare }),
  'an old Node only': () => ({ PATH: old }),
};
const SAID = {
  'no Node':
    /^waxseal: node is not in PATH: install Node\.js 20\.19 or newer, or the standalone executable\n$/,
  'an old Node only': /^waxseal: this is Node\.js 16\.20\.2 \(\S+\): Node\.js 20\.19 or newer is needed\n$/,
};

for (const [what, path] of Object.entries(LACKING)) {
  const said = SAID[what as keyof typeof SAID];
  test(`with ${what} in PATH, one line says what is needed, and nothing is signed`, WINDOWS, () => {
    for (const args of [['--version'], ['verify'], ['--status-fd=2', '-bsau', 'KEY']]) {
      const { status, stdout, stderr } = start(PROGRAM, args, path());
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, said);
    }
  });

  test(`with ${what} in PATH, git does not call a signed commit unsigned`, WINDOWS, async () => {
    assert.equal(await repo.git(['log', '-1', '--format=%G?'], path()), 'E');
    const raw = await repo.try(['verify-commit', '--raw', 'HEAD'], path());
    assert.notEqual(raw.status, 0);
    assert.ok(raw.stderr.includes(NO_VERDICT), raw.stderr);
  });

  test(`with ${what} in PATH, the one beside the program is used`, WINDOWS, () => {
    const bin = join(scratch, `bin of ${what}`);
    mkdirSync(bin);
    symlinkSync(PROGRAM, join(bin, 'waxseal'));
    symlinkSync(process.execPath, join(bin, 'node'));
    assert.match(start(join(bin, 'waxseal'), ['--version'], path()).stdout, /^waxseal \d/);
  });

  test(`with ${what} in PATH, the one that set-up recorded is used, if it is still there`, WINDOWS, () => {
    const set = start(PROGRAM, ['setup'], {});
    assert.equal(set.status, 0, set.stderr);
    const file = join(repo.home, '.config', 'waxseal', 'node');
    assert.equal(readFileSync(file, 'utf8'), `${process.execPath}\n`);
    assert.match(start(PROGRAM, ['--version'], path()).stdout, /^waxseal \d/);
    const verdict = start('git', ['verify-commit', 'HEAD'], path());
    assert.match(verdict.stderr, /^waxseal: /m);
    assert.doesNotMatch(verdict.stderr, /is needed|not in PATH/);
    for (const gone of ['/nonexistent/node\n', 'node\n', `${scratch}\n`]) {
      writeFileSync(file, gone);
      assert.match(start(PROGRAM, ['--version'], path()).stderr, said, gone);
    }
    rmSync(file);
  });
}

test('a newer Node further back in PATH is used, with all that git passed', WINDOWS, () => {
  const bin = join(scratch, 'newer');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  const raw = start('git', ['verify-commit', '--raw', 'HEAD'], { PATH: `${old}:${bin}` });
  assert.match(raw.stderr, /^\[GNUPG:\] NEWSIG$/m);
  assert.doesNotMatch(raw.stderr, /is needed/);
});

test('what set-up recorded counts only below an absolute home', WINDOWS, () => {
  const home = join(repo.dir, 'home');
  mkdirSync(join(home, '.config', 'waxseal'), { recursive: true });
  const evil = join(repo.dir, 'evil');
  writeFileSync(evil, '#!/bin/sh\necho evil\n');
  chmodSync(evil, 0o755);
  writeFileSync(join(home, '.config', 'waxseal', 'node'), `${evil}\n`);
  copyFileSync(evil, join(repo.dir, 'node'));
  for (const path of Object.values(LACKING)) {
    const { stdout } = start(PROGRAM, ['--version'], {
      ...path(),
      HOME: 'home',
      XDG_CONFIG_HOME: 'home/.config',
    });
    assert.doesNotMatch(stdout, /evil/);
  }
});

/** A directory in the place of the user's configurations, with a record; the program that is recorded says `evil`. */
function recordIn(name: string): { readonly configurations: string; readonly record: string } {
  const configurations = join(scratch, name);
  const record = join(configurations, 'waxseal', 'node');
  mkdirSync(join(record, '..'), { recursive: true });
  const evil = join(configurations, 'evil');
  writeFileSync(evil, '#!/bin/sh\necho evil\n', { mode: 0o755 });
  writeFileSync(record, `${evil}\n`);
  return { configurations, record };
}

/** What becomes of a record; whether it counts then. */
const PLACES: Readonly<
  Record<string, readonly [boolean, (configurations: string, record: string) => string]>
> = {
  'only the user can write': [true, (configurations) => configurations],
  'is reached by a link of the user’s': [
    true,
    (configurations) => {
      symlinkSync('.', join(configurations, 'a -> b'));
      symlinkSync(join(configurations, 'a -> b'), `${configurations}.link`);
      return `${configurations}.link`;
    },
  ],
  'lies below a directory like /tmp': [
    true,
    (configurations) => {
      chmodSync(configurations, 0o1777);
      return configurations;
    },
  ],
  'its group can write': [
    true,
    (configurations, record) => {
      chmodSync(record, 0o664);
      return configurations;
    },
  ],
  'everybody can write': [
    false,
    (configurations, record) => {
      chmodSync(record, 0o666);
      return configurations;
    },
  ],
  'lies in a directory that everybody can change': [
    false,
    (configurations, record) => {
      chmodSync(join(record, '..'), 0o777);
      return configurations;
    },
  ],
  'lies below a directory that everybody can change': [
    false,
    (configurations) => {
      chmodSync(configurations, 0o777);
      return configurations;
    },
  ],
  'is reached by a link in such a directory': [
    false,
    (configurations) => {
      const open = `${configurations}.open`;
      mkdirSync(open);
      chmodSync(open, 0o777);
      symlinkSync(configurations, join(open, 'link'));
      symlinkSync(join(open, 'link'), `${configurations}.link`);
      return `${configurations}.link`;
    },
  ],
};

for (const [place, [counts, change]] of Object.entries(PLACES))
  test(`a recorded Node that ${place} is ${counts ? '' : 'not '}started`, WINDOWS, () => {
    const { configurations, record } = recordIn(`record that ${place}`.replaceAll(/\W/g, '-'));
    const XDG_CONFIG_HOME = change(configurations, record);
    const { stdout } = start(PROGRAM, ['help'], { PATH: bare, XDG_CONFIG_HOME });
    assert.equal(stdout, counts ? 'evil\n' : '');
    const recorded = join(configurations, 'evil');
    writeFileSync(recorded, '#!/bin/sh\n[ "$1" = --version ] && echo v99.0 && exit\necho evil\n');
    const started = start(PROGRAM, ['help'], { PATH: old, XDG_CONFIG_HOME });
    assert.equal(started.stdout, counts ? 'evil\n' : '');
  });

for (const [what, make] of Object.entries({
  'a record': 'mkdir -p "$2/waxseal"; cp "$1/waxseal/node" "$2/waxseal/node"',
  'a link to one': 'ln -s "$1" "$2"',
}))
  test(`${what} that another user put into a directory like /tmp starts nothing`, NEEDS_STRANGER, () => {
    const { configurations } = recordIn(`copied for ${what}`);
    chmodSync(scratch, 0o755);
    const shared = join(scratch, `shared for ${what}`);
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    const theirs = join(shared, 'config');
    asStranger(make, configurations, theirs);
    writeFileSync(
      join(configurations, 'evil'),
      '#!/bin/sh\n[ "$1" = --version ] && echo v99.0 && exit\necho evil\n',
    );
    for (const PATH of [bare, old])
      assert.equal(start(PROGRAM, ['help'], { PATH, XDG_CONFIG_HOME: theirs }).stdout, '');
  });

test('in a user namespace, a recorded Node below a directory of the system’s is started', WINDOWS, (t) => {
  const { configurations } = recordIn('in a user namespace');
  const inside = (...command: string[]) =>
    spawnSync('unshare', ['--user', '--map-root-user', ...command], { encoding: 'utf8' });
  if (process.getuid?.() !== 0 || inside('true').status !== 0) return t.skip('no user namespace can be made');
  const recorded = join(configurations, 'evil');
  writeFileSync(recorded, '#!/bin/sh\n[ "$1" = --version ] && echo v99.0 && exit\necho started\n');
  chownSync(configurations, 65533, 65533);
  chmodSync(configurations, 0o755);
  for (const PATH of [bare, old]) {
    const env = [`PATH=${PATH}`, `XDG_CONFIG_HOME=${configurations}`];
    assert.equal(inside('/usr/bin/env', ...env, PROGRAM, 'help').stdout, 'started\n');
    assert.doesNotMatch(
      start(PROGRAM, ['help'], { PATH, XDG_CONFIG_HOME: configurations }).stdout,
      /started/,
    );
  }
});
