import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOT_SENT } from '../../../io/environment/names.js';
import { lifetime } from '../../../signer/agent/lifetime.js';
import { listenAddress } from '../../../signer/agent/listen.js';
import { agentPlace, connectAddress } from '../../../signer/agent/place.js';
import { isProvable } from '../../../signer/agent/proof.js';
import { FrameReader, frame, LARGEST_FRAME } from '../../../signer/agent/protocol.js';
import {
  agentEnvironment,
  claimedIdentity,
  ourEntries,
  sentEnvironment,
} from '../../../signer/agent/surroundings.js';

const utf8 = (text: string) => new TextEncoder().encode(text);

test('a certificate is used for its whole lifetime, however wrong the clock is and however it changes', () => {
  const at = { wall: 1e12, steady: 0 };
  const left = lifetime(600, { wall: () => at.wall, steady: () => at.steady });
  assert.equal(left.left(), 600);
  at.steady += 100_000;
  at.wall += 100_000;
  assert.equal(left.left(), 500);
  at.wall -= 26 * 3600_000;
  assert.equal(left.left(), 500, 'set back: the steady clock counts');
  at.wall += 26 * 3600_000 + 400_000;
  assert.equal(left.left(), 100, 'slept: the wall clock counts');
});

test('a proof of possession is signed only for the text of an identity', () => {
  for (const subject of ['dev@example.test', 'repo:octo/demo:ref:refs/heads/main', 'https://x/é'])
    assert.equal(isProvable(utf8(subject)), true, subject);
  const digits = 'a'.repeat(40);
  for (const subject of [
    '',
    'a\nb',
    'a\x00',
    'x'.repeat(257),
    digits,
    digits.toUpperCase(),
    'f'.repeat(64),
    'a\u202eb',
  ])
    assert.equal(isProvable(utf8(subject)), false, JSON.stringify(subject));
  assert.equal(isProvable(Uint8Array.of(0x31, 0x69, 0x30, 0x18, 0x06, 0x09)), false);
  assert.equal(isProvable(Uint8Array.of(0x61, 0xff)), false, 'not UTF-8');
});

test('messages arrive complete, whatever pieces they are split into', () => {
  const sent = [{ type: 'say', line: 'é'.repeat(50) }, { type: 'working' }] as const;
  const bytes = Buffer.concat(sent.map((message) => frame(message)));
  for (const size of [1, 3, 7, bytes.length]) {
    const reader = new FrameReader();
    const got = [];
    for (let i = 0; i < bytes.length; i += size) got.push(...reader.push(bytes.subarray(i, i + size)));
    assert.deepEqual(got, sent);
  }
});

test('a frame that is too large or invalid is refused before it is read', () => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(LARGEST_FRAME + 1);
  assert.throws(() => new FrameReader().push(head), { code: 'AGENT_PROTOCOL' });
  for (const text of ['', 'x', '[]', 'null', '{"type":1}', '{}']) {
    const bytes = Buffer.from(`\0\0\0${String.fromCharCode(text.length)}${text}`, 'latin1');
    assert.throws(() => new FrameReader().push(bytes), { code: 'AGENT_PROTOCOL' }, text);
  }
});

