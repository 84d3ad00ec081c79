import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseTrustedRoot } from '../../core/trust/index.js';
import { sharedDir } from '../support/shared.js';
import type { HttpResponse } from './http.js';
import { type FaultAction, type Sandbox, startSandbox } from './index.js';

const shared = sharedDir('fixtures/trust');

/** The members of a JSON value, at every depth, once each. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => shape(item, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, item]) => shape(item, `${path}.${name}`));
}

describe('the sandbox', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.stop());
  beforeEach(() => sandbox.faults.clear());

  const keysWith = async (action: FaultAction, times?: number, signal?: AbortSignal): Promise<Response> => {
    sandbox.faults.add({ server: 'oidc', path: /^\/keys$/, action, ...(times ? { times } : {}) });
    return fetch(`${sandbox.urls.oidc}/keys`, signal ? { signal } : {});
  };

  it('answers with the status of a fault, as often as the fault says, on the matching path only', async () => {
    assert.equal((await keysWith({ status: 503 }, 1)).status, 503);
    assert.equal((await fetch(`${sandbox.urls.oidc}/keys`)).status, 200);
    sandbox.faults.add({ server: 'oidc', path: /^\/keys$/, action: { status: 500 } });
    assert.equal((await fetch(`${sandbox.urls.oidc}/.well-known/openid-configuration`)).status, 200);
    assert.equal((await fetch(`${sandbox.urls.oidcWorkflow}/keys`)).status, 200);
  });

  it('hangs, resets, truncates and sends garbage when told to', async () => {
    const given = new AbortController();
    const hanging = assert.rejects(keysWith('hang', 1, given.signal), { name: 'AbortError' });
    while (sandbox.requests.at(-1)?.status !== 0) await new Promise((resolve) => setTimeout(resolve, 5));
    given.abort();
    await hanging;
    await assert.rejects(keysWith('reset', 1), { name: 'TypeError' });
    const truncated = await keysWith('truncate', 1);
    assert.equal(truncated.status, 200);
    await assert.rejects(truncated.text());
    const garbage = await keysWith('garbage', 1);
    await assert.rejects(garbage.json(), { name: 'SyntaxError' });
  });

  it('answers late, with something else, or with an edited answer when told to', async () => {
    assert.equal((await keysWith({ slow: 1 }, 1)).status, 200);
    assert.equal(await (await keysWith({ response: { status: 200, body: 'no' } }, 1)).text(), 'no');
    const edited = await keysWith({ replace: (honest: HttpResponse) => ({ ...honest, status: 202 }) }, 1);
    assert.equal(edited.status, 202);
    assert.ok('keys' in ((await edited.json()) as object));
  });

  it('records requests without their queries, and refuses bodies over 8 MiB', async () => {
    await fetch(`${sandbox.urls.oidc}/mint?email=secret`);
    const answer = await fetch(`${sandbox.urls.fulcio}/api/v2/signingCert`, {
      method: 'POST',
      body: new Uint8Array((8 << 20) + 1),
    });
    assert.equal(answer.status, 413);
    assert.deepEqual(sandbox.requests.slice(-2), [
      { server: 'oidc', method: 'GET', path: '/mint', status: 200 },
      { server: 'fulcio', method: 'POST', path: '/api/v2/signingCert', status: 413 },
    ]);
  });

  it('has a trusted root that core reads, valid since a year before', () => {
    const trust = parseTrustedRoot(readFileSync(sandbox.trustedRootPath, 'utf8'));
    assert.deepEqual(
      [trust.logs, trust.ctLogs, trust.certificateAuthorities, trust.timestampAuthorities].map(
        ({ length }) => length,
      ),
      [2, 1, 1, 1],
    );
    const { start } = trust.logs[0]?.validFor ?? { start: 0 };
    assert.ok(Math.abs(Date.now() / 1000 - start - 365 * 86400) < 600);
  });

  it("has a trusted root in the public instance's shape", { skip: shared.skip }, () => {
    const publicRoot = readFileSync(join(shared.dir, 'public-good-trusted_root.json'), 'utf8');
    const theirs = shape(JSON.parse(publicRoot)).filter((path) => !path.endsWith('.end'));
    const ours = shape(JSON.parse(readFileSync(sandbox.trustedRootPath, 'utf8')));
    assert.deepEqual(ours.toSorted(), theirs.toSorted());
  });

  it('does not start when a port is in use, and leaves nothing behind', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const before = process.env['TMPDIR'];
    const temporary = mkdtempSync(join(tmpdir(), 'taken-'));
    process.env['TMPDIR'] = temporary;
    await assert.rejects(startSandbox({ port }), { code: 'EADDRINUSE' });
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    assert.deepEqual(readdirSync(temporary), []);
    rmSync(temporary, { recursive: true });
    await new Promise((resolve) => taken.close(resolve));
  });

  it('stops while a client hangs, and removes its own directory but not one that it was given', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'kept-'));
    const other = await startSandbox({ dir });
    const own = await startSandbox();
    own.faults.add({ server: 'rekor', action: 'hang' });
    const hanging = assert.rejects(fetch(`${own.urls.rekor}/api/v1/log`));
    while (!own.requests.some(({ server }) => server === 'rekor'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await own.stop();
    await hanging;
    assert.equal(existsSync(own.dir), false);
    await other.stop();
    assert.equal(existsSync(other.tufRootPath), true);
    rmSync(dir, { recursive: true });
  });
});

describe('npm run sandbox', () => {
  const main = fileURLToPath(new URL('main.js', import.meta.url));

  it('prints its addresses as JSON, writes an env file that a shell can source, and stops when told to', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'run-'));
    const child = spawn(process.execPath, [main, '--json', '--dir', dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data) => resolve(String(data))),
    );
    const { envPath, urls } = JSON.parse(line);
    const shell = spawn('bash', ['-c', 'source "$0" && echo "$SIGSTORE_FULCIO_URL"', envPath]);
    const told = await new Promise<string>((resolve) =>
      shell.stdout.once('data', (data) => resolve(String(data))),
    );
    assert.equal(told.trim(), urls.fulcio);
    const stopped = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    assert.equal(await stopped, 0);
    rmSync(dir, { recursive: true });
  });

  it('says what is wrong with its arguments', async () => {
    const child = spawn(process.execPath, [main, '--port', 'x']);
    const said = await new Promise<string>((resolve) =>
      child.stderr.once('data', (data) => resolve(String(data))),
    );
    assert.match(said, /^sandbox: --port wants a number below 65000, not "x"/);
    assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 2);
  });
});
