import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import { test } from 'node:test';
import { FrameReader, frame } from '../../../../signer/agent/protocol.js';

const SKIP = process.platform === 'linux' ? {} : { skip: 'descriptors are listed on Linux only' };

/**
 * A process with this program and with these descriptors open besides the three usual ones. In it, `agent(NAME)` is a module of
 * the agent. Node itself marks the first sixteen descriptors as closed in children, so only higher ones show whether they are
 * inherited.
 */
function started(
  program: string,
  descriptors: readonly number[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<unknown[]> } {
  const agent = JSON.stringify(new URL('../../../../signer/agent/', import.meta.url).href);
  const code = `const agent = (name) => import(${agent} + name + '.js');\n${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, ...env },
    stdio: Array.from({ length: 64 }, (_, fd) => {
      if (String(fd) === env['WRITTEN']) return openSync('/dev/null', 'w');
      return fd <= 2 || descriptors.includes(fd) ? 'pipe' : 'ignore';
    }),
  });
  return { child, ended: once(child, 'exit') };
}

const CLOSES = `
  import fs from 'node:fs';
  const own = fs.openSync('/dev/null', 'r');
  const { closeInherited } = await agent('inherited');
  const isOpen = (fd) => fs.readdirSync('/proc/self/fd').includes(String(fd));
  const [written] = process.env.WRITTEN ? [Number(process.env.WRITTEN)] : [];
  if (written && !isOpen(written)) throw new Error('it was not inherited');
  closeInherited();
  if (written && isOpen(written)) throw new Error('it is still open');
  fs.fstatSync(own);
  fs.writeSync(2, 'still open');
  fs.writeSync(1, 'closed');
  process.stdin.resume();`;

test(
  'descriptors that somebody else left open are closed; the three usual ones and our own stay',
  SKIP,
  async () => {
    const { child, ended } = started(CLOSES, [20, 41, 63], { WRITTEN: '30' });
    const outputs = Promise.all(
      [child.stderr, child.stdout].map((stream) => once(stream as Readable, 'data')),
    );
    const others = [20, 41, 63].map((fd) => child.stdio[fd as 3] as Readable);
    await Promise.all(others.map((stream) => once(stream.resume(), 'end')));
    const [error, said] = await outputs;
    assert.deepEqual([String(error), String(said)], ['still open', 'closed']);
    child.stdin?.end();
    assert.deepEqual(await ended, [0, null]);
  },
);

test('if descriptors cannot be told apart, none is closed', SKIP, async () => {
  const { child, ended } = started(
    `Object.defineProperty(process, 'platform', { value: 'darwin' });${CLOSES}`,
    [20],
  );
  let isClosed = false;
  (child.stdio[20 as 3] as Readable).resume().once('end', () => {
    isClosed = true;
  });
  await once(child.stdout as Readable, 'data');
  assert.equal(isClosed, false);
  child.stdin?.end();
  assert.deepEqual(await ended, [0, null]);
});

const GOES_ON = `
  const { askedBefore } = await agent('first-try');
  const env = { ...process.env };
  const conversation = askedBefore(env);
  if (env.WAXSEAL_AGENT_FD !== undefined) throw new Error('it can be taken twice');
  const message = await conversation.next();
  conversation.send({ type: 'heard', message });
  await conversation.next().catch(({ unheard }) => process.stdout.write(String(unheard)));`;

test('a request that was already sent continues on its connection, on which the agent has been heard', async () => {
  const { child, ended } = started(GOES_ON, [3], { WAXSEAL_AGENT_FD: '3' });
  const connection = child.stdio[3] as Duplex;
  connection.write(frame({ type: 'say', line: 'x' }));
  const [bytes] = await once(connection, 'data');
  assert.deepEqual(new FrameReader().push(bytes), [{ type: 'heard', message: { type: 'say', line: 'x' } }]);
  connection.end();
  const [said] = await once(child.stdout as Readable, 'data');
  assert.equal(String(said), 'undefined');
  await ended;
});

test('an agent that was heard earlier, and ends, counts as heard', async () => {
  const program = `
  const { askedBefore } = await agent('first-try');
  await askedBefore(process.env).next().catch(({ unheard }) => process.stdout.write(String(unheard)));`;
  const { child, ended } = started(program, [3], { WAXSEAL_AGENT_FD: '3' });
  (child.stdio[3] as Duplex).end();
  const [said] = await once(child.stdout as Readable, 'data');
  assert.equal(String(said), 'undefined');
  await ended;
});

test('without a descriptor number, no earlier request exists', async () => {
  const { askedBefore } = await import('../../../../signer/agent/first-try.js');
  for (const fd of [undefined, '', 'x', '12345', 'x1', '1x', '-1']) {
    const env: NodeJS.ProcessEnv = { WAXSEAL_AGENT_FD: fd };
    assert.equal(askedBefore(env), undefined, fd);
    assert.deepEqual(env, {});
  }
});