test('secrets in the environment stay with the client, and only their names are sent', () => {
  const env = {
    HOME: '/home/me',
    SIGSTORE_ID_TOKEN: 'secret-1',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret-2',
    CIRCLE_OIDC_TOKEN_V2: 'secret-3',
    GITHUB_TOKEN: 'secret-4',
    AWS_SECRET_ACCESS_KEY: 'secret-5',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'http.https://example.test/.extraheader',
    GIT_CONFIG_VALUE_0: 'AUTHORIZATION: secret-6',
    GIT_CONFIG_KEY_1: 'waxseal.fulcio',
    GIT_CONFIG_VALUE_1: 'https://fulcio.example',
    SIGSTORE_REKOR_PUBLIC_KEY: '/keys/rekor.pub',
    https_proxy: 'http://proxy:1',
    NODE_OPTIONS: '--inspect',
  };
  const sent = sentEnvironment(env);
  assert.doesNotMatch(JSON.stringify(sent), /secret-/);
  assert.equal(sent['SIGSTORE_ID_TOKEN'], NOT_SENT);
  assert.equal(sent['GIT_CONFIG_VALUE_1'], 'https://fulcio.example');
  assert.equal(sent['SIGSTORE_REKOR_PUBLIC_KEY'], '/keys/rekor.pub');
  assert.equal(sent['HTTPS_PROXY'], 'http://proxy:1');
  assert.deepEqual(agentEnvironment(env), {
    HOME: '/home/me',
    HTTPS_PROXY: 'http://proxy:1',
    WAXSEAL_CODE_CACHE: 'off',
  });
});

test('of git’s configuration, only our sections are sent', () => {
  const listed = [
    ['global', 'file:/home/me/.gitconfig', 'http.extraheader\nAuthorization: secret'],
    ['local', 'file:.git/config', 'waxseal.fulcio\nhttps://f.example'],
    ['local', 'file:.git/config', 'gitsign.matchcommitter'],
  ];
  const bytes = utf8(
    listed
      .flat()
      .map((part) => `${part}\0`)
      .join(''),
  );
  assert.deepEqual(ourEntries(bytes), [
    { key: 'waxseal.fulcio', value: 'https://f.example', scope: 'local', origin: 'file:.git/config' },
    { key: 'gitsign.matchcommitter', scope: 'local', origin: 'file:.git/config' },
  ]);
});

test('a token is identified by its claims, and an invalid one claims nothing', () => {
  const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
  assert.deepEqual(claimedIdentity(token({ iss: 'i', sub: 's', email: 'e' })), { issuer: 'i', subject: 'e' });
  assert.deepEqual(claimedIdentity(token({ iss: 'i', sub: 's', email: '' })), { issuer: 'i', subject: 's' });
  for (const bad of [undefined, '', 'x', 'a.b.c', token({ iss: 1, sub: 's' }), token({ iss: 'i' })])
    assert.equal(claimedIdentity(bad), undefined);
});

test('clients with another network or home have their own agent', () => {
  const base = { HOME: '/home/me', XDG_RUNTIME_DIR: '/run/user/1' };
  const socket = (env: object) => agentPlace({ ...base, ...env }, 'linux').socket;
  assert.match(socket({}), /^\/run\/user\/1\/waxseal\/agent-[0-9a-z]+\.sock$/);
  assert.equal(socket({ DISPLAY: ':0' }), socket({}));
  for (const other of [{ HTTPS_PROXY: 'http://p:1' }, { NODE_EXTRA_CA_CERTS: '/ca' }, { HOME: '/home/you' }])
    assert.notEqual(socket(other), socket({}));
  assert.match(agentPlace({ HOME: '/home/me' }, 'linux').socket, /^\/home\/me\/\.cache\/waxseal\/run\//);
  assert.match(
    agentPlace({ HOME: '/Users/me' }, 'darwin').socket,
    /^\/Users\/me\/Library\/Caches\/waxseal\/run\//,
  );
});

test('on Windows the agent listens on a pipe with an unguessable name', () => {
  const place = agentPlace({ USERPROFILE: 'C:\\Users\\me', LOCALAPPDATA: 'C:\\L' }, 'win32');
  const names = new Set(Array.from({ length: 8 }, () => listenAddress(place, 'win32')));
  assert.equal(names.size, 8);
  for (const name of names) assert.match(name, /^\\\\\.\\pipe\\waxseal-[0-9a-f]{32}$/);
  assert.match(place.socket, /agent-[0-9a-z]+\.pipe$/);
  assert.throws(() => connectAddress({ ...place, socket: '/dev/null' }, 'win32'), /not the name of a pipe/);
});
