import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { askHelper } from '../../../io/registry/credentials/helper.js';
import { findCredential } from '../../../io/registry/credentials/index.js';
import { failsWith } from '../support/registry.js';

/** A home of its own, with these files. */
function home(t: TestContext, files: Record<string, object | string>) {
  const path = mkdtempSync(join(tmpdir(), 'home-'));
  t.after(() => rmSync(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
    if (name.startsWith('bin/')) chmodSync(join(path, name), 0o700);
  }
  return { path, env: { HOME: path, PATH: `${join(path, 'bin')}:/usr/bin:/bin` } as NodeJS.ProcessEnv };
}

const auth = (user: string, password = 'pw') => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
});
const CONFIG = '.docker/config.json';

/** Who is signed in, in short. */
async function who(env: NodeJS.ProcessEnv, registry = 'ghcr.io', repository = 'a/b/c'): Promise<string> {
  const found = await findCredential(registry, repository, env);
  return found === undefined ? '' : found.kind === 'basic' ? found.username : `${found.kind} ${found.token}`;
}

describe('the credentials for a repository', () => {
  test('are those of the longest key', async (t) => {
    const auths = { 'ghcr.io': auth('host'), 'ghcr.io/a': auth('above'), 'ghcr.io/a/b/c': auth('own') };
    const { env } = home(t, { [CONFIG]: { auths } });
    assert.equal(await who(env), 'own');
    assert.equal(await who(env, 'ghcr.io', 'a/x'), 'above');
    assert.equal(await who(env, 'ghcr.io', 'ab'), 'host');
    assert.equal(await who(env, 'quay.io'), '');
  });

  test('of Docker’s hub are under its URL of old, or one of its names', async (t) => {
    for (const key of [
      'https://index.docker.io/v1/',
      'docker.io',
      'index.docker.io',
      'registry-1.docker.io',
    ]) {
      const { env } = home(t, { [CONFIG]: { auths: { [key]: auth('hub') } } });
      assert.equal(await who(env, 'index.docker.io', 'library/busybox'), 'hub', key);
    }
  });

  test('are found under a key with a scheme and a version, as docker wrote it', async (t) => {
    for (const key of ['https://quay.io', 'http://quay.io/v2/', 'https://quay.io/v1/', 'QUAY.io']) {
      const { env } = home(t, { [CONFIG]: { auths: { [key]: auth('x') } } });
      assert.equal(await who(env, 'quay.io'), 'x', key);
    }
  });

  test('are a password, an identity token or a registry token', async (t) => {
    const kinds = {
      'a.io': { username: 'ada', password: 'pw' },
      'b.io': { ...auth('00000000-0000'), identitytoken: 'id' },
      'c.io': { registrytoken: 'reg' },
      'd.io': auth('<token>', 'secret'),
      'e.io': {},
      'f.io': { auth: 'bm8gY29sb24=' },
      'g.io': auth('ada', 'p:w:x'),
    };
    const { env } = home(t, { [CONFIG]: { auths: kinds } });
    assert.equal(await who(env, 'a.io'), 'ada');
    assert.equal(await who(env, 'b.io'), 'identity-token id');
    assert.equal(await who(env, 'c.io'), 'registry-token reg');
    assert.equal(await who(env, 'd.io'), 'identity-token secret');
    assert.equal((await who(env, 'e.io')) + (await who(env, 'f.io')), '');
    const found = await findCredential('g.io', 'a', env);
    assert.ok(found?.kind === 'basic' && found.password === 'p:w:x');
  });

  test('are looked for in the files of docker, and then in those of containers', async (t) => {
    const { path, env } = home(t, {
      [CONFIG]: { auths: { 'a.io': auth('docker') } },
      'elsewhere/config.json': { auths: { 'a.io': auth('named') } },
      'auth.json': { auths: { 'a.io': auth('x'), 'b.io': auth('named file'), 'c.io': auth('named file') } },
      'run/containers/auth.json': { auths: { 'b.io': auth('x'), 'c.io': auth('run'), 'd.io': auth('run') } },
      '.config/containers/auth.json': { auths: { 'd.io': auth('x'), 'e.io': auth('config') } },
    });
    const all = { ...env, REGISTRY_AUTH_FILE: join(path, 'auth.json'), XDG_RUNTIME_DIR: join(path, 'run') };
    const found = await Promise.all(['a.io', 'b.io', 'c.io', 'd.io', 'e.io'].map((host) => who(all, host)));
    assert.deepEqual(found, ['docker', 'named file', 'named file', 'run', 'config']);
    assert.equal(await who({ ...all, DOCKER_CONFIG: join(path, 'elsewhere') }, 'a.io'), 'named');
    assert.equal(await who({ ...env, XDG_CONFIG_HOME: join(path, 'run') }, 'c.io'), 'run');
  });

  test('cannot be had from a file that cannot be read, which is said with its name and without its text', async (t) => {
    for (const text of ['{"auths": secret', '[]']) {
      const { env } = home(t, { [CONFIG]: text });
      await assert.rejects(
        who(env),
        failsWith('CREDENTIALS_UNREADABLE', (message) => {
          assert.match(message, /config\.json/);
          assert.doesNotMatch(message, /secret/);
        }),
      );
    }
  });
});

