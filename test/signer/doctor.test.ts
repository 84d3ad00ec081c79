import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { SetUpResult } from '../../inspect/set-up/index.js';
import { doctorText } from '../../signer/commands/doctor/text.js';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { createRepo, type GitRepo, run } from '../support/git-repo.js';
import { matchesGolden } from '../support/golden.js';
import { PROGRAM, stackEnvironment } from '../support/waxseal.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

type Env = Record<string, string>;

interface Patient {
  readonly repo: GitRepo;
  /** Runs the doctor; `env` is added to the repository's environment. */
  doctor(env?: Env, ...args: string[]): Promise<{ status: number | null; findings: SetUpResult[] }>;
}

/** A repository with a correct set-up. */
async function withPatient(use: (patient: Patient) => Promise<void>): Promise<void> {
  const repo = await createRepo({ env: stackEnvironment(sandbox) });
  await repo.git(['config', 'gpg.format', 'x509']);
  await repo.git(['config', 'gpg.x509.program', PROGRAM]);
  await repo.git(['config', '--global', 'waxseal.trustedRoot', sandbox.trustedRootPath]);
  const doctor: Patient['doctor'] = async (env = {}, ...args) => {
    const ended = await run(PROGRAM, ['doctor', '--format', 'json', ...args], {
      cwd: repo.dir,
      env: { ...repo.env, ...env },
    });
    assert.notEqual(ended.status, 2, ended.stderr);
    return { status: ended.status, findings: JSON.parse(ended.stdout).findings };
  };
  try {
    await use({ repo, doctor });
  } finally {
    sandbox.faults.clear();
    repo.remove();
  }
}

test('an unknown setting is named, with the one that may be meant; what setup keeps is not reported', () =>
  withPatient(async ({ repo, doctor }) => {
    await repo.git(['config', 'waxseal.matchCommiter', 'true']);
    await repo.git(['config', '--add', 'waxseal.restore', '{}']);
    const { status, findings } = await doctor({}, '--offline');
    const named = findings.filter(({ check }) => check === 'unknown-setting');
    assert.deepEqual([status, named.length], [0, 1]);
    assert.match(named[0]?.detail ?? '', /^waxseal\.matchcommiter \(local\) .*"waxseal\.matchCommitter"\?$/);
    assert.match(named[0]?.fix ?? '', /^run: git config --local --unset-all waxseal\.matchcommiter /);
  }));

test('in a correct set-up nothing is wrong, and every server was asked', () =>
  withPatient(async ({ doctor }) => {
    const { status, findings } = await doctor();
    assert.equal(status, 0);
    assert.deepEqual(
      findings.filter(({ outcome }) => outcome !== 'ok'),
      [],
    );
    for (const check of [
      'git',
      'gpg.format',
      'program',
      'fulcio',
      'rekor',
      'issuer',
      'clock',
      'trusted-root',
      'agent',
      'cache',
    ])
      assert.ok(
        findings.some((finding) => finding.check === check),
        check,
      );
  }));

test('offline no server is asked, and checks that depend on one are skipped', () =>
  withPatient(async ({ doctor }) => {
    const before = sandbox.requests.length;
    const { status, findings } = await doctor({}, '--offline');
    assert.equal(status, 0);
    assert.equal(sandbox.requests.length, before);
    const left = findings.filter(({ outcome }) => outcome === 'not-made').map(({ check }) => check);
    assert.deepEqual(left, ['fulcio', 'rekor', 'issuer', 'clock']);
  }));

interface Problem {
  readonly name: string;
  /** Causes the problem; returns additions to the environment. */
  make(repo: GitRepo): unknown;
  readonly finds: readonly [check: string, outcome: 'warn' | 'fail', detail: RegExp, fix: RegExp];
}

function file(repo: GitRepo, name: string, text: string, mode = 0o600): string {
  const path = join(repo.home, name);
  writeFileSync(path, text, { mode });
  return path;
}

const setting = (key: string, value: string) => async (repo: GitRepo) => {
  await repo.git(['config', key, value]);
};

