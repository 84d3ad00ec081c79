import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { decodeArmor, encodeArmor, parseCms } from '../../../core/signature/index.js';
import { VERSION } from '../../../io/version.js';
import { agentPlace } from '../../../signer/agent/place.js';
import { FrameReader, frame, PROTOCOL } from '../../../signer/agent/protocol.js';
import { ourEntries, surroundings } from '../../../signer/agent/surroundings.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { run } from '../../support/git-repo.js';
import { TestInstance } from '../../support/instance.js';
import { EMAIL, PROGRAM } from '../../support/waxseal.js';
import { type AgentRepo, createAgentRepo } from './agent-repo.js';

const SKIP =
  spawnSync('perl', ['-e', '1']).status === 0 ? {} : { skip: 'there is no Perl: Node does it all' };
const INSTANCE = new TestInstance();
const PAYLOAD = 'tree x\n';
const CREATED = '[GNUPG:] SIG_CREATED D 8 8 00 1700000000 0123\n';
const answerWith = (armor: Uint8Array) =>
  ({
    type: 'signed',
    record: false,
    created: CREATED,
    signer: { subject: 's', issuer: 'i' },
    armor: Buffer.from(armor).toString('base64'),
    der: 'AAAA',
  }) as const;
const signatureOf = (payload: string | Uint8Array) => Buffer.from(INSTANCE.sign(Buffer.from(payload)).armor);
const SIGNATURE = signatureOf(PAYLOAD);
const SIGNED = answerWith(SIGNATURE);

let sandbox: Sandbox;
let repo: AgentRepo;
/** A directory for PATH in which Node cannot run. */
let withoutNode: string;

before(async () => {
  sandbox = await startSandbox();
  repo = await createAgentRepo(sandbox);
  withoutNode = join(repo.home, 'bin');
  mkdirSync(withoutNode);
  for (const program of ['sh', 'git', 'perl']) {
    const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
    if (found) symlinkSync(found, join(withoutNode, program));
  }
  writeFileSync(join(withoutNode, 'node'), '#!/bin/sh\necho "Node was started" >&2\nexit 97\n', {
    mode: 0o755,
  });
});
after(async () => {
  await repo.end();
  await sandbox.stop();
});

type Env = Readonly<Record<string, string>>;

