import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { HttpResponse } from '../sandbox/http.js';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import { EMAIL } from '../support/waxseal.js';
import { type AgentRepo, createAgentRepo } from './agent/agent-repo.js';

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

/** Every secret text that the issuer gives out: tokens, and the code for which they are exchanged. */
function watchIssuer(): string[] {
  const secrets: string[] = [];
  const replace = (honest: HttpResponse) => {
    const text = `${JSON.stringify(honest.headers ?? {})}${Buffer.from(honest.body ?? '').toString('utf8')}`;
    for (const [, code] of text.matchAll(/[?&]code=([^&"]+)/g)) if (code) secrets.push(code);
    for (const [, token] of text.matchAll(/"(?:id|access|refresh)_token":\s*"([^"]+)"/g))
      if (token) secrets.push(...token.split('.').slice(-2));
    return honest;
  };
  sandbox.faults.add({ server: 'oidc', action: { replace } });
  return secrets;
}

/** The command lines and environments of the processes with this repository's HOME, sampled while `work` runs. */
async function watchProcesses(
  home: string,
  work: () => Promise<void>,
): Promise<{ args: string[]; envs: string[] }> {
  const [args, envs] = [new Set<string>(), new Set<string>()];
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      try {
        const env = readFileSync(`/proc/${pid}/environ`, 'latin1');
        if (!env.split('\0').includes(`HOME=${home}`)) continue;
        envs.add(env);
        args.add(readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
      } catch {
        // it has ended
      }
  };
  const timer = setInterval(look, 4);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { args: [...args], envs: [...envs] };
}

/** The text of every file below a directory. Git's objects are compressed and contain only what git got: the commits. */
function filesBelow(dir: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of existsSync(dir) ? readdirSync(dir, { recursive: true }) : []) {
    const path = join(dir, String(name));
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) found.set(path, readFileSync(path, 'latin1'));
  }
  return found;
}

const KEY =
  /PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}|"kty":"[^"]+".{0,300}"d":"|Authorization: (?!Bearer <redacted>)\w+ [A-Za-z0-9._-]{8}/;

function holdsNone(secrets: readonly string[], place: string, text: string): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `${place} holds a secret`);
  assert.ok(!KEY.test(text), `${place} holds a key or a credential`);
}

async function use(
  options: { token?: string; env?: Record<string, string> },
  work: (repo: AgentRepo, log: string) => Promise<void>,
): Promise<void> {
  const repo = await createAgentRepo(sandbox, options);
  const temporary = join(repo.home, 'tmp');
  mkdirSync(temporary);
  try {
    await work({ ...repo, env: repo.env }, join(repo.home, 'debug.log'));
  } finally {
    await repo.end();
    sandbox.faults.clear();
  }
}

for (const agent of ['true', 'false'])
  test(`a complete sign-in, signature and verdict at debug level shows no token, code or key (agent: ${agent})`, () =>
    use({ env: { WAXSEAL_AGENT: agent } }, async (repo, log) => {
      const secrets = watchIssuer();
      const debug = { WAXSEAL_DEBUG_LOG: log, TMPDIR: join(repo.home, 'tmp') };
      const outputs: string[] = [];
      const { args, envs } = await watchProcesses(repo.home, async () => {
        for (const message of ['one', 'two']) {
          const { stdout, stderr } = await repo.try(['commit', '--allow-empty', '-m', message], debug);
          outputs.push(stdout, stderr);
        }
        for (const command of [
          ['verify'],
          ['show'],
          ['status', '--explain'],
          ['status', '--format', 'json'],
        ]) {
          const { stdout, stderr } = await repo.waxseal(command, debug);
          outputs.push(stdout, stderr);
        }
      });
      assert.ok(secrets.length >= 3, 'the issuer handed out a code and tokens');
      assert.ok(args.length > 2 && envs.length > 1, 'processes were seen');
      const written = filesBelow(repo.home);
      assert.match(written.get(log) ?? '', /http POST .*\/token 200/, 'the debug log tells what was done');
      assert.match(written.get(log) ?? '', /http POST .*signingCert/);
      assert.equal(statSync(log).mode & 0o777, 0o600);
      for (const text of outputs) holdsNone(secrets, 'output', text);
      for (const text of args) holdsNone(secrets, 'an argument list', text);
      for (const text of envs) holdsNone(secrets, 'an environment', text);
      for (const [path, text] of written) holdsNone(secrets, path, text);
      assert.deepEqual(readdirSync(join(repo.home, 'tmp')), [], 'nothing is left in the temporary directory');
    }));

for (const agent of ['true', 'false'])
  test(`servers that quote the token and fail do not get it into a message or log (agent: ${agent})`, () => {
    const token = sandbox.mintToken({ email: EMAIL });
    return use({ token, env: { WAXSEAL_AGENT: agent } }, async (repo, log) => {
      const body = JSON.stringify({ message: `bad token ${token} in Authorization: Bearer ${token}` });
      for (const server of ['fulcio', 'rekor'] as const) {
        sandbox.faults.clear();
        sandbox.faults.add({ server, action: { status: 400, body } });
        const debug = { WAXSEAL_DEBUG_LOG: log };
        const ended = await repo.waxseal(['--status-fd=2', '-bsau', 'me'], debug, Buffer.from('text\n'));
        assert.equal(ended.status, 1, server);
        const { args } = await watchProcesses(repo.home, async () => {
          await repo.try(['commit', '--allow-empty', '-m', server], debug);
        });
        const secrets = token.split('.').slice(1);
        for (const text of [ended.stdout, ended.stderr, ...args]) holdsNone(secrets, 'output', text);
        for (const [path, text] of filesBelow(repo.home)) holdsNone(secrets, path, text);
        assert.match(readFileSync(log, 'utf8'), /error SigstoreError/);
      }
    });
  });

test('git’s configuration can name the debug log, and then the agent writes to it', () =>
  use({ token: sandbox.mintToken({ email: EMAIL }), env: { WAXSEAL_DEBUG: '' } }, async (repo, log) => {
    await repo.git(['config', '--global', 'waxseal.debugLog', log]);
    await repo.commit('one');
    assert.match(readFileSync(log, 'utf8'), /http POST .*\/log\/entries 201/);
    await repo.git(['config', '--global', '--unset', 'waxseal.debugLog']);
    const own = join(repo.dir, 'own.log');
    await repo.git(['config', 'waxseal.debugLog', own]);
    await repo.commit('two');
    assert.equal(existsSync(own), false, 'a repository names no file to be written');
  }));
