import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Credential } from '../../../io/registry/index.js';
import { Content, failsWith, type Lie, registry, sendError } from '../support/registry.js';
import { type Seen, sendJson, serve } from '../support/server.js';

const PASSWORD = 's3cret-pass/word';
const BASIC = `Basic ${Buffer.from(`ada:${PASSWORD}`).toString('base64')}`;
const ADA: Credential = { kind: 'basic', username: 'ada', password: PASSWORD, source: '--registry-username' };

function content(): Content {
  const made = new Content();
  made.image({}, 'latest');
  return made;
}

/** Answers 401 with this challenge unless the request brings one of `accepted`. */
const guard =
  (challenge: string, ...accepted: string[]): Lie =>
  ({ headers }, response) => {
    if (accepted.includes(headers.authorization ?? '')) return false;
    sendError(response, 401, 'UNAUTHORIZED', { 'www-authenticate': challenge });
    return true;
  };

/** A token server that gives `token-N` to anybody, or to whoever `may`. */
async function tokens(t: TestContext, may: (seen: Seen) => boolean = () => true) {
  const server = await serve(t, (seen, response, number) =>
    may(seen) ? sendJson(response, 200, { token: `token-${number}` }) : sendError(response, 401, 'NO'),
  );
  return {
    ...server,
    challenge: `Bearer realm="${server.url}/token",service="shop",scope="repository:x:pull,push"`,
  };
}

describe('a registry that wants a token', () => {
  test('gets one for anybody, to read this repository only', async (t) => {
    const server = await tokens(t);
    const { seen, open } = await registry(t, content(), guard(server.challenge, 'Bearer token-1'));
    await open().repository.resolve({});
    assert.deepEqual(
      server.seen.map(({ path }) => path),
      ['/token?service=shop&scope=repository%3Aa%2Fb%3Apull'],
    );
    assert.deepEqual(
      seen.map(({ headers }) => headers.authorization),
      [undefined, 'Bearer token-1'],
    );
  });

  test('is asked for one token by all requests of a run', async (t) => {
    const made = content();
    const server = await tokens(t);
    const { open } = await registry(t, made, guard(server.challenge, 'Bearer token-1'));
    const { repository } = open();
    await Promise.all(['latest', 'x', 'y', 'z'].map((tag) => repository.tagged(tag)));
    await repository.tagged('w');
    assert.equal(server.seen.length, 1);
  });

  test('gets a new one when the old one has ended', async (t) => {
    const server = await tokens(t);
    let accepted = 'Bearer token-1';
    const { open } = await registry(t, content(), (seen, response, number) =>
      guard(server.challenge, accepted)(seen, response, number),
    );
    const { repository } = open();
    await repository.tagged('x');
    accepted = 'Bearer token-2';
    await repository.tagged('y');
    assert.equal(server.seen.length, 2);
  });

  test('and refuses every token is given up', async (t) => {
    const server = await tokens(t);
    const { seen, open } = await registry(t, content(), guard(server.challenge));
    await assert.rejects(open().repository.resolve({}), failsWith('REGISTRY_NEEDS_SIGN_IN'));
    assert.equal(seen.length, 3);
    const given = open({ given: { host: `localhost:${seen.length}`, credential: ADA } });
    await assert.rejects(given.repository.resolve({}), failsWith('REGISTRY_NEEDS_SIGN_IN'));
  });

  test('gets one for the person, whose password only the token server sees', async (t) => {
    const server = await tokens(t, ({ headers }) => headers.authorization === BASIC);
    const { host, seen, open } = await registry(t, content(), guard(server.challenge, 'Bearer token-1'));
    await open({ given: { host, credential: ADA } }).repository.resolve({});
    assert.ok(!JSON.stringify(seen).includes(BASIC));
  });

  test('gets one for anybody where the person’s password is refused, and the error names that password’s source', async (t) => {
    const server = await tokens(t, ({ headers }) => headers.authorization === undefined);
    const { host, open } = await registry(t, content(), guard(server.challenge, 'Bearer token-2'));
    await open({ given: { host, credential: ADA } }).repository.resolve({});
    const closed = await tokens(t, () => false);
    const other = await registry(t, content(), guard(closed.challenge));
    const { repository } = other.open({ given: { host: other.host, credential: ADA } });
    await assert.rejects(
      repository.resolve({}),
      failsWith('REGISTRY_CREDENTIALS_REFUSED', (message) => {
        assert.match(message, /--registry-username/);
        assert.doesNotMatch(message, /s3cret/);
      }),
    );
  });

  test('gets one for an identity token, by a POST', async (t) => {
    const server = await tokens(t);
    const { host, open } = await registry(t, content(), guard(server.challenge, 'Bearer token-1'));
    const credential: Credential = { kind: 'identity-token', token: 'long-lived', source: 'a helper' };
    await open({ given: { host, credential } }).repository.resolve({});
    assert.equal(server.seen[0]?.method, 'POST');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(server.seen[0]?.body)), {
      grant_type: 'refresh_token',
      service: 'shop',
      scope: 'repository:a/b:pull',
      client_id: 'waxseal',
      refresh_token: 'long-lived',
    });
  });

  test('gets the registry token itself', async (t) => {
    const server = await tokens(t);
    const { host, open } = await registry(t, content(), guard(server.challenge, 'Bearer mine'));
    const credential: Credential = { kind: 'registry-token', token: 'mine', source: '--registry-token' };
    await open({ given: { host, credential } }).repository.resolve({});
    assert.equal(server.seen.length, 0);
  });

  for (const [what, answer] of Object.entries({
    'no token': {},
    'a token with a line break': { token: 'a\r\nx: y' },
    'a token that is no text': { token: 5 },
  }))
    test(`and whose token server gives ${what} gets an error`, async (t) => {
      const server = await serve(t, (_, response) => sendJson(response, 200, answer));
      const { open } = await registry(t, content(), guard(`Bearer realm="${server.url}"`));
      await assert.rejects(open().repository.resolve({}), failsWith('REGISTRY_ANSWER_MALFORMED'));
    });

  test('and whose token server repeats the password in an error does not make us print it', async (t) => {
    const server = await serve(t, ({ headers }, response) =>
      sendJson(response, 500, { message: `no ${PASSWORD} and no ${headers.authorization}` }),
    );
    const { host, open } = await registry(t, content(), guard(`Bearer realm="${server.url}"`));
    const { repository } = open({
      given: { host, credential: ADA },
      limits: { attempts: 1, deadlineMs: 600 },
    });
    await assert.rejects(
      repository.resolve({}),
      failsWith('REGISTRY_UNAVAILABLE', (message) => {
        assert.ok(!message.includes(PASSWORD) && !message.includes(BASIC.slice(6)), message);
        assert.match(message, /<redacted>/);
      }),
    );
  });
});