/** A PATH in which `git` reports another version. */
function otherGit(repo: GitRepo, version: string): Env {
  const bin = join(repo.home, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\n[ "$1" = version ] && { echo "git version ${version}"; exit; }\nexec /usr/bin/git "$@"\n`,
    { mode: 0o755 },
  );
  return { PATH: `${bin}:${process.env['PATH']}` };
}

const PROBLEMS: readonly Problem[] = [
  {
    name: 'git is too old',
    make: (repo) => otherGit(repo, '2.17.1'),
    finds: ['git', 'fail', /2\.17\.1 is too old/, /install git 2\.34/],
  },
  {
    name: 'git is old',
    make: (repo) => otherGit(repo, '2.30.2'),
    finds: ['git', 'warn', /SHA-256/, /install git 2\.34/],
  },
  {
    name: 'git signs in another way',
    make: setting('gpg.format', 'ssh'),
    finds: ['gpg.format', 'fail', /is ssh \(local\)/, /waxseal setup/],
  },
  {
    name: 'the program is missing',
    make: setting('gpg.x509.program', '/nowhere/waxseal'),
    finds: ['program', 'fail', /does not exist/, /waxseal setup/],
  },
  {
    name: 'the program is not executable',
    make: (repo) => setting('gpg.x509.program', file(repo, 'waxseal', '#!/bin/sh\n'))(repo),
    finds: ['program', 'fail', /is not executable/, /chmod \+x/],
  },
  {
    name: 'the program is another one',
    make: (repo) => setting('gpg.x509.program', file(repo, 'gitsign', '#!/bin/sh\n', 0o755))(repo),
    finds: ['program', 'warn', /which is not the waxseal/, /waxseal setup/],
  },
  {
    name: 'the program is found through PATH',
    make: async (repo) => {
      mkdirSync(join(repo.home, 'bin'));
      symlinkSync(PROGRAM, join(repo.home, 'bin', 'waxseal'));
      await setting('gpg.x509.program', 'waxseal')(repo);
      return { PATH: `${join(repo.home, 'bin')}:${process.env['PATH']}` };
    },
    finds: ['program', 'warn', /programs of the desktop may not share/, /waxseal setup/],
  },
  {
    name: 'a server is not there',
    make: () => sandbox.faults.add({ server: 'rekor', action: 'reset' }),
    finds: ['rekor', 'fail', /localhost/, /./],
  },
  {
    name: 'the clock is wrong',
    make: () =>
      sandbox.faults.add({
        server: 'fulcio',
        action: { response: { status: 200, headers: { date: 'Mon, 01 Jan 2024 00:00:00 GMT' }, body: '{}' } },
      }),
    finds: ['clock', 'warn', /clock is \d+ h ahead of the servers'/, /set the clock/],
  },
  {
    name: 'the proxy is no URL',
    make: () => ({ HTTPS_PROXY: 'proxy.example:8080' }),
    finds: ['proxy', 'fail', /is not an http\(s\) URL/, /http:\/\/host:port/],
  },
  {
    name: 'the file of authorities is missing',
    make: () => ({ NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' }),
    finds: ['extra-ca', 'fail', /ENOENT/, /NODE_EXTRA_CA_CERTS/],
  },
  {
    name: 'the file of authorities holds none',
    make: (repo) => ({ NODE_EXTRA_CA_CERTS: file(repo, 'ca.pem', 'nothing') }),
    finds: ['extra-ca', 'fail', /holds no certificate/, /NODE_EXTRA_CA_CERTS/],
  },
  {
    name: 'the trusted root is missing',
    make: () => ({ WAXSEAL_TRUSTED_ROOT: '/nowhere/root.json' }),
    finds: ['trusted-root', 'fail', /cannot be read/, /check the path/],
  },
  {
    name: 'the trusted root is malformed',
    make: (repo) => ({ WAXSEAL_TRUSTED_ROOT: file(repo, 'root.json', '{}') }),
    finds: ['trusted-root', 'fail', /root\.json/, /trusted_root\.json/],
  },
  {
    name: 'the policy is malformed',
    make: (repo) => ({ WAXSEAL_POLICY: file(repo, 'policy.yaml', 'identities: [\n') }),
    finds: ['policy', 'fail', /policy\.yaml:\d+/, /correct .*policy\.yaml/],
  },
  {
    name: 'a repository chooses what is believed',
    make: setting('waxseal.rekorKey', '/evil.pem'),
    finds: ['ignored-setting', 'warn', /waxseal\.rekorKey \(local.*not used/, /--global/],
  },
  {
    name: 'the agent is off',
    make: () => ({ WAXSEAL_AGENT: 'off' }),
    finds: ['agent', 'warn', /is off/, /waxseal\.agent true/],
  },
  {
    name: 'others can enter the directory of the agent',
    make: (repo) => {
      const directory = join(repo.home, '.cache', 'waxseal', 'run');
      mkdirSync(directory, { recursive: true });
      chmodSync(directory, 0o755);
    },
    finds: ['agent', 'fail', /can be entered by others/, /chmod 700/],
  },
  {
    name: 'Rekor v2 has no timestamp authority',
    make: () => ({ WAXSEAL_REKOR_VERSION: '2' }),
    finds: ['log', 'fail', /proves no time/, /timestampServerURL/],
  },
  {
    name: 'gitsign and waxseal are both configured',
    make: async (repo) => {
      await repo.git(['config', 'gitsign.connectorID', 'a']);
      await repo.git(['config', 'waxseal.connectorID', 'b']);
    },
    finds: ['gitsign', 'warn', /which wins: gitsign\.connectorid/, /--unset gitsign\.connectorid/],
  },
];

for (const { name, make, finds } of PROBLEMS)
  test(`it finds that ${name}, and says the fix`, () =>
    withPatient(async ({ repo, doctor }) => {
      const { status, findings } = await doctor(((await make(repo)) as Env | undefined) ?? {});
      const [check, outcome, detail, fix] = finds;
      const found = findings.filter((finding) => finding.check === check && finding.outcome !== 'ok');
      assert.equal(found.length, 1, JSON.stringify(findings, undefined, 1));
      assert.equal(found[0]?.outcome, outcome);
      assert.match(found[0]?.detail ?? '', detail);
      assert.match(found[0]?.fix ?? '', fix);
      assert.equal(status, findings.some((finding) => finding.outcome === 'fail') ? 1 : 0);
    }));

test('the text shows one line for each check, with the fix below', () => {
  const findings: SetUpResult[] = [
    { check: 'git', outcome: 'ok', detail: 'git version 2.47.1' },
    {
      check: 'gpg.format',
      outcome: 'fail',
      detail: 'is not set, so git does not sign with waxseal',
      fix: 'run: waxseal setup',
    },
    { check: 'clock', outcome: 'not-made', detail: 'no server was asked for the time (--offline)' },
    { check: 'agent', outcome: 'warn', detail: 'is off', fix: 'run: git config --global waxseal.agent true' },
  ];
  const good = doctorText([{ check: 'git', outcome: 'ok', detail: 'git version 2.47.1' }]);
  matchesGolden('signer/doctor.txt', `${doctorText(findings)}\n${good}`);
});

test('what a stranger may have put into the environment is named, and not obeyed', () =>
  withPatient(async ({ repo, doctor }) => {
    const found = async (env: Env) => {
      const { findings } = await doctor(env, '--offline');
      return findings.filter(({ check }) => ['http-proxy', 'tls', 'path'].includes(check));
    };
    assert.deepEqual(await found({}), []);
    assert.deepEqual(await found({ HTTP_PROXY: 'http://127.0.0.1:1' }), []);
    const named = await found({
      HTTP_PROXY: 'http://127.0.0.1:1',
      REQUEST_METHOD: 'GET',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      PATH: `bin::${repo.env['PATH']}`,
    });
    assert.deepEqual(
      named.map(({ check, outcome }) => [check, outcome]),
      [
        ['http-proxy', 'warn'],
        ['tls', 'warn'],
        ['path', 'warn'],
      ],
    );
    assert.match(named[2]?.detail ?? '', /: bin, \(empty\)$/);
  }));
