import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cleanEnvironment } from '../support/git-repo.js';
import { PROGRAM } from '../support/waxseal.js';

// Node cannot pass such bytes to a program, so a shell does.
const HOME = String.raw`$(printf 'h\351')`;
const SKIP = process.platform === 'linux' ? {} : { skip: 'only Linux has file names that are not UTF-8' };

let root: string;
before(() => {
  root = mkdtempSync(join(tmpdir(), 'not-utf8-'));
  sh(`mkdir "$ROOT/${HOME}" && git init -q "$ROOT/work" && git init -q "$ROOT/${HOME}/inside"`);
  writeFileSync(join(root, 'signature'), '-----BEGIN SIGNED MESSAGE-----\n');
});
after(() => rmSync(root, { recursive: true, force: true }));

function sh(script: string, env: Readonly<Record<string, string>> = {}) {
  return spawnSync('sh', ['-c', script], {
    cwd: root,
    encoding: 'utf8',
    env: { ...cleanEnvironment(root), ROOT: root, PROGRAM, WAXSEAL_AGENT: '', ...env },
    input: 'tree x\n',
    timeout: 60_000,
  });
}

/** Names below the temporary directory that Node, and nobody else, would have made. */
function elsewhere(): string[] {
  return readdirSync(root, { encoding: 'buffer' })
    .filter((name) => name.includes(Buffer.from('\uFFFD')))
    .map(String);
}

const COMMANDS = [
  '--status-fd=2 -bsau KEY',
  '--status-fd=1 --verify "$ROOT/signature" -',
  'verify HEAD',
  'show HEAD',
  'status',
  'doctor --offline',
  'setup',
  'setup --global',
  'hook install pre-push',
  'policy check',
  'trust show',
  'login',
  'logout',
];

for (const variable of ['HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'])
  for (const command of COMMANDS)
    test(
      `waxseal ${command}: ${variable} that is not UTF-8 is named, and nothing is written elsewhere`,
      SKIP,
      () => {
        const unset = variable === 'HOME' ? 'unset XDG_CONFIG_HOME XDG_CACHE_HOME GIT_CONFIG_GLOBAL;' : '';
        const { status, stdout, stderr } = sh(
          `${unset} cd work && ${variable}="$ROOT/${HOME}" exec "$PROGRAM" ${command}`,
        );
        assert.match(`${status}`, /^[12]$/);
        assert.match(
          stderr,
          new RegExp(
            `^waxseal: the path in ${variable} is not UTF-8, and Node\\.js cannot open it\\nhint: set ${variable} to `,
            'm',
          ),
        );
        assert.doesNotMatch(stdout + stderr, / at |undefined|BEGIN SIGNED|GOODSIG/);
        if (command.includes('--verify')) assert.match(stdout, /^\[GNUPG:\] ERRSIG /m);
        assert.deepEqual(elsewhere(), []);
      },
    );

for (const command of ['hook install pre-push', 'policy init', 'verify HEAD'])
  test(
    `waxseal ${command}: a repository whose path is not UTF-8 is refused, and nothing is written elsewhere`,
    SKIP,
    () => {
      const { status, stderr } = sh(`cd "${HOME}/inside" && exec "$PROGRAM" ${command}`);
      assert.equal(status, 2, stderr);
      assert.match(
        stderr,
        /^waxseal: the path of this repository is not UTF-8, and Node\.js cannot open it\nhint: /,
      );
      assert.deepEqual(elsewhere(), []);
    },
  );

test('the help and the version need no path that is UTF-8', SKIP, () => {
  for (const command of ['--version', 'help', 'verify --help']) {
    const { status, stderr } = sh(`HOME="$ROOT/${HOME}" exec "$PROGRAM" ${command}`);
    assert.equal(status, 0, stderr);
  }
});