describe('a registry that wants a password', () => {
  test('gets it, after it has asked', async (t) => {
    const { host, seen, open } = await registry(t, content(), guard('Basic realm="shop"', BASIC));
    await open({ given: { host, credential: ADA } }).repository.resolve({});
    assert.deepEqual(
      seen.map(({ headers }) => headers.authorization),
      [undefined, BASIC],
    );
  });

  test('and refuses it is told so, with the source and without the password', async (t) => {
    const { host, seen, open } = await registry(t, content(), ({ headers }, response) => {
      sendJson(
        response,
        401,
        { errors: [{ code: 'X', message: `${PASSWORD} ${headers.authorization}` }] },
        { 'www-authenticate': 'Basic' },
      );
      return true;
    });
    const { repository } = open({ given: { host, credential: ADA } });
    await assert.rejects(
      repository.resolve({}),
      failsWith('REGISTRY_CREDENTIALS_REFUSED', (message) => {
        assert.match(message, /--registry-username/);
        assert.ok(!message.includes(PASSWORD) && !message.includes(BASIC.slice(6)), message);
      }),
    );
    assert.equal(seen.length, 3);
  });

  test('does not get one that is for another host', async (t) => {
    const { seen, open } = await registry(t, content(), guard('Basic'));
    const given = { host: 'ghcr.io', credential: ADA };
    await assert.rejects(open({ given }).repository.resolve({}), failsWith('REGISTRY_NEEDS_SIGN_IN'));
    assert.ok(!JSON.stringify(seen).includes(BASIC));
  });

  test('gets that of the person’s docker configuration', async (t) => {
    const home = mkdtempSync(join(tmpdir(), 'home-'));
    t.after(() => rmSync(home, { recursive: true }));
    const { host, open } = await registry(t, content(), guard('Basic', BASIC));
    mkdirSync(join(home, '.docker'));
    const auths = { [host]: { auth: BASIC.slice(6) } };
    writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify({ auths }));
    await open({ env: { HOME: home } }).repository.resolve({});
  });

  test('cannot be signed in to with a token', async (t) => {
    const { host, open } = await registry(t, content(), guard('Basic'));
    const credential: Credential = { kind: 'identity-token', token: 'x', source: 'a helper' };
    await assert.rejects(
      open({ given: { host, credential } }).repository.resolve({}),
      failsWith('REGISTRY_SIGN_IN_UNUSABLE'),
    );
  });
});

describe('what is secret', () => {
  test('does not follow a redirect to another host, and blobs do', async (t) => {
    const made = content();
    const store = await serve(t, ({ path }, response) => {
      response.end(Buffer.from(made.blobs.get(path.slice(1).replace(/\?.*/, '')) ?? []));
    });
    const { host, open } = await registry(t, made, (seen, response, number) => {
      if (guard('Basic', BASIC)(seen, response, number)) return true;
      const digest = seen.path.split('/blobs/')[1];
      if (digest) response.writeHead(307, { location: `${store.url}/${digest}?signature=abc` }).end();
      return digest !== undefined;
    });
    const { repository } = open({ given: { host, credential: ADA } });
    const { manifest } = await repository.resolve({});
    assert.ok(manifest.kind === 'image' && manifest.layers[0]);
    assert.equal(Buffer.from(await repository.blob(manifest.layers[0])).toString(), 'layer');
    assert.equal(store.seen.length, 1);
    assert.equal(store.seen[0]?.headers.authorization, undefined);
  });

  test('is in no line of the debug log', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const log = join(folder, 'log');
    process.env['WAXSEAL_DEBUG_LOG'] = log;
    t.after(() => {
      delete process.env['WAXSEAL_DEBUG_LOG'];
      rmSync(folder, { recursive: true });
    });
    const server = await tokens(t);
    const { host, open } = await registry(t, content(), guard(server.challenge, 'Bearer token-1'));
    await open({ given: { host, credential: ADA } }).repository.resolve({});
    const text = readFileSync(log, 'utf8');
    assert.match(text, /\/v2\/a\/b\/manifests\/latest 200/);
    assert.doesNotMatch(text, /s3cret|token-1|Basic/);
  });
});
