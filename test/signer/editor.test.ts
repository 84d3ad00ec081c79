import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type FromEditor, type Link, listenForPrograms } from '../../io/window/index.js';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { run } from '../support/git-repo.js';
import { TOKEN } from '../support/token.js';
import { type AgentRepo, createAgentRepo } from './agent/agent-repo.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox({ signIn: { deviceInterval: 1 } });
});
after(() => sandbox.stop());

type Message = { readonly type: string; readonly [name: string]: unknown };
type Answers = (message: Message, link: Link<FromEditor>) => void;

interface Window {
  readonly repo: AgentRepo;
  /** All messages to the window. */
  readonly heard: readonly Message[];
  commit(): Promise<{ readonly status: number | null; readonly stderr: string }>;
}

/** A repository in whose window `answers` replies for the user, as when VS Code's git runs there. */
async function inWindow(
  answers: Answers,
  use: (window: Window) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const repo = await createAgentRepo(sandbox, {
    env: { VSCODE_GIT_COMMAND: 'commit', BROWSER: '/bin/false', ...env },
  });
  await repo.git(['config', '--global', 'waxseal.instancePrivate', 'false']);
  const heard: Message[] = [];
  const socket = await listenForPrograms(repo.env, (link) => {
    void (async () => {
      for (let message = await link.next(); message; message = await link.next()) {
        heard.push(message);
        answers(message, link);
      }
    })();
  });
  try {
    await use({ repo, heard, commit: () => repo.try(['commit', '-q', '--allow-empty', '-m', 'one']) });
  } finally {
    socket.dispose();
    await repo.end();
  }
}

/** What a browser does with the address that it gets. */
async function visit(url: unknown): Promise<void> {
  await (await fetch(String(url))).text();
}

/** What a user does who types the code into the issuer's page. */
async function enterCode({ address, code }: Message): Promise<void> {
  const body = new URLSearchParams({ user_code: String(code) });
  await (await fetch(`${address}/auth/verify_code`, { method: 'POST', body })).text();
}

/** A user who agrees to everything. */
const willing: Answers = (message, link) => {
  if (message.type === 'offer') link.say({ type: 'here' });
  if (message.type === 'browser') {
    link.say({ type: 'opened' });
    void visit(message['url']);
  }
  if (message.type === 'code') void enterCode(message);
  if (message.type === 'consent') link.say({ type: 'answer', answer: 'agreed' });
};

const types = (heard: readonly Message[]) => heard.map(({ type }) => type);

const PATHS: readonly (readonly [string, Record<string, string>])[] = [
  ['with the agent', {}],
  ['without an agent', { WAXSEAL_AGENT: 'false' }],
];

/** The servers that the sandbox's environment names, by the setting that names them. */
const SERVERS = {
  issuer: 'SIGSTORE_OIDC_ISSUER',
  fulcio: 'SIGSTORE_FULCIO_URL',
  rekor: 'SIGSTORE_REKOR_URL',
};

for (const kind of ['browser', 'code'])
  test(`the window gets to know which servers the repository chose, before a sign-in (${kind}) and a signature`, () =>
    inWindow(
      (message, link) =>
        message.type === 'browser' && kind === 'code'
          ? link.say({ type: 'use-code' })
          : willing(message, link),
      async ({ repo, heard }) => {
        const none: Record<string, string> = {};
        const expected: object[] = [];
        for (const [key, variable] of Object.entries(SERVERS)) {
          const value = repo.env[variable] ?? '';
          await repo.git(['config', `waxseal.${key}`, value]);
          none[variable] = '';
          expected.push({ what: key, value, from: `waxseal.${key} (local, file:.git/config)` });
        }
        const { status, stderr } = await repo.try(['commit', '-q', '--allow-empty', '-m', 'one'], none);
        assert.equal(status, 0, stderr);
        const asked = heard.find(({ type }) => type === kind);
        assert.deepEqual(asked?.['chosen'], expected);
        const consent = heard.find(({ type }) => type === 'consent')?.['publication'];
        assert.deepEqual((consent as Message | undefined)?.['chosen'], expected);
      },
    ));

