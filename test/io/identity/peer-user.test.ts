import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { endianness } from 'node:os';
import { test } from 'node:test';
import { isOurs, peerUser, userIn } from '../../../io/identity/sign-in/peer-user.js';

const ONLY_LINUX = existsSync('/proc/net/tcp') ? {} : { skip: 'only Linux tells who made a connection' };

test(
  'who connects to this machine is told, over both families and from a socket of both',
  ONLY_LINUX,
  async (t) => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const server = createServer();
      t.after(() => server.close());
      const arrived = new Promise<Socket>((resolve) => server.once('connection', resolve));
      await new Promise<void>((resolve) => server.listen(0, address.replace('::ffff:', ''), resolve));
      const { port } = server.address() as { port: number };
      const client = connect(port, address);
      t.after(() => client.destroy());
      assert.equal(peerUser(await arrived), process.getuid?.(), address);
    }
  },
);

const word = endianness() === 'LE' ? '0100007F' : '7F000001';
const line = (from: string, to: string, uid: number, inode: number) =>
  `   0: ${word}:${from} ${word}:${to} 01 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0 20 4 30 10 -1`;
const ENDS = { remoteAddress: '127.0.0.1', remotePort: 0x1f90, localAddress: '127.0.0.1', localPort: 0x50 };

test('the other end of our own connection counts, and neither ours nor that of another one', () => {
  const table = [line('0050', '1F90', 1, 5), line('1F91', '0050', 2, 5), line('1F90', '0050', 1000, 5)].join(
    '\n',
  );
  assert.equal(userIn(table, ENDS), 1000);
  assert.equal(userIn(table, { ...ENDS, remotePort: 7 }), undefined);
});

test('a connection that its owner has closed belongs to nobody, although the table says root', () => {
  assert.equal(userIn(line('1F90', '0050', 0, 0), ENDS), 'gone');
  assert.equal(isOurs('gone', {}), false);
});

test('we, root, and who became root with sudo take part in a sign-in, and so does whoever cannot be told', (t) => {
  const system: { getuid(): number } = process as never;
  t.mock.method(system, 'getuid', () => 1000);
  const allowed = (env: NodeJS.ProcessEnv) => [1000, 0, undefined, 1001].map((user) => isOurs(user, env));
  assert.deepEqual(allowed({ SUDO_UID: '1001' }), [true, true, true, false]);
  t.mock.method(system, 'getuid', () => 0);
  assert.deepEqual(allowed({ SUDO_UID: '1001' }), [false, true, true, true]);
});