describe('a credential helper', () => {
  const script = (body: string) => `#!/bin/sh\n${body}\n`;
  const answers = (user: string) =>
    script(
      `read server; printf '{"ServerURL":"%s","Username":"${user}","Secret":"s3cret"}' "$server" | tee "$HOME/asked"`,
    );

  test('is asked for this host before the store for all hosts, and the store after the entry', async (t) => {
    const { path, env } = home(t, {
      'bin/docker-credential-own': answers('own'),
      'bin/docker-credential-all': answers('all'),
      [CONFIG]: {
        auths: { 'ghcr.io': {}, 'quay.io': auth('entry') },
        credHelpers: { 'ghcr.io': 'own' },
        credsStore: 'all',
      },
    });
    assert.equal(await who(env), 'own');
    assert.match(readFileSync(join(path, 'asked'), 'utf8'), /"ServerURL":"ghcr\.io"/);
    assert.equal(await who(env, 'quay.io'), 'entry');
    assert.equal(await who(env, 'index.docker.io'), 'all');
    assert.match(
      readFileSync(join(path, 'asked'), 'utf8'),
      /"ServerURL":"https:\/\/index\.docker\.io\/v1\/"/,
    );
  });

  test('gives an identity token for the user <token>', async (t) => {
    const { env } = home(t, { 'bin/docker-credential-x': answers('<token>') });
    assert.deepEqual(await askHelper('x', 'a.io', env), {
      kind: 'identity-token',
      token: 's3cret',
      source: 'docker-credential-x',
    });
  });

  test('that has nothing means that there is nothing, and the next file is asked', async (t) => {
    const { env } = home(t, {
      'bin/docker-credential-x': script('echo "credentials not found in native keychain"; exit 1'),
      [CONFIG]: { credsStore: 'x' },
      '.config/containers/auth.json': { auths: { 'a.io': auth('next') } },
    });
    assert.equal(await who(env, 'b.io'), '');
    assert.equal(await who(env, 'a.io'), 'next');
  });

  for (const [what, body] of Object.entries({
    'fails for another reason': 'echo "keychain is locked"; exit 1',
    'prints what is no JSON': 'echo s3cret',
    'prints no secret': 'echo "{\\"Username\\":\\"s3cret\\"}"',
    'prints without end': 'exec yes s3cret',
    'takes too long': 'exec sleep 30',
  }))
    test(`that ${what} is an error that says nothing secret`, async (t) => {
      const { env } = home(t, { 'bin/docker-credential-x': script(body) });
      await assert.rejects(
        askHelper('x', 'a.io', env, 1500),
        failsWith('CREDENTIAL_HELPER_FAILED', (message) => assert.doesNotMatch(message, /s3cret/)),
      );
    });

  test('that is not there, or whose name leads elsewhere, is an error', async (t) => {
    const { env } = home(t, { evil: script('touch $HOME/ran') });
    for (const name of ['missing', '../evil', 'x/../../evil', '', '-x', 'a b', 'x;touch y'])
      await assert.rejects(askHelper(name, 'a.io', env), failsWith('CREDENTIAL_HELPER_FAILED'), name);
  });

  test('gets the secrets of its cloud, and none of ours', async (t) => {
    const { path, env } = home(t, { 'bin/docker-credential-x': script('env > "$HOME/env"; exit 1') });
    const secrets = {
      AWS_SESSION_TOKEN: 'theirs',
      SIGSTORE_ID_TOKEN: 'ours',
      WAXSEAL_TOKEN: 'ours',
      COSIGN_PASSWORD: 'ours',
    };
    await assert.rejects(askHelper('x', 'a.io', { ...env, ...secrets }));
    const seen = readFileSync(join(path, 'env'), 'utf8');
    assert.match(seen, /AWS_SESSION_TOKEN=theirs/);
    assert.doesNotMatch(seen, /ours/);
  });
});