for (const [name, env] of PATHS) {
  test(`${name}, the editor's window signs in with the browser it opens, and asks for consent`, () =>
    inWindow(
      willing,
      async ({ commit, heard, repo }) => {
        const { status, stderr } = await commit();
        assert.equal(status, 0, stderr);
        assert.deepEqual(types(heard), ['offer', 'browser', 'signed-in', 'consent']);
        assert.equal(heard[0]?.['cwd'], repo.dir);
        assert.match(String(heard[1]?.['callback']), /^http:\/\/localhost:\d+\/auth\/callback$/);
        assert.match(String(heard[1]?.['url']), /^http:\/\/localhost:\d+\/[\w-]{32}$/);
        assert.equal(heard[1]?.['leadsTo'], new URL(sandbox.urls.oidc).host);
        assert.doesNotMatch(JSON.stringify(heard), TOKEN);
        assert.doesNotMatch(JSON.stringify(heard), /code_verifier/);
      },
      env,
    ));

  test(`${name}, a user who prefers to enter a code gets one`, () =>
    inWindow(
      (message, link) =>
        message.type === 'browser' ? link.say({ type: 'use-code' }) : willing(message, link),
      async ({ commit, heard }) => {
        const { status, stderr } = await commit();
        assert.equal(status, 0, stderr);
        assert.deepEqual(types(heard), ['offer', 'browser', 'code', 'signed-in', 'consent']);
        const { code, ...others }: Record<string, unknown> = { ...heard[2] };
        assert.match(String(code), /^[A-Z]{4}-[A-Z]{4}$/);
        assert.equal(JSON.stringify(others).includes(String(code)), false, 'no address contains the code');
      },
      env,
    ));

  test(`${name}, a user who cancels is told why nothing was signed`, () =>
    inWindow(
      (message, link) =>
        message.type === 'browser' ? link.say({ type: 'cancelled' }) : willing(message, link),
      async ({ commit, heard }) => {
        assert.notEqual((await commit()).status, 0);
        await told(heard);
        assert.deepEqual(heard.at(-1), {
          type: 'failed',
          message: 'the sign-in was given up',
          code: 'SIGN_IN_ABORTED',
          command: 'commit',
        });
      },
      env,
    ));

  test(`${name}, an identity is not published when the user says no in the window`, () =>
    inWindow(
      (message, link) =>
        message.type === 'consent' ? link.say({ type: 'answer', answer: 'refused' }) : willing(message, link),
      async ({ commit, heard }) => {
        const asked = () => sandbox.requests.filter(({ path }) => path.includes('signingCert')).length;
        const before = asked();
        assert.notEqual((await commit()).status, 0);
        await told(heard);
        assert.equal(heard.at(-1)?.['code'], 'CONSENT_REFUSED');
        assert.equal(asked(), before);
      },
      env,
    ));

  test(`${name}, the sign-in is cancelled when its window closes`, () =>
    inWindow(
      (message, link) => (message.type === 'browser' ? link.close() : willing(message, link)),
      async ({ commit, heard }) => {
        assert.notEqual((await commit()).status, 0);
        await told(heard);
        assert.equal(heard.at(-1)?.['code'], 'SIGN_IN_ABORTED');
      },
      env,
    ));
}

test('a window without this repository, or with another protocol version, is not asked', () =>
  inWindow(
    (message, link) => message.type === 'offer' && link.say({ type: 'not-here' }),
    async ({ commit, heard }) => {
      const { status } = await commit();
      assert.notEqual(status, 0);
      assert.deepEqual([...new Set(types(heard))], ['offer']);
    },
    { GIT_TERMINAL_PROMPT: '0', WAXSEAL_TOKEN_PROVIDER: 'device' },
  ));

test('WAXSEAL_EDITOR=off asks no window', () =>
  inWindow(
    willing,
    async ({ commit, heard }) => {
      assert.notEqual((await commit()).status, 0);
      assert.deepEqual(heard, []);
    },
    { WAXSEAL_EDITOR: 'off', WAXSEAL_TOKEN_PROVIDER: 'device' },
  ));

test('files of a window that was killed are ignored and removed', () =>
  inWindow(willing, async ({ commit, repo }) => {
    const left = join(repo.runDirectory, 'editor-0123456789abcdef.sock');
    const dead = `require('node:net').createServer().listen(${JSON.stringify(left)}, () => process.kill(process.pid, 'SIGKILL'))`;
    await run(process.execPath, ['-e', dead], { cwd: repo.dir, env: repo.env });
    chmodSync(left, 0o600);
    const { status, stderr } = await commit();
    assert.equal(status, 0, stderr);
    assert.equal(existsSync(left), false);
  }));

test('the reason why a log refused a signature is told in full', () =>
  inWindow(willing, async ({ commit, heard }) => {
    sandbox.faults.add({ server: 'rekor', action: { status: 503 } });
    try {
      assert.notEqual((await commit()).status, 0);
    } finally {
      sandbox.faults.clear();
    }
    await told(heard);
    assert.match(String(heard.at(-1)?.['message']), /503/);
    assert.equal(typeof heard.at(-1)?.['hint'], 'string');
  }));

/** The agent informs the window after it has informed git. */
async function told(heard: readonly Message[]): Promise<void> {
  while (heard.at(-1)?.type !== 'failed') await new Promise((resolve) => setTimeout(resolve, 20));
}
