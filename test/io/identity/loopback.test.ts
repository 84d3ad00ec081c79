import assert from 'node:assert/strict';
import { get } from 'node:http';
import { type AddressInfo, createServer, Server } from 'node:net';
import { type TestContext, test } from 'node:test';
import { listenForCallback } from '../../../io/identity/sign-in/callback.js';

const V4 = '127.0.0.1';
const V6 = '::1';

/** Somebody else's server. Resolves to its port, or to undefined if the address cannot be used. */
function occupy(t: TestContext, host: string, port = 0): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => {
      t.after(() => server.close());
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function hasFamily(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, host, () => server.close(() => resolve(true)));
  });
}

const needsBoth = (await hasFamily(V6)) ? {} : { skip: 'this machine has no IPv6' };

const listening = async (t: TestContext, redirectUrl?: string) => {
  const listener = await listenForCallback(redirectUrl, 'state', { autocloseMs: undefined });
  t.after(() => listener.close());
  return { listener, port: Number(new URL(listener.redirectUrl).port) };
};

/** Lets `react` see each address and port before our own server listens there. It may give an error in its place. */
function beforeListening(
  t: TestContext,
  react: (host: string, port: number) => Promise<string | undefined>,
): void {
  const listen: (this: Server, port: number, host: string, done: () => void) => Server =
    Server.prototype.listen;
  const mocked = function (this: Server, port: number, host: string, done: () => void): Server {
    // Only a server for HTTP is ours.
    if (this.listenerCount('request') === 0) return listen.call(this, port, host, done);
    void react(host, port).then((code) => {
      if (code === undefined) listen.call(this, port, host, done);
      else this.emit('error', Object.assign(new Error(code), { code }));
    });
    return this;
  };
  t.mock.method(Server.prototype, 'listen', mocked as never);
}

function statusAt(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const path = '/auth/callback?code=c&state=wrong';
    get({ host, port, path, headers: { host: `localhost:${port}` } }, (answer) =>
      resolve(answer.resume().statusCode),
    ).once('error', reject);
  });
}

test(
  'a sign-in that returns to localhost listens at both of its addresses, which nobody else can take',
  needsBoth,
  async (t) => {
    const { port } = await listening(t);
    for (const host of [V4, V6]) {
      assert.equal(await statusAt(host, port), 400, host);
      assert.equal(await occupy(t, host, port), undefined, host);
    }
  },
);

test('a port at which somebody else has one of the addresses is not used', needsBoth, async (t) => {
  const taken: number[] = [];
  beforeListening(t, async (host, port) => {
    if (host === V6 && taken.length < 3) taken.push((await occupy(t, V6, port)) ?? 0);
    return undefined;
  });
  const { port } = await listening(t);
  assert.equal(taken.length, 3);
  assert.equal(taken.includes(0) || taken.includes(port), false);
  assert.equal(await statusAt(V6, port), 400);
});

test(
  'the port of the configuration is refused if somebody else has either of its addresses',
  needsBoth,
  async (t) => {
    for (const host of [V4, V6]) {
      const port = await occupy(t, host);
      await assert.rejects(listening(t, `http://localhost:${port}/auth/callback`), {
        code: 'SIGN_IN_REJECTED',
        message: `the sign-in cannot listen on port ${port} (EADDRINUSE)`,
      });
      assert.notEqual(await occupy(t, host === V4 ? V6 : V4, port), undefined, 'nothing stays open');
    }
  },
);

test('a redirect URL with an address listens at that address alone', needsBoth, async (t) => {
  for (const [name, host, other] of [
    ['127.0.0.1', V4, V6],
    ['[::1]', V6, V4],
  ] as const) {
    const { port } = await listening(t, `http://${name}/auth/callback`);
    assert.equal(await statusAt(host, port), 400, name);
    assert.equal(await occupy(t, other, port), port, name);
  }
});

for (const [missing, there] of [
  [V6, V4],
  [V4, V6],
] as const)
  test(`a machine without ${missing} signs in at ${there}`, needsBoth, async (t) => {
    for (const code of ['EADDRNOTAVAIL', 'EAFNOSUPPORT']) {
      beforeListening(t, async (host) => (host === missing ? code : undefined));
      const { port } = await listening(t);
      t.mock.restoreAll();
      assert.equal(await statusAt(there, port), 400, code);
      assert.equal(await occupy(t, missing, port), port);
    }
  });

test('a machine without either, and one on which every port is taken, is told so', async (t) => {
  for (const code of ['EADDRNOTAVAIL', 'EADDRINUSE']) {
    beforeListening(t, async () => code);
    await assert.rejects(listening(t), {
      code: 'SIGN_IN_REJECTED',
      message: `the sign-in cannot listen on port of its own (${code})`,
    });
    t.mock.restoreAll();
  }
});