/** Plays the agent for clients with this environment. Returns the first message of each client. */
async function withAgent<T>(
  env: Env,
  answer: (client: Socket, count: number) => void,
  work: () => Promise<T>,
): Promise<{ openings: unknown[]; result: T }> {
  const { directory, socket } = agentPlace(env);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const openings: unknown[] = [];
  const server = createServer((client) => {
    const reader = new FrameReader();
    client.on('error', () => undefined);
    client.on('data', (chunk) => {
      for (const message of reader.push(chunk)) {
        openings.push(message);
        client.write(frame({ type: 'working' }));
        answer(client, openings.length);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  chmodSync(socket, 0o600);
  try {
    return { result: await work(), openings };
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

const ask = (env: Env, input: Uint8Array | string = PAYLOAD, program = PROGRAM) =>
  run(program, ['--status-fd=2', '-bsau', 'KEY'], { cwd: repo.dir, env, input });

async function expected(env: Env, payload: string): Promise<unknown> {
  const listed = await run('git', ['config', '--list', '-z', '--show-scope', '--show-origin'], {
    cwd: repo.dir,
    env,
  });
  const gitConfig = ourEntries(Buffer.from(listed.stdout));
  const opening = {
    type: 'sign',
    surroundings: { ...surroundings({ ...env }, repo.dir), gitConfig },
    payload: Buffer.from(payload).toString('base64'),
    protocol: PROTOCOL,
    program: VERSION,
  };
  return JSON.parse(JSON.stringify(opening));
}

const token = (claims: unknown) =>
  `e30.${Buffer.from(typeof claims === 'string' ? claims : JSON.stringify(claims)).toString('base64url')}.c2ln`;
const CLAIMS = { iss: 'https://issuer.test', sub: 'CgQyMzQy', email: 'dev@example.test' };

const USUAL: Readonly<Record<string, Env>> = {
  'nothing special': {},
  'a token': { SIGSTORE_ID_TOKEN: token({ aud: ['sigstore', { a: [1.5, true, null] }], ...CLAIMS }) },
  'a token without an e-mail address': {
    SIGSTORE_ID_TOKEN: token({ ...CLAIMS, email: '', exp: 1700000000 }),
  },
  'a token for a name beyond ASCII': { SIGSTORE_ID_TOKEN: token({ ...CLAIMS, email: 'zoë@例え.test' }) },
  'secrets of all kinds': {
    GITHUB_TOKEN: 'secret',
    CIRCLE_OIDC_TOKEN_V2: 'secret',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: 'Authorization: secret',
    GIT_CONFIG_KEY_1: 'waxseal.rekor',
    GIT_CONFIG_VALUE_1: 'https://rekor.test',
    AWS_SECRET_ACCESS_KEY: 'secret',
  },
  'a proxy and authorities': {
    https_proxy: 'http://"p":1',
    NO_PROXY: 'a\\b',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
  },
  'odd characters': {
    WAXSEAL_X: 'tab\tline\nbell\u0007"quoted" \\ é 𝄞',
    GIT_X: '',
    CI: 'true',
    XDG_DATA: '/x',
  },
  'a debug log': { WAXSEAL_DEBUG: '', WAXSEAL_DEBUG_LOG: '/dev/null' },
};

const UNUSUAL: Readonly<Record<string, Env>> = {
  'a token with an escape': { SIGSTORE_ID_TOKEN: token('{"iss":"https:\\/\\/i","sub":"s"}') },
  'a token that is no JSON': { SIGSTORE_ID_TOKEN: token('{"iss":') },
  'a token with a number for a subject': { SIGSTORE_ID_TOKEN: token({ iss: 'i', sub: 1 }) },
  'a token that is none': { SIGSTORE_ID_TOKEN: 'x' },
  'an empty token': { SIGSTORE_ID_TOKEN: ' ' },
};

for (const [what, env] of Object.entries(USUAL))
  test(
    `with ${what}, Perl asks the agent exactly what Node would ask, and Node does not start`,
    SKIP,
    async () => {
      const own = { ...repo.env, ...env, PATH: withoutNode };
      const { NODE_EXTRA_CA_CERTS: authorities, ...rest } = own as Record<string, string>;
      const seen = { ...rest, ...(authorities && { WAXSEAL_EXTRA_CA_CERTS: authorities }) };
      const { openings, result } = await withAgent(
        own,
        (client) => client.end(frame(SIGNED)),
        () => ask(own),
      );
      assert.equal(result.stderr, `[GNUPG:] BEGIN_SIGNING\n${CREATED}`);
      assert.equal(result.stdout, SIGNATURE.toString());
      assert.equal(result.status, 0);
      assert.deepEqual(openings, [await expected(seen, PAYLOAD)]);
    },
  );

for (const [what, env] of Object.entries(UNUSUAL))
  test(`with ${what}, Node asks`, SKIP, async () => {
    const own = { ...repo.env, ...env };
    const { openings, result } = await withAgent(
      own,
      (client) => client.end(frame(SIGNED)),
      () => ask(own),
    );
    assert.equal(result.stdout, SIGNATURE.toString(), result.stderr);
    assert.deepEqual(openings, [await expected(own, PAYLOAD)]);
    const refused = await withAgent(
      own,
      () => undefined,
      () => ask({ ...own, PATH: withoutNode }),
    );
    assert.match(refused.result.stderr, /Node was started/);
    assert.deepEqual(refused.openings, []);
  });

test(
  'if the agent answers with anything but a signature, Node hears it, on the same connection',
  SKIP,
  async () => {
    const { openings, result } = await withAgent(
      repo.env,
      (client) => {
        client.write(frame({ type: 'say', line: 'waxseal: something to know' }));
        client.end(frame(SIGNED));
      },
      () => ask(repo.env),
    );
    assert.equal(openings.length, 1);
    assert.equal(result.stdout, SIGNATURE.toString());
    assert.match(result.stderr, /^waxseal: something to know$/m);
  },
);

test('when the agent is lost, Node asks another one with the same payload, however large', SKIP, async () => {
  for (const payload of ['x'.repeat(16_384), 'x'.repeat(300_000)]) {
    const signature = signatureOf(payload);
    const { openings, result } = await withAgent(
      repo.env,
      (client, count) => (count === 1 ? client.destroy() : client.end(frame(answerWith(signature)))),
      () => ask(repo.env, payload),
    );
    assert.equal(result.stdout, signature.toString(), result.stderr);
    const [first, second] = openings as { payload: string }[];
    assert.equal(Buffer.from(first?.payload ?? '', 'base64').toString(), payload);
    assert.equal(second?.payload, first?.payload);
    assert.equal(openings.length, 2);
  }
});

const LENGTHS = [0, 1, 55, 56, 63, 64, 119, 120, 333, 16_384];

test(
  'Perl hands over a signature of a payload of any length up to its limit, and asks only once',
  SKIP,
  async () => {
    for (const length of LENGTHS) {
      const payload = Uint8Array.from({ length }, (_, i) => (i * 37) & 255);
      const signature = signatureOf(payload);
      const own = { ...repo.env, PATH: withoutNode };
      const { openings, result } = await withAgent(
        own,
        (client) => client.end(frame(answerWith(signature))),
        () => ask(own, payload),
      );
      assert.equal(result.stdout, signature.toString(), `${length} bytes: ${result.stderr}`);
      assert.equal(openings.length, 1);
    }
  },
);

const text = SIGNATURE.toString();
const NOT_OURS: Readonly<Record<string, Uint8Array>> = {
  'a signature of something else': signatureOf('tree y\n'),
  'half a signature': SIGNATURE.subarray(0, SIGNATURE.length / 2),
  'a signature without its last line': SIGNATURE.subarray(0, -'-----END SIGNED MESSAGE-----\n'.length),
  'a signature with a line before it': Buffer.from(`hello\n${text}`),
  'a signature with a line after it': Buffer.from(`${text}hello\n`),
  'a signature with an empty line in it': Buffer.from(text.replace('\n', '\n\n')),
  'a signature that lacks a line': Buffer.from(text.replace(/^.{64}\n/m, '')),
  'a message that is no signature': Buffer.from(
    '-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----\n',
  ),
};

for (const [what, armor] of Object.entries(NOT_OURS))
  test(`${what} from the agent is not handed over, by Perl or by Node`, SKIP, async () => {
    const answer = (client: Socket) => client.end(frame(answerWith(armor)));
    const { openings, result } = await withAgent(repo.env, answer, () => ask(repo.env));
    assert.equal(result.stdout, '');
    assert.equal(result.status, 1);
    assert.equal(openings.length, 2, 'Perl asked, and Node asked again');
    assert.match(result.stderr, /^waxseal: the agent handed over something else than a signature/m);
    assert.doesNotMatch(result.stderr, /SIG_CREATED/);
  });

test('a signature by another key than the certificate’s is not handed over by Node', async () => {
  const own = { ...repo.env, PERL5OPT: '-w' };
  const other = INSTANCE.sign(Buffer.from(PAYLOAD));
  const { signature } = parseCms(decodeArmor(other.armor));
  const at = Buffer.from(other.cms).lastIndexOf(signature);
  other.cms[at + signature.length - 1] = (other.cms[at + signature.length - 1] ?? 0) ^ 1;
  const { result } = await withAgent(
    own,
    (client) => client.end(frame(answerWith(encodeArmor(other.cms)))),
    () => ask(own),
  );
  assert.equal(result.stdout, '');
  assert.match(result.stderr, /was thrown away: .*not made with the certificate’s key/);
});

test('Perl finds its program through symbolic links, as npm makes them', SKIP, async () => {
  const [first, second] = [join(repo.home, 'waxseal'), join(withoutNode, 'waxseal')];
  symlinkSync(PROGRAM, second);
  symlinkSync('bin/waxseal', first);
  const { result } = await withAgent(
    repo.env,
    (client) => client.end(frame(SIGNED)),
    () => ask({ ...repo.env, PATH: withoutNode }, PAYLOAD, first),
  );
  assert.equal(result.stdout, SIGNATURE.toString(), result.stderr);
});

test('no Perl of the repository is run, even where PERL5LIB is a relative path', SKIP, async () => {
  const lib = join(repo.dir, 'lib');
  for (const name of [
    'strict',
    'integer',
    'warnings',
    'utf8',
    'Errno',
    'IO/Handle',
    'Tie/Hash/NamedCapture',
    'sitecustomize',
  ]) {
    mkdirSync(join(lib, dirname(name)), { recursive: true });
    writeFileSync(
      join(lib, `${name}.p${name === 'sitecustomize' ? 'l' : 'm'}`),
      'die "run from the repository";\n',
    );
  }
  const own = {
    ...repo.env,
    PATH: withoutNode,
    PERL5LIB: 'lib',
    PERLLIB: 'lib',
    SIGSTORE_ID_TOKEN: token(CLAIMS),
  };
  const { result } = await withAgent(
    own,
    (client) => client.end(frame(SIGNED)),
    () => ask(own),
  );
  rmSync(lib, { recursive: true });
  assert.equal(result.stderr, `[GNUPG:] BEGIN_SIGNING\n${CREATED}`);
  assert.equal(result.stdout, SIGNATURE.toString());
});

test('input that cannot be read is not signed as if it were empty', SKIP, async () => {
  const { openings, result } = await withAgent(
    repo.env,
    (client) => client.end(frame(SIGNED)),
    () => run('sh', ['-c', `"${PROGRAM}" --status-fd=2 -bsau KEY <.`], { cwd: repo.dir, env: repo.env }),
  );
  assert.notEqual(result.status, 0);
  assert.match(result.stderr, /^waxseal: standard input cannot be read/m);
  assert.deepEqual(openings, []);
});

test('a signature that cannot be written is not announced', SKIP, async () => {
  const { result } = await withAgent(
    repo.env,
    (client) => client.end(frame(SIGNED)),
    () =>
      run('sh', ['-c', `"${PROGRAM}" --status-fd=2 -bsau KEY >/dev/full`], {
        cwd: repo.dir,
        env: { ...repo.env, PATH: withoutNode },
        input: PAYLOAD,
      }),
  );
  assert.equal(result.status, 2);
  assert.match(result.stderr, /^waxseal: cannot write to standard output: the disk is full$/m);
  assert.doesNotMatch(result.stderr, /SIG_CREATED/);
});

test('every commit but the first of a session is signed without Node', SKIP, async () => {
  const signing = await createAgentRepo(sandbox, { token: sandbox.mintToken({ email: EMAIL }) });
  try {
    await signing.commit('one');
    await signing.commit('two', { PATH: withoutNode });
    const verified = await signing.waxseal(['verify', '--any-signer', '--quiet', 'HEAD~1', 'HEAD']);
    assert.equal(verified.status, 0, verified.stderr);
  } finally {
    await signing.end();
  }
});
